"""Another Keras: the tests with a version beside the locked one, to see what a new release breaks or the oldest lacks.

python -m tools.versions                         # the judge and every exercise's answers, on the oldest Keras allowed
python -m tools.versions 3.16.0                  # on this one
python -m tools.versions newest                  # on the newest release, which may be newer than the locked one
python -m tools.versions nightly                 # on the newest development version, which is not released yet
python -m tools.versions 3.16.0 tests            # whatever pytest takes

Development versions are published each night under a name of their own, `keras-nightly`; an exact one
(`3.16.0.dev2026102704`) is taken from there, too.
"""

import argparse
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from helpers import isolated

ROOT = Path(__file__).parents[1]
JUDGE = [
    f"tests/test_{name}.py"
    for name in ("graph", "difference", "probe", "layer", "row_comparator", "exercises", "lint", "why", "watch")
]
PACKAGES = {"newest": ["keras"], "nightly": ["--pre", "keras-nightly"]}
"""Words for the newest version: how pip is asked for it."""


class VersionError(Exception):
    """This Keras can't be had; the message says why, with what pip said."""


def lowest() -> str:
    """The oldest Keras that pyproject.toml allows, such as "3.12.0"."""
    found = re.search(r'"keras>=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not found:
        raise VersionError('pyproject.toml has no line "keras>=...".')
    return ".".join([*found[1].split("."), "0", "0"][:3])


def newest(word: str) -> str:
    """The newest version that a word of PACKAGES stands for, such as "3.16.0" or "3.16.0.dev2026102704".

    Raises:
        VersionError: pip finds none.
    """
    result = _pip("--dry-run", "--ignore-installed", "--report", "-", *PACKAGES[word])
    if result.returncode:
        raise VersionError(
            f"pip finds no {PACKAGES[word][-1]}: there is none, or no network. "
            f"Name a released version instead, such as {lowest()}.\n{result.stderr.strip()}"
        )
    return json.loads(result.stdout)["install"][0]["metadata"]["version"]


def fetch(version: str, folder: Path) -> Path:
    """Install this Keras, alone, into a folder of its own below `folder`, unless it is there.

    Raises:
        VersionError: there is no such version, or no network.
    """
    place = folder / f"keras-{version}"
    if not (place / "keras").is_dir():
        package = "keras-nightly" if ".dev" in version else "keras"
        result = _pip("--target", str(place), f"{package}=={version}")
        if result.returncode:
            raise VersionError(f"There is no Keras {version} to be had.\n{result.stderr.strip()}")
    return place


def _pip(*arguments: str) -> subprocess.CompletedProcess:
    command = isolated.python("-m", "pip", "install", "--quiet", "--no-deps", *arguments)
    return subprocess.run(command, capture_output=True, text=True, check=False)


def run(version: str, arguments: list[str], folder: Path) -> subprocess.CompletedProcess:
    """pytest with this Keras in place of the locked one; its output goes where ours goes.

    Args:
        version: exact, or a word of PACKAGES.

    Raises:
        VersionError: as `newest` and `fetch`; or another Keras would be imported.
    """
    version = newest(version) if version in PACKAGES else version
    place = fetch(version, folder)
    environment = os.environ | {"PYTHONPATH": str(place), "TF_CPP_MIN_LOG_LEVEL": "3"}
    imported = isolated.python("-c", "import keras; print(keras.__version__)")
    said = subprocess.run(imported, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if said.stdout.split()[-1:] != [version]:
        raise VersionError(f"Keras {version} can't be imported here:\n{(said.stderr or said.stdout).strip()[-2000:]}")
    print(f"Keras {version}", flush=True)
    tests = isolated.python("-m", "pytest", "-q", *arguments)
    return subprocess.run(tests, cwd=ROOT, env=environment, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.versions", description=__doc__.split("\n")[0])
    parser.add_argument(
        "version",
        nargs="?",
        default=lowest(),
        help="of Keras: exact, `newest` (release) or `nightly` (development); without it, the oldest that is allowed",
    )
    options, arguments = parser.parse_known_args()
    try:
        return run(options.version, arguments or JUDGE, ROOT / "build").returncode
    except VersionError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

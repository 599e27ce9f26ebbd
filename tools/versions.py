"""Another Keras: the tests with a version beside the locked one, to see what a new release breaks or the oldest lacks.

python -m tools.versions 3.16.0                  # the judge and every exercise's answers
python -m tools.versions 3.16.0 tests            # whatever pytest takes
"""

import argparse
import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
JUDGE = [f"tests/test_{name}.py" for name in ("graph", "difference", "probe", "layer", "row_comparator", "exercises")]


class VersionError(Exception):
    """This Keras can't be had; the message is what pip said."""


def lowest() -> str:
    """The oldest Keras that pyproject.toml allows, such as "3.12.0"."""
    found = re.search(r'"keras>=([\d.]+)"', (ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if not found:
        raise VersionError('pyproject.toml has no line "keras>=...".')
    return ".".join([*found[1].split("."), "0", "0"][:3])


def fetch(version: str, folder: Path) -> Path:
    """Install this Keras, alone, into a folder of its own below `folder`, unless it is there.

    Raises:
        VersionError: there is no such version, or no network.
    """
    place = folder / f"keras-{version}"
    if not (place / "keras").is_dir():
        command = [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--target",
            place,
            f"keras=={version}",
        ]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode:
            raise VersionError(result.stderr.strip())
    return place


def run(version: str, arguments: list[str], folder: Path) -> subprocess.CompletedProcess:
    """pytest with this Keras in place of the locked one; its output goes where ours goes.

    Raises:
        VersionError: as `fetch`; or another Keras would be imported.
    """
    place = fetch(version, folder)
    environment = os.environ | {"PYTHONPATH": str(place), "TF_CPP_MIN_LOG_LEVEL": "3"}
    imported = [sys.executable, "-c", "import keras; print(keras.__version__)"]
    said = subprocess.run(imported, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if said.stdout.split()[-1:] != [version]:
        raise VersionError(f"Keras {version} can't be imported here:\n{(said.stderr or said.stdout).strip()[-2000:]}")
    return subprocess.run([sys.executable, "-m", "pytest", "-q", *arguments], cwd=ROOT, env=environment, check=False)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.versions", description=__doc__.split("\n")[0])
    parser.add_argument("version", nargs="?", default=lowest(), help="of Keras; without it, the oldest that is allowed")
    options, arguments = parser.parse_known_args()
    try:
        return run(options.version, arguments or JUDGE, ROOT / "build").returncode
    except VersionError as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())

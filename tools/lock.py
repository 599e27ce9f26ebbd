"""The lock: `requirements/lab.txt`, `dev.txt`, `backends.txt`, every package with its hashes, made from pyproject.toml alone.

`python -m tools.lock` makes them anew and carries the pins into environment.yml; `--date 2027-01-31` first lets in
what was published until that day; `--check` changes nothing and says which lines would be others (exit 1), or that
the index did not answer (exit 2). uv does the work (docs/decisions/0001-lock.md).
"""

import argparse
import difflib
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
_FORMAT = ["--no-emit-project", "--no-header", "--no-annotate", "--format", "requirements-txt", "--no-default-groups"]
# Each file is one installation: the learner's, the maintainer's, which contains it, and what other backends need beside that.
EDITIONS = {
    "lab": ["--group", "build", "--extra", "cpu", "--extra", "classroom"],
    "dev": ["--group", "build", "--extra", "cpu", "--extra", "classroom", "--extra", "dev"],
    "backends": ["--only-group", "backends"],
}
_PIN = re.compile(r"^([a-z0-9][^\\\n]*?)\s*\\?$", re.MULTILINE)
_CONDA_PIN = re.compile(r"^( +- \"?)([\w.-]+(?:\[\w+\])?==[^\"#\n]+?)(\"?(?:  #.*)?)$", re.MULTILINE)


class LockError(Exception):
    """uv could not resolve the dependencies; the message is what it said."""


def resolve(project: Path = ROOT) -> dict[str, str]:
    """The lock of a project as text, by edition; it depends on pyproject.toml and on the package index alone.

    Works in a folder of its own, since a uv.lock that lies about would keep its older versions.

    Raises:
        LockError: no network, or dependencies that exclude one another.
    """
    uv = shutil.which("uv", path=str(Path(sys.executable).parent)) or shutil.which("uv")
    if uv is None:
        raise LockError("There is no uv. `make test` installs it.")
    with tempfile.TemporaryDirectory(prefix="kfa-") as folder:
        shutil.copy(project / "pyproject.toml", folder)

        def run(*arguments: str) -> str:
            command = [uv, "--quiet", *arguments, "--python", sys.executable]
            result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            if result.returncode:
                raise LockError(result.stderr.strip())
            return result.stdout

        run("lock")
        found = {name: run("export", "--frozen", *_FORMAT, *options) for name, options in EDITIONS.items()}
        return found | {"backends": beyond(found["backends"], found["dev"])}


def beyond(text: str, other: str) -> str:
    """The entries of a requirements file whose packages another one has not."""
    known = {pin.name for pin in pins(other)}
    entries = re.split(r"(?m)^(?=[a-z0-9])", text)
    return "".join(entry for entry in entries if entry.strip() and pins(entry)[0].name not in known)


def pins(text: str) -> list[Requirement]:
    """The pinned packages of a requirements file, or of environment.yml; a package has one pin for each marker."""
    lines = [m[2] for m in _CONDA_PIN.finditer(text)] or _PIN.findall(text)
    return [Requirement(line) for line in lines]


def with_pins(conda: str, locked: list[Requirement]) -> str:
    """The text of environment.yml with each version renewed, all else kept.

    Raises:
        LockError: for a pin whose package and marker are not in the lock.
    """

    def renew(line: re.Match) -> str:
        old = Requirement(line[2])
        same = [new for new in locked if new.name == old.name]
        found = [new for new in same if new.marker == old.marker] if len(same) > 1 else same
        if not found:
            there = ", ".join(map(str, same)) or "nothing"
            raise LockError(f"environment.yml has {line[2]}; the lock has {there}. Write the line anew.")
        return line[1] + line[2].replace(str(old.specifier), str(found[0].specifier)) + line[3]

    return _CONDA_PIN.sub(renew, conda)


def renewed() -> dict[Path, str]:
    """Every file that follows from pyproject.toml, as it should be.

    Raises:
        LockError: as `resolve` and `with_pins`.
    """
    editions, conda = resolve(), ROOT / "environment.yml"
    files = {ROOT / "requirements" / f"{name}.txt": text for name, text in editions.items()}
    return files | {conda: with_pins(conda.read_text(encoding="utf-8"), pins(editions["dev"]))}


def differences(files: dict[Path, str]) -> list[str]:
    """The lines in which the files differ from these texts: `-` is in the file, `+` should be; hashes are counted."""
    found = []
    for path, text in files.items():
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        lines = list(difflib.unified_diff(there.splitlines(), text.splitlines(), lineterm="", n=0))[2:]
        hashes = sum("--hash=" in line for line in lines)
        found += [f"{path.name}: {line}" for line in lines if "--hash=" not in line and not line.startswith("@@")]
        found += [f"{path.name}: {hashes} lines of hashes"] if hashes else []
    return found


def check() -> int:
    """Whether the lock is what pyproject.toml resolves to today; prints what differs.

    No test: its verdict follows the package index, where a version may be withdrawn on any day.
    """
    try:
        found = differences(renewed())
    except LockError as error:
        print(f"The lock could not be checked, because this failed:\n{error}", file=sys.stderr)
        return 2
    print(*found, "Run `make lock`." if found else "The lock is what pyproject.toml resolves to.", sep="\n")
    return 1 if found else 0


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.lock", description=__doc__.split("\n")[0])
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--date", type=date.fromisoformat, help="let in packages published until this day")
    what.add_argument("--check", action="store_true", help="change nothing: say which lines would be others")
    options = parser.parse_args(arguments)
    if options.check:
        return check()
    project = ROOT / "pyproject.toml"
    before = project.read_text(encoding="utf-8")
    if options.date:
        moved = re.sub(r'(?m)^exclude-newer = ".*"', f'exclude-newer = "{options.date}T00:00:00Z"', before)
        project.write_text(moved, encoding="utf-8", newline="\n")
    try:
        files = renewed()
    except LockError as error:
        project.write_text(before, encoding="utf-8", newline="\n")
        print(f"Nothing was changed, because this failed:\n{error}", file=sys.stderr)
        return 1
    for path, text in files.items():
        path.write_text(text, encoding="utf-8", newline="\n")
        print(f"{path.name}: {len(pins(text))} packages")
    return 0


if __name__ == "__main__":
    sys.exit(main())

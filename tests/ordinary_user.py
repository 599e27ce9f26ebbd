"""A command of this Python as a user with no rights: `python -m tests.ordinary_user FOLDER ARGUMENT ...`, as root.

What lies in a folder that others may not enter (Python itself, in root's home) is shown at its place all the same, in a
namespace of mounts that ends with the command.
"""

import os
import stat
import sys
import tempfile
from pathlib import Path

from autograder.sandbox import linux

USER = 65534


def main(folder: str, *arguments: str) -> None:
    """Become Python as that user; its home and temporary folder is `folder`."""
    os.chown(folder, USER, USER)
    linux.unshare(linux.NEWNS)
    linux.mount("none", "/", flags=linux.REC | linux.PRIVATE)
    root = Path(__file__).resolve().parent.parent
    _open({*map(Path, (sys.base_prefix, sys.prefix)), root}, folder)
    os.chdir(root)
    names = {"PATH": os.environ["PATH"], "HOME": folder, "TMPDIR": folder, "PYTHONDONTWRITEBYTECODE": "1"}
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    os.execve(sys.executable, [sys.executable, *arguments], names)


def _open(paths: set[Path], folder: str) -> None:
    """Show these folders where they are, in empty folders that everybody may enter."""
    shut = {path: _closed(path) for path in paths}
    kept = {path: tempfile.mkdtemp(dir=folder) for path, closed in shut.items() if closed}
    for path, place in kept.items():
        linux.bind(path, place)
    for closed in {shut[path] for path in kept}:
        linux.mount("tmpfs", closed, "tmpfs", options="mode=755,size=1m")
    for path, place in sorted(kept.items()):
        path.mkdir(parents=True, exist_ok=True)
        linux.bind(place, path)


def _closed(path: Path) -> Path | None:
    """The outermost folder above a path that others may not enter."""
    return next((p for p in reversed(path.resolve().parents) if not p.stat().st_mode & stat.S_IXOTH), None)


if __name__ == "__main__":
    main(*sys.argv[1:])

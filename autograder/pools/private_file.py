"""Files with marks and learners' work in them: written whole or not at all, readable for their owner alone."""

import contextlib
import os
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing is graded
    fcntl = None  # type: ignore[assignment]

_WRITTEN = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)


def write(path: Path, data: bytes) -> None:
    """Write a file, on the disk when this returns; where that fails, the one that was there stays.

    Two that write it at the same time do so one after the other: the later one's stays.

    Raises:
        OSError: it can't be written.
    """
    part = path.with_name(path.name + ".part")
    with os.fdopen(_own(part), "wb") as file:
        try:
            file.truncate()  # what one that was killed left
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            part.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()  # while it is ours
            raise


def _own(part: Path) -> int:
    """Open a file to be written, which nobody else writes as long as it is open."""
    while True:
        handle = _opened(part)
        try:
            if fcntl is None:
                return handle
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX)
            if os.path.samestat(os.fstat(handle), os.stat(part, follow_symlinks=False)):
                os.fchmod(handle, 0o600)
                return handle
        except FileNotFoundError:
            pass
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)  # whoever had the lock has given this file its name: ours is another one


def _opened(part: Path) -> int:
    try:
        return os.open(part, _WRITTEN, 0o600)
    except OSError:
        if not part.is_symlink() and (not part.is_file() or os.access(part, os.W_OK)):
            raise
    part.unlink()  # a link, or left with other rights
    return os.open(part, _WRITTEN, 0o600)


def folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone.

    Raises:
        OSError: it can't be made.
    """
    for place in (*reversed(path.parents), path):
        with contextlib.suppress(FileExistsError):
            if not place.exists():
                place.mkdir(mode=0o700)

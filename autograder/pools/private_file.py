"""Files with marks and learners' work in them: written whole or not at all, readable for their owner alone."""

import contextlib
import os
from pathlib import Path


def write(path: Path, data: bytes) -> None:
    """Write a file, on the disk when this returns; where that fails, the one that was there stays.

    Raises:
        OSError: it can't be written.
    """
    part = path.with_name(path.name + ".part")
    try:
        with contextlib.suppress(FileNotFoundError):
            part.unlink()  # left by one that was killed, with other rights perhaps
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            part.unlink()
        raise


def folder(path: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone.

    Raises:
        OSError: it can't be made.
    """
    for place in (*reversed(path.parents), path):
        with contextlib.suppress(FileExistsError):
            if not place.exists():
                place.mkdir(mode=0o700)

"""A file that is written whole or not at all, whoever else writes it at the same time: no reader meets half of it."""

import os
import tempfile
from pathlib import Path


def write(path: Path, content: str | bytes, mode: int = 0o644) -> None:
    """Write a file in a folder that is there; where that fails, the one that was there stays.

    Raises:
        OSError: it can't be written.
    """
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".part")
    try:
        with open(handle, "wb") as file:
            file.write(content.encode() if isinstance(content, str) else content)
        os.chmod(part, mode)
        os.replace(part, path)
    except BaseException:
        Path(part).unlink(missing_ok=True)
        raise

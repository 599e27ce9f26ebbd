"""Locks on numbers, kept by the system on an open file: they end with whoever holds them, whatever ends it.

Linux keeps them for an open file (`F_OFD_SETLK`), so that two gradings in one process exclude each other, too; other
systems keep them for a process. Windows has none: there, nobody is excluded.
"""

import struct

try:
    import fcntl
except ImportError:
    fcntl = None  # type: ignore[assignment]

_BEGIN = 2**62
"""Behind all that a file holds: nobody who reads or writes it minds."""
_FLOCK = struct.Struct("hhqqi4x")
"""Linux's `struct flock`: type, whence, start, length, process."""


def take(file: int, number: int, shared: bool = False) -> bool:
    """Lock a number on an open file, if nobody else has; one's own lock is changed.

    Args:
        file: its descriptor, for reading and writing.
        number: from 0 to 2**60.
        shared: with others who share it.
    """
    if fcntl is None:
        return True
    kind = fcntl.F_RDLCK if shared else fcntl.F_WRLCK
    try:
        _set(file, number, kind)
    except (BlockingIOError, PermissionError):  # EAGAIN or EACCES: somebody else has it
        return False
    return True


def give_back(file: int, number: int) -> None:
    """End one's lock of a number."""
    if fcntl is not None:
        _set(file, number, fcntl.F_UNLCK)


def _set(file: int, number: int, kind: int) -> None:
    if hasattr(fcntl, "F_OFD_SETLK"):
        fcntl.fcntl(file, fcntl.F_OFD_SETLK, _FLOCK.pack(kind, 0, _BEGIN + number, 1, 0))
        return
    commands = {fcntl.F_RDLCK: fcntl.LOCK_SH, fcntl.F_WRLCK: fcntl.LOCK_EX, fcntl.F_UNLCK: fcntl.LOCK_UN}
    command = commands[kind] if kind == fcntl.F_UNLCK else commands[kind] | fcntl.LOCK_NB
    fcntl.lockf(file, command, 1, _BEGIN + number)

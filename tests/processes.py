"""What a test needs to know of processes that it has orphaned."""

import time

import psutil


def still_running(processes: list[psutil.Process], timeout: float) -> list[psutil.Process]:
    """Those that have not ended after `timeout` seconds.

    One that has ended, and waits for its parent to ask how, no longer runs: an orphan's parent is the machine's init,
    which may take its time.
    """
    deadline = time.monotonic() + timeout
    while (left := [p for p in processes if not _ended(p)]) and time.monotonic() < deadline:
        time.sleep(0.02)
    return left


def _ended(process: psutil.Process) -> bool:
    try:
        return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True

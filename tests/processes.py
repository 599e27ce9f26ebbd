"""What a test needs to know of the processes that it starts: that something happened, and that they are gone."""

import contextlib
import ctypes
import os
import sys
import time
from collections.abc import Callable

import psutil

PATIENCE = 900.0
"""Seconds until a test gives up what hangs. No verdict depends on it: on a busy machine all takes longer."""
_SET_CHILD_SUBREAPER = 36  # prctl(2)


def adopt_orphans() -> None:
    """Let what is orphaned below this process become its child, not init's; Linux alone has this."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def reap() -> None:
    """Take leave of all children that have ended."""
    with contextlib.suppress(OSError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def until(condition: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "this never happened"
        time.sleep(0.05)


def still_running(processes: list[psutil.Process], timeout: float = PATIENCE) -> list[psutil.Process]:
    """Those that have not ended after `timeout` seconds.

    One that has ended, and waits for its parent to ask how, no longer runs: who adopts an orphan may take its time.
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

"""The time that a question may take in the process that asks it."""

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

from helpers.fair_clock import FairClock


class TimeLimit(BaseException):
    """The learner's code took longer than the exercise allows (not an Exception: theirs must not catch it)."""


@contextlib.contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Ends the block after `seconds` with TimeLimit, where signals can do it (main thread, not on Windows)."""
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    clock = FairClock(seconds, lambda: [os.getpid()])

    def ring(_number: int, _frame: Any) -> None:
        if clock.over():
            raise TimeLimit
        signal.setitimer(signal.ITIMER_REAL, clock.left)

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)

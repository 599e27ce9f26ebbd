"""Ctrl-C, and the signals with which a system or a closed terminal ends a program: work ends in order, within seconds."""

import contextlib
import os
import signal
import threading
import time
from collections.abc import Iterator
from types import FrameType

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
_ENOUGH = 20.0
"""Seconds after the first signal in which another one changes nothing: what is being tidied up takes less."""


class Stopped(KeyboardInterrupt):
    """A signal came. Raised once, wherever the main thread is.

    Args:
        number: of the signal.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.exit_code = 128 + number


@contextlib.contextmanager
def heeded() -> Iterator[None]:
    """Raise `Stopped` here when a signal comes that ends programs, but for those that somebody else sees to, or ignores.

    In other threads than the main one nothing is changed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    first: list[float] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        if not first:
            first.append(time.monotonic())
            raise Stopped(number)
        if time.monotonic() - first[0] > _ENOUGH:
            os._exit(128 + number)

    before = {}
    for name in _NAMES:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            before[number] = signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""What a grading says while it runs: how far it is, what it waits for when nothing happens."""

import contextlib
import sys
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from types import TracebackType

from autograder.pools.inbox import shown
from autograder.pools.pool import AtWork
from helpers.language import current, duration
from helpers.language import translate as _

QUIET = 30.0
"""Seconds without news after which it is said what is waited for; then after twice as many, and so on."""
_LOOK = 0.5
_MOST = 5
"""Submissions that are named."""

Say = Callable[[str], None]
Progress = Callable[[int, int, float], None]


def to_stderr(text: str) -> None:
    """A sentence on a line of its own, behind a progress that may stand there."""
    with contextlib.suppress(OSError, ValueError):  # a terminal that was closed hears nothing, and the work goes on
        clear = "\r\x1b[K" if sys.stderr.isatty() else ""
        print(f"{clear}{text}", file=sys.stderr, flush=True)


def to_terminal() -> Progress:
    """Progress on stderr: one line that changes on a terminal, a line every few seconds elsewhere."""
    live, last = sys.stderr.isatty(), [0.0]

    def show(done: int, all_: int, left: float) -> None:
        now = time.monotonic()
        if not live and done < all_ and now - last[0] < 5:
            return
        last[0] = now
        text = f"{done} / {all_}"
        if left == left and done < all_:
            text += "  " + _("about {time} left", time=duration(left))
        line, end = (f"\r\x1b[K{text}", "" if done < all_ else "\n") if live else (text, "\n")
        with contextlib.suppress(OSError, ValueError):
            print(line, end=end, file=sys.stderr, flush=True)

    return show


class Watch:
    """Says, while it is open, what is being graded when no submission has been finished for a while.

    Args:
        at_work: gives it.
        say: where to.
    """

    def __init__(self, at_work: Callable[[], list[AtWork]], say: Say) -> None:
        self._at_work, self._say, self._lang = at_work, say, current()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True, name="says what is waited for")
        self.news()

    def news(self) -> None:
        """Something was finished."""
        self._last, self._pause = time.monotonic(), QUIET

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, _kind: type | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._over.wait(min(_LOOK, QUIET)):
            quiet = time.monotonic() - self._last
            if quiet >= self._pause:
                self._pause *= 2
                self._say(self._sentence(quiet))

    def _sentence(self, quiet: float) -> str:
        at_work = sorted(self._at_work(), key=lambda one: one[1])
        time_ = duration(quiet, self._lang)
        if not at_work:
            return _("Nothing new for {time}: no worker is ready yet.", self._lang, time=time_)
        names = "; ".join(self._name(*one) for one in at_work[:_MOST])
        if len(at_work) > _MOST:
            names += "; …"
        return _("Nothing new for {time}. Being graded: {names}.", self._lang, time=time_, names=names)

    def _name(self, task: dict, since: float) -> str:
        took = time.monotonic() - since
        clock = (datetime.now() - timedelta(seconds=took)).strftime("%H:%M:%S")
        path = shown(f"{task['student']}/{task['chapter']}")
        return _("{path} since {clock} ({time})", self._lang, path=path, clock=clock, time=duration(took, self._lang))

"""The marks of one submission, for nbgrader: from the journal where they are known, else by a worker that stays warm."""

import atexit
import contextlib
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.classroom import reader
from autograder.pools import grading, inbox, remote
from autograder.pools.grading import Settings
from autograder.pools.pool import LocalPool
from autograder.pools.telling import Say, to_stderr
from autograder.submissions import marking, submission
from helpers import language
from helpers.errors import CourseError
from helpers.language import translate as _

_IDLE = 120.0
"""Seconds after which a worker that nobody needs is ended: the formgrader's server runs for days."""


def of_submission(
    student: str, chapter: str, path: Path, settings: Settings, lang: str, say: Say = to_stderr
) -> tuple[Any, dict, bytes]:
    """What was handed in, its marks as `kfa grade` writes them, and its feedback page.

    The notebook is None where it can't be read.

    Args:
        say: called with sentences that can't wait.

    Raises:
        CourseError: it could not be graded, through no fault of the submission.
    """
    with _speaking(lang):
        if settings.sandboxed and (reason := remote.no_sandbox()):
            raise CourseError(
                _(
                    "This machine has no sandbox for the learners' code ({reason}). Grade on Linux, where unprivileged "
                    "user namespaces are allowed; or, where you trust every submission, set "
                    "c.MarkedExporter.unsafe_no_sandbox = True in nbgrader_config.py.",
                    reason=reason,
                )
            )
        try:
            handed_in = inbox.handed_in_at(student, chapter, path)
        except submission.Unreadable as error:
            return None, marking.unread({"student": student, "chapter": chapter}, error.finding), b""
        marks, page = grading.grade_one(handed_in, settings, lambda: _pool.borrow(settings.sandboxed), say)
        if any(e["status"] == "infrastructure" for e in marks["exercises"]):
            reason = marks["exercises"][0]["findings"][0]["text"]
            raise CourseError(
                _("{student} was not graded: {reason} Give the same command again.", student=student, reason=reason)
            )
        return reader.read(chapter, inbox.notebook(handed_in)), marks, page


@contextlib.contextmanager
def _speaking(lang: str) -> Iterator[None]:
    """Speak a language for a while: the process is nbgrader's, or the server's."""
    before = os.environ.get("KFA_LANG")
    language.use(lang)
    try:
        yield
    finally:
        if before is None:
            del os.environ["KFA_LANG"]
        else:
            os.environ["KFA_LANG"] = before


class _Warm:
    """One worker, kept between submissions and ended when it has been idle for a while."""

    def __init__(self) -> None:
        self._pool: LocalPool | None = None
        self._sandboxed = True
        self._timer: threading.Timer | None = None
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def borrow(self, sandboxed: bool) -> Iterator[LocalPool]:
        with self._lock:
            if self._timer:
                self._timer.cancel()
            if self._pool and self._sandboxed != sandboxed:
                self._end()
            self._pool = self._pool or LocalPool(1, sandboxed)
            self._sandboxed = sandboxed
            try:
                yield self._pool
            except CourseError:
                raise
            except BaseException:  # who was stopped has ended its work
                self._end()
                raise
            finally:
                self._timer = threading.Timer(_IDLE, self.close)
                self._timer.daemon = True
                self._timer.start()

    def close(self) -> None:
        with self._lock:
            self._end()

    def _end(self) -> None:
        if self._pool:
            self._pool.close()
            self._pool = None


_pool = _Warm()
atexit.register(_pool.close)

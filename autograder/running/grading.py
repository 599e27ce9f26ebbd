"""A grading: the submissions of a folder through a pool of workers to a file of marks; it goes on where it stopped."""

import hashlib
import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.running import inbox, marking, sandbox
from autograder.running.edition import course
from autograder.running.inbox import HandedIn, look
from autograder.running.journal import Journal
from autograder.running.page import page_of
from autograder.running.pool import LocalPool, NotGraded, Pool
from autograder.running.report import Report
from autograder.verdict import Finding
from helpers.errors import CourseError
from helpers.language import current, duration
from helpers.language import translate as _

_TURN = 120.0
"""Seconds that one submission waits for the grading of another one to end."""


@dataclass(frozen=True)
class Settings:
    """How to grade.

    Args:
        out: the file of marks; the journal and the feedback pages lie beside it.
        workers: submissions at a time.
        scheduler: address of a Dask scheduler; "" for this machine.
        restart: forget what was graded before.
        sandboxed: False lets a learner's code do what the grader can.
        memory: MiB that a submission may use.
        seconds: that an exercise may take; 0 for its own limit.
    """

    out: Path
    workers: int = 1
    scheduler: str = ""
    restart: bool = False
    sandboxed: bool = True
    memory: int = sandbox.Limits.memory
    seconds: float = 0.0

    @property
    def journal(self) -> Path:
        return self.out.with_name(self.out.name + ".journal")

    @property
    def pages(self) -> Path:
        return self.out.with_name(self.out.stem + "_feedback")


def grade(folder: Path, settings: Settings, progress: Callable[[int, int, float], None] | None = None) -> Report:
    """Grade all submissions of a folder and write the file of marks.

    Args:
        progress: called with how many are done, how many there are, and seconds left (nan while unknown).

    Raises:
        CourseError: no such folder, nothing in it, no sandbox, a file that can't be written.
    """
    submissions, problems = look(folder)
    if settings.sandboxed and not settings.scheduler:
        _want_sandbox()
    _want_place(settings.out)
    journal = Journal(settings.journal, settings.restart)
    try:
        marks = _Grading(settings, journal, progress or (lambda *_numbers: None)).marks(submissions)
    finally:
        journal.close()
    report = Report(marks, problems, settings.sandboxed)
    _write(settings.out, json.dumps(marks, ensure_ascii=False, indent=1).encode() + b"\n")
    return report


def grade_one(
    handed_in: HandedIn, settings: Settings, pool: Callable[[], AbstractContextManager[Pool]]
) -> tuple[dict, bytes]:
    """Grade one submission, where its marks are not in the journal already.

    Args:
        pool: makes a context with the pool that grades; it is left open.

    Returns:
        marks, and the feedback page; b"" where the page of this notebook is not kept any more.

    Raises:
        CourseError: a file that can't be written, or another grading that does not end.
    """
    _want_place(settings.out)
    journal = Journal(settings.journal, wait=_TURN)
    try:
        grading = _Grading(settings, journal, lambda *_numbers: None, pool)
        return grading.marks([handed_in])[0], grading.page(handed_in)
    finally:
        journal.close()


class _Grading:
    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        progress: Callable[[int, int, float], None],
        pool: Callable[[], AbstractContextManager[Pool]] | None = None,
    ) -> None:
        self.settings, self.journal, self.progress = settings, journal, progress
        self.pool = pool or (lambda: closing(_pool(settings)))

    def marks(self, submissions: list[HandedIn]) -> list[dict]:
        marks: dict[tuple[str, str], dict] = {}
        tasks = []
        for handed_in in submissions:
            of = (handed_in.student, handed_in.chapter)
            digest = self._digest(inbox.read(handed_in))
            known = self.journal.done.get((*of, digest))
            if known:
                marks[of] = known
            else:
                tasks.append(self._task(handed_in, digest))
        self.progress(len(marks), len(submissions), float("nan"))
        if tasks:
            self._grade({(h.student, h.chapter): h for h in submissions}, tasks, marks)
        return [marks[h.student, h.chapter] for h in submissions]

    def _grade(
        self, submissions: dict[tuple[str, str], HandedIn], tasks: list[dict], marks: dict[tuple[str, str], dict]
    ) -> None:
        began, before = time.monotonic(), len(marks)

        def data(task: dict) -> bytes:
            return inbox.read(submissions[task["student"], task["chapter"]])

        with self.pool() as pool:
            for task, result in pool.results(tasks, data):
                of = (task["student"], task["chapter"])
                if isinstance(result, NotGraded):
                    marks[of] = _not_graded(task, str(result))
                else:
                    marks[of], page = result
                    self._keep(task, marks[of], page)
                done = len(marks) - before
                left = (time.monotonic() - began) / done * (len(tasks) - done)
                self.progress(len(marks), len(submissions), left)

    def page(self, of: HandedIn) -> bytes:
        try:
            page = self._page(of.student, of.chapter).read_bytes()
        except OSError:
            return b""
        return page if page_of(self._digest(inbox.read(of))) in page else b""

    def _page(self, student: str, chapter: str) -> Path:
        return self.settings.pages / student / f"{chapter}.html"

    def _keep(self, task: dict, marks: dict, page: bytes) -> None:
        path = self._page(task["student"], task["chapter"])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write(path, page)
            self.journal.add(task["student"], task["chapter"], task["digest"], marks)
        except OSError as error:
            raise CourseError(
                _(
                    "What was graded can't be written ({reason}). Make room, then give the same command again: "
                    "it goes on where it stopped.",
                    reason=error.strerror or type(error).__name__,
                )
            ) from None

    def _task(self, handed_in: HandedIn, digest: str) -> dict[str, Any]:
        return {
            "student": handed_in.student,
            "chapter": handed_in.chapter,
            "digest": digest,
            "lang": current(),
            "secret": self.journal.secret.hex(),
            "memory": self.settings.memory,
            "seconds": self.settings.seconds,
            "sandboxed": self.settings.sandboxed,
        }

    def _digest(self, data: bytes) -> str:
        """What the marks depend on: the notebook, the course, and how it is graded."""
        s = self.settings
        how = json.dumps([course(), current(), s.memory, s.seconds, s.sandboxed])
        return hashlib.sha256(how.encode() + data).hexdigest()


def _pool(settings: Settings) -> Pool:
    if settings.scheduler:
        from autograder.running.cluster import ClusterPool

        return ClusterPool(settings.scheduler, settings.sandboxed)
    return LocalPool(settings.workers, settings.sandboxed)


def _not_graded(task: dict, reason: str) -> dict:
    marks = marking.unread(task, Finding("run.infrastructure", {"reason": reason}))
    for exercise in marks["exercises"]:
        exercise["status"] = "infrastructure"
    return marks


def _want_sandbox() -> None:
    reason = sandbox.unavailable()
    if reason:
        raise CourseError(
            _(
                "This machine has no sandbox for the learners' code ({reason}). Grade on Linux, where unprivileged user "
                "namespaces are allowed; or, where you trust every submission, with --unsafe-no-sandbox.",
                reason=reason,
            )
        )


def _want_place(out: Path) -> None:
    folder = out.resolve().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK) or out.is_dir():
        raise CourseError(_("{path} can't be written. Give another file with --json.", path=out))


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    part = path.with_name(path.name + ".part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)


def to_terminal() -> Callable[[int, int, float], None]:
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
        print(
            f"\r\x1b[K{text}" if live else text, end="" if live and done < all_ else "\n", file=sys.stderr, flush=True
        )

    return show

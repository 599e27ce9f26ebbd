"""A grading at work: each submission once, whoever else grades at the same time, and nothing that was finished is lost."""

import base64
import hashlib
import json
import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from autograder.exercises import register
from autograder.graphs.finding import Finding
from autograder.pools import inbox, own_numbers, private_file, telling
from autograder.pools.edition import on_disk
from autograder.pools.inbox import HandedIn
from autograder.pools.journal import Journal
from autograder.pools.pool import NotGraded, Pool, Result
from autograder.pools.settings import Settings
from autograder.pools.telling import Progress, Say, Watch
from autograder.pools.worker import OtherEdition
from autograder.submissions import execution, marking, submission
from autograder.submissions.page import page_of
from autograder.submissions.task import Task
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

_GLANCE = 0.5
"""Seconds between two looks whether another grading has finished a submission."""
_AROUND = 180.0
"""Seconds that reading a submission, or judging one exercise of it, twice and with its picture, takes at most."""
_EDITIONS = 5
"""How often it is begun anew because the course's files were changed."""
_TAIL = 2000
"""Bytes at the end of a page in which it says what it was made of."""


class Grader:
    """Gives submissions to a pool of workers, and keeps what comes back: page, journal, marks.

    Args:
        journal: open, of this grading.
        say: called with sentences that can't wait.
        progress: see `grading.grade`.
        pool: makes a context with the pool that grades, when there is something to grade.
    """

    def __init__(
        self,
        settings: Settings,
        journal: Journal,
        say: Say,
        pool: Callable[[], AbstractContextManager[Pool]],
        progress: Progress = lambda *_numbers: None,
    ) -> None:
        self.settings, self.journal, self.progress, self.say = settings, journal, progress, say
        self.pool = pool
        self.found: dict[tuple[str, str], dict] = {}
        self.handed_in: dict[tuple[str, str], HandedIn] = {}
        self.numbers = own_numbers.read(settings.course or settings.out.parent)
        self.insist = False
        """What another grading is at is graded here, too: it has not finished it for too long."""

    def marks(self, submissions: list[HandedIn]) -> list[dict]:
        """The marks of all submissions, in their order, all by one edition of the course."""
        for _turn in range(_EDITIONS):
            self.course = on_disk()  # what workers will load: this process may be a server that was started days ago
            self.found = {}
            try:
                return self._marks(submissions)
            except OtherEdition:
                self.say(_("The course's files were changed meanwhile. All is graded by the course as it is now."))
        raise CourseError(_("The course's files change all the time. Give the same command again when they don't."))

    def _marks(self, submissions: list[HandedIn]) -> list[dict]:
        self.handed_in = {(h.student, h.chapter): h for h in submissions}
        tasks, pageless = [], 0
        for handed_in in submissions:
            task = self._task(handed_in)
            try:
                task["digest"] = self._digest(inbox.read(handed_in), task)
            except OSError as error:
                self._unreadable(task, error)
                continue
            if not self._known(task):
                pageless += _of(task) in self.journal.done
                tasks.append(task)
        if pageless:
            self.say(
                _(
                    "Feedback pages that are missing: {count}. These submissions are graded once more to write them; "
                    "their marks stay.",
                    count=pageless,
                )
            )
        self.progress(len(self.found), len(submissions), float("nan"))
        if tasks:
            self._grade(tasks)
        return [self.found[h.student, h.chapter] for h in submissions]

    def _grade(self, tasks: list[Task]) -> None:
        began, before, all_ = time.monotonic(), len(self.found), len(self.handed_in)
        with ExitStack() as open_:
            pool: Pool | None = None
            while tasks := self._free(tasks):
                if pool is None:
                    pool = open_.enter_context(self.pool())
                    watch = open_.enter_context(Watch(pool.at_work, self.say))
                try:
                    for task, result in pool.results(tasks, self._data):
                        self._take(task, result)
                        watch.news()
                        done = len(self.found) - before
                        left = (time.monotonic() - began) / done * (all_ - before - done) if done else float("nan")
                        self.progress(len(self.found), all_, left)
                except KeyboardInterrupt:
                    self._stop(pool)
                    raise

    def _stop(self, pool: Pool) -> None:
        count = len(pool.at_work())
        self.say(
            _(
                "Stopping. What was finished is kept; submissions that are being graded now, and will be graded anew: "
                "{count}.",
                count=count,
            )
        )
        for task, result in pool.stop():
            self._take(task, result)

    def _free(self, tasks: list[Task]) -> list[Task]:
        """Those that have no marks yet; waits while other gradings are at all of them."""
        began, told = time.monotonic(), False
        while True:
            self.journal.catch_up()
            tasks = [task for task in tasks if (task["student"], task["chapter"]) not in self.found]
            tasks = [task for task in tasks if not self._known(task)]
            if not tasks or any(map(self._claim, tasks)):
                return tasks
            waited = time.monotonic() - began
            if waited > telling.QUIET and not told:
                told = True
                path = inbox.shown(f"{tasks[0]['student']}/{tasks[0]['chapter']}")
                self.say(_("Another grading is at {path}. Waiting until it is done.", path=path))
            self.insist = waited > max(task["longest"] for task in tasks)
            if self.insist:
                return tasks
            time.sleep(_GLANCE)

    def _claim(self, task: Task) -> bool:
        """Whether a submission can be had by now; it is left to whoever comes first."""
        free = self.journal.claim(_of(task))
        if free:
            self.journal.release(_of(task))
        return free

    def _data(self, task: Task) -> bytes | None:
        """A submission's bytes when it is its turn, from whatever thread; None where another grading has it, or had it."""
        if not self.journal.claim(_of(task)) and not self.insist:
            return None
        self.journal.catch_up()
        try:
            content = inbox.read(self.handed_in[task["student"], task["chapter"]])
        except OSError as error:
            self._unreadable(task, error)
            content = None
        if content is None or (_of(task) in self.journal.done and self._has_page(task)):
            self.journal.release(_of(task))
            return None
        task["digest"] = self._digest(content, task)  # where it was handed in anew meanwhile
        return content

    def _known(self, task: Task) -> bool:
        """Take marks from the journal, if they are there and the page is."""
        marks = self.journal.done.get(_of(task))
        if marks is None or not self._has_page(task):
            return False
        self.found[task["student"], task["chapter"]] = marks
        return True

    def _take(self, task: Task, result: Result | NotGraded | None) -> None:
        """Keep what a pool gave; nothing where another grading has it."""
        if result is None:
            return
        if isinstance(result, NotGraded):
            marks = self.journal.done.get(_of(task)) or _not_graded(task, str(result))
        else:
            marks = self._keep(task, *result)
        self.journal.release(_of(task))
        self.found[task["student"], task["chapter"]] = marks

    def _unreadable(self, task: Task, error: OSError) -> None:
        reason = _("its file can't be read ({reason})", reason=error.strerror or type(error).__name__)
        self.found[task["student"], task["chapter"]] = _not_graded(task, reason)

    def page(self, of: HandedIn) -> bytes:
        """The feedback page; b"" where it can't be read."""
        try:
            return self._page(of.student, of.chapter).read_bytes()
        except OSError:
            return b""

    def _has_page(self, task: Task) -> bool:
        """Whether the page of this very notebook is there."""
        try:
            with self._page(task["student"], task["chapter"]).open("rb") as file:
                size = file.seek(0, os.SEEK_END)
                file.seek(max(0, size - _TAIL))
                return page_of(task["digest"]) in file.read()
        except OSError:
            return False

    def _page(self, student: str, chapter: str) -> Path:
        return self.settings.pages / student / f"{chapter}.html"

    def _keep(self, task: Task, marks: dict, page: bytes) -> dict:
        path = self._page(task["student"], task["chapter"])
        try:
            private_file.folder(path.parent)
            private_file.write(path, page)
            return self.journal.add(*_of(task), marks)
        except OSError as error:
            raise CourseError(
                _(
                    "What was graded can't be written ({reason}). Make room, then give the same command again: "
                    "it goes on where it stopped.",
                    reason=error.strerror or type(error).__name__,
                )
            ) from None

    def _task(self, handed_in: HandedIn) -> Task:
        return (
            {
                "student": handed_in.student,
                "chapter": handed_in.chapter,
                "digest": "",
                "lang": current(),
                "secret": self.journal.secret.hex(),
                "memory": self.settings.memory,
                "seconds": self.settings.seconds,
                "sandboxed": self.settings.sandboxed,
                "course": self.course,
                "longest": _longest(handed_in.chapter),
            }
            | _pack_of(handed_in.chapter)
            | self._own(handed_in)
        )

    def _own(self, handed_in: HandedIn) -> dict:
        """What is a learner's own in a chapter, and what is others'."""
        of = handed_in.student, handed_in.chapter
        if not self.numbers or handed_in.chapter not in self.numbers.handed_out:
            return {}
        return {"values": self.numbers.of(*of), "others": self.numbers.others(*of)}

    def _digest(self, data: bytes, task: Task) -> str:
        """What the marks depend on: the notebook, the course or somebody's own exercises, and how it is graded."""
        s = self.settings
        own = [*_pack_of(task["chapter"]).values(), *([task["values"]] if "values" in task else [])]
        how = json.dumps([self.course, current(), s.memory, s.seconds, s.sandboxed, *own])
        return hashlib.sha256(how.encode() + data).hexdigest()


def _of(task: Task) -> tuple[str, str, str]:
    return task["student"], task["chapter"], task["digest"]


def _pack_of(chapter: str) -> dict[str, str]:
    """The pack that a worker needs for a notebook of somebody's own exercises, as text; nothing for the course's."""
    pack = register.pack(chapter)
    return {"pack": base64.b64encode(pack.data).decode()} if pack else {}


def _longest(chapter: str) -> float:
    """Seconds that no submission of a chapter takes: its own limit, and what reading and judging may take."""
    return execution.WHOLE + _AROUND * (1 + len(submission.exercises(chapter)))


def _not_graded(task: Task, reason: str) -> dict:
    return marking.unread(task, Finding("run.infrastructure", {"reason": reason}), "infrastructure")

"""A grading at work: each submission once, whoever else grades at the same time, and nothing that was finished is lost."""

import os
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from autograder.pools import inbox, orders, private_file, telling, twins
from autograder.pools.edition import on_disk
from autograder.pools.inbox import HandedIn
from autograder.pools.journal import Journal
from autograder.pools.kept_graphs import KeptGraphs
from autograder.pools.pool import NotGraded, Pool, Result
from autograder.pools.settings import Settings
from autograder.pools.telling import Progress, Say, Watch
from autograder.pools.worker import OtherEdition
from autograder.submissions.page import page_of
from autograder.submissions.task import Task
from helpers.errors import CourseError
from helpers.language import translate as _

_GLANCE = 0.5
"""Seconds between two looks whether another grading has finished a submission."""
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
        self.orders = orders.Orders(settings, journal.secret)
        self.graphs = KeptGraphs(settings.graphs)
        self.twins, self.alone = twins.Known(), set[str]()
        self.insist = False
        """What another grading is at is graded here, too: it has not finished it for too long."""

    def marks(self, submissions: list[HandedIn]) -> list[dict]:
        """The marks of all submissions, in their order, all by one edition of the course."""
        for _turn in range(_EDITIONS):
            self.orders.course = (
                on_disk()
            )  # what workers will load: this process may be a server that was started days ago
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
            task = self.orders.task(handed_in)
            try:
                task["digest"] = self.orders.digest(inbox.read(handed_in), task)
            except OSError as error:
                self._unreadable(task, error)
                continue
            if not self._known(task) and not self._as_others(task):
                pageless += orders.of(task) in self.journal.done
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
                    for task, result in pool.results(list(twins.first_of_each(tasks, self.alone)), self._data):
                        self._take(task, result)
                        if result is not None and not self._like(task, tasks):
                            self.alone.add(task["digest"])
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
        free = self.journal.claim(orders.of(task))
        if free:
            self.journal.release(orders.of(task))
        return free

    def _data(self, task: Task) -> bytes | None:
        """A submission's bytes when it is its turn, from whatever thread; None where another grading has it, or had it."""
        if not self.journal.claim(orders.of(task)) and not self.insist:
            return None
        self.journal.catch_up()
        try:
            content = inbox.read(self.handed_in[task["student"], task["chapter"]])
        except OSError as error:
            self._unreadable(task, error)
            content = None
        if content is None or (orders.of(task) in self.journal.done and self._has_page(task)):
            self.journal.release(orders.of(task))
            return None
        task["digest"] = self.orders.digest(content, task)  # where it was handed in anew meanwhile
        return content

    def _known(self, task: Task) -> bool:
        """Take marks from the journal, if they are there and the page is."""
        marks = self.journal.done.get(orders.of(task))
        if marks is None or not self._has_page(task):
            return False
        self.found[task["student"], task["chapter"]] = marks
        return True

    def _take(self, task: Task, result: Result | NotGraded | None) -> None:
        """Keep what a pool gave; nothing where another grading has it."""
        if result is None:
            return
        if isinstance(result, NotGraded):
            marks = self.journal.done.get(orders.of(task)) or orders.not_graded(task, str(result))
        else:
            marks = self._keep(task, *result)
        self.journal.release(orders.of(task))
        self.found[task["student"], task["chapter"]] = marks

    def _like(self, task: Task, tasks: list[Task]) -> bool:
        """Give what one submission was given to those that are the same; whether all have it."""
        marks = self.found[task["student"], task["chapter"]]
        if not twins.shared(marks):
            return False
        same = [t for t in tasks if t["digest"] == task["digest"] and t["chapter"] == task["chapter"]]
        left = [other for other in same if (other["student"], other["chapter"]) not in self.found]
        return all([self._as_others(other) for other in left])

    def _as_others(self, task: Task) -> bool:
        """Take the marks of a submission that is the same, byte for byte, where there is one."""
        student = self.twins.find(self.journal.done, task)
        if not student or not self.journal.claim(orders.of(task)):
            return False
        try:
            of: Task = {**task, "student": student}
            content = self._page(student, task["chapter"]).read_bytes()
            handed_in = self.handed_in[task["student"], task["chapter"]]
            same = self._has_page(of) and self.orders.digest(inbox.read(handed_in), task) == task["digest"]
            found = twins.for_other(self.journal.done[orders.of(of)], content, of, task) if same else None
            if found:
                found[0]["graphs"] = self.graphs.found.get((student, task["chapter"]), {})
                self.found[task["student"], task["chapter"]] = self._keep(task, *found)
            return bool(found)
        except OSError:
            return False
        finally:
            self.journal.release(orders.of(task))

    def _unreadable(self, task: Task, error: OSError) -> None:
        reason = _("its file can't be read ({reason})", reason=error.strerror or type(error).__name__)
        self.found[task["student"], task["chapter"]] = orders.not_graded(task, reason)

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
            graphs = marks.pop("graphs", {})
            kept = self.journal.add(*orders.of(task), marks)
            self.graphs.keep(task["student"], task["chapter"], graphs)
            return kept
        except OSError as error:
            raise CourseError(
                _(
                    "What was graded can't be written ({reason}). Make room, then give the same command again: "
                    "it goes on where it stopped.",
                    reason=error.strerror or type(error).__name__,
                )
            ) from None

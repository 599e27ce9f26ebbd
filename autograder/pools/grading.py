"""A grading: the submissions of a folder through a pool of workers to a file of marks; it goes on where it stopped."""

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from pathlib import Path

from autograder.pools import private_file, stopping
from autograder.pools.grader import Grader
from autograder.pools.inbox import HandedIn, look
from autograder.pools.journal import Journal
from autograder.pools.own_numbers import course_of
from autograder.pools.pool import LocalPool, Pool
from autograder.pools.report import Report
from autograder.pools.settings import Settings
from autograder.pools.spreadsheet import table
from autograder.pools.telling import Progress, Say, to_stderr, to_terminal
from autograder.sandbox import walls
from helpers.errors import CourseError
from helpers.language import translate as _

__all__ = ["Settings", "grade", "grade_one", "to_stderr", "to_terminal"]


def grade(folder: Path, settings: Settings, progress: Progress | None = None, say: Say = to_stderr) -> Report:
    """Grade all submissions of a folder and write the file of marks.

    Args:
        progress: called with how many are done, how many there are, and seconds left (nan while unknown).
        say: called with sentences that can't wait for the report.

    Raises:
        CourseError: no such folder, nothing in it, no sandbox, a file that can't be written, files of the course that
            change meanwhile.
        Stopped: a signal came; what was finished is in the journal.
    """
    submissions, problems = look(folder, settings.written)
    settings = replace(settings, course=settings.course or course_of(settings.out.parent, folder.parent, folder))
    if settings.sandboxed and not settings.scheduler:
        _want_sandbox()
    _want_place(settings.out)
    if settings.csv:
        _want_place(settings.csv, "--csv", taken=(settings.out, settings.journal))
    with stopping.heeded(), closing(_journal(settings, say, settings.restart)) as journal:
        grader = Grader(
            settings, journal, say, lambda: closing(_pool(settings, say)), progress or (lambda *_numbers: None)
        )
        report = Report.of(grader.marks(submissions), submissions, problems, settings.sandboxed)
        report.compare(settings.out)
        _write(settings, settings.out, report.json())
        if settings.csv:
            _write(settings, settings.csv, table(report.marks))
    return report


def grade_one(
    handed_in: HandedIn, settings: Settings, pool: Callable[[], AbstractContextManager[Pool]], say: Say
) -> tuple[dict, bytes]:
    """Grade one submission, where its marks are not in the journal already.

    Args:
        pool: makes a context with the pool that grades; it is left open.
        say: called with sentences that can't wait.

    Returns:
        marks, and the feedback page.

    Raises:
        CourseError: a file that can't be written; files of the course that change meanwhile.
        Stopped: a signal came.
    """
    _want_place(settings.out)
    with stopping.heeded(), closing(_journal(settings, say)) as journal:
        grader = Grader(settings, journal, say, pool)
        return grader.marks([handed_in])[0], grader.page(handed_in)


def _journal(settings: Settings, say: Say, restart: bool = False) -> Journal:
    journal = Journal(settings.journal, restart)
    for text in journal.said:
        say(text)
    if journal.new and not restart and settings.out.exists():
        say(
            _(
                "There is {out}, but not its journal {journal}. All is graded anew, with other numbers than before.",
                out=settings.out,
                journal=settings.journal.name,
            )
        )
    return journal


def _pool(settings: Settings, say: Say) -> Pool:
    if settings.scheduler:
        from autograder.pools.cluster import ClusterPool

        return ClusterPool(settings.scheduler, settings.sandboxed, say)
    return LocalPool(settings.workers, settings.sandboxed)


def _want_sandbox() -> None:
    reason = walls.unavailable()
    if reason:
        raise CourseError(
            _(
                "This machine has no sandbox for the learners' code ({reason}). Grade on Linux, where unprivileged user "
                "namespaces are allowed; or, where you trust every submission, with --unsafe-no-sandbox.",
                reason=reason,
            )
        )


def _want_place(out: Path, option: str = "--json", taken: tuple[Path, ...] = ()) -> None:
    folder = out.resolve().parent
    if not folder.exists():
        words = _(
            "There is no folder {folder}. Make it, or give another file with {option}.", folder=folder, option=option
        )
        raise CourseError(words)
    other = any(out.resolve() == path.resolve() for path in taken)
    if not folder.is_dir() or not os.access(folder, os.W_OK) or out.is_dir() or other:
        raise CourseError(_("{path} can't be written. Give another file with {option}.", path=out, option=option))


def _write(settings: Settings, path: Path, data: bytes) -> None:
    try:
        private_file.write(path, data)
    except OSError as error:
        raise CourseError(
            _(
                "{path} can't be written ({reason}). All marks are in {journal}: make room, then give the same command "
                "again; nothing is graded again.",
                path=path,
                reason=error.strerror or type(error).__name__,
                journal=settings.journal.name,
            )
        ) from None

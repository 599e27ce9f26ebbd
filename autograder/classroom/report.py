"""The report on a course and the page on who wrote alike: marks, roster, feedback pages, submissions -> pages."""

from collections.abc import Sequence
from pathlib import Path

from autograder.authoring import pack
from autograder.classroom import own_code, report_page, similarity, similarity_page
from autograder.classroom import roster as rosters
from autograder.classroom.course import Course
from autograder.classroom.own_code import Own
from autograder.classroom.similarity import Pair
from autograder.pools import inbox, private_file
from helpers.errors import CourseError
from helpers.language import translate as _


def write(course: Course, chapters: Sequence[str], path: Path) -> None:
    """Write the report; it is readable for its writer alone.

    Raises:
        CourseError: there are no marks, or the file can't be written.
    """
    pack.use_all(course.folder)
    marks = course.marks(chapters)
    missing: list[str] = []
    if course.roster_file.exists():
        there = {rosters.key(m["student"]) for m in marks}
        missing = [p.full for p in rosters.read(course.roster_file).persons if rosters.key(p.id) not in there]
    more = []
    if course.submitted.is_dir():
        found, _own, _lost = alike(course, chapters, marks)
        more.append((_("Alike"), similarity_page.section(found)))
    sandboxed = report_page.unsandboxed(course.pages, marks)
    _write(path, report_page.page(_title(_("Report: {name}"), course, chapters), marks, missing, sandboxed, more))


def write_alike(course: Course, chapters: Sequence[str], path: Path, folders: Path | None) -> int:
    """Write the page on who wrote alike, and folders for other programs where they are wanted.

    Returns:
        how many pairs there are.
    """
    pack.use_all(course.folder)
    try:
        marks = course.marks(chapters)
    except CourseError:
        marks = []  # without marks, code alone is compared
    found, own, lost = alike(course, chapters, marks)
    _write(path, similarity_page.page(_title(_("Alike: {name}"), course, chapters), found, own, lost))
    if folders:
        similarity_page.folders(own, folders)
    return len(found)


def alike(course: Course, chapters: Sequence[str], marks: list[dict]) -> tuple[list[Pair], list[Own], list[str]]:
    """Pairs, what learners wrote, and whose work could not be read."""
    submissions, _problems = inbox.look(course.submitted)
    own, lost = own_code.read([h for h in submissions if not chapters or h.chapter in chapters])
    return similarity.pairs(own, marks), own, [f"{h.student}/{h.chapter}" for h in lost]


def _title(text: str, course: Course, chapters: Sequence[str]) -> str:
    name = course.folder.resolve().name
    return text.format(name=f"{name} · {', '.join(chapters)}" if chapters else name)


def _write(path: Path, data: bytes) -> None:
    try:
        private_file.write(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None

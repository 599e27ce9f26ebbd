"""The report on a course and the page on who wrote alike: marks, roster, feedback pages, submissions -> pages."""

import contextlib
import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from autograder.authoring import pack
from autograder.classroom import own_code, report_page, similarity, similarity_page
from autograder.classroom import roster as rosters
from autograder.classroom.course import Course
from autograder.classroom.own_code import Own
from autograder.classroom.similarity import Pair
from autograder.pools import edition, inbox, private_file
from autograder.pools.kept_graphs import KeptGraphs
from autograder.pools.settings import Settings
from helpers.errors import CourseError
from helpers.language import translate as _

_KEPT = "alike.json"
"""In the course's folder: the pairs that were found last, for the report."""


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
        more.append((_("Alike"), similarity_page.section(_pairs(course, chapters, marks))))
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
    _keep(course, chapters, marks, found)
    _write(path, similarity_page.page(_title(_("Alike: {name}"), course, chapters), found, own, lost))
    if folders:
        similarity_page.folders(own, folders)
    return len(found)


def alike(course: Course, chapters: Sequence[str], marks: list[dict]) -> tuple[list[Pair], list[Own], list[str]]:
    """Pairs, what learners wrote, and whose work could not be read."""
    submissions, _problems = inbox.look(course.submitted)
    own, lost = own_code.read([h for h in submissions if not chapters or h.chapter in chapters])
    built = KeptGraphs(Settings(course.marks_file).graphs).found
    return similarity.pairs(own, marks, built), own, [f"{h.student}/{h.chapter}" for h in lost]


def _pairs(course: Course, chapters: Sequence[str], marks: list[dict]) -> list[Pair]:
    """The pairs as they were found last, where neither submissions nor marks have changed since."""
    kept = course.folder / _KEPT
    now = _state(course, chapters, marks)
    with contextlib.suppress(OSError, ValueError, TypeError, KeyError):
        known = json.loads(kept.read_bytes())
        if known["of"] == now:
            return [
                Pair(**p | {"by": tuple(map(tuple, p["by"])), "mistakes": tuple(p["mistakes"])}) for p in known["pairs"]
            ]
    return _keep(course, chapters, marks, alike(course, chapters, marks)[0])


def _keep(course: Course, chapters: Sequence[str], marks: list[dict], found: list[Pair]) -> list[Pair]:
    whole = {"of": _state(course, chapters, marks), "pairs": [asdict(p) for p in found]}
    _write(course.folder / _KEPT, json.dumps(whole, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _state(course: Course, chapters: Sequence[str], marks: list[dict]) -> str:
    """What pairs depend on: which files there are, as large and as old as they are, and the findings."""
    files = sorted((str(p), p.stat().st_size, p.stat().st_mtime_ns) for p in course.submitted.rglob("*") if p.is_file())
    return hashlib.sha256(json.dumps([edition.course(), sorted(chapters), files, marks]).encode()).hexdigest()


def _title(text: str, course: Course, chapters: Sequence[str]) -> str:
    name = course.folder.resolve().name
    return text.format(name=f"{name} · {', '.join(chapters)}" if chapters else name)


def _write(path: Path, data: bytes) -> None:
    try:
        private_file.write(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None

"""A regrade before it is one: who would gain or lose what, and why, once the course's files or own exercises changed.

All is graded by the course as it is now, with the numbers of the first grading, into a journal of its own. Written,
that journal is taken over, so that what was shown is what is written.
"""

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.classroom.course import Course
from autograder.pools import grading, private_file
from autograder.pools.journal import Journal
from autograder.pools.settings import Settings
from helpers.errors import CourseError
from helpers.language import translate as _

_FOLDER = ".regrade"


@dataclass(frozen=True)
class Change:
    """What a regrade makes of one exercise of one learner; `before` or `after` is None where there is no mark."""

    student: str
    chapter: str
    exercise: str
    before: float | None
    after: float | None
    was: str
    why: str

    def __str__(self) -> str:
        points = f"{_points(self.before)} → {_points(self.after)}"
        said = " → ".join(filter(None, [self.was, self.why])) or _("correct")
        return f"{self.student}  {self.chapter}  {self.exercise}  {points}  {' '.join(said.split())}"


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:g}"


def changes(before: list[dict], after: list[dict]) -> list[Change]:
    """The exercises whose points differ, in the order of learners and chapters."""
    old, new = _by_exercise(before), _by_exercise(after)
    found = []
    for of in dict.fromkeys([*old, *new]):
        (was, said), (now, says) = old.get(of, (None, "")), new.get(of, (None, ""))
        if was != now:
            found.append(Change(*of, was, now, said, says))
    return sorted(found, key=lambda change: (change.student, change.chapter, change.exercise))


def _by_exercise(marks: list[dict]) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    return {
        (m["student"], m["chapter"], e["id"]): (e["score"], e["findings"][0]["text"] if e["findings"] else "")
        for m in marks
        for e in m["exercises"]
    }


def preview(course: Course, settings: Settings, progress: Callable | None = None) -> tuple[list[Change], list[dict]]:
    """What would change, and all marks as they would be. Nothing that counts is touched.

    Raises:
        CourseError: nothing was graded yet, or it can't be graded now.
    """
    before = course.marks()
    folder = course.folder / _FOLDER
    try:
        private_file.folder(folder)
        _copy(settings.journal, folder / settings.journal.name)
    except OSError as error:
        raise CourseError(
            _("{path} can't be written ({reason}).", path=folder, reason=error.strerror or type(error).__name__)
        ) from None
    if not (folder / settings.journal.name).exists():
        raise CourseError(
            _(
                "There is {out}, but not its journal {journal}. All is graded anew, with other numbers than before.",
                out=settings.out,
                journal=settings.journal.name,
            )
        )
    report = grading.grade(
        course.submitted, replace(settings, out=folder / settings.out.name, csv=None, course=course.folder), progress
    )
    return changes(before, report.marks), report.marks


def write(course: Course, settings: Settings, progress: Callable | None = None) -> list[dict]:
    """Take over what `preview` graded, and grade what is new since."""
    folder = course.folder / _FOLDER
    with closing(Journal(folder / settings.journal.name)) as other, closing(Journal(settings.journal)) as ours:
        for (student, chapter, digest), result in other.done.items():
            if (student, chapter, digest) not in ours.done:
                ours.add(student, chapter, digest, result)
                page = folder / course.pages.name / student / f"{chapter}.html"
                if page.exists():
                    private_file.folder(course.pages / student)
                    private_file.write(course.pages / student / page.name, page.read_bytes())
    marks = grading.grade(course.submitted, settings, progress).marks
    shutil.rmtree(folder, ignore_errors=True)
    return marks


def _copy(source: Path, target: Path) -> None:
    """The journal as it is now, where the last preview's is not its continuation."""
    if not source.exists():
        return
    data = source.read_bytes()
    if target.exists() and target.read_bytes()[: len(data)] == data:
        return
    private_file.write(target, data)
    os.chmod(target, 0o600)

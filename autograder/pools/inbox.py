"""What was handed in: `DIR/<student>/<chapter>/<chapter>.ipynb`, and what lies there but can't be graded."""

import os
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from autograder.graphs.finding import Finding
from autograder.pools import fit, misplaced
from autograder.pools.student import HandedIn, Problem, Student
from autograder.pools.which import shown
from autograder.submissions import parcel
from autograder.submissions.book import MOST_RAW, Unreadable
from helpers.errors import CourseError
from helpers.language import translate as _

__all__ = ["HandedIn", "Problem", "handed_in_at", "look", "notebook", "read", "shown"]

_MOST_TOLD = 10
"""Problems that are told where there is nothing to grade."""


def look(folder: Path, ours: Iterable[Path] = ()) -> tuple[list[HandedIn], list[Problem]]:
    """The submissions of a folder in the order of their names, and what is wrong in it.

    Args:
        ours: files and folders that are no submissions, though they may lie there: a grading's own.

    Raises:
        CourseError: there is no such folder, it can't be read, it is another one than that of a class, or there is
            nothing to grade in it.
    """
    try:
        if not folder.is_dir():
            if folder.exists():
                raise CourseError(misplaced.of_a_file(folder))
            raise CourseError(_("There is no folder {path}.", path=shown(str(folder))))
        return _looked(folder, {path.resolve() for path in ours})
    except OSError as error:
        raise CourseError(
            _("{path} can't be read ({reason}).", path=shown(str(folder)), reason=fit.reason(error))
        ) from None


def _looked(folder: Path, ours: set[Path]) -> tuple[list[HandedIn], list[Problem]]:
    if wrong := misplaced.told(folder):
        raise CourseError(wrong)
    persons, problems = _persons(folder, ours)
    found = []
    for name, folders in persons.items():
        student = Student(folder, name, folders)
        found += student.found
        problems += student.problems
    if not found:
        nothing = _(
            "There is no submission in {path}. They are expected as {example}.",
            path=shown(str(folder)),
            example=misplaced.EXAMPLE,
        )
        told = [_("Not graded: {path}: {reason}.", path=p.path, reason=p.reason) for p in problems[:_MOST_TOLD]]
        raise CourseError("\n".join([nothing, *told]))
    return sorted(found, key=lambda handed_in: (handed_in.student, handed_in.chapter)), problems


def _persons(folder: Path, ours: set[Path]) -> tuple[dict[str, list[str]], list[Problem]]:
    """The folders of each student by the name, and what is nobody's."""
    names, unreadable = fit.names(folder)
    if unreadable:
        raise CourseError(_("{path} can't be read ({reason}).", path=shown(str(folder)), reason=unreadable))
    persons: dict[str, list[str]] = {}
    problems = []
    known: dict[str, str] = {}
    for name in names:
        path = folder / name
        if _is_ours(path, ours):
            continue
        person = unicodedata.normalize("NFC", name)
        reason = _no_student(path) or ("" if person in persons else fit.twice(person, known))
        if reason:
            problems.append(Problem(shown(name), reason, lost=os.path.isdir(path) or misplaced.kind(path) != "file"))
        else:
            persons.setdefault(person, []).append(name)
    return persons, problems


def _is_ours(path: Path, ours: set[Path]) -> bool:
    """Whether it is a grading's own file, or one that it kept of an earlier grading: `marks.json.journal.before-1`."""
    return any(path.name.startswith(one.name) and path.parent.resolve() == one.parent for one in ours)


def _no_student(path: Path) -> str:
    if reason := fit.bad_name(path.name):
        return reason
    if os.path.islink(path):
        return _("is a link, and may lead to another one's work")
    kind = misplaced.kind(path)
    if kind == "archive":
        return _("is an archive: unpack it")
    if kind == "chapter":
        return _("is the folder of a chapter, not of a student")
    return "" if os.path.isdir(path) else _("is no folder of a student")


def handed_in_at(student: str, chapter: str, path: Path) -> HandedIn:
    """One submission, wherever it lies.

    Raises:
        Unreadable: what was handed in is a link, a pipe or a folder.
        CourseError: it can't be graded, through no fault of its author.
    """
    reason = fit.bad_file(path, path.parent.parent.parent)
    links = any(place.is_symlink() for place in (path, path.parent, path.parent.parent))
    if reason and (links or (path.exists() and not path.is_file())):
        raise Unreadable(Finding("submission.no_file", {"reason": reason}))
    reason = fit.bad_name(student) or fit.bad_chapter(chapter) or reason
    if reason:
        raise CourseError(_("Not graded: {path}: {reason}.", path=shown(f"{student}/{chapter}"), reason=reason))
    return HandedIn(student, chapter, path)


def read(handed_in: HandedIn) -> bytes:
    """Its bytes, and those of the files beside it, in one piece (`parcel`)."""
    return parcel.packed(notebook(handed_in), *parcel.beside(handed_in.path))


def notebook(handed_in: HandedIn) -> bytes:
    """Its bytes; one too many where it is larger than a notebook may be, for the reader to refuse."""
    with handed_in.path.open("rb") as file:
        return file.read(MOST_RAW + 1)

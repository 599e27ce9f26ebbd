"""What was handed in: `DIR/<student>/<chapter>/<chapter>.ipynb`, and what lies there but can't be graded."""

import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from autograder.running import parcel
from autograder.running.submission import MOST_BYTES, Unreadable, chapters
from autograder.verdict import Finding
from helpers.errors import CourseError
from helpers.language import translate as _


@dataclass(frozen=True)
class HandedIn:
    """A notebook that was handed in."""

    student: str
    chapter: str
    path: Path


@dataclass(frozen=True)
class Problem:
    """Something in the folder that can't be graded, and why, in words."""

    path: str
    reason: str


def look(folder: Path) -> tuple[list[HandedIn], list[Problem]]:
    """The submissions of a folder in the order of their names, and what is wrong in it.

    Raises:
        CourseError: there is no such folder, or no submission in it.
    """
    if not folder.is_dir():
        raise CourseError(_("There is no folder {path}.", path=shown(str(folder))))
    found: list[HandedIn] = []
    problems: list[Problem] = []
    students: dict[str, str] = {}
    for student in _names(folder):
        place = student
        reason = _bad_name(student) or _twice(student, students)
        if reason:
            problems.append(Problem(shown(place), reason))
            continue
        if not (folder / student).is_dir() or (folder / student).is_symlink():  # a link: to another one's work
            problems.append(Problem(shown(place), _("is no folder of a student")))
            continue
        for chapter in _names(folder / student):
            place = f"{student}/{chapter}"
            path = folder / student / chapter / f"{chapter}.ipynb"
            reason = _bad_chapter(chapter) or _bad_file(path, folder)
            if reason:
                problems.append(Problem(shown(place), reason))
            else:
                found.append(HandedIn(student, chapter, path))
    if not found and not problems:
        example = "DIR/<student>/01_introduction/01_introduction.ipynb"
        raise CourseError(
            _(
                "There is no submission in {path}. They are expected as {example}.",
                path=shown(str(folder)),
                example=example,
            )
        )
    return found, problems


def one(student: str, chapter: str, path: Path) -> HandedIn:
    """One submission, wherever it lies.

    Raises:
        Unreadable: what was handed in is a link, a pipe or a folder.
        CourseError: it can't be graded, through no fault of its author.
    """
    reason = _bad_file(path, path.parent.parent.parent)
    links = any(place.is_symlink() for place in (path, path.parent, path.parent.parent))
    if reason and (links or (path.exists() and not path.is_file())):
        raise Unreadable(Finding("submission.no_file", {"reason": reason}))
    reason = _bad_name(student) or _bad_chapter(chapter) or reason
    if reason:
        raise CourseError(_("Not graded: {path}: {reason}.", path=shown(f"{student}/{chapter}"), reason=reason))
    return HandedIn(student, chapter, path)


def read(handed_in: HandedIn) -> bytes:
    """Its bytes, and those of the files beside it, in one piece (`parcel`)."""
    return parcel.packed(notebook(handed_in), parcel.beside(handed_in.path)[0])


def notebook(handed_in: HandedIn) -> bytes:
    """Its bytes; one too many where it is larger than a notebook may be, for the reader to refuse."""
    with handed_in.path.open("rb") as file:
        return file.read(MOST_BYTES + 1)


def shown(name: str) -> str:
    """A name that somebody else chose, harmless on a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except OSError:
        return []


def _bad_name(name: str) -> str:
    try:
        name.encode()
    except UnicodeEncodeError:
        return _("the name is not in UTF-8")
    if not all(c.isprintable() for c in name):
        return _("the name has control characters")
    if ".." in name or any(c in name for c in '\\/:<>"|?*'):
        return _("the name has characters that a folder of a student can't have")
    return ""


def _twice(name: str, known: dict[str, str]) -> str:
    """Names that differ in case alone, or only as Unicode writes them, are one name on many machines."""
    key = unicodedata.normalize("NFKC", name).casefold()
    if key in known:
        return _("there is another submission of this name: {other}", other=known[key])
    known[key] = name
    return ""


def _bad_chapter(name: str) -> str:
    if name not in chapters():
        return _bad_name(name) or _("is no chapter of this course")
    return ""


def _bad_file(path: Path, folder: Path) -> str:
    try:
        student, chapter = path.parent.parent, path.parent
        # neither the file nor its folder nor the student's is a link
        place = student.parent.resolve() / student.name / chapter.name / path.name
        target = path.resolve(strict=True)
        if target != place or not target.is_relative_to(folder.resolve()):
            return _("{name} is a link out of the folder", name=path.name)
        if not stat.S_ISREG(path.stat().st_mode):
            return _("{name} is no file", name=path.name)
        with path.open("rb"):
            return ""
    except FileNotFoundError:
        return _("{name} is missing", name=path.name)
    except (OSError, RuntimeError) as error:  # a RuntimeError: links that lead in a circle
        reason = getattr(error, "strerror", None) or type(error).__name__
        return _("{name} can't be read ({reason})", name=path.name, reason=reason)

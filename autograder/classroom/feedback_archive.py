"""`kfa class feedback`: the pages of an assignment in an archive whose names are those that the LMS takes back."""

import io
import zipfile
from pathlib import Path

from autograder.classroom import collect
from autograder.classroom.course import Course
from autograder.pools import private_file
from helpers.errors import CourseError
from helpers.language import translate as _


def write(course: Course, assignment: str, path: Path) -> int:
    """Write the archive; returns how many pages are in it.

    nbgrader's pages, which have what a person wrote, go before those of `kfa grade`.

    Raises:
        CourseError: there are no pages, or it can't be written.
    """
    found = _pages(course, assignment)
    if not found:
        raise CourseError(_("There are no feedback pages of {name} yet. First: kfa class grade", name=assignment))
    known = collect.origins(course).get(assignment, {})
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for (student, name), page in sorted(found.items()):
            entry = zipfile.ZipInfo(_place(student, name, known.get(student, {})))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, page.read_bytes())
    try:
        private_file.write(path, data.getvalue())
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None
    return len(found)


def _place(student: str, name: str, origin: dict[str, str]) -> str:
    """Where a page lies in the archive: Canvas knows a file by the beginning of its name, others a folder by its name."""
    place = origin.get("place", student)
    return f"{place}{name}" if origin.get("system") == "canvas" else f"{place}/{name}"


def _pages(course: Course, assignment: str) -> dict[tuple[str, str], Path]:
    found = {}
    chapters = {p.stem for p in (course.folder / "release" / assignment).glob("*.ipynb")} or {assignment}
    for page in course.pages.glob("*/*.html"):
        if page.stem in chapters:
            found[page.parent.name, page.name] = page
    for page in (course.folder / "feedback").glob(f"*/{assignment}/*.html"):
        found[page.parent.parent.name, page.name] = page
    return found

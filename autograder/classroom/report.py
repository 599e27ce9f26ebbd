"""The report on a course: its marks, its roster and its feedback pages -> one page."""

from collections.abc import Sequence
from pathlib import Path

from autograder.classroom import report_page
from autograder.classroom.course import Course
from autograder.pools import private_file
from helpers.errors import CourseError
from helpers.language import translate as _


def write(course: Course, chapters: Sequence[str], path: Path) -> None:
    """Write the report; it is readable for its writer alone.

    Raises:
        CourseError: there are no marks, or the file can't be written.
    """
    marks = course.marks(chapters)
    name = course.folder.resolve().name
    title = _("Report: {name}", name=f"{name} · {', '.join(chapters)}" if chapters else name)
    data = report_page.page(title, marks, unsandboxed=report_page.unsandboxed(course.pages, marks))
    try:
        private_file.write(path, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None

"""nbgrader with this course's marks: the configuration by which `nbgrader autograde` and the formgrader grade with kfa."""

from pathlib import Path
from typing import Any

from helpers import isolated
from helpers.errors import CourseError
from helpers.language import translate as _

FILE = "nbgrader_config.py"

_TEXT = """\
# nbgrader grades with kfa, in a sandbox: docs/instructors.md in the course's repository says more.
# nbgrader looks for modules in this folder first: no file here may take the place of an installed one.
import os
import sys

sys.path.sort(key=lambda path: os.path.realpath(path or ".") == os.path.realpath("."))
from autograder.classroom import configure

c = get_config()
configure(c)
c.CourseDirectory.course_id = {course!r}
"""
_DATABASE = "c.CourseDirectory.db_url = {url!r}\n"

_OURS, _STOCK = "autograder.classroom.preprocessors", "nbgrader.preprocessors"


def configure(config: Any) -> None:
    """Let nbgrader's autograde use the course's marks. Its gradebook, formgrader and other commands stay as they are.

    Args:
        config: traitlets' `Config`, as `get_config()` gives it in a configuration file. Classes are named, not
            imported: every command of nbgrader reads the file.
    """
    isolated.working_folder_last()  # also where the file was written by hand
    config.Autograde.exporter_class = "autograder.classroom.exporter.MarkedExporter"
    config.Autograde.sanitize_preprocessors = [
        f"{_OURS}.ClearOutput",
        f"{_STOCK}.DeduplicateIds",
        f"{_STOCK}.OverwriteKernelspec",
        f"{_STOCK}.OverwriteCells",
        f"{_STOCK}.CheckCellMetadata",
    ]
    config.Autograde.autograde_preprocessors = [
        f"{_OURS}.Execute",
        f"{_STOCK}.IgnorePattern",
        "nbconvert.preprocessors.ClearMetadataPreprocessor",
        f"{_STOCK}.LimitOutput",
        f"{_OURS}.SaveMarks",
        f"{_STOCK}.AssignLatePenalties",
        f"{_STOCK}.CheckCellMetadata",
    ]


def text(course: str, db_url: str = "") -> str:
    """A course's `nbgrader_config.py`.

    Args:
        course: its id: nbgrader's exchange has a folder of this name, and no gradebook in PostgreSQL does without.
        db_url: of the gradebook, as SQLAlchemy writes it; "" for nbgrader's own, the file gradebook.db (SQLite).
    """
    return _TEXT.format(course=course) + (_DATABASE.format(url=db_url) if db_url else "")


def install(folder: Path, db_url: str = "") -> Path:
    """Write a course's `nbgrader_config.py`, where there is none yet or this one; the folder's name is the course's.

    Raises:
        CourseError: there is another one, or it can't be written.
    """
    path, wanted = folder / FILE, text(folder.resolve().name, db_url)
    try:
        if path.exists() and path.read_text(encoding="utf-8") != wanted:
            raise CourseError(
                _(
                    "{path} is there already and is not changed. Add these lines to it yourself:\n{lines}",
                    path=path,
                    lines=wanted,
                )
            )
        # as readable as the password that an address of a database has in it
        path.touch(mode=0o600 if db_url else 0o644)
        path.write_text(wanted, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None
    return path

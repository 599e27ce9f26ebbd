"""nbgrader's gradebook of a course: where it is, and what goes wrong with it as a sentence."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers.errors import CourseError
from helpers.language import translate as _


@contextlib.contextmanager
def opened(url: str, course_id: str = "") -> Iterator[Any]:
    """The gradebook at an address, as nbgrader opens it; where there is none yet it is made.

    Args:
        course_id: of a course that is written into it where it isn't there; "" for none, to look only.

    Raises:
        CourseError: it can't be read or written.
    """
    from nbgrader.api import Gradebook, InvalidEntry
    from sqlalchemy.exc import SQLAlchemyError

    try:
        with Gradebook(url, course_id) as found:
            yield found
    except (SQLAlchemyError, InvalidEntry, ImportError) as error:  # ImportError: of the database's driver
        raise CourseError(unreadable(error)) from None


def unreadable(error: Exception) -> str:
    """What to say of a gradebook that is an older nbgrader's, or none."""
    return _(
        "The gradebook can't be read ({reason}). One of an older nbgrader is brought up to date by: nbgrader db "
        "upgrade",
        reason=" ".join(str(getattr(error, "orig", error)).split())[:200],
    )


def address(folder: Path) -> str:
    """The address of the course's gradebook; "" where it has none."""
    config = folder / "nbgrader_config.py"
    if not config.is_file():
        return ""
    from traitlets.config import PyFileConfigLoader

    try:
        loaded = PyFileConfigLoader(config.name, path=str(folder.resolve())).load_config()
    except Exception as error:  # the instructor's own file may raise anything
        words = _("{path} raises {type}: {reason}", path=config, type=type(error).__name__, reason=error)
        raise CourseError(words) from None
    url = str(loaded.CourseDirectory.db_url) if "db_url" in loaded.CourseDirectory else ""
    if url:
        return url
    path = (folder / "gradebook.db").resolve()
    return f"sqlite:///{path}" if path.exists() else ""

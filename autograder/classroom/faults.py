"""What nbgrader's log says where a submission could not be graded: one sentence in place of a traceback."""

import logging
import sys

from sqlalchemy.exc import OperationalError

from autograder.classroom.gradebook import unreadable
from helpers.errors import CourseError
from helpers.language import translate as _


class Sentences(logging.Filter):
    """A filter of the log of nbgrader's converter, which writes the traceback of whatever ends a conversion."""

    def filter(self, record: logging.LogRecord) -> bool:
        error, text = sys.exc_info()[1], record.getMessage()
        told = text.startswith("Traceback")
        if isinstance(error, CourseError) and told:
            record.msg, record.args = str(error), ()
        elif isinstance(error, OperationalError):
            if told:
                record.msg, record.args = unreachable(error), ()
            return told or _older(error) or "nbgrader db upgrade" not in text
        return True


SENTENCES = Sentences()


def unreachable(error: OperationalError) -> str:
    """What to say of a gradebook that is locked, can't be reached or is of an older nbgrader."""
    if _older(error):
        return unreadable(error)
    reason = " ".join(str(error.orig).split())
    return _(
        "The gradebook can't be read or written now ({reason}). No mark was changed. Give the same command again: "
        "what was graded is not graded again.",
        reason=reason,
    )


def _older(error: OperationalError) -> bool:
    return "no such" in str(error.orig)

"""nbgrader's log while a class is graded, without its own steps: some seventeen lines for each learner, all of them routine."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager

import nbconvert
import nbgrader

_THEIRS = tuple(os.path.dirname(package.__file__) + os.sep for package in (nbgrader, nbconvert))
_SAID_BETTER = (
    *("There was an error processing assignment", "Please see the", "Skipping unknown notebook", "No submitted file"),
    *("Removing existing", "Removing failed", "Updating existing", "No notebooks found"),
)
"""Warnings whose matter the summary tells, with names and in words."""


class Quiet(logging.Filter):
    """Leaves out what nbgrader says of its own steps, but for warnings and errors."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.pathname.startswith(_THEIRS):
            return True
        return record.levelno > logging.INFO and not record.getMessage().startswith(_SAID_BETTER)


@contextmanager
def quiet(log: logging.Logger) -> Iterator[None]:
    """Less is said for a while; with `--debug`, all."""
    if any(handler.level == logging.DEBUG for handler in log.handlers):  # traitlets sets this, not the logger's level
        yield
        return
    less = Quiet()
    log.addFilter(less)
    try:
        yield
    finally:
        log.removeFilter(less)

"""The doors: two models compared, shown in a notebook, as text, as a file; and what a test of one's own asks."""

from contextvars import ContextVar
from pathlib import Path
from typing import Any

from autograder.comparing import card, report
from autograder.comparing import page as pages
from autograder.comparing.compared import Comparison
from autograder.comparing.source import sides
from helpers.errors import CourseError
from helpers.language import translate as _

LAST: ContextVar[Any] = ContextVar("LAST", default=None)
"""The last comparison of `same_model` that found a difference: a report of pytest shows it."""


class Difference(Comparison):
    """What differs between two models; a cell that ends in one shows it, `print` gives it as text."""

    @property
    def text(self) -> str:
        """All of it as plain text."""
        return report.text(self)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return card.card(self)

    def _ipython_display_(self) -> None:
        from autograder.comparing import together  # needs a notebook's packages; a terminal has no use for it

        together.show(self, self.text)

    def page(self) -> str:
        """One HTML file with all of it, the pictures among it; it asks nothing of anywhere."""
        return pages.page(self)

    def save(self, path: str | Path) -> Path:
        """Write `page` to a file and return its path.

        Raises:
            CourseError: the file can't be written.
        """
        return write(path, self.page())


def write(path: str | Path, text: str) -> Path:
    """Write a file; `CourseError` where that can't be done."""
    path = Path(path)
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written: {reason}.", path=path, reason=reason)) from None
    return path


def diff(a: Any, b: Any, lang: str | None = None) -> Difference:
    """What differs between two models, as an edit script from `a` to `b` that a person would write.

    Args:
        a, b: a functional model or a built Sequential; or a file: `.keras`, or an architecture in `.json`. Files are read
            as data, nothing of them is run.
        lang: language of the words, "en" or "zh"; default: the reader's.

    Raises:
        CourseError: one of them can't be read, with what to do.
    """
    return Difference(*sides(a, b), lang)


def same_model(a: Any, b: Any, weights: bool = False) -> "Same":
    """Whether two models (as `diff` takes them) compute the same; `weights`: and have equal weights.

    What it returns is true or false; where an assertion on it fails in pytest, the report shows what differs.
    """
    return Same(diff(a, b), weights)


class Same:
    """The answer of `same_model`: true or false, and shown as the edit script."""

    def __init__(self, difference: Difference, weights: bool) -> None:
        self.difference, self._equal = difference, difference.equal(weights)
        LAST.set(None if self._equal else difference)

    def __bool__(self) -> bool:
        return self._equal

    def __eq__(self, other: object) -> bool:
        return self._equal == bool(other)

    def __hash__(self) -> int:
        return hash(self._equal)

    def __repr__(self) -> str:
        return report.heading(self.difference)


def assert_same_model(a: Any, b: Any, weights: bool = False) -> None:
    """Fail with the edit script where `b` computes something else than `a`, as `diff` takes them.

    Raises:
        AssertionError: what leads from `a` to `b`.
    """
    __tracebackhide__ = True
    found = diff(a, b)
    if not found.equal(weights):
        raise AssertionError(found.text)

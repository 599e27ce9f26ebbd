"""`ask("09-calls")`: a prediction that a learner commits to, and that is kept with their progress."""

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.learner import catalogue, schedule
from autograder.learner.progress import Progress
from autograder.learner.question import Question
from helpers import live
from helpers.errors import CourseError
from helpers.language import translate as _

_HERE = Path(__file__).parent


def ask(name: str, choice: int | None = None) -> "Asked":
    """Ask a question of the course; the first choice counts and is kept.

    Args:
        name: such as "09-calls".
        choice: the number of a choice, from 1: the same as a click, for wherever there is nothing to click.

    Raises:
        CourseError: there is no such question or no such choice.
    """
    found = catalogue.find(name)
    date = schedule.due(Progress().question(name))
    asked = Asked(found, again=choice is not None and date is not None and date <= datetime.now(UTC))
    if choice is not None:
        if not isinstance(choice, int) or not 1 <= choice <= len(asked.question.choices):
            most = len(asked.question.choices)
            raise CourseError(_("A choice is a number from 1 to {most}, not {got}.", most=most, got=repr(choice)))
        asked.choose(choice - 1)
    return asked


def _kernel() -> bool:
    """Whether there is one that a browser talks to: a sandbox's has nobody to click."""
    from IPython import get_ipython

    return hasattr(get_ipython(), "kernel") and "NBGRADER_EXECUTION" not in os.environ


class Asked:
    """A question as a cell shows it: to be clicked where there is a kernel, with its folded answer elsewhere.

    Args:
        again: it is asked once more, whatever was chosen before.
    """

    def __init__(self, asked: Question, again: bool = False) -> None:
        self.question, self._again = asked, again
        self._now: int | None = None
        self.text = asked.plain(self.chosen)

    @property
    def chosen(self) -> int | None:
        """The position of the choice that was made, at any time; None before."""
        if self._again:
            return self._now
        known = Progress().question(self.question.id).get("choice")
        return known if isinstance(known, int) and 0 <= known < len(self.question.choices) else None

    def choose(self, k: int) -> None:
        """Commit to a choice; a later one changes nothing."""
        if self.chosen is None:
            kept, right = Progress(), k == self.question.right  # read anew: a check may have written
            known = kept.question(self.question.kind)
            kept.answer(
                self.question.kind,
                choice=known.get("choice", k),
                right=right,
                count=int(known.get("count", 0)) + 1,
                **schedule.after(known, right),
            )
            self._now = k
        self.text = self.question.plain(self.chosen)

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return self.question.page(self.chosen)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        widget = _widget(self) if self.chosen is None and _kernel() else None
        if widget is None:
            display({"text/html": self._repr_html_(), "text/plain": self.text}, raw=True)
        else:
            live.show(widget._repr_mimebundle_()[0], self, "kfa-ask-live")


def _widget(asked: Asked) -> Any:
    """The question with buttons; None where there are no widgets."""
    try:
        import anywidget
        from traitlets import Int, Unicode
    except ImportError:
        return None

    class Choice(anywidget.AnyWidget):
        _esm = _HERE / "ask.js"
        html = Unicode().tag(sync=True)
        right = Int().tag(sync=True)
        chosen = Int(-1).tag(sync=True)

    widget = Choice(html=asked.question.live(), right=asked.question.right)
    widget.observe(lambda change: asked.choose(change["new"]), names="chosen")
    return widget

"""What a learner asks for: the next hint, a solution. What the last checks said is kept for them."""

import os
import re
from typing import Any

from autograder.exercises import variants
from autograder.feedback.card import Card, rich
from autograder.feedback.picture import drawn
from autograder.judging.verdict import Verdict
from autograder.learner.progress import Progress
from helpers.errors import CourseError
from helpers.language import translate as _

last: dict[str, Verdict] = {}
"""What the last check of each exercise said, for the hints of the same session."""


def hint(exercise: str = "") -> Card:
    """The next hint of an exercise; after the last one, all of them. From the second on it shows a right graph."""
    from autograder.learner.practice import find

    exercise = exercise or _meant("hint")
    asked, kept = find(exercise), Progress()
    opened = min(int(kept.of(exercise).get("hints", 0)) + 1, len(asked.hints))
    kept.record(exercise, hints=opened)
    shown = [f"{k + 1}. {variants.said(asked, _(text))}" for k, text in enumerate(asked.hints[:opened])]
    if opened == len(asked.hints) and solutions_shown():
        shown.append(_('That was the last hint. `solution("{id}")` shows one way to do it.', id=exercise))
    side = _("hint {opened} of {all}", opened=opened, all=len(asked.hints))
    found = Card("note", f"→ {exercise} · `{asked.answer}`", side, shown)
    return found if opened == 1 else _beside(found, asked)


def _beside(found: Card, asked: Any) -> Card:
    """The card with a right graph, and with the learner's beside it where the last check found it to differ."""
    expected = asked.expected()
    if expected is None:
        return found
    pictures = {_("A right graph"): drawn(plain_names(expected, asked.id), [], fold=False)}
    verdict = last.get(asked.id)
    if verdict and verdict.graph and not verdict.correct:
        pictures = {_("Yours, when last checked"): drawn(verdict.graph, verdict.findings, fold=False)} | pictures
    return found.with_pictures(pictures)


def solution(exercise: str = "") -> Card:
    """One way to solve an exercise; where the class doesn't show them (`KFA_SOLUTIONS=off`), what there is instead."""
    from autograder.learner.practice import find

    exercise = exercise or _meant("solution")
    asked = find(exercise)
    if not solutions_shown():
        words = _('This class doesn\'t show solutions yet. `hint("{id}")` gives the next hint.', id=asked.id)
        return Card("note", f"→ {asked.id} · `{asked.answer}`", "", [words])
    Progress().record(exercise, solution=True)
    body = [_("One way to do it. Yours may look different and be as right.")]
    source = asked.reference.rstrip()
    found = Card("note", f"→ {exercise} · `{asked.answer}`", "", body, f"<pre><code>{rich(source)}</code></pre>")
    found.text = source
    return found


def solutions_shown() -> bool:
    """A courtesy, not a lock: who wants to read the references finds them in the course's files."""
    return os.environ.get("KFA_SOLUTIONS", "").strip().lower() not in ("off", "0", "no", "false")


def plain_names(graph: dict, name: str) -> dict:
    """A reference's graph under this name, without the numbers that Keras counts on through a session."""
    nodes = [node | {"name": re.sub(r"_\d+$", "", node["name"])} for node in graph["nodes"]]
    return graph | {"name": name, "nodes": nodes}


def _meant(name: str) -> str:
    """The exercise that was checked last.

    Raises:
        CourseError: none was.
    """
    if not last:
        raise CourseError(_("Of which exercise? For example: {example}", example=f'`{name}("ex01a")`'))
    return next(reversed(last))

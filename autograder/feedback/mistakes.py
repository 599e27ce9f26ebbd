"""What is easily got wrong in an exercise, with its picture: shown to who has got it right."""

import functools
import json
from pathlib import Path
from typing import Any

from autograder.feedback.lines import placed
from autograder.feedback.picture import drawn
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from helpers.language import translate as _

PLACE = Path(__file__).parent / "mistakes.json"
"""Made of the wrong answers that the tests keep, by `python -m tests.mistakes`."""


def mistake(exercise: str, answer: str, varied: bool = False) -> tuple[str, Any]:
    """The sentence that a check says of it, and the picture with the fault marked or None; an empty sentence for none.

    Args:
        answer: the name that the exercise asks for.
        varied: whether its learner's numbers are not everybody's, of which the wrong answer speaks.
    """
    known = _all().get(exercise)
    if not known:
        return "", None
    places = {k: tuple(map(tuple, known.get(k, ()))) for k in ("edges", "expected")}
    found = Finding(known["key"], known["values"], nodes=tuple(known.get("nodes", ())), **places)
    said = sentence(placed(found, known.get("graph"), answer))
    said = (
        _("From a wrong answer to this task with other numbers: {said}", said=said)
        if varied
        else _("From a wrong answer: {said}", said=said)
    )
    return said, drawn(known["graph"], [found]) if "graph" in known else None


@functools.cache
def _all() -> dict[str, dict]:
    try:
        return json.loads(PLACE.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # a help more: a course without it is whole
        return {}

"""All questions by their names: those of the chapters, in the reader's language, and those that are drawn."""

import json
from functools import cache
from pathlib import Path

from autograder.learner import drawn
from autograder.learner.question import Question
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

_FILE = Path(__file__).parent / "questions.json"


def find(name: str) -> Question:
    """The question of this name in the reader's language.

    Raises:
        CourseError: there is none.
    """
    if isinstance(name, str) and name.startswith("drawn-"):
        return drawn.find(name)
    entry = table().get(name) if isinstance(name, str) else None
    if entry is None:
        raise CourseError(_('There is no question "{name}". They are called like "{example}".', name=name,
                            example=next(iter(table()), "09-calls")))  # fmt: skip
    told = entry[current()]
    return Question(name, told["text"], tuple((c, w) for c, w in told["choices"]), entry["right"])


@cache
def table() -> dict[str, dict]:
    """All questions of the course, in its order, as the chapters say them."""
    return json.loads(_FILE.read_text(encoding="utf-8"))

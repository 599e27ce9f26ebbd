"""`practice("graphs", level=2)`: a functional graph that nobody has seen, to be written from its picture.

`practice("wiring", level=2)` draws one twice, once with a wrong edge (`autograder.learner.wiring`).
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from autograder import exercises
from autograder.asking import collect
from autograder.asking.collect import Answer
from autograder.exercises.exercise import Exercise, answer_of
from autograder.feedback.card import Card
from autograder.graphs.canonical import Rules
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
from autograder.learner import graphs, wiring
from helpers.errors import CourseError
from helpers.language import mark
from helpers.language import translate as _

_ID = re.compile(r"graphs-([1-9]\d*)-(\d+)")
_RULES = Rules(by_name=True)
_LEVELS = (
    mark("a chain"),
    mark("a branch"),
    mark("a shared layer"),
    mark("a nested model"),
    mark("several inputs and outputs"),
    mark("operators"),
)
_MOST = 999_999


def practice(kind: str = "graphs", level: int = 1, seed: int | None = None) -> "Practice | wiring.Wiring":
    """Draw a graph; the same level and seed give the same graph on every machine.

    Args:
        kind: "graphs", to be written; "wiring", with a wrong edge to be found.
        level: for "graphs" 1 a chain, 2 a branch, 3 a shared layer, 4 a nested model, 5 several inputs and outputs, 6 operators; for "wiring" 1 to 5, a branch to operators.
        seed: a number from 0 to 999999, to draw a graph again or to share it; default: a new one.

    Raises:
        CourseError: there is no such kind, level or seed.
    """
    if kind not in ("graphs", "wiring"):
        words = _('There is no practice {kind}. There are practice("graphs") and practice("wiring").', kind=repr(kind))
        raise CourseError(words)
    levels = graphs.LEVELS if kind == "graphs" else wiring.LEVELS
    if not _whole(level) or level not in levels:
        raise CourseError(_("A level is a number from 1 to {most}, not {got}.", most=len(levels), got=repr(level)))
    if seed is None:
        seed = random.SystemRandom().randrange(1000, 10_000)
    if not _whole(seed) or not 0 <= seed <= _MOST:
        raise CourseError(_("A seed is a whole number from 0 to {most}, not {got}.", most=_MOST, got=repr(seed)))
    return Practice(_exercise(f"graphs-{level}-{seed}")) if kind == "graphs" else wiring.wiring(level, seed)


class Practice:
    """A drawn graph as a cell shows it: its picture with all that one needs to write it, and how to go on."""

    def __init__(self, exercise: "Drawn") -> None:
        self.exercise = exercise
        self.id = exercise.id

    def __repr__(self) -> str:
        return repr(self._card())

    def _repr_html_(self) -> str:
        return self._card()._repr_html_()

    def _card(self) -> Card:
        from helpers import draw, graph

        level, seed = _numbers(self.id)
        call = f'practice("graphs", level={level}, seed={seed})'
        body = [
            _("Write a function `build()` that returns this functional model, then run `{check}`.",
              check=f'check("{self.id}", build)'),
            _("Inputs and outputs are told apart by their names. The names of layers are free."),
        ]  # fmt: skip
        read = _plain(graph.read(self.exercise.solved()()), self.id)
        shown = draw(read, shapes=True, config=True, expand=True)
        card = Card("note", "→ " + _("Practice: {what}", what=_(_LEVELS[level - 1])), self.id, body)
        note = _("To share this graph: `{call}`. For another one, leave the seed out.", call=call)
        return card.with_pictures({_("What to build"): shown}).with_note(note)


@dataclass(frozen=True)
class Drawn(Exercise):
    """The exercise of a drawn graph: it is no part of the course, and is asked in this process alone."""

    def collect(self, value: Any, parameters: Mapping[str, Any] | None = None) -> bytes:
        def ask(answer: Answer, known: dict) -> None:
            answer.model("model", answer.call(), known["seed"], _RULES)

        return collect.gather(ask, Answer(value, self.answer, self.seconds), self.asked(parameters))


def find(exercise: Any) -> Exercise:
    """An exercise of the course by its id, or a drawn graph: what `practice` gave, or its name, such as `graphs-2-4711`.

    Raises:
        CourseError: there is none of this name.
    """
    if isinstance(exercise, Practice):
        return exercise.exercise
    found = _ID.fullmatch(exercise) if isinstance(exercise, str) else None
    if not found:
        return exercises.find(exercise)
    if int(found[1]) not in graphs.LEVELS or int(found[2]) > _MOST:
        raise CourseError(_("There is no graph {name}.", name=repr(exercise)))
    return _exercise(exercise)


@cache
def _exercise(name: str) -> Drawn:
    source = graphs.draw(*_numbers(name)).source()

    def judged(items: dict, parameters: dict) -> list[Finding]:
        return judge.model(items["model"], made_once(answer_of(source, "build"), (), _RULES), parameters["seed"])

    return Drawn(
        id=name,
        answer="build",
        points=1,
        reference=source,
        judge=judged,
        hints=(
            mark("Begin with the inputs, then write one line for each box, from the top to the bottom."),
            mark("An arrow is a variable: give each tensor a name, and use it wherever one of its arrows ends."),
            mark("Two boxes that say *shared* are one layer, made once and called twice."),
        ),
    )


def _numbers(name: str) -> tuple[int, int]:
    """Level and seed."""
    _graphs, level, seed = name.split("-")
    return int(level), int(seed)


def _plain(graph: dict, name: str) -> dict:
    nodes = [_unnumbered(node) for node in graph["nodes"]]
    return graph | {"name": name, "nodes": nodes}


def _unnumbered(node: dict) -> dict:
    """Without the numbers that Keras counts on through a session, in nested models, too."""
    inner = {"graph": _plain(node["graph"], node["graph"]["name"])} if node.get("graph") else {}
    return node | {"name": re.sub(r"_\d+$", "", node["name"])} | inner


def _whole(number: object) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)

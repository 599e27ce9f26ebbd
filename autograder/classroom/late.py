"""What being late costs: a rule in words, and what it takes off a score."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from autograder.classroom.collect import origins
from autograder.classroom.course import Course
from autograder.classroom.scores import Score
from helpers.errors import CourseError
from helpers.language import translate as _

_RULE = re.compile(r"(\d+(?:\.\d+)?)(%?)")


@dataclass(frozen=True)
class Rule:
    """So many points off, or so many hundredths of what an assignment is worth."""

    amount: float
    percent: bool

    def off(self, most: float) -> float:
        return most * self.amount / 100 if self.percent else self.amount


def rule(text: str) -> Rule:
    """The rule that a text is: `10%`, `1`, `none`, `zero`.

    Raises:
        CourseError: it is none.
    """
    plain = {"none": "0", "zero": "100%"}.get(text.strip(), text.strip())
    found = _RULE.fullmatch(plain)
    if not found or (found[2] and float(found[1]) > 100):
        raise CourseError(_("{text} is no rule for being late. Write 10%, 1 (a point), zero or none.", text=repr(text)))
    return Rule(float(found[1]), bool(found[2]))


def late(course: Course, assignment: str) -> list[str]:
    """Whose notebook, the one that counts, their system called late when it was collected."""
    return sorted(name for name, known in origins(course).get(assignment, {}).items() if known.get("late"))


def applied(scores: Sequence[Score], who: Sequence[str], by: Rule) -> tuple[list[Score], list[str]]:
    """The scores with what being late takes off, never below 0, and a line for each that lost something.

    What nbgrader's gradebook has taken off already is not taken off again.
    """
    found, notes = [], []
    for score in scores:
        off = by.off(score.most) if score.student in who and score.score is not None and not score.penalised else 0.0
        now = None if score.score is None else round(max(0.0, score.score - off), 2)
        if now != score.score:
            notes.append(
                _(
                    "{name} was late: {before} → {after}",
                    name=score.student,
                    before=f"{score.score:g}",
                    after=f"{now:g}",
                )
            )
        found.append(replace(score, score=now) if off else score)
    return found, notes

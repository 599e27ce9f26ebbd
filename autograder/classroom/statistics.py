"""What the marks of a class say of its exercises: difficulty, discrimination, how the points are spread. Plain numbers."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEAST = 10
"""Of fewer learners nothing is said: a share of three says nothing."""


@dataclass(frozen=True)
class Item:
    """One exercise of a class.

    Args:
        count: learners who have a mark in it.
        difficulty: the mean share of its points; None of fewer than `LEAST`.
        discrimination: the correlation of its points with those of the chapter's other exercises; None of fewer than
            `LEAST`, and where either does not vary.
        statuses: how many have which.
    """

    id: str
    chapter: str
    most: float
    count: int
    difficulty: float | None
    discrimination: float | None
    statuses: Counter[str] = field(default_factory=Counter)


def items(marks: Sequence[dict]) -> list[Item]:
    """The exercises in the order of the marks, from marks as `kfa grade` writes them."""
    graded = [m for m in marks if m["score"] is not None]
    found = []
    for chapter in sorted({m["chapter"] for m in graded}):
        mine = [m for m in graded if m["chapter"] == chapter]
        for exercise in dict.fromkeys(e["id"] for m in mine for e in m["exercises"]):
            found.append(_item(exercise, chapter, mine))
    return found


def _item(exercise: str, chapter: str, mine: Iterable[dict]) -> Item:
    points, rest, statuses, most = [], [], Counter[str](), 0.0
    for marks in mine:
        for e in marks["exercises"]:
            if e["id"] == exercise and e["score"] is not None:
                points.append(float(e["score"]))
                rest.append(float(marks["score"]) - float(e["score"]))
                statuses[e["status"]] += 1
                most = float(e["max_score"])
    enough = len(points) >= LEAST and most > 0
    difficulty = sum(points) / len(points) / most if enough else None
    return Item(
        exercise, chapter, most, len(points), difficulty, correlation(points, rest) if enough else None, statuses
    )


def correlation(left: Sequence[float], right: Sequence[float]) -> float | None:
    """Pearson's correlation; None where either side does not vary."""
    count = len(left)
    if count < 2:
        return None
    means = math.fsum(left) / count, math.fsum(right) / count
    a, b = [x - means[0] for x in left], [y - means[1] for y in right]
    spread = math.fsum(x * x for x in a), math.fsum(y * y for y in b)
    if min(spread) <= 1e-12 * count:
        return None
    return math.fsum(x * y for x, y in zip(a, b, strict=True)) / math.sqrt(spread[0] * spread[1])


def shares(marks: Iterable[dict], bins: int = 10) -> list[int]:
    """How many submissions got which share of their points, in as many steps; full marks belong to the last."""
    found = [0] * bins
    for m in marks:
        if m["score"] is not None and m["max_score"]:
            found[min(bins - 1, int(bins * m["score"] / m["max_score"]))] += 1
    return found


@dataclass(frozen=True)
class Common:
    """A finding that several learners got: whose they are, and what one of them was told."""

    exercise: str
    key: str
    example: str
    students: tuple[str, ...]


def commonest(marks: Iterable[dict], most: int = 25) -> list[Common]:
    """The findings that cost points, those of the most learners first."""
    who: dict[tuple[str, str], dict[str, str]] = {}
    for m in marks:
        for e in m["exercises"]:
            costs = e["score"] is not None and e["score"] < e["max_score"] and e["status"] != "not_attempted"
            for finding in e["findings"][:1] if costs else []:  # the first is the cause, others follow from it
                who.setdefault((e["id"], finding["key"]), {}).setdefault(m["student"], finding["text"])
    found = [Common(*of, min(texts.values(), key=len), tuple(sorted(texts))) for of, texts in who.items()]
    return sorted(found, key=lambda c: (-len(c.students), c.exercise, c.key))[:most]

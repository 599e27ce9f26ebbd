"""Where in a notebook an exercise is answered, and when it is asked: at its checks, and after each cell that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.exercises import Exercise
from autograder.running.cells import Cell, Cells
from autograder.running.needed import Names
from autograder.verdict import Finding

_MOST_CHECKS, _MOST_CELLS = 2, 4
"""At so many of its checks, and after so many of its cells, is an exercise asked."""


@dataclass(frozen=True)
class Place:
    """When an exercise is asked.

    Args:
        asked: after so many cells.
        by: position of the cell whose own definition is meant; -1 for a check, which takes what is there.
    """

    asked: int
    by: int = -1


@dataclass(frozen=True)
class Answer:
    """Where an exercise is answered.

    Args:
        exercise: what is asked.
        cells: positions of the cells that give the answer's name, the exercise's own first.
        places: when it is asked, its first check before others; the best answer counts.
        notes: what was found missing, altered, moved or doubled, and how it was read.
        missing: no cell gives the name, and none does what can't be read.
        untouched: all that gives the name is the cell as it was handed out.
        barred: positions of cells whose definition of the name is not this exercise's.
        needs: positions of the cells that it can't do without.
        plan: those, and what must run where its own cells do what can't be read.
        whole: positions of the cells that come before it is asked, but for those that it can't depend on.
    """

    exercise: Exercise
    cells: tuple[int, ...]
    places: tuple[Place, ...]
    notes: tuple[Finding, ...] = ()
    missing: bool = False
    untouched: bool = False
    barred: frozenset[int] = frozenset()
    needs: frozenset[int] = frozenset()
    plan: frozenset[int] = frozenset()
    whole: frozenset[int] = frozenset()

    @property
    def last(self) -> int:
        """How many cells come before the last time that it is asked."""
        return max((place.asked for place in self.places), default=0)


def answer(exercise: Exercise, rivals: Sequence[Exercise], found: Cells) -> Answer:
    """Where an exercise is answered.

    Args:
        rivals: other exercises of the chapter that ask for the same name.
        found: the notebook's cells.
    """
    name = exercise.answer
    giving = [k for k, names in enumerate(found.names) if name in names.given]
    mine = [k for k in giving if _may_answer(k, exercise, rivals, found)]
    own = [k for k, cell in enumerate(found.cells) if cell.name == exercise.id]
    cells = tuple(dict.fromkeys([*own, *mine]))
    checks = found.checks.get(exercise.id, [])
    written = [k for k in cells if found.cells[k].own]
    theirs = {k for k in giving if k not in mine and found.cells[k].own}
    given = any(name in found.names[k].given or found.names[k].opaque for k in cells)
    return Answer(
        exercise,
        cells,
        tuple(_places(cells, checks, found)),
        tuple(_notes(exercise, own, cells, checks, found)),
        missing=not cells and not theirs and not _reached(name, found),
        untouched=bool(cells) and not written and not _reached(name, found),
        barred=frozenset(giving) - frozenset(mine) - (frozenset() if given else theirs),
    )


def _may_answer(k: int, exercise: Exercise, rivals: Sequence[Exercise], found: Cells) -> bool:
    """Whether a cell that gives the name may answer this exercise, and not another one or none."""
    cell = found.cells[k]
    if cell.name == exercise.id:
        return True
    if not cell.own or any(cell.name == rival.id for rival in rivals):
        return False
    for other in found.cells:  # a copy answers what its original does
        if other.own and _same(other, cell) and other.name in (exercise.id, *(rival.id for rival in rivals)):
            return other.name == exercise.id
    return not rivals or _territory(k, exercise, rivals, found)


def _territory(k: int, exercise: Exercise, rivals: Sequence[Exercise], found: Cells) -> bool:
    """Whether the next check of one of several exercises with the same answer's name is this one's."""
    ahead = {}
    for one in (exercise, *rivals):
        later = [at for at in found.checks.get(one.id, []) if at > k]
        if later:
            ahead[one.id] = min(later)
    if ahead:
        return min(ahead, key=ahead.__getitem__) == exercise.id
    return not any(cell.name == exercise.id for cell in found.cells)


def _same(one: Cell, other: Cell) -> bool:
    return one.source.split() == other.source.split()


def _reached(name: str, found: Cells) -> bool:
    """Whether a learner's code may give or change what a name stands for, unseen."""
    return any(
        names.opaque or name in names.changed | names.patched
        for cell, names in zip(found.cells, found.names, strict=True)
        if cell.own
    )


def _places(cells: tuple[int, ...], checks: Sequence[int], found: Cells) -> list[Place]:
    checked = list(dict.fromkeys([*checks[:1], *checks[-1:]]))[:_MOST_CHECKS]
    places = [Place(at) for at in checked]
    for k in _chosen(cells):
        # the check that comes next asks this very definition
        if not any(at > k and not any(k < other < at for other in cells) for at in checked):
            places.append(Place(k + 1, k))
    return places if checked else [*places, Place(len(found.cells))]  # what stands at the end counts, whoever made it


def _chosen(cells: tuple[int, ...]) -> tuple[int, ...]:
    """Of many cells that answer, the exercise's own and the last ones."""
    return cells if len(cells) <= _MOST_CELLS else (*cells[:2], *cells[-2:])


def _notes(
    exercise: Exercise, own: list[int], cells: tuple[int, ...], checks: Sequence[int], found: Cells
) -> list[Finding]:
    values = {"exercise": exercise.id, "name": exercise.answer}
    keys = []
    if exercise.id in found.altered:
        keys.append("submission.check_altered")
    if not checks:
        keys.append("submission.check_missing")
    if exercise.id in found.as_text:
        keys.append("submission.as_text")
    if len(own) > 1:
        keys.append("submission.cell_doubled")
    if not own and cells:
        keys.append("submission.cell_moved")
    return [Finding(key, values, cost=0) for key in keys]


def names_at(answer_: Answer, names: Sequence[Names]) -> list[tuple[int, int]]:
    """The cells that an answer begins with, each with the position at which its names are asked for (`Search.needed`)."""
    roots = [(k, place.asked) for place in answer_.places for k in answer_.cells if k < place.asked]
    return list(dict.fromkeys(roots)) or [(k, len(names)) for k in answer_.cells]

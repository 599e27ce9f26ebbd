"""Where in a notebook an exercise is answered, and when it is asked: at its checks, and after each cell that answers it."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.exercises import Exercise
from autograder.graphs.finding import Finding
from autograder.sandbox.names import Names
from autograder.submissions.cells import Cell, Cells

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
        late: the same for the end of the notebook, where a learner's cell gives what it uses only after it is asked.
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
    late: frozenset[int] = frozenset()

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
    if any(found.cells[k].own and found.cells[k].name == exercise.id for k in mine):
        # answered in its own cell: what another exercise's cell says of the name below the check is that one's affair
        checked = max(found.checks.get(exercise.id, [len(found.cells)]))
        mine = [k for k in mine if k < checked or found.cells[k].name not in found.exercises - {exercise.id}]
    others = set(giving) - set(mine)
    own = [k for k, cell in enumerate(found.cells) if cell.name == exercise.id and k not in others]
    cells = tuple(dict.fromkeys([*own, *mine]))
    checks = found.checks.get(exercise.id, [])
    written = [k for k in cells if found.cells[k].own]
    theirs = {k for k in others if found.cells[k].own}
    given = any(name in found.names[k].given or found.names[k].opaque for k in cells)
    return Answer(
        exercise,
        cells,
        tuple(_places(cells, checks, giving, len(found.cells))),
        tuple(_notes(exercise, own, cells, checks, found)),
        missing=not cells and not theirs and not _reached(name, found),
        untouched=bool(cells) and not written and not _reached(name, found),
        barred=frozenset(others - (set() if given else theirs)),
    )


def _may_answer(k: int, exercise: Exercise, rivals: Sequence[Exercise], found: Cells) -> bool:
    """Whether a cell that gives the name may answer this exercise, and not another one or none."""
    cell, ids = found.cells[k], (exercise.id, *(rival.id for rival in rivals))
    if cell.name in ids and not (rivals and _copied(k, found) and _ahead(k, ids, found)):
        return cell.name == exercise.id
    if not cell.own:
        return False
    if cell.name in ids:
        return _ahead(k, ids, found) == exercise.id
    for other in found.cells:  # a copy answers what its original does
        if other.own and _same(other, cell) and other.name in ids:
            return other.name == exercise.id
    if not rivals:
        return True
    ahead = _ahead(k, ids, found)
    return ahead == exercise.id if ahead else not any(cell.name == exercise.id for cell in found.cells)


def _copied(k: int, found: Cells) -> bool:
    """Whether an exercise's cell is not the first of its name: a copy carries the name of where it was made."""
    return any(cell.name == found.cells[k].name for cell in found.cells[:k])


def _ahead(k: int, ids: Sequence[str], found: Cells) -> str:
    """Of exercises that ask for the same name, the one whose check comes next; "" where none does."""
    checks = {name: min((at for at in found.checks.get(name, []) if at > k), default=0) for name in ids}
    return min((name for name in ids if checks[name]), key=checks.__getitem__, default="")


def _same(one: Cell, other: Cell) -> bool:
    return one.source.split() == other.source.split()


def _reached(name: str, found: Cells) -> bool:
    """Whether a learner's code may give or change what a name stands for, unseen."""
    return any(
        names.opaque or name in names.changed | names.patched
        for cell, names in zip(found.cells, found.names, strict=True)
        if cell.own
    )


def _places(cells: tuple[int, ...], checks: Sequence[int], giving: Sequence[int], end: int) -> list[Place]:
    """When an exercise is asked.

    Args:
        cells: that answer it.
        giving: all that give its name, also those that answer another one.
        end: how many cells there are.
    """
    checked = list(dict.fromkeys([*checks[:1], *checks[-1:]]))[:_MOST_CHECKS]
    places = [Place(at) for at in checked]
    for k in _chosen(cells):
        # the check that comes next asks this very definition
        if not any(at > k and not any(k < other < at for other in giving) for at in checked):
            places.append(Place(k + 1, k))
    return places if checked else [*places, Place(end)]  # what stands at the end counts, whoever made it


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

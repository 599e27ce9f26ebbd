"""Which cells of a notebook the answers need: a submission costs its own answers, not the chapter's whole lesson.

A cell is needed when it gives a name that a needed cell uses, or changes what such a name stands for. The learner's
answers are needed always. Where this guess is wrong, a NameError tells, and the notebook is run as a whole.

Both is work on what somebody else wrote, so it is counted: in characters that are parsed and in names that are looked
up, not in seconds, which would give another plan on another machine.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from autograder.sandbox.names import Names


class TooMuch(Exception):
    """To find what is needed takes more steps than a notebook is worth: run all of it."""


class Search:
    """Finds the cells that must run; the notebook is read once, then asked for as many answers as there are.

    Sets of cells are kept as the bits of a number: thousands of cells that use one another are then followed one by
    one, without recursion, and a name that many cells give or change costs one step.

    Args:
        cells: all cells, in the notebook's order.
        steps: how many names may be looked up, for all that is asked.
    """

    def __init__(self, cells: Sequence[Names], steps: int = 500_000) -> None:
        self.cells = cells
        self.modules = frozenset(name for cell in cells for name in cell.imported)
        self._steps = steps
        self._givers: dict[str, int] = {}
        self._changers: dict[str, int] = {}
        for k, cell in enumerate(cells):
            for name in cell.given:
                self._givers[name] = self._givers.get(name, 0) | 1 << k
            for name in cell.changed | cell.patched:
                if name not in self.modules:
                    self._changers[name] = self._changers.get(name, 0) | 1 << k

    def suspect(self, k: int) -> bool:
        """Whether a cell changes a module, or does what can't be read: another cell may depend on it, unseen."""
        return self.cells[k].opaque or bool(self.cells[k].patched & self.modules)

    def needed(self, roots: Iterable[tuple[int, int]]) -> set[int]:
        """The cells that must run, by position.

        Args:
            roots: cells that are needed, each with the position at which its names are asked for: functions find
                theirs as they are then.

        Raises:
            TooMuch: it takes too many steps.
        """
        seen: dict[int, int] = {}  # by position at which names are asked for, the cells that were followed from there
        found = 0
        todo = list(roots)
        while todo:
            k, before = todo.pop()
            if seen.get(before, 0) >> k & 1:
                continue
            seen[before] = seen.get(before, 0) | 1 << k
            cell = self.cells[k]
            wanted = [(name, before) for name in cell.later]
            if not found >> k & 1:  # what it imports itself, it does not take from others
                wanted += [(name, k) for name in (cell.used | cell.later) - cell.imported]
            found |= 1 << k
            self._steps -= len(wanted)
            if self._steps < 0:
                raise TooMuch
            for name, at in wanted:
                new = self._wanted(name, at) & ~seen.get(at, 0)
                todo += [(other, at) for other in _bits(new)]
        return set(_bits(found))

    def _wanted(self, name: str, before: int) -> int:
        """The last cell before `before` that gives a name, and those after it that change what it stands for."""
        earlier = (1 << before) - 1
        giver = (self._givers.get(name, 0) & earlier).bit_length() - 1
        if giver < 0:
            return 0
        return 1 << giver | (self._changers.get(name, 0) & earlier) >> giver + 1 << giver + 1


def _bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set."""
    while number:
        last = number & -number
        yield last.bit_length() - 1
        number ^= last


def needed(cells: Sequence[Names], answers: Mapping[int, int], own: Iterable[int]) -> set[int]:
    """The cells that must run, by position.

    Args:
        cells: all cells, in the notebook's order.
        answers: for the position of each answer's cell the position at which it is asked.
        own: positions of cells that the learner wrote or changed: suspect ones are run, too.

    Raises:
        TooMuch: see `Search.needed`.
    """
    search = Search(cells)
    return search.needed([*answers.items(), *((k, len(cells)) for k in own if search.suspect(k))])

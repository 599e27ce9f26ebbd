"""Which operation of one graph is the counterpart of which of the other, for graphs of any size.

Equal places pair first: from both ends, from the inputs, from the outputs. What is left between pairs is aligned as a
sequence, by likeness; what has changed its place pairs last.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable
from itertools import pairwise

import numpy as np

from autograder.comparing.likeness import family, likeness, numbered, own, within
from autograder.comparing.runs import equal_runs
from autograder.comparing.sequences import best_pairs, rising
from autograder.graphs.operation import Graph, Operation

_MOST_CELLS = 1_000_000
"""Of one table of likeness; longer stretches are cut into pieces."""
_LONG_STRETCH = 40_000
"""Cells of a table from which equal runs are looked for first."""
_REACH = 12
"""How far an operation may move and still be the same one."""
_NAME, _NEAR = 2.5, 0.6
"""What an equal name that a person gave, and an equal neighbour, count beside an equal kind."""


class Tokens:
    """Small numbers for things, equal for equal things of both graphs."""

    def __init__(self) -> None:
        self._of: dict[Hashable, int] = {}

    def __call__(self, thing: Hashable) -> int:
        return self._of.setdefault(thing, len(self._of))


WAYS = ((), ("names",), ("units",), ("loose",), ("names", "units"), ("names", "loose"), ("units", "loose"),
        ("units", "loose", "middle"), ("kinds",), ("kinds", "units"), ("back",))  # fmt: skip
"""How counterparts may be looked for (`match`): which of them gives the shortest script can't be told before it is written."""


def match(a: Graph, b: Graph, way: Collection[str] = ()) -> tuple[dict[int, int], set[int]]:
    """The counterpart in `b` of each operation of `a` that has one; and those of `a` that may have changed their place.

    Args:
        way: "names": equal names pair first. "units": an activation goes with the layer that it was written into. "loose":
            all kinds of convolutions may take each other's place. "middle": only what is equal from both ends pairs before
            what is left is aligned as a sequence. "kinds": what is equal but for options pairs first. "back": from `b` to `a`.
    """
    if "back" in way:
        turned = _Matching(b, a, way)
        return turned.back, {turned.pairs[j] for j in turned.moved}
    found = _Matching(a, b, way)
    return found.pairs, found.moved


class _Matching:
    """Pairs, as they grow."""

    def __init__(self, a: Graph, b: Graph, way: Collection[str]) -> None:
        self.a, self.b, self._way = a, b, way
        self._within = [within(g) if "units" in way else {} for g in (a, b)]
        self.pairs: dict[int, int] = {}
        self.back: dict[int, int] = {}
        self.moved: set[int] = set()
        self._tokens = Tokens()
        self._own = [[self._tokens(own(op)) for op in g.operations] for g in (a, b)]
        self._kind = [[self._tokens(("kind", op.op)) for op in g.operations] for g in (a, b)]
        self._consumers = [g.consumers() for g in (a, b)]
        self._inputs()
        if "names" in way:
            self._names()
        for own_ in (self._kind, self._own) if "kinds" in way else (self._own,):
            ups = [self._up(g, own) for g, own in zip((a, b), own_, strict=True)]
            downs = [self._down(g, own) for g, own in zip((a, b), own_, strict=True)]
            both = [list(zip(u, d, strict=True)) for u, d in zip(ups, downs, strict=True)]
            for of in (both,) if "middle" in way or own_ is self._kind else (both, ups, downs):
                self._equal(*of)
        self._gaps()
        self._follow()
        self._moved()
        if way:
            self._elsewhere()

    def _pair(self, i: int, j: int) -> None:
        self.pairs[i] = j
        self.back[j] = i

    def _inputs(self) -> None:
        free = list(self.b.inputs)

        def take(wanted) -> None:
            for place, i in enumerate(self.a.inputs):
                if i not in self.pairs:
                    want = self.a.operations[i]
                    j = next((j for j in free if wanted(place, want, self.b.operations[j], j)), None)
                    if j is not None:
                        self._pair(i, j)
                        free.remove(j)

        def alike(x: Operation, y: Operation) -> bool:
            return (x.shape[1:], x.dtype) == (y.shape[1:], y.dtype)

        here = dict(enumerate(self.b.inputs))
        take(lambda _k, x, y, _j: x.name == y.name and not numbered(x) and alike(x, y))
        take(lambda k, x, y, j: here.get(k) == j and alike(x, y))
        take(lambda _k, x, y, _j: alike(x, y))
        take(lambda k, x, y, j: here.get(k) == j or len(x.shape) == len(y.shape))

    def _names(self) -> None:
        """Pair operations of one name and of one family, where nothing else has that name."""
        named = [defaultdict(list), defaultdict(list)]
        for side, graph in enumerate((self.a, self.b)):
            for op in graph.operations:
                if op.op != "Input":
                    named[side][op.path, op.name, family(op.op)].append(op.id)
        for key, ids in named[0].items():
            others = named[1].get(key, [])
            if len(ids) == len(others) == 1:
                self._pair(ids[0], others[0])

    def _up(self, graph: Graph, own_: list[int]) -> list[int]:
        """Numbers that say all that leads to an operation."""
        found: list[int] = []
        places = {i: k for k, i in enumerate(graph.inputs)}
        for op in graph.operations:
            if op.op == "Input":
                here = places.get(op.id, -1)
                mate = here if graph is self.b else self._place_in_b(op.id)
                found.append(self._tokens(("input", mate, own_[op.id])))
                continue
            if op.id in self._within[graph is self.b]:
                found.append(found[op.inputs[0][0]])
                continue
            parts = [(found[s], k) for s, k in op.inputs]
            found.append(self._tokens(("up", own_[op.id], tuple(sorted(parts) if op.commutes else parts))))
        return found

    def _place_in_b(self, i: int) -> int:
        return self.b.inputs.index(self.pairs[i]) if i in self.pairs else -2

    def _down(self, graph: Graph, own_: list[int]) -> list[int]:
        """Numbers that say all that an operation leads to."""
        found = [0] * len(graph.operations)
        slots: list[list[tuple]] = [[] for _op in graph.operations]
        for place, (source, k) in enumerate(graph.outputs):
            slots[source].append((-1, place, k))
        for op in reversed(graph.operations):
            if op.id in self._within[graph is self.b]:
                slots[op.inputs[0][0]] += slots[op.id]
                continue
            found[op.id] = self._tokens(("down", own_[op.id], tuple(sorted(slots[op.id]))))
            for n, (source, k) in enumerate(op.inputs):
                slots[source].append((found[op.id], 0 if op.commutes else n, k))
        return found

    def _equal(self, left: list, right: list) -> None:
        """Pair operations with equal labels: those of one name first, then in order."""
        free: dict[Hashable, list[int]] = defaultdict(list)
        for j, label in enumerate(right):
            if j not in self.back and j not in self._within[1] and self.b.operations[j].op != "Input":
                free[label].append(j)
        wants: dict[Hashable, list[int]] = defaultdict(list)
        for i, label in enumerate(left):
            if (
                i not in self.pairs
                and i not in self._within[0]
                and label in free
                and self.a.operations[i].op != "Input"
            ):
                wants[label].append(i)
        for label, group in wants.items():
            others = free[label]
            if len(group) > 1 or len(others) > 1:
                names = {}
                for j in others:
                    names.setdefault(self.b.operations[j].name, j)
                named = [(i, names[self.a.operations[i].name]) for i in group if self.a.operations[i].name in names]
                for i, j in named:
                    if i not in self.pairs and j not in self.back:
                        self._pair(i, j)
            rest = ([i for i in group if i not in self.pairs], [j for j in others if j not in self.back])
            for i, j in zip(*rest, strict=False):
                self._pair(i, j)

    def _gaps(self) -> None:
        """Align what is left between pairs that stand in one order in both graphs."""
        chain = rising([(i, j) for i, j in sorted(self.pairs.items())])
        ends = [(-1, -1), *chain, (len(self.a.operations), len(self.b.operations))]
        for (i, j), (k, n) in pairwise(ends):
            left = [x for x in range(i + 1, k) if self._free(0, x)]
            right = [y for y in range(j + 1, n) if self._free(1, y)]
            if left and right:
                self._stretch(left, right)

    def _free(self, side: int, i: int) -> bool:
        of, graph = ((self.pairs, self.a), (self.back, self.b))[side]
        return i not in of and i not in self._within[side] and graph.operations[i].op != "Input"

    def _follow(self) -> None:
        """Pair the activations of layers that are paired."""
        mine = {host: j for j, host in self._within[1].items()}
        for i, host in self._within[0].items():
            j = mine.get(self.pairs.get(host, -1))
            if j is not None and i not in self.pairs and j not in self.back:
                self._pair(i, j)

    def _elsewhere(self) -> None:
        """What stands in another order than most, and takes something else, has changed its place."""
        chain = dict(rising(sorted(self.pairs.items())))
        for i, j in self.pairs.items():
            takes = [(self.pairs.get(s), k) for s, k in self.a.operations[i].inputs]
            has = self.b.operations[j].inputs
            known = all(t is not None for t, _k in takes) and all(t in self.back for t, _k in has)
            if i not in chain and known and Counter(takes) != Counter(has):
                self.moved.add(i)

    def _stretch(self, left: list[int], right: list[int]) -> None:
        """Pair long equal runs of a long stretch, and align what is left between them."""
        runs = [] if len(left) * len(right) < _LONG_STRETCH else equal_runs(*([self._own[side][i] for i in of] for side, of in ((0, left), (1, right))))  # fmt: skip
        at = (0, 0)
        for x, y, length in [*runs, (len(left), len(right), 0)]:
            if left[at[0] : x] and right[at[1] : y]:
                self._align(left[at[0] : x], right[at[1] : y])
            for k in range(length):
                self._pair(left[x + k], right[y + k])
            at = (x + length, y + length)

    def _align(self, left: list[int], right: list[int]) -> None:
        if len(left) * len(right) > _MOST_CELLS:
            parts = -(-max(len(left), len(right)) // int(_MOST_CELLS**0.5))
            cut = [[part[k * len(part) // parts : (k + 1) * len(part) // parts] for part in (left, right)] for k in range(parts)]  # fmt: skip
            for one, other in cut:
                if one and other:
                    self._align(one, other)
            return
        likeness = self._likeness(left, right)
        for x, y in best_pairs(likeness):
            self._pair(left[x], right[y])

    def _likeness(self, left: list[int], right: list[int]) -> np.ndarray:
        """How much like each other operations are; nothing where they can't be counterparts."""
        ops = ([self.a.operations[i] for i in left], [self.b.operations[j] for j in right])
        numbers = [np.array([self._own[side][i] for i in of]) for side, of in enumerate((left, right))]
        first = [{n: op for n, op in zip(numbers[side].tolist(), ops[side], strict=True)} for side in (0, 1)]
        rows, columns = ({n: k for k, n in enumerate(first[side])} for side in (0, 1))
        loose = "loose" in self._way
        table = np.array([[likeness(x, y, loose) for y in first[1].values()] for x in first[0].values()])
        found = table[np.array([rows[n] for n in numbers[0].tolist()])][:, [columns[n] for n in numbers[1].tolist()]]
        names = [np.array([-1 - side if numbered(op) else self._tokens(("name", op.path, op.name)) for op in ops[side]])
                 for side in (0, 1)]  # fmt: skip
        told = [np.isin(names[side], names[1 - side]) for side in (0, 1)]  # each by a name, and not the same one
        equal = names[0][:, None] == names[1][None, :]
        found = np.where(told[0][:, None] & told[1][None, :] & ~equal, 0.0, found)
        close = _NAME * equal
        for near in (self._above, self._below):
            marks = [np.array([near(side, i) for i in of]) for side, of in enumerate((left, right))]
            close = close + _NEAR * (marks[0][:, None] == marks[1][None, :])
        return np.where(found > 0, found + close, 0.0)

    def _above(self, side: int, i: int) -> int:
        """The kinds of what an operation takes, or the pair that they are."""
        ops = (self.a, self.b)[side].operations
        return self._tokens(("above", tuple(sorted(self._kind[side][s] for s, _k in ops[i].inputs))))

    def _below(self, side: int, i: int) -> int:
        return self._tokens(("below", tuple(sorted(self._kind[side][c] for c in self._consumers[side][i]))))

    def _moved(self) -> None:
        """Pair what has the same kind and options, and stands elsewhere near by."""
        free: dict[int, list[int]] = defaultdict(list)
        for j, op in enumerate(self.b.operations):
            if j not in self.back and op.op != "Input":
                free[self._own[1][j]].append(j)
        at = sorted(self.pairs.items())
        for i, op in enumerate(self.a.operations):
            others = free.get(self._own[0][i])
            if i in self.pairs or op.op == "Input" or not others:
                continue
            here = _expected(at, i)
            called = [j for j in others if self.b.operations[j].name == op.name]
            j = min(called or others, key=lambda j: (abs(j - here), j))
            if abs(j - here) <= _REACH:
                self._pair(i, j)
                self.moved.add(i)
                others.remove(j)


def _expected(at: list[tuple[int, int]], i: int) -> int:
    """Where in the other graph an operation would stand that stands at `i` here."""
    k = bisect_left(at, (i, -1))
    if not at:
        return i
    left = at[k - 1] if k else None
    return left[1] + (i - left[0]) if left else at[0][1] - (at[0][0] - i)

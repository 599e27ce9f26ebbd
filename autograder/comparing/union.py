"""Both graphs as one, for a picture: counterparts are one box, what is in one graph alone another; the rest is folded.

A layer's fused activation is drawn with it. Boxes in which nothing differs, and places of a change that has been shown,
fold to one box where several stand in a row.
"""

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field

from autograder.comparing.compared import Comparison
from autograder.comparing.grouping import Group
from autograder.comparing.naming import fused
from autograder.comparing.sequences import rising
from autograder.graphs.operation import Graph, Operation

_SHOWN = 2
"""Places of one change that are shown; others fold."""
_FOLD = 3
"""Boxes in a row that fold."""


@dataclass
class Box:
    """One box: operations of either graph, or a fold of boxes.

    Args:
        key: of the box.
        ops: the operation that it stands for in either graph, None where it is in the other alone.
        mark: "changed", "new", "gone", "moved" or nothing.
        groups: numbers of the groups that it is a place of.
        folded: how many boxes a fold holds, and how many of them are changed.
    """

    key: str
    ops: tuple[Operation | None, Operation | None] = (None, None)
    mark: str = ""
    groups: list[int] = field(default_factory=list)
    folded: tuple[int, int] | None = None


@dataclass(frozen=True)
class Union:
    """Boxes in topological order; edges of either graph between their keys; `at`: which box an operation is drawn as."""

    boxes: list[Box]
    edges: tuple[list[tuple[str, str]], list[tuple[str, str]]]


def union(found: Comparison) -> Union:
    """Both graphs of a comparison as one."""
    return _Union(found).union()


class _Union:
    def __init__(self, found: Comparison) -> None:
        self.found, self.graphs = found, found.graphs
        script = found.script
        self.moved = {i for e in script.edits if e.kind == "moved" for i in e.a} | self._crossing()
        self.pairs = {i: j for i, j in script.pairs.items() if i not in self.moved}
        self.back = {j: i for i, j in self.pairs.items()}
        self.boxes: dict[str, Box] = {}
        self.at: tuple[dict[int, str], dict[int, str]] = ({}, {})

    def _crossing(self) -> set[int]:
        """What stands in another order and takes something else: as one box it would make edges run backwards."""
        pairs, (a, b) = self.found.script.pairs, self.graphs
        kept = set(rising(sorted(pairs.items())))
        found = set()
        for i, j in pairs.items():
            images = {pairs.get(s) for s, _k in a.operations[i].inputs}
            if (i, j) not in kept and images != {s for s, _k in b.operations[j].inputs}:
                found.add(i)
        return found

    def union(self) -> Union:
        self._make()
        self._mark()
        edges = [self._edges(side) for side in (0, 1)]
        order = _order(list(self.boxes), [*edges[1], *edges[0]])
        return self._fold(order, edges)

    def _make(self) -> None:
        for side, graph in enumerate(self.graphs):
            for op in graph.operations:
                host = self._host(graph, op)
                if host is not None:
                    self.at[side][op.id] = self.at[side][host]
                    continue
                mate = (self.pairs, self.back)[side].get(op.id)
                first = op.id if side == 0 else mate
                key = f"{'ab'[side]}{op.id}" if mate is None else f"p{first}"
                self.at[side][op.id] = key
                box = self.boxes.setdefault(key, Box(key))
                box.ops = (op, box.ops[1]) if side == 0 else (box.ops[0], op)

    def _host(self, graph: Graph, op: Operation) -> int | None:
        """The layer that an activation is fused into."""
        if fused(op) and op.inputs:
            before = graph.operations[op.inputs[0][0]]
            if (before.path, before.name) == (op.path, op.name):
                return before.id
        return None

    def _mark(self) -> None:
        for number, group in enumerate(self.found.groups):
            for edit in group.edits:
                for side, ids in ((0, edit.a), (1, edit.b)):
                    for i in ids:
                        box = self.boxes[self.at[side][i]]
                        one = None in box.ops
                        mark = "moved" if edit.kind == "moved" else ("gone" if box.ops[1] is None else "new") if one else "changed"  # fmt: skip
                        box.mark = box.mark or mark
                        if number not in box.groups:
                            box.groups.append(number)
        for side, graph in enumerate(self.graphs):
            for op in graph.operations:
                box = self.boxes[self.at[side][op.id]]
                if None in box.ops and not box.mark and op.op != "Input":
                    box.mark = "moved"

    def _edges(self, side: int) -> list[tuple[str, str]]:
        graph, at = self.graphs[side], self.at[side]
        found = [(at[s], at[op.id]) for op in graph.operations for s, _k in op.inputs if at[s] != at[op.id]]
        return list(dict.fromkeys(found))

    def _fold(self, order: list[str], edges: list[list[tuple[str, str]]]) -> Union:
        shown = _shown(self.boxes, self.found.groups, order)
        runs: list[list[str]] = [[]]
        for key in order:
            if key in shown:
                runs.append([])
            else:
                runs[-1].append(key)
        into: dict[str, str] = {}
        folds: dict[str, Box] = {}
        for run in runs:
            if len(run) >= _FOLD:
                key = f"f{len(folds)}"
                changed = sum(bool(self.boxes[k].mark) for k in run)
                folds[key] = Box(key, folded=(len(run), changed))
                into |= dict.fromkeys(run, key)
        boxes = {into.get(key, key): folds.get(into.get(key, ""), self.boxes[key]) for key in order}
        drawn = [list(dict.fromkeys((into.get(s, s), into.get(t, t)) for s, t in some)) for some in edges]
        return Union(list(boxes.values()), tuple([e for e in some if e[0] != e[1]] for some in drawn))  # type: ignore[arg-type]


def _shown(boxes: dict[str, Box], groups: list[Group], order: list[str]) -> set[str]:
    """Boxes that don't fold: the first places of each change, and the ends."""
    met: dict[int, int] = defaultdict(int)
    found = {order[0], order[-1]} if order else set()
    for key in order:
        if boxes[key].mark and not boxes[key].groups:
            found.add(key)
        for number in boxes[key].groups:
            most = _SHOWN * max(1, len(groups[number].edits[0].a + groups[number].edits[0].b) // 2)
            if met[number] < most or groups[number].count <= 3:
                met[number] += 1
                found.add(key)
    return found


def _order(keys: list[Hashable], edges: list[tuple]) -> list:
    """Topological order, near to that of the keys; where the edges make a circle, one of them is let go."""
    into: dict = dict.fromkeys(keys, 0)
    out: dict = {key: [] for key in keys}
    for s, t in edges:
        out[s].append(t)
        into[t] += 1
    found, placed = [], set()
    waiting = [key for key in reversed(keys) if not into[key]]
    rest = iter(keys)
    while len(found) < len(keys):
        if not waiting:
            waiting.append(next(key for key in rest if key not in placed))
        key = waiting.pop()
        if key in placed:
            continue
        placed.add(key)
        found.append(key)
        for t in reversed(out[key]):
            into[t] -= 1
            if not into[t] and t not in placed:
                waiting.append(t)
    return found

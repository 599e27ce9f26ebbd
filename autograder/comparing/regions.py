"""What stands in one of two graphs alone, or elsewhere: its parts, and the operations from which they come."""

from collections.abc import Hashable

from autograder.comparing.parts import Parts
from autograder.graphs.operation import Graph, Operation


class Regions:
    """The pairs of two graphs, and the parts that stand in one of them alone."""

    def __init__(self, a: Graph, b: Graph, pairs: dict[int, int], moved: set[int]) -> None:
        self.a, self.b, self.pairs = a, b, pairs
        self.back = {j: i for i, j in pairs.items()}
        self.moved = {i for i in moved if self.images(a.operations[i]) != list(b.operations[pairs[i]].inputs)}
        self._origins: list[dict[int, frozenset]] = [{}, {}]
        self.parts = Parts()

    def images(self, op: Operation) -> list:
        return [(self.pairs[s], k) if s in self.pairs else None for s, k in op.inputs]

    def image(self, reference: tuple) -> tuple | None:
        s, k = reference
        return (self.pairs[s], k) if s in self.pairs else None

    def loose(self, side: int, i: int) -> bool:
        """Whether an operation stands at this place in one graph alone."""
        return (i not in self.pairs or i in self.moved) if side == 0 else self.back.get(i, i) in self.moved or i not in self.back  # fmt: skip

    def origin(self, side: int, i: int) -> frozenset:
        """The operations, in the second graph's numbers, from which a loose operation comes; of another itself."""
        known, graph, waiting = self._origins[side], (self.a, self.b)[side], [i]
        while waiting:
            n = waiting[-1]
            if n not in known:
                if not self.loose(side, n):
                    known[n] = frozenset([n if side else self.pairs[n]])
                elif missing := [s for s, _k in graph.operations[n].inputs if s not in known]:
                    waiting.extend(missing)
                    continue
                else:
                    found = (known[s] for s, _k in graph.operations[n].inputs)
                    known[n] = frozenset().union(*found)
            waiting.pop()
        return known[i]

    def join(self) -> None:
        """Parts of what is new or gone: what hangs together, and what takes the place of it."""
        for side, graph, there in ((0, self.a, self.pairs), (1, self.b, self.back)):
            for op in graph.operations:
                if op.id not in there and op.op != "Input":
                    self.parts.add((side, op.id))
                    for s, _k in op.inputs:
                        if s not in there and graph.operations[s].op != "Input":
                            self.parts.join((side, s), (side, op.id))

    def owner(self, s: int | None, t: int | None) -> Hashable:
        """The part or move that an edge follows from; a part that is gone and one that is new become one there."""
        gone = s is not None and s not in self.pairs
        new = t is not None and t not in self.back
        if gone and new:
            self.parts.join((0, s), (1, t))
        if gone:
            return ("part", (0, s))
        if new:
            return ("part", (1, t))
        return ("moved", s if s is not None else self.back[t])

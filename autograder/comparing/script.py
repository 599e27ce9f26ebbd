"""The edit script: what leads from one canonical graph to another, each entry one thing that a person would do.

Every entry carries its steps, so that all of them together, done to the first graph (`applied`), give the second.
"""

from collections import Counter
from collections.abc import Collection, Hashable, Iterable
from dataclasses import replace

from autograder.comparing.edit import Edit, Script, merged
from autograder.comparing.likeness import frozen, own
from autograder.comparing.matching import WAYS, match
from autograder.comparing.regions import Regions
from autograder.graphs.operation import Graph, Operation

OUTPUTS = -1
"""Stands for what takes the outputs of a graph, as an operation takes its inputs."""


_MOST_EDITS, _MOST_CALLS = 40, 4_000
"""Up to so many entries, and calls of both graphs, a shorter script is looked for."""


def script(a: Graph, b: Graph) -> Script:
    """What leads from `a` to `b`; no entries where nothing differs.

    The shortest of several, each from other counterparts: which are best can't be told before the script is written
    (docs/decisions/diff.md).
    """
    found = _written(a, b, WAYS[0])
    small = len(a.operations) + len(b.operations) <= _MOST_CALLS
    if small and 1 < len(found.edits) <= _MOST_EDITS:
        return min([found, *(_written(a, b, way) for way in WAYS[1:])], key=lambda f: len(f.edits))
    return found


def _written(a: Graph, b: Graph, way: Collection[str]) -> Script:
    pairs, moved = match(a, b, way)
    return Script(a, b, pairs, tuple(_Writer(a, b, pairs, moved).edits()))


class _Writer(Regions):
    """Writes the entries: of operations, then of edges, then of the ends."""

    def __init__(self, a: Graph, b: Graph, pairs: dict[int, int], moved: set[int]) -> None:
        super().__init__(a, b, pairs, moved)
        self._wires: dict[Hashable, list[tuple]] = {}

    def edits(self) -> list[Edit]:
        """All entries, in the order of the graphs, those of one thing that is called again and again as one."""
        self.join()
        edges = [e for i, j in sorted(self.pairs.items()) for e in self._edges(i, j)]
        found = [*self._inputs(), *self._changed(), *edges, *self._outputs(), *self._sharing()]
        return merged([*found, *self._of_parts(), *self._of_moved()], self.a, self.b)

    # --- operations ---

    def _changed(self) -> Iterable[Edit]:
        for i, j in sorted(self.pairs.items()):
            x, y = self.a.operations[i], self.b.operations[j]
            if x.op == "Input":
                continue
            flags = [[t for _i, _s, t in op.weights] for op in (x, y)]
            if x.op != y.op:
                values = {"from": x.op, "to": y.op, "options": [x.config, y.config]}
                steps = [("set", i, y.op, y.config, flags[1])]
                if (x.layer is None) != (y.layer is None):
                    steps.append(("layer", i, self._layer(y)))
                yield Edit("replaced", (i,), (j,), values, tuple(steps))
                continue
            options = {k: (x.config.get(k), y.config.get(k)) for k in sorted({*x.config, *y.config})}
            options = {k: v for k, v in options.items() if frozen(v[0]) != frozen(v[1])}
            if options:
                yield Edit("config", (i,), (j,), {"options": options}, (("set", i, y.op, y.config, flags[1]),))
            if flags[0] != flags[1] and len(flags[0]) == len(flags[1]):
                kind = "frozen" if sum(flags[1]) < sum(flags[0]) else "trained"
                yield Edit(kind, (i,), (j,), {}, (("set", i, y.op, y.config, flags[1]),))
            elif not options and self._other_weights(x, y):
                shapes = [[list(s) for _i, s, _t in op.weights] for op in (x, y)]
                yield Edit("weights", (i,), (j,), {"shapes": shapes}, (("set", i, y.op, y.config, flags[1]),))

    def _other_weights(self, x: Operation, y: Operation) -> bool:
        """Whether weights have other shapes, for no cause that another entry names."""
        shapes = [[s for _i, s, _t in op.weights] for op in (x, y)]
        taken = [[g.operations[s].shape[1:] for s, _k in op.inputs] for g, op in ((self.a, x), (self.b, y))]
        return shapes[0] != shapes[1] and (taken[0] == taken[1] or len(shapes[0]) != len(shapes[1]))

    # --- what is new or gone, and what has moved ---

    def _edges(self, i: int, j: int) -> Iterable[Edit]:
        x, y = self.a.operations[i], self.b.operations[j]
        if x.op == "Input":
            return
        wire = ("wire", i, [(self._ref(s), k) for s, k in y.inputs])
        if i in self.moved:
            self._wires.setdefault(("moved", i), []).append(wire)
            return
        lost, extra = _unlike(x.inputs, self.images(x), list(y.inputs), x.commutes and y.commutes)
        if not lost and not extra:
            return
        yield from self._rewired(i, j, lost, extra, wire, len(x.inputs), len(y.inputs))

    def _rewired(self, i: int, j: int, lost: list, extra: list, wire: tuple, before: int, after: int) -> Iterable[Edit]:
        """The entry for what takes something else now, where no entry of a part or of a move tells it already."""
        if lost and extra and None not in lost and Counter(self.image(r) for r in lost) == Counter(extra):
            yield Edit("order", (i,), (j,), {"from": lost, "to": extra}, (wire,))
            return
        rest, owner = self._told(list(lost), list(extra), before == after)
        if rest == ([], []):
            self._wires.setdefault(owner, []).append(wire)
            return
        yield Edit("edge", (i,), (j,), {"from": rest[0], "to": rest[1]}, (wire,))

    def _told(self, lost: list, extra: list, even: bool) -> tuple[tuple[list, list], Hashable]:
        """What is left of lost and new edges when those are taken away that follow from a part; and whose they are."""
        owner: Hashable = None
        for s, k in list(lost):
            for t, n in list(extra):
                loose = self.loose(0, s), self.loose(1, t)
                if any(loose) and self.origin(0, s) & self.origin(1, t):
                    owner = self.owner(s if loose[0] else None, t if loose[1] else None)
                    lost.remove((s, k))
                    extra.remove((t, n))
                    break
        if not even or not (lost and extra):
            for rest, side in ((lost, 0), (extra, 1)):
                for s, k in list(rest):
                    if self.loose(side, s) and (len(rest) > 0):
                        owner = self.owner(*((s, None) if side == 0 else (None, s)))
                        rest.remove((s, k))
        elif all(self.loose(0, s) for s, _k in lost) and all(self.loose(1, t) for t, _k in extra):
            owner = self.owner(lost[0][0], extra[0][0])
            lost, extra = [], []
        return (lost, extra), owner

    def _of_parts(self) -> Iterable[Edit]:
        wires: dict[Hashable, list] = {}
        for owner, steps in self._wires.items():
            if owner[0] == "part":
                wires.setdefault(self.parts.root(owner[1]), []).extend(steps)
        for root, members in self.parts.groups().items():
            gone = tuple(sorted(i for side, i in members if side == 0 and self.a.operations[i].op != "Input"))
            new = tuple(sorted(j for side, j in members if side == 1 and self.b.operations[j].op != "Input"))
            steps = [("drop", i) for i in gone] + [self._adding(j) for j in new] + wires.get(root, [])
            kind = "replaced" if gone and new else "removed" if gone else "inserted"
            if gone or new:
                yield Edit(kind, gone, new, {}, tuple(steps))

    def _of_moved(self) -> Iterable[Edit]:
        for i in sorted(self.moved):
            yield Edit("moved", (i,), (self.pairs[i],), {}, tuple(self._wires.get(("moved", i), ())))

    def _ref(self, j: int) -> Hashable:
        return self.back.get(j, ("new", j))

    def _adding(self, j: int) -> tuple:
        op = self.b.operations[j]
        return ("add", ("new", j), replace(op, weights=tuple((0, (), t) for _i, _s, t in op.weights)),
                [(self._ref(s), k) for s, k in op.inputs], self._layer(op))  # fmt: skip

    # --- sharing ---

    def _layer(self, op: Operation) -> Hashable:
        """The layer of an operation of the second graph, by a layer of the first where there is one."""
        if op.layer is None:
            return None
        calls = [self.back[o] for o in self._calls(1)[op.layer] if o in self.back]
        before = {self.a.operations[i].layer for i in calls}
        if len(before) == 1 and None not in before:
            (layer,) = before
            images = {self.b.operations[self.pairs[i]].layer for i in self._calls(0)[layer] if i in self.pairs}
            if images == {op.layer}:
                return ("a", layer)
        return ("b", op.layer)

    def _calls(self, side: int) -> dict[int, list[int]]:
        if not hasattr(self, "_called"):
            self._called: list[dict] = [{}, {}]
            for found, graph in zip(self._called, (self.a, self.b), strict=True):
                for op in graph.operations:
                    if op.layer is not None:
                        found.setdefault(op.layer, []).append(op.id)
        return self._called[side]

    def _sharing(self) -> Iterable[Edit]:
        for kind, side, there in (("unshared", 0, self.pairs), ("shared", 1, self.back)):
            graphs = (self.a, self.b) if side == 0 else (self.b, self.a)
            for layer, calls in self._calls(side).items():
                mine = [n for n in calls if n in there]
                others = {graphs[1].operations[there[n]].layer for n in mine} - {None}
                if layer is not None and len(others) > 1:
                    a = tuple(mine) if side == 0 else tuple(there[n] for n in mine)
                    b = tuple(self.pairs[i] for i in a)
                    steps = tuple(("layer", i, self._layer(self.b.operations[self.pairs[i]])) for i in a)
                    yield Edit(kind, a, b, {"count": len(others)}, steps)

    # --- ends ---

    def _inputs(self) -> Iterable[Edit]:
        a, b, kept = self.a, self.b, []
        ends = ("inputs", [self._ref(j) for j in b.inputs], b.input_keys)
        for i in a.inputs:
            j = self.pairs.get(i)
            if j is None:
                yield Edit("input_removed", (i,), (), {}, (("drop", i), ends))
                continue
            kept.append(j)
            x, y = a.operations[i], b.operations[j]
            if own(x) != own(y):
                values = {"from": [list(x.shape), x.dtype], "to": [list(y.shape), y.dtype]}
                yield Edit("input", (i,), (j,), values, (("input", i, y.shape, y.dtype),))
        for j in b.inputs:
            if j not in self.back:
                yield Edit("input_added", (), (j,), {}, (self._adding(j), ends))
        if kept != [j for j in b.inputs if j in self.back]:
            names = [[g.operations[i].name for i in g.inputs] for g in (a, b)]
            yield Edit("input_order", a.inputs, b.inputs, {"from": names[0], "to": names[1]}, (ends,))
        elif a.input_keys != b.input_keys:
            values = {"side": "inputs", "from": list(a.input_keys), "to": list(b.input_keys)}
            yield Edit("keys", a.inputs, b.inputs, values, (ends,))

    def _outputs(self) -> Iterable[Edit]:
        a, b = self.a, self.b
        ends = ("outputs", [(self._ref(s), k) for s, k in b.outputs], b.output_keys)
        does = list(b.outputs)
        lost, extra = _unlike(a.outputs, [self.image(r) for r in a.outputs], does, False)
        rest: tuple[list, list] = ([], [])
        if (lost or extra) and None not in [self.image(r) for r in lost] and Counter(map(self.image, lost)) == Counter(extra):  # fmt: skip
            yield Edit("output_order", tuple(s for s, _k in lost), tuple(s for s, _k in extra), {}, (ends,))
            return
        if lost or extra:
            rest, owner = self._told(list(lost), list(extra), len(a.outputs) == len(does))
            if rest == ([], []) and a.output_keys == b.output_keys:
                self._wires.setdefault(owner, []).append(ends)
        if rest != ([], []):
            kind = "output" if rest[0] and rest[1] else "output_removed" if rest[0] else "output_added"
            places = tuple(s for s, _k in rest[0]), tuple(s for s, _k in rest[1])
            yield Edit(kind, *places, {"from": rest[0], "to": rest[1]}, (ends,))
        elif a.output_keys != b.output_keys:
            values = {"side": "outputs", "from": list(a.output_keys), "to": list(b.output_keys)}
            yield Edit("keys", (), (), values, (ends,))


def _unlike(before: tuple, should: list, does: list, commutes: bool) -> tuple[list, list]:
    """References of the first graph that are lost, and of the second that are new."""
    if should == does:
        return [], []
    if not commutes and len(should) == len(does):
        places = [k for k, (s, d) in enumerate(zip(should, does, strict=True)) if s != d]
        return [before[k] for k in places], [does[k] for k in places]
    more, lost = Counter(does), []
    for reference, image in zip(before, should, strict=True):
        if image is not None and more[image] > 0:
            more[image] -= 1
        else:
            lost.append(reference)
    extra = list(more.elements())
    if not lost and not extra and not commutes:  # as many of each, in another order
        return list(before), does
    return lost, extra

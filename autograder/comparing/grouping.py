"""The entries of a script in groups, as a person would tell them: one cause, however many its places, largest first."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass, field
from typing import Any

from autograder.comparing.edit import Edit, Script
from autograder.comparing.likeness import family, frozen
from autograder.comparing.naming import fused, kind, name, names, written
from autograder.comparing.repeats import repeated
from autograder.graphs.operation import Graph, Operation

_SAID = ("units", "filters", "kernel_size", "pool_size", "strides", "padding", "rate", "output_dim", "input_dim", "shape",
         "activation", "num_heads", "key_dim", "axis")  # fmt: skip
"""Options that a new layer is told with."""
_MOST, _FEW = 8, 3


@dataclass(frozen=True)
class Group:
    """Entries that are one thing to say.

    Args:
        key: of its sentence (`autograder.comparing.words`).
        values: what the sentence names.
        edits: the entries.
        count: in how many places it is.
        places: for each what it is about: the names before, the names after.
    """

    key: str
    values: dict[str, Any]
    edits: tuple[Edit, ...]
    count: int
    places: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = field(default=())


def groups(script: Script) -> list[Group]:
    """All that the script says, the largest group first."""
    teller = _Teller(script)
    found = teller.told()
    return sorted(found, key=lambda g: (-g.count, (g.edits[0].b or g.edits[0].a or (0,))[0]))


class _Teller:
    """Gathers entries with the same signature."""

    def __init__(self, script: Script) -> None:
        self.script, self.a, self.b = script, script.a, script.b
        self._consumers = (script.a.consumers(), script.b.consumers())

    def told(self) -> list[Group]:
        found = [*self.options(), *self.others()]
        few = [g for g in found if g.key.startswith("edge") and g.count < _FEW]
        if len(found) > _MOST and len(few) > 1:  # many causes: edges that stand alone are told together
            edits = [e for g in few for e in g.edits]
            found = [g for g in found if g not in few] + [self._edge(edits)]
        return found

    def options(self) -> Iterable[Group]:
        """One group for each option that changes from one value to another; options that change together are one."""
        found: dict[Hashable, list[Edit]] = {}
        values: dict[Hashable, dict] = {}
        for edit in self.script.edits:
            if edit.kind == "config":
                of = self.b.operations[edit.b[0]]
                for option, (before, after) in edit.values["options"].items():
                    key = (option, frozen(before), frozen(after), family(of.op) if option == "activation" else "")
                    found.setdefault(key, []).append(edit)
                    values[key] = {option: (before, after)}
        together: dict[Hashable, list[Hashable]] = {}
        for key, edits in found.items():
            together.setdefault(tuple(id(e) for e in edits), []).append(key)
        for keys in together.values():
            edits = found[keys[0]]
            options: dict = {}
            for key in keys:
                options |= values[key]
            yield self._group("config", {"options": options}, edits)

    def others(self) -> Iterable[Group]:
        found: dict[Hashable, list[Edit]] = {}
        for edit in self.script.edits:
            if edit.kind != "config":
                found.setdefault(self._signature(edit), []).append(edit)
        for edits in found.values():
            of: Callable = getattr(self, f"_{edits[0].kind}", self._plain)
            yield of(edits)

    def _signature(self, edit: Edit) -> Hashable:
        """Equal for entries that are told as one."""
        b = self.b.operations
        match edit.kind:
            case "inserted" | "removed" | "replaced":
                if self._repeats(edit):
                    return (edit.kind, id(edit))
                return (edit.kind, self._parts(self.a, edit.a), self._parts(self.b, edit.b))
            case "moved":
                return ("moved", b[edit.b[0]].op)
            case "edge":
                lost, extra = edit.values["from"], edit.values["to"]
                return ("edge", b[edit.b[0]].op, bool(lost), bool(extra))
            case "frozen" | "trained":
                return edit.kind
            case "shared" | "unshared":
                return (edit.kind, self.a.operations[edit.a[0]].op)
            case "weights" | "order":
                return (edit.kind, b[edit.b[0]].op, str(edit.values.get("shapes")))
        return (edit.kind, id(edit))

    def _parts(self, graph: Graph, ids: Iterable[int]) -> Hashable:
        return tuple((graph.operations[i].op, frozen(_without_size(graph.operations[i]))) for i in ids)

    def _group(self, key: str, values: dict, edits: list[Edit]) -> Group:
        places = [(tuple(names(self.a, e.a)), tuple(names(self.b, e.b))) for e in edits]
        ops = [op for e in edits for op in ([self.b.operations[e.b[0]]] if e.b else [self.a.operations[e.a[0]]] if e.a else [])]  # fmt: skip
        common = {"names": list(dict.fromkeys(name(op) for op in ops)), "kinds": [k for k, _n in Counter(map(kind, ops)).most_common()]}  # fmt: skip
        return Group(key, common | values, tuple(edits), len(edits), tuple(places))

    def _plain(self, edits: list[Edit]) -> Group:
        return self._group(edits[0].kind, dict(edits[0].values), edits)

    # --- what is new, gone, other ---

    def _inserted(self, edits: list[Edit]) -> Group:
        return self._part("inserted", 1, edits)

    def _removed(self, edits: list[Edit]) -> Group:
        return self._part("removed", 0, edits)

    def _part(self, key: str, side: int, edits: list[Edit]) -> Group:
        graph, first = (self.a, self.b)[side], edits[0]
        ids = (first.a, first.b)[side]
        run = self._repeats(first)
        if run:
            return self._group(f"repeats.{key}", run, edits)
        if len(ids) == 1 and fused(graph.operations[ids[0]]):
            activation = graph.operations[ids[0]].config.get("activation")
            return self._group(f"activation.{key}", {"activation": activation}, edits)
        return self._group(key, self._described(side, [(e.a, e.b)[side] for e in edits]), edits)

    def _replaced(self, edits: list[Edit]) -> Group:
        first = edits[0]
        gone, new = self._described(0, [e.a for e in edits]), self._described(1, [e.b for e in edits])
        values = {"from": gone["layers"], "to": new["layers"], "before": gone["before"], "after": gone["after"]}
        key = "replaced" if len(first.a) and len(first.b) else first.kind
        return self._group(key, values, edits)

    def _described(self, side: int, parts: list[tuple[int, ...]]) -> dict:
        """The layers of parts that are alike, and what stands before and behind them, where that is one thing."""
        graph = (self.a, self.b)[side]
        layers = [(kind(op), _said(op, graph, parts[0])) for op in written(graph, parts[0])]
        around = [self._around(side, part) for part in parts]
        found: dict[str, Any] = {"layers": layers}
        for k, where in enumerate(("before", "after")):
            if len(parts) == 1:
                found[where] = [name(op) for op in around[0][k]]
            else:
                kinds = Counter(tuple(dict.fromkeys(kind(op) for op in some[k])) for some in around)
                most, times = kinds.most_common(1)[0]
                found[where] = list(most) if times == len(parts) else []
        return found

    def _around(self, side: int, part: tuple[int, ...]) -> tuple[list[Operation], list[Operation]]:
        """What a part takes, and what takes it."""
        graph, inside = (self.a, self.b)[side], set(part)
        sources = dict.fromkeys(s for i in part for s, _k in graph.operations[i].inputs if s not in inside)
        users = dict.fromkeys(c for i in part for c in self._consumers[side][i] if c not in inside)
        return [graph.operations[s] for s in sources], [graph.operations[c] for c in users]

    def _repeats(self, edit: Edit) -> dict | None:
        """How often a block stands in a row before and after, where one that repeats is gone or new."""
        if edit.kind not in ("inserted", "removed"):
            return None
        side = 0 if edit.kind == "removed" else 1
        return repeated((self.a, self.b)[side], (edit.a, edit.b)[side], edit.kind == "removed")

    # --- what stands elsewhere ---

    def _swapped(self, edit: Edit) -> tuple[str, str]:
        """Whether a moved operation changed places with its neighbour: "before" or "behind" it, and what that is."""
        i, j = edit.a[0], edit.b[0]
        x, y, pairs = self.a.operations[i], self.b.operations[j], self.script.pairs
        took = {pairs.get(s) for s, _k in x.inputs}
        gave = {pairs.get(c) for c in self._consumers[0][i]}
        below, above = set(self._consumers[1][j]), {s for s, _k in y.inputs}
        if took & below:
            return "before", kind(self.b.operations[min(took & below)])
        if gave & above:
            return "behind", kind(self.b.operations[min(gave & above)])
        return "", ""

    def _moved(self, edits: list[Edit]) -> Group:
        ways = {self._swapped(e) for e in edits}
        way, other = min(ways)
        if way and len(ways) == 1:
            return self._group(f"moved.{way}", {"other": other}, edits)
        values = {}
        for key, side in (("from", 0), ("to", 1)):
            ids = [(e.a, e.b)[side] for e in edits]
            graph = (self.a, self.b)[side]
            sources = [tuple(graph.operations[s] for s, _k in graph.operations[i[0]].inputs) for i in ids]
            say = name if len(edits) == 1 else kind
            values[key] = list(Counter(tuple(map(say, some)) for some in sources).most_common(1)[0][0])
        return self._group("moved", values, edits)

    def _edge(self, edits: list[Edit]) -> Group:
        say = name if len(edits) == 1 else kind
        values = {}
        for key, graph in (("from", self.a), ("to", self.b)):
            some = Counter(tuple(dict.fromkeys(say(graph.operations[s]) for s, _k in e.values[key])) for e in edits)
            values[key] = list(some.most_common(1)[0][0])
        key = "edge" if values["from"] and values["to"] else "edge.lost" if values["from"] else "edge.new"
        return self._group(key, values, edits)

    def _order(self, edits: list[Edit]) -> Group:
        values = {key: [name(g.operations[s]) for s, _k in edits[0].values[key]] for key, g in (("from", self.a), ("to", self.b))}  # fmt: skip
        return self._group("order", values, edits)

    # --- the ends ---

    def _output(self, edits: list[Edit]) -> Group:
        return self._order_of(edits[0].kind, edits)

    _output_added = _output_removed = _output

    def _order_of(self, key: str, edits: list[Edit]) -> Group:
        values = {k: names(g, [s for s, _k in edits[0].values[k]]) for k, g in (("from", self.a), ("to", self.b))}
        return self._group(key, values, edits)

    def _output_order(self, edits: list[Edit]) -> Group:
        values = {"from": names(self.a, [s for s, _k in self.a.outputs]), "to": names(self.b, [s for s, _k in self.b.outputs])}  # fmt: skip
        return self._group("output_order", values, edits)


def _without_size(op: Operation) -> dict:
    """Options without those that differ from stage to stage: a layer that is new in each is one thing to say."""
    return {k: v for k, v in op.config.items() if k not in ("filters", "units", "output_dim", "shape")}


def _said(op: Operation, graph: Graph, part: Iterable[int]) -> dict:
    """The options that a layer is told with, its fused activation among them."""
    found = {k: op.config[k] for k in _SAID if k in op.config}
    for i in part:
        other = graph.operations[i]
        if fused(other) and not fused(op) and (other.path, other.name) == (op.path, op.name):
            found["activation"] = other.config.get("activation")
    return found

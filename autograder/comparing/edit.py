"""An entry of an edit script, and the script: one thing that a person would do, with the steps that do it."""

from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.comparing.likeness import frozen
from autograder.graphs.operation import Graph, Operation


@dataclass(frozen=True)
class Edit:
    """One entry of a script.

    Args:
        kind: "config", "replaced", "inserted", "removed", "moved", "edge", "order", "frozen", "trained", "shared",
            "unshared", "weights", "input", "input_added", "input_removed", "input_order", "output", "output_added",
            "output_removed", "output_order", "keys".
        a, b: the operations that it is about, in either graph.
        values: what it changes: options with their values before and after, sources of edges.
        steps: what `applied` does for it.
    """

    kind: str
    a: tuple[int, ...] = ()
    b: tuple[int, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    steps: tuple[tuple, ...] = ()


@dataclass(frozen=True)
class Script:
    """An edit script between two graphs, with the counterparts that it rests on."""

    a: Graph
    b: Graph
    pairs: dict[int, int]
    edits: tuple[Edit, ...]


def identity(op: Operation) -> Hashable:
    """Equal for calls of what was written once: a shared layer, a layer inside a model that is called again."""
    return (op.op, op.layer) if op.layer is not None else (op.op, op.path, op.name)


def merged(edits: list[Edit], a: Graph, b: Graph) -> list[Edit]:
    """One entry for what was written once and is called several times."""
    found: dict[Hashable, Edit] = {}
    for edit in edits:
        of = tuple(identity(a.operations[i]) for i in edit.a), tuple(identity(b.operations[j]) for j in edit.b)
        values = {k: v for k, v in edit.values.items() if edit.kind != "edge"}
        key: Hashable = (edit.kind, of, frozen(values))
        if edit.kind in ("shared", "unshared"):
            paths = {a.operations[i].path for i in edit.a}
            key = (edit.kind, paths.pop()) if len(paths) == 1 and paths != {()} else (edit.kind, edit.a)
        known = found.get(key)
        if known:
            edit = replace(known, a=known.a + edit.a, b=known.b + edit.b, steps=known.steps + edit.steps)
        found[key] = edit
    return sorted(found.values(), key=lambda e: (e.b or e.a or (0,))[0])

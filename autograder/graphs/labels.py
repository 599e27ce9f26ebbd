"""Labels of the calls of a canonical graph: equal for equal places, in whatever order the calls were written.

Of a graph (`labels`, from both ends) or of its weighted layers alone (`skeleton`).
"""

import hashlib
import json

from autograder.graphs.operation import Graph, Operation


def labels(graph: Graph, names: bool = False) -> list[str]:
    """For each operation a label that says all of its place in the graph, equal in equal graphs."""
    own = [_own(op, names) for op in graph.operations]
    group: dict[int | None, str] = {op.layer: "" for op in graph.operations if op.layer is not None}
    up: list[str] = []
    down: list[str] = []
    for _round in range(3):  # sharing is known after the first round, and travels with the next
        up = upward(graph, [f"{o}{group.get(op.layer, '')}" for o, op in zip(own, graph.operations, strict=True)])
        down = downward(graph, up)
        calls: dict[int, list[str]] = {}
        for op in graph.operations:
            if op.layer is not None:
                calls.setdefault(op.layer, []).append(down[op.id])
        group = {layer: _hash(sorted(found)) for layer, found in calls.items()}
    return down


def upward(graph: Graph, own: list[str]) -> list[str]:
    """Labels that say what leads to an operation, from the inputs on."""
    found: list[str] = []
    places = {i: k for k, i in enumerate(graph.inputs)}
    for op in graph.operations:
        parts = [f"{found[s]}.{k}" for s, k in op.inputs]
        found.append(_hash([own[op.id], str(places.get(op.id, "")), *(sorted(parts) if op.commutes else parts)]))
    return found


def downward(graph: Graph, own: list[str]) -> list[str]:
    """Labels that say what an operation leads to, from the outputs back."""
    consumers = graph.consumers()
    found = [""] * len(graph.operations)
    places: dict[int, list[str]] = {}
    for place, (source, k) in enumerate(graph.outputs):
        places.setdefault(source, []).append(f"output {place} {k}")
    slots: list[dict[int, list[str]]] = [{} for _op in graph.operations]
    for op in graph.operations:
        for n, (source, k) in enumerate(op.inputs):
            slots[op.id].setdefault(source, []).append(("" if op.commutes else str(n)) + f".{k}")
    for op in reversed(graph.operations):
        parts = [f"{found[c]}{sorted(slots[c][op.id])}" for c in consumers[op.id]]
        found[op.id] = _hash([own[op.id], *sorted(parts), *places.get(op.id, [])])
    return found


def _own(op: Operation, names: bool) -> str:
    weights = [[list(shape), trainable] for _id, shape, trainable in op.weights]
    shape = op.shape[1:] if op.op == "Input" else ()
    dtype = op.dtype if op.op == "Input" else ""
    name = "/".join((*op.path, op.name)) if names and op.op != "Input" else ""
    return _hash([op.op, op.config, weights, list(shape), dtype, name, list(op.given)])


def skeleton(graph: Graph) -> dict[int, str]:
    """A label for each weight (by its id) that depends on the weighted layers alone, not on the glue between them.

    Equal computations give their weights equal labels however their weightless parts are written, so weights can be
    set alike in both (`autograder.asking.probe`). Weights with equal labels stand in places that can't be told apart so.
    """
    _up, weighted, _down = _between(graph)
    calls: dict[int, list[str]] = {}
    for op in graph.operations:
        for place, (weight, shape, _trainable) in enumerate(op.weights):
            # a class of the learner's own may make its weights in any order, or hold a layer that does
            alone = [s for _i, s, _t in op.weights].count(shape) == 1
            own = list(shape) if op.custom or alone else [*shape, place]
            calls.setdefault(weight, []).append(f"{weighted[op.id]}/{own}")
    return {weight: _hash(sorted(found)) for weight, found in calls.items()}


def between(graph: Graph) -> list[tuple]:
    """For each operation which weighted layers, inputs and outputs stand next above and below it, in labels."""
    up, _weighted, down = _between(graph)
    return [(up[op.id], down[op.id]) for op in graph.operations]


def _between(graph: Graph) -> tuple[list[tuple[str, ...]], dict[int, str], dict[int, tuple[str, ...]]]:
    """The labels next above each operation, the label of each that has weights, the labels next below each."""
    up: list[tuple[str, ...]] = []
    weighted: dict[int, str] = {}
    places = {i: k for k, i in enumerate(graph.inputs)}
    for op in graph.operations:
        above = tuple(sorted({label for s, _k in op.inputs for label in up[s]}))
        if op.op == "Input":
            up.append((_hash(["input", places.get(op.id, -1)]),))
        elif op.weights:
            weighted[op.id] = _hash([sorted(list(s) for _i, s, _t in op.weights), list(op.given), list(above)])
            up.append((weighted[op.id],))
        else:
            up.append(above)
    consumers = graph.consumers()
    down: dict[int, tuple[str, ...]] = {}
    outputs: dict[int, list[str]] = {}
    for place, (source, _k) in enumerate(graph.outputs):
        outputs.setdefault(source, []).append(f"output {place}")
    for op in reversed(graph.operations):
        below = {label for c in consumers[op.id] for label in down[c]} | set(outputs.get(op.id, []))
        if op.id in weighted:
            weighted[op.id] = _hash([weighted[op.id], sorted(below)])
            below = {weighted[op.id]}
        down[op.id] = tuple(sorted(below))
    return up, weighted, down


def _hash(parts: list) -> str:
    return hashlib.blake2b(json.dumps(parts, sort_keys=True, default=str).encode(), digest_size=12).hexdigest()

"""A script done: its steps, one after another, make of the first graph the second."""

from collections.abc import Hashable, Iterable
from dataclasses import replace

from autograder.comparing.edit import Edit
from autograder.graphs.operation import Graph, Operation


def applied(a: Graph, edits: Iterable[Edit]) -> Graph:
    """The graph that the entries make of `a`; what follows from others (shapes, sizes of weights) is left out."""
    ops: dict[Hashable, Operation] = {}
    inputs: dict[Hashable, list] = {}
    layers: dict[Hashable, Hashable] = {}
    for op in a.operations:
        ops[op.id], inputs[op.id] = _bare(op), list(op.inputs)
        layers[op.id] = None if op.layer is None else ("a", op.layer)
    ends, outputs, keys = list(a.inputs), list(a.outputs), [a.input_keys, a.output_keys]
    for step in (step for edit in edits for step in edit.steps):
        match step:
            case ("set", i, op, config, flags):
                ops[i] = replace(ops[i], op=op, config=config, weights=tuple((0, (), t) for t in flags))
            case ("drop", i):
                for known in (ops, inputs, layers):
                    known.pop(i)
            case ("add", key, op, sources, layer):
                ops[key], inputs[key], layers[key] = _bare(op), sources, layer
            case ("wire", i, sources):
                inputs[i] = sources
            case ("layer", i, layer):
                layers[i] = layer
            case ("input", i, shape, dtype):
                ops[i] = replace(ops[i], shape=tuple(shape), dtype=dtype)
            case ("inputs", found, names):
                ends, keys[0] = found, names
            case ("outputs", found, names):
                outputs, keys[1] = found, names
    return _graph(ops, inputs, layers, ends, outputs, keys)


def bare(graph: Graph) -> Graph:
    """A graph without what follows from the rest of it, as `applied` gives it."""
    return replace(graph, operations=tuple(map(_bare, graph.operations)))


def _bare(op: Operation) -> Operation:
    shape = op.shape if op.op == "Input" else ()
    return replace(op, weights=tuple((0, (), t) for _i, _s, t in op.weights), shape=shape, given=())


def _graph(ops: dict, inputs: dict, layers: dict, ends: list, outputs: list, keys: list) -> Graph:
    order: dict[Hashable, int] = {}
    for root in [*ends, *(s for s, _k in outputs), *ops]:
        waiting = [root]
        while waiting:
            key = waiting[-1]
            missing = [s for s, _k in inputs[key] if s not in order] if key not in order else []
            if missing:
                waiting.extend(missing)
                continue
            order.setdefault(key, len(order))
            waiting.pop()
    numbers = {layer: k for k, layer in enumerate(dict.fromkeys(layers.values())) if layer is not None}
    found = [
        replace(ops[key], id=n, inputs=tuple((order[s], k) for s, k in inputs[key]), layer=numbers.get(layers[key]))
        for key, n in order.items()
    ]
    return Graph(tuple(found), tuple(order[i] for i in ends), tuple((order[s], k) for s, k in outputs), *keys)

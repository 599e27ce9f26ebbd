"""How much two operations are like each other, wherever they stand."""

import re
from collections.abc import Hashable

from autograder.graphs.operation import Graph, Operation

_MERGES = ("Add", "Concatenate", "Multiply", "Average", "Subtract", "Maximum", "Minimum", "Dot")


def frozen(value: object) -> Hashable:
    """Plain data as something that can be a key; 3, 3.0 and [3] against (3,) make no difference."""
    if isinstance(value, dict):
        return tuple(sorted((str(k), frozen(v)) for k, v in value.items()))
    if isinstance(value, (list, tuple)):
        return tuple(map(frozen, value))
    return value if isinstance(value, (str, int, float)) or value is None else str(value)


def own(op: Operation) -> Hashable:
    """What an operation is, wherever it stands: kind, configuration, what is trained; of an input what it takes."""
    ends = (op.shape[1:], op.dtype) if op.op == "Input" else ()
    return (op.op, frozen(op.config), tuple(t for _i, _s, t in op.weights), ends)


def likeness(x: Operation, y: Operation, loose: bool = False) -> float:
    """How much two operations are alike: at most 7.5, at least 0."""
    weight = 5.0 if x.op in _MERGES else 4.0 if x.weights else 2.0
    options = set(x.config) | set(y.config)
    equal = sum(frozen(x.config.get(o)) == frozen(y.config.get(o)) for o in options) / len(options) if options else 1.0
    if x.op == y.op:
        exact = equal == 1.0 and [t for _i, _s, t in x.weights] == [t for _i, _s, t in y.weights]
        return weight + equal + 1.5 * exact
    alike = family(x.op) == family(y.op) or (loose and "Conv" in x.op and "Conv" in y.op)
    return 0.4 * weight + 0.5 * equal if alike else 0.0


def family(op: str) -> str:
    """What kinds of operations may take each other's place and be said to have been changed."""
    for word in ("Pooling", "Transpose", "Depthwise", "Separable", "Conv", "Dropout", "Normalization", "Padding"):
        if word in op:
            return word
    if op in ("Mean", "Max"):
        return "reduce"
    if op in ("LSTM", "GRU", "SimpleRNN", "RNN", "Bidirectional"):
        return "recurrent"
    if op in ("Activation", "LeakyReLU", "PReLU", "ELU", "Softmax", "ReLU"):
        return "activation"
    return "merge" if op in _MERGES else op


def numbered(op: Operation) -> bool:
    """Whether Keras made the name of an operation, counting on and on: it says nothing then."""
    plain = re.sub(r"_\d+$", "", op.name)
    return plain.replace("_", "") in (op.written.lower(), op.op.lower(), "inputlayer", "input", "kerastensor")


def within(graph: Graph) -> dict[int, int]:
    """Activations that were written into a layer, with that."""
    found = {}
    for op in graph.operations:
        if op.op == "Activation" and len(op.inputs) == 1:
            host = graph.operations[op.inputs[0][0]]
            if host.op not in ("Activation", "Input") and (host.path, host.name, host.node) == (
                op.path,
                op.name,
                op.node,
            ):
                found[op.id] = host.id
    return found

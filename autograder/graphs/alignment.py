"""Which operation of the learner's graph is the counterpart of which expected one.

Operations in equal places pair first: labels from both ends, then from the inputs, then from the outputs. What is left
pairs by likeness of kind, options and neighbours.
"""

from collections import Counter
from collections.abc import Callable

from autograder.graphs.labels import downward, labels, upward
from autograder.graphs.operation import Graph, Operation

_NEEDED = 3.0
"""Least likeness of two operations that may be one another's counterpart."""


def align(expected: Graph, got: Graph, together: bool = False) -> dict[int, int]:
    """The counterpart of each expected operation in the learner's graph, where it has one.

    Args:
        together: of two layers that are a pair the activations are one, too.
    """
    pairs: dict[int, int] = {}
    _pair_inputs(expected, got, pairs)
    for of in (labels, _shape_of_graph, _both, _ups, _downs):
        _pair_equal(expected, got, of, pairs)
    for _round in range(3):
        if not _pair_alike(expected, got, pairs):
            break
    if together:
        _keep_together(expected, got, pairs)
    return pairs


def _keep_together(expected: Graph, got: Graph, pairs: dict[int, int]) -> None:
    """Of two layers that are a pair, the activations are one, too."""
    wanted, found = _fused(expected), _fused(got)
    for i, j in list(pairs.items()):
        mine, its = wanted.get(i), found.get(j)
        if mine is None or its is None or pairs.get(mine) == its:
            continue
        other = next((k for k, v in pairs.items() if v == its), None)
        if other is not None:
            if mine in pairs:
                pairs[other] = pairs[mine]
            else:
                del pairs[other]
        pairs[mine] = its


def _fused(graph: Graph) -> dict[int, int]:
    """The activation that a layer has as an option, by the layer's operation."""
    return {
        op.inputs[0][0]: op.id
        for op in graph.operations
        if op.op == "Activation" and graph.operations[op.inputs[0][0]].node == op.node and not op.weights
    }


def _pair_inputs(expected: Graph, got: Graph, pairs: dict[int, int]) -> None:
    free = list(got.inputs)
    for exact in (True, False):
        for place, i in enumerate(expected.inputs):
            if i in pairs:
                continue
            want = expected.operations[i]
            like = [j for j in free if got.operations[j].shape[1:] == want.shape[1:] or not exact]
            here = got.inputs[place] if place < len(got.inputs) else None
            choice = here if here in like else next(iter(like), None)
            if choice is not None:
                pairs[i] = choice
                free.remove(choice)


def _bare(graph: Graph) -> list[str]:
    return [
        f"{op.op} {sorted(op.config.items(), key=str)} {[s for _i, s, _t in op.weights]}" for op in graph.operations
    ]


def _shape_of_graph(graph: Graph) -> list[str]:
    """Labels from both ends that see only kinds of operations: equal where only options differ."""
    own = [op.op for op in graph.operations]
    return downward(graph, upward(graph, own))


def _both(graph: Graph) -> list[str]:
    """What leads to an operation and what it leads to, each by itself: equal beside a slip in what stands next to it."""
    return [f"{up} {down}" for up, down in zip(_ups(graph), _downs(graph), strict=True)]


def _ups(graph: Graph) -> list[str]:
    return upward(graph, _bare(graph))


def _downs(graph: Graph) -> list[str]:
    return downward(graph, _bare(graph))


def _pair_equal(expected: Graph, got: Graph, of: Callable[[Graph], list[str]], pairs: dict[int, int]) -> None:
    """Pair operations with equal labels; where several are free, the one whose neighbours are most like, then whose place."""
    taken = set(pairs.values())
    free: dict[str, list[int]] = {}
    for j, label in enumerate(of(got)):
        if j not in taken:
            free.setdefault(label, []).append(j)
    wanted, found = _neighbours(expected), _neighbours(got)
    for i, label in enumerate(of(expected)):
        if i not in pairs and free.get(label):
            pairs[i] = min(
                free[label], key=lambda j: (_apart(wanted[i], found[j]), abs(_rank(i, expected) - _rank(j, got)))
            )
            free[label].remove(pairs[i])


def _rank(i: int, graph: Graph) -> float:
    return i / len(graph.operations)


def _neighbours(graph: Graph) -> list[Counter]:
    """The kinds of operations that each operation takes from and gives to; and whether it is an output."""
    consumers, ends = graph.consumers(), {i for i, _k in graph.outputs}
    return [
        Counter(
            [("from", graph.operations[s].op) for s, _k in op.inputs]
            + [("to", graph.operations[c].op) for c in consumers[op.id]]
            + [("to", "output")] * (op.id in ends)
        )
        for op in graph.operations
    ]


def _apart(one: Counter, other: Counter) -> int:
    return sum((one - other).values()) + sum((other - one).values())


def _pair_alike(expected: Graph, got: Graph, pairs: dict[int, int]) -> bool:
    """Pair the most alike of what is left; whether any pair was made."""
    taken = set(pairs.values())
    wants = [op for op in expected.operations if op.id not in pairs and op.op != "Input"]
    haves = [op for op in got.operations if op.id not in taken and op.op != "Input"]
    to, of = expected.consumers(), got.consumers()
    scores = []
    for i, want in enumerate(wants):
        for j, have in enumerate(haves):
            score = _likeness(want, have, pairs, to, of) - 0.5 * abs(i / len(wants) - j / len(haves))
            if score >= _NEEDED:
                scores.append((-score, want.id, have.id))
    made = False
    for _score, i, j in sorted(scores):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
            made = True
    return made


def _likeness(want: Operation, have: Operation, pairs: dict, to: dict, of: dict) -> float:
    if want.op == have.op:
        score = 3.0 if want.op != "Activation" else 2.0
    elif _family(want) == _family(have):
        score = 1.5
    else:
        return 0.0
    options = set(want.config) | set(have.config)
    equal = sum(want.config.get(o) == have.config.get(o) for o in options)
    score += 2 * equal / len(options) if options else 2.0
    sources = {s for s, _k in have.inputs}
    score += sum(pairs.get(s) in sources for s, _k in want.inputs) / max(1, len(want.inputs))
    score += sum(pairs.get(c) in of[have.id] for c in to[want.id]) / max(1, len(to[want.id]))
    return score + (not to[want.id] and not of[have.id])  # both end the model


def _family(op: Operation) -> str:
    for family in ("Pooling", "Transpose", "Conv", "Dropout", "Normalization"):
        if family in op.op:
            return family
    if op.op in ("Mean", "Max", "Reshape"):
        return "shape"
    if op.op in ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN"):
        return "recurrent"
    if op.op in ("Add", "Multiply", "Average", "Maximum", "Minimum", "Subtract", "Concatenate", "Divide"):
        return "merge"
    return "weighted" if op.weights else op.op

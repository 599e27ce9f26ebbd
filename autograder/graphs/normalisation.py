"""Normalisation: one form for every spelling of a sum, of an average, in a whole graph.

Sums of sums are one sum, a sum divided by its count is an average, and what no output needs goes; what a single call
does stands in `autograder.graphs.meaning`.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from autograder.graphs.operation import Graph, Operation, Reference

_MOST_AVERAGED = 20_000
"""Inputs of averages in one graph: a wide sum that is divided again and again would be copied each time."""


def rewritten(graph: Graph) -> Graph:
    """The graph with one form of sums, products and averages, without what no output needs."""
    return _tidy(_averages(_sums(_averages(graph))))  # a sum of two may be an average, or part of a longer one


def _sums(graph: Graph) -> Graph:
    """Flatten nested sums and products: `(a + b) + c` is one sum of three.

    The parts are gathered at the outermost sum alone, so that a long chain of sums takes time in its length.
    """
    consumers = graph.consumers()
    outputs = {i for i, _k in graph.outputs}
    operations = list(graph.operations)
    times = [Counter(s for s, _k in op.inputs) for op in operations]

    def nested(op: Operation, source: int) -> bool:
        """Whether `source`, an input of `op`, is a part of the same sum, and of nothing else."""
        inner = operations[source]
        alone = len(consumers[source]) == 1 and source not in outputs and times[op.id][source] == 1
        return alone and inner.op == op.op and not inner.config

    summed = [op.op in ("Add", "Multiply", "Maximum", "Minimum") and op.commutes for op in operations]
    inside = {s for op in operations if summed[op.id] for s in times[op.id] if nested(op, s)}
    for op in graph.operations:
        if summed[op.id] and op.id not in inside:
            inputs: list[Reference] = []
            waiting = list(reversed(op.inputs))
            above = dict.fromkeys(times[op.id], op)
            while waiting:
                source, k = waiting.pop()
                if nested(above[source], source):
                    waiting.extend(reversed(operations[source].inputs))
                    above.update(dict.fromkeys(times[source], operations[source]))
                else:
                    inputs.append((source, k))
            operations[op.id] = replace(op, inputs=tuple(inputs))
    return replace(graph, operations=tuple(operations))


def _averages(graph: Graph) -> Graph:
    """Make one operation of the spellings of an average: a sum divided by its count, the mean of a stack."""
    operations = list(graph.operations)
    left = _MOST_AVERAGED
    for op in operations:
        if len(op.inputs) != 1:  # what is multiplied by something else, too, is no average
            continue
        inner = operations[op.inputs[0][0]]
        count = len(inner.inputs)
        scaled = inner.op == "Add" and not inner.config and count > 1
        by_count = (op.op == "Divide" and op.config.get("slots") == [None, count]) or (
            op.op == "Multiply" and [_times(c, count) for c in op.config.get("constants", [])] == [1]
        )
        of_stack = inner.op == "Stack" and op.op == "Mean" and op.config.get("axis") == [_stack_axis(inner)]
        if ((scaled and by_count) or (of_stack and not op.config["keepdims"])) and count <= left:
            left -= count
            operations[op.id] = replace(op, op="Average", config={}, inputs=inner.inputs)
    return replace(graph, operations=tuple(operations))


def _times(constant: Any, count: int) -> float | None:
    """A constant, which may be an array (as lists), times `count`; None where it is not one number."""
    return round(constant * count, 5) if isinstance(constant, (int, float)) else None


def _stack_axis(op: Operation) -> int:
    axis = op.config.get("axis", 0)
    return axis % len(op.shape) if isinstance(axis, int) else 0


def _tidy(graph: Graph) -> Graph:
    """Drop what no output needs (inputs stay) and number the rest anew."""
    needed = {i for i, _k in graph.outputs} | set(graph.inputs)
    for op in reversed(graph.operations):
        if op.id in needed:
            needed.update(s for s, _k in op.inputs)
    order = {old: new for new, old in enumerate(sorted(needed))}
    return Graph(
        operations=tuple(
            replace(op, id=order[op.id], inputs=tuple((order[s], k) for s, k in op.inputs))
            for op in graph.operations
            if op.id in needed
        ),
        inputs=tuple(order[i] for i in graph.inputs),
        outputs=tuple((order[i], k) for i, k in graph.outputs),
        input_keys=graph.input_keys,
        output_keys=graph.output_keys,
    )

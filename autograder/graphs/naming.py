"""How a message calls the layers of a learner's graph: by the learner's names, and which of several is meant."""

from collections.abc import Iterable

from autograder.graphs.operation import Graph, Operation, Reference

_MOST_TWINS = 20
"""Calls of one layer that are told apart: more would say nothing, and each is a walk through the graph."""


def named(op: Operation, graph: Graph) -> dict:
    """How a message names a layer: its name, and which of its kind it is."""
    return {"layer": op.name, "op": op.written, "place": place_of(op, graph)}


def place_of(op: Operation, graph: Graph) -> int:
    """Which of its kind this is, from 1; 0 where it is the only one."""
    alike = [o.id for o in graph.operations if o.op == op.op]
    return alike.index(op.id) + 1 if len(alike) > 1 else 0


def all_called(graph: Graph, references: Iterable) -> list[str]:
    """What these references (`autograder.graphs.operation.Reference`, or None) stand for, as `called` names the calls.

    Of a layer that gives several tensors it is said which: `split[1]`.
    """
    return [tensor(graph, r) for r in references if r]


def tensor(graph: Graph, reference: Reference) -> str:
    """One tensor by the call that gives it."""
    op = graph.operations[reference[0]]
    return f"{called(graph, op)}[{reference[1]}]" if op.many else called(graph, op)


def called(graph: Graph, op: Operation) -> str:
    """A call by its layer's name; where the layer is shared, with the inputs that it comes from: `encoder(title)`."""
    twins = [o for o in graph.operations if o.name == op.name and o.op == op.op]
    if len(twins) > _MOST_TWINS:
        return op.name
    above = [_above(graph, o) for o in twins]
    entries = [sorted(graph.operations[i].name for i in graph.inputs if i in found) for found in above]
    if len({str(e) for e in entries}) < 2:
        return op.name
    return f"{op.path[0] if op.path else op.name}({', '.join(entries[twins.index(op)])})"


def _above(graph: Graph, op: Operation) -> set[int]:
    found: set[int] = set()
    stack = [op.id]
    while stack:
        for source, _k in graph.operations[stack.pop()].inputs:
            if source not in found:
                found.add(source)
                stack.append(source)
    return found

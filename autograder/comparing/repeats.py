"""Blocks that stand several times in a row, and how many of them are gone or new."""

from collections.abc import Sequence

from autograder.comparing.likeness import frozen
from autograder.comparing.naming import kind, stage, written
from autograder.graphs.operation import Graph


def repeated(graph: Graph, part: Sequence[int], gone: bool) -> dict | None:
    """What to say of a part that is one of several equal blocks in a row: `{"from", "to", "stage", "size", "kinds"}`.

    Args:
        part: operations that stand in this graph alone.
        gone: whether the other graph comes after this one.
    """
    first, last = part[0], part[-1]
    if last - first + 1 != len(part) or len(part) < 2:
        return None
    size = _period([_token(graph, i) for i in part])
    if size < 2:
        return None
    block = [_token(graph, i) for i in range(first, first + size)]

    def again(at: int) -> bool:
        if at < 0 or at + size > len(graph.operations):
            return False
        return all(_token(graph, at + k) == token for k, token in enumerate(block))

    start, end = first, last + 1
    while again(start - size):
        start -= size
    while again(end):
        end += size
    here, moved = (end - start) // size, len(part) // size
    if here <= moved:
        return None
    counts = (here, here - moved) if gone else (here - moved, here)
    ops = written(graph, range(first, first + size))
    return {
        "from": counts[0],
        "to": counts[1],
        "stage": stage(graph, range(start, end)),
        "size": len(ops),
        "block": [kind(op) for op in ops],
    }


def _token(graph: Graph, i: int) -> tuple:
    """What an operation is and where, seen from itself, it takes its inputs."""
    op = graph.operations[i]
    return (op.op, frozen(op.config), tuple((i - s, k) for s, k in op.inputs))


def _period(tokens: list) -> int:
    """The length of the shortest block that repeated makes up these."""
    for size in range(1, len(tokens) // 2 + 1):
        if len(tokens) % size == 0 and tokens[size:] == tokens[:-size]:
            return size
    return len(tokens)

"""How a difference calls operations: by the names of their layers, an activation with the layer that it is fused into."""

from collections.abc import Iterable
from itertools import takewhile

from autograder.comparing.likeness import numbered
from autograder.graphs.operation import Graph, Operation

_OWN = ("Activation", "ReLU", "LeakyReLU", "Softmax", "ELU", "PReLU")


def kind(op: Operation) -> str:
    """The class that was written, without where it was written; an operation of `keras.ops` as one writes it."""
    return op.written.rpartition(">")[2]


def name(op: Operation) -> str:
    """A layer's name, with the nested models around it."""
    return "/".join((*op.path, op.name))


def names(graph: Graph, ids: Iterable[int]) -> list[str]:
    """The names of operations, each once, in order."""
    return list(dict.fromkeys(name(graph.operations[i]) for i in ids))


def fused(op: Operation) -> bool:
    """Whether an activation is an option of its layer, not a layer of its own."""
    return op.op == "Activation" and kind(op) not in _OWN and _is_layer(op)


def _is_layer(op: Operation) -> bool:
    return any(word in kind(op) for word in ("Dense", "Conv"))


def written(graph: Graph, ids: Iterable[int]) -> list[Operation]:
    """Operations as they were written: an activation that is fused into a layer among them is left out."""
    ops = [graph.operations[i] for i in ids]
    there = {(op.path, op.name) for op in ops if not fused(op)}
    return [op for op in ops if not fused(op) or (op.path, op.name) not in there]


def stage(graph: Graph, ids: Iterable[int]) -> str:
    """What the names of several layers begin with, `stage_3`; nothing where they have nothing in common."""
    found = [name(op) for op in (graph.operations[i] for i in ids) if not numbered(op)]
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*found, strict=False))
    common = "".join(letters[0] for letters in alike)
    cut = max(common.rfind("_"), common.rfind("/"), common.rfind("."))
    common = common.rstrip("0123456789") if cut < 0 else common[:cut]
    return common.strip("_/.") if len(found) > 1 else ""

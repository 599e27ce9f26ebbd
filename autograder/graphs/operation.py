"""The canonical graph as data: operations, and the graph that they make up."""

from dataclasses import dataclass
from typing import Any

Reference = tuple[int, int]
"""One output of one operation: `(operation id, output index)`."""

COMMUTE = {"Add", "Multiply", "Average", "Maximum", "Minimum"}
"""Operations whose inputs may stand in any order."""


@dataclass(frozen=True)
class Operation:
    """One call in the canonical graph.

    Args:
        id: place in topological order.
        op: what it does, by Keras's class names ("Dense", "Activation", "Add").
        config: what changes its result, without defaults.
        inputs: where its tensors come from; their order counts unless `commutes`.
        layer: equal for calls that share weights; None without weights.
        weights: `(weight id, shape, trainable)` of each weight.
        shape, dtype: of its first output.
        name: the learner's name of the layer.
        written: the class that the learner wrote, of which `op` is the meaning.
        node: id of the outermost node of `helpers.graph.read` that it stands for.
        path: names of the nested models around it.
        given: where its weights are those of a model that the answer was given: which they are there.
        free: the exercise leaves the order of its inputs open.
        custom: of a class that is not Keras's; what it computes only the oracle knows. Its `op` is "Custom", since
            classes may have any name, its configuration is left out, its weights are sorted by shape.
        many: it gives several tensors.
    """

    id: int
    op: str
    config: dict[str, Any]
    inputs: tuple[Reference, ...]
    layer: int | None
    weights: tuple[tuple[int, tuple[int, ...], bool], ...]
    shape: tuple[int | None, ...]
    dtype: str
    name: str
    written: str
    node: int
    path: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    free: bool = False
    custom: bool = False
    many: bool = False

    @property
    def commutes(self) -> bool:
        return self.free or self.op in COMMUTE

    @property
    def params(self) -> int:
        return sum(_size(shape) for _id, shape, _trainable in self.weights)


@dataclass(frozen=True)
class Graph:
    """A canonical graph.

    Args:
        operations: in topological order; `operations[k].id == k`. Inputs have op "Input".
        inputs: ids of the inputs, in the model's order.
        outputs: what the model returns, in its order.
        input_keys, output_keys: keys where the model takes or returns a dict, else empty.
    """

    operations: tuple[Operation, ...]
    inputs: tuple[int, ...]
    outputs: tuple[Reference, ...]
    input_keys: tuple[str, ...] = ()
    output_keys: tuple[str, ...] = ()

    @property
    def params(self) -> int:
        return sum({i: _size(s) for op in self.operations for i, s, _t in op.weights}.values())

    def consumers(self) -> dict[int, list[int]]:
        """For each operation, those that take one of its outputs."""
        found: dict[int, list[int]] = {op.id: [] for op in self.operations}
        for op in self.operations:
            for source in dict.fromkeys(s for s, _k in op.inputs):
                found[source].append(op.id)
        return found


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for d in shape:
        size *= d
    return size

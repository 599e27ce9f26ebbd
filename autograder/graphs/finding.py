"""A finding: one fault of an answer, as data."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Finding:
    """One fault of an answer, as data: words are made of it in `autograder.feedback`.

    Args:
        key: name of the fault, such as "graph.edge"; `autograder.feedback.sentences` has one for each.
        values: what the sentence names: the learner's layers, numbers, code.
        cost: the share of the exercise's points that this fault costs, 0..1.
        nodes: ids of the learner's nodes (`helpers.graph`) to be marked in the picture.
        edges: `(source id, target id)` of the learner's graph to be marked as wrong.
        expected: `(source id, target id)` in the learner's graph that should be there.
    """

    key: str
    values: dict[str, Any] = field(default_factory=dict)
    cost: float = 1.0
    nodes: tuple[int, ...] = ()
    edges: tuple[tuple[int, int], ...] = ()
    expected: tuple[tuple[int, int], ...] = ()

    def __str__(self) -> str:
        return f"{self.key} {self.values}"

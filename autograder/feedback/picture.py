"""A learner's graph as a picture, with the marks of the leading finding."""

from typing import Any

from autograder.verdict import Finding
from helpers import draw


def drawn(graph: dict, findings: list[Finding], fold: bool = True) -> Any:
    """The graph as a picture: what the first finding is about is marked as wrong, what should be there as expected.

    Args:
        fold: show long chains shortened.
    """
    return draw(graph, marks=marks(findings), fold=fold)


def marks(findings: list[Finding]) -> dict:
    """What a picture points at: the places of the first finding."""
    return {
        "nodes": {node: "wrong" for f in findings[:1] for node in f.nodes},
        "edges": {tuple(e): "wrong" for f in findings[:1] for e in f.edges}
        | {tuple(e): "expected" for f in findings[:1] for e in f.expected},
    }

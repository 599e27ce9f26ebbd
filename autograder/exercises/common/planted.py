"""Faults that were planted in a code to be repaired: which of them an answer still has."""

import itertools
from collections.abc import Callable, Sequence
from typing import TypeVar

from autograder.graphs.finding import Finding

Fault = TypeVar("Fault")


def left_in(
    faults: Sequence[Fault], differs: Callable[[tuple[Fault, ...]], list[Finding]]
) -> tuple[tuple[Fault, ...], list[Finding]]:
    """The planted faults that an answer still has, and, where it is wrong in another way, the findings on it.

    Args:
        differs: findings on the answer where a reference with these faults is taken for right.
    """
    found: list[Finding] = []
    for count in range(len(faults) + 1):
        for left in itertools.combinations(faults, count):
            others = differs(left)
            if not others:
                return left, []
            found = found or others
    return (), found


def marked(item: dict, layer: str, got: list[str], expected: list[str]) -> dict:
    """Where an edge is wrong, as arguments of a `Finding`: as far as the learner's layers have these names."""
    nodes = {node["name"]: node["id"] for node in item["graph"]["nodes"]}
    here = nodes.get(layer)
    edges = {name: (nodes[name], here) for name in (*got, *expected) if name in nodes and here is not None}
    return {
        "nodes": () if here is None else (here,),
        "edges": tuple(edges[name] for name in got if name in edges),
        "expected": tuple(edges[name] for name in expected if name in edges),
    }

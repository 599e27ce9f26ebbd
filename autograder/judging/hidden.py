"""Findings on layers that stand in no graph: a `Lambda` or a class makes or calls them inside of its function."""

from typing import Any

from autograder.graphs.finding import Finding
from helpers.plain_graph import Node

KEYS = {"made": "graph.hidden_made", "used": "graph.hidden_used"}
"""The findings, by what the function does with a layer."""


def out_of_sight(read: dict) -> list[Finding]:
    """Findings on what the calls of a graph (`helpers.graph.read`) hide."""
    found = []
    for node in read["nodes"]:
        for inner in _all(node):
            hides: Any = inner.get("hides")
            for side, key in KEYS.items():
                names = hides.get(side) if isinstance(hides, dict) else None
                if isinstance(names, list) and names and all(isinstance(n, str) for n in names):
                    values = {"layer": inner["name"], "op": inner["op"], "place": 0, "got": names}
                    found.append(Finding(key, values, nodes=(node["id"],)))
    return found


def _all(node: Node) -> list[Node]:
    """A call with those of the models inside of it."""
    inside: list[Any] = node["graph"]["nodes"] if node["graph"] else []
    return [node, *(deep for inner in inside for deep in _all(inner))]

"""The sizes of a graph in evidence: told before anything is computed or drawn of it.

A learner's process may write down any graph. What judges it takes time and memory that grow with its calls, their
edges and the numbers in their shapes, so a graph beyond these bounds is a finding, and nothing else is done with it.
"""

from typing import Any

from autograder.graphs.finding import Finding
from helpers.plain_graph import PlainGraph

MOST_CALLS = 1_500
"""Calls of layers and operations, in nested models too: a ResNet of 152 layers has some 500."""
MOST_DRAWN = 200
"""Calls that a picture shows."""
_MOST_EDGES = 4 * MOST_CALLS
_MOST_PARTS = 400_000
_MOST_TEXT = 4_000_000
_MOST_AXES = 16
_MOST_NUMBER = 2**62


def too_large(graph: Any, beside: Any = None) -> list[Finding]:
    """Findings on a graph (`helpers.graph.read`) that is too large to be judged, or whose numbers are no sizes.

    Args:
        beside: what else evidence says of the model, without arrays, such as the weights that it was given.
    """
    try:
        calls, edges, odd = _counted(graph)
    except (KeyError, TypeError, AttributeError, RecursionError):
        return [Finding("evidence.refused", {"reason": "graph"})]
    if calls > MOST_CALLS:
        return [Finding("graph.too_large", {"got": calls, "expected": MOST_CALLS})]
    if edges > _MOST_EDGES:
        return [Finding("graph.too_many_edges", {"got": edges, "expected": _MOST_EDGES})]
    return [Finding("evidence.refused", {"reason": "graph"})] if odd or not _small([graph, beside]) else []


def drawable(graph: PlainGraph) -> bool:
    """Whether a picture of this graph, which is not too large to be judged, says anything, and takes no time."""
    calls, edges, _odd = _counted(graph)
    return calls <= MOST_DRAWN and edges <= 2 * MOST_DRAWN


def _counted(graph: PlainGraph) -> tuple[int, int, bool]:
    """Calls, edges, and whether a shape has too many axes; each nested model at each of its calls."""
    calls = edges = 0
    odd, waiting = False, [graph]
    while waiting:
        whole = waiting.pop()
        calls += len(whole["nodes"])
        edges += len(whole["inputs"]["flat"]) + len(whole["outputs"]["flat"])
        for node in whole["nodes"]:
            edges += len(node["inputs"])
            shapes: list[list] = [*node["shapes"], *(weight["shape"] for weight in node["weights"])]
            odd = odd or not shapes or len(shapes) > _MOST_EDGES or any(len(shape) > _MOST_AXES for shape in shapes)
            if node["kind"] == "model" and node["graph"]:
                waiting.append(node["graph"])
    return calls, edges, odd


def _small(value: Any) -> bool:
    """Whether plain data have few parts, little text and no number that is larger than a size can be."""
    parts = text = 0
    waiting = [value]
    while waiting:
        value = waiting.pop()
        parts += 1
        if isinstance(value, str):
            text += len(value)
        elif isinstance(value, dict):
            text += sum(map(len, value))
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)
        elif isinstance(value, int) and abs(value) > _MOST_NUMBER:
            return False
        if parts > _MOST_PARTS or text > _MOST_TEXT:
            return False
    return True

"""A learner's graph as a picture, with the marks of the findings that are told."""

from autograder.feedback.visible import visible
from autograder.graphs.finding import Finding
from helpers import draw
from helpers.drawing.picture import Picture
from helpers.language import translate as _

_TOLD = 4
"""Findings that a card tells; more arrows would hide each other."""


def drawn(graph: dict, findings: list[Finding], fold: bool = True) -> Picture:
    """The graph as a picture: what the findings are about is marked as wrong, what should be there as expected.

    Args:
        fold: show long chains shortened.
    """
    found = draw(graph, marks=marks(findings), fold=fold)
    # names in it are a learner's; a control character would also break the SVG
    return Picture(visible(found.svg), visible(found.text), found.width, found.height, visible(found.heading))


def marks(findings: list[Finding]) -> dict:
    """What a picture points at: the places of the findings that a card tells."""
    return {
        "labels": {node: word for f in findings[:_TOLD] for word in [_option(f)] if word for node in f.nodes},
        "nodes": {node: "wrong" for f in findings[:_TOLD] for node in f.nodes},
        "edges": {tuple(e): "wrong" for f in findings[:_TOLD] for e in f.edges}
        | {tuple(e): "expected" for f in findings[:_TOLD] for e in f.expected},
    }


def _option(finding: Finding) -> str:
    """The option that is the fault, beside the words that point at it: a box shows few of a layer's options."""
    values = finding.values
    if finding.key.startswith("graph.config"):
        text = f"{values.get('option')}={values.get('got')}"
    elif finding.key.startswith("graph.activation"):
        text = f"activation={None if values.get('got') == 'linear' else values.get('got')}"
    else:
        return ""
    return ": ".join([_("look here"), text[:60]])

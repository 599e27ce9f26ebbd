"""Pictures of model graphs: static SVG, drawn without Graphviz and without a network."""

from collections.abc import Collection
from typing import Any

from helpers.drawing import svg
from helpers.drawing.blocks import folded
from helpers.drawing.boxes import Diagram
from helpers.drawing.diagram import from_graph
from helpers.drawing.picture import Picture
from helpers.drawing.scene import Scene, arrange
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

__all__ = ["Diagram", "Picture", "draw", "from_graph", "picture"]

_LONGEST = {"down": 760.0, "right": 780.0}
_WIDEST, _TALLEST = 1200.0, 3800.0
_BOXES = (64, 48, 36, 28)
"""Boxes of a large graph: fewer where the picture would be larger than a page."""


def draw(
    model: Any,
    shapes: bool = True,
    config: bool = False,
    expand: bool | Collection = False,
    marks: dict | None = None,
    lang: str | None = None,
    direction: str = "down",
    fold: bool = True,
    blocks: bool = True,
) -> Picture:
    """Draw the graph of a functional model.

    Args:
        model: a functional model, a pair `(inputs, outputs)` of KerasTensors, or a graph from `helpers.graph.read`.
        shapes: show output shapes (`?` is a size left open), parameters and dtypes of inputs.
        config: show what one needs to build each layer again (units, kernel, activation, ...).
        expand: show nested models open instead of as one box: all, or those of the given ids.
        marks: nodes and edges to point at; see `helpers.drawing.diagram.from_graph`.
        lang: language of the words, "en" or "zh"; default: the reader's.
        direction: "down" or "right", the way the data flow.
        fold: continue a long graph in a next column (or row).
        blocks: of a large graph, show blocks that repeat once, and what is still long in sections.

    Raises:
        CourseError: when `model` has no graph, with what to do instead.
    """
    if direction not in _LONGEST:
        raise CourseError(_("A picture runs 'down' or 'right', not {direction}.", lang, direction=repr(direction)))
    if isinstance(model, dict) and "nodes" in model:
        graph = model
    else:
        from helpers.graph import read

        graph = read(model)
    for most in _BOXES if blocks else ():
        less = folded(graph, keep=_pointed(marks or {}), most=most)
        found = picture(from_graph(less, shapes, config, expand, marks, lang or current()), direction, fold)
        if less is graph or (found.width <= _WIDEST and found.height <= _TALLEST):
            return found
    return (
        found
        if blocks
        else picture(from_graph(graph, shapes, config, expand, marks, lang or current()), direction, fold)
    )


def picture(diagram: Diagram, direction: str = "down", fold: bool = True) -> Picture:
    """The picture of a diagram."""
    scene = arranged(diagram, direction) if fold else arrange(diagram, direction)
    heading, text = svg.alternative(diagram)
    width, height = svg.size(diagram, scene)
    return Picture(svg.render(diagram, scene), text, width, height, heading)


def arranged(diagram: Diagram, direction: str = "down") -> Scene:
    """A scene with columns that are no longer than one likes to read, or longer where they would be too many."""
    most = _LONGEST[direction]
    scene = arrange(diagram, direction, most)
    while direction == "down" and scene.size[0] > _WIDEST and most < _TALLEST / 1.4:
        most *= 1.4
        scene = arrange(diagram, direction, most)
    return scene


def _pointed(marks: dict) -> list:
    """Ids of all that marks point at."""
    pairs = [*marks.get("edges", {}), *marks.get("same", [])]
    return [*marks.get("nodes", {}), *(end for pair in pairs for end in pair)]

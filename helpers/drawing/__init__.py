"""Pictures of model graphs: static SVG, drawn without Graphviz and without a network."""

from collections.abc import Collection
from typing import Any

from helpers.drawing import svg
from helpers.drawing.boxes import Diagram
from helpers.drawing.diagram import from_graph
from helpers.drawing.picture import Picture
from helpers.drawing.scene import arrange
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

__all__ = ["Diagram", "Picture", "draw", "from_graph", "picture"]

_LONGEST = {"down": 760.0, "right": 780.0}


def draw(
    model: Any,
    shapes: bool = True,
    config: bool = False,
    expand: bool | Collection = False,
    marks: dict | None = None,
    lang: str | None = None,
    direction: str = "down",
    fold: bool = True,
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
    diagram = from_graph(graph, shapes, config, expand, marks, lang or current())
    return picture(diagram, direction, fold)


def picture(diagram: Diagram, direction: str = "down", fold: bool = True) -> Picture:
    """The picture of a diagram."""
    scene = arrange(diagram, direction, _LONGEST[direction] if fold else None)
    heading, text = svg.alternative(diagram)
    width, height = svg.size(diagram, scene)
    return Picture(svg.render(diagram, scene), text, width, height, heading)

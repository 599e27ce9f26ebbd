"""The model explorer: a model's graph to look into, each layer with its shapes, weights and activations."""

from typing import Any

from helpers.explorer.sample import Sample
from helpers.explorer.table import Table, subclassed
from helpers.explorer.values import Values
from helpers.explorer.widget import Explorer
from helpers.graph import read
from helpers.language import current

__all__ = ["Explorer", "Table", "explore"]


def explore(
    model: Any,
    sample: Any = None,
    marks: dict | None = None,
    beside: Any = None,
    lang: str | None = None,
) -> Explorer | Table:
    """Look into a functional model: click a layer to see its shapes, parameters, configuration, weights and activations.

    Nested models open and close in place. Where no kernel runs, the same picture shows as an image.

    Args:
        model: a functional model (or a built Sequential), or a pair `(inputs, outputs)` of KerasTensors. Of a
            subclassed model, which has no graph, the layers are listed instead. A graph from `helpers.graph.read`
            shows without weights and activations.
        sample: rows of data as the model takes them, (rows, *shape) for each input: an array, a list of arrays, or
            a dict of them by input name. One row without the first axis will do.
        marks: nodes and edges to point at, as `helpers.draw` takes them.
        beside: another model or graph, shown beside this one as what is expected.
        lang: language of the words, "en" or "zh"; default: the reader's.

    Raises:
        CourseError: no model, one without a shape yet, or a sample that the model does not take.
    """
    lang = lang or current()
    layers = subclassed(model, lang)
    if layers is not None:
        return layers
    is_graph = isinstance(model, dict) and "nodes" in model
    graph = model if is_graph else read(model)
    rows = None if sample is None or is_graph else Sample(graph, sample, lang)
    values = None if is_graph else Values(model, graph, rows)
    return Explorer(graph, values, marks or {}, beside, lang)

"""Ids without a row in an `Embedding`, and class numbers without a unit."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import DATA, Scene
from autograder.errors.sides import arrays, ends
from helpers.language import mark

_BETWEEN = ("Cast", "Reshape", "ExpandDims", "Squeeze")


@explains
def beyond_the_rows(scene: Scene) -> Explanation | None:
    for layer, array, source in _looked_up(scene):
        rows, least, most = int(layer.input_dim), int(array.min()), int(array.max())
        if least < 0 or most >= rows:
            says = mark("`{layer}` has {rows} rows, for the ids 0 to {last}; the data have ids from {least} to {most}.")
            remedy = mark("`Embedding({needed}, ...)`: the largest id plus one.")
            if least < 0:
                remedy = mark("Ids begin at 0: look at how they are made.")
            values = {
                "layer": str(layer.name),
                "rows": rows,
                "last": rows - 1,
                "least": least,
                "most": most,
                "needed": most + 1,
            }
            return Explanation("ids.no-row", (says, remedy), values, (str(layer.name), source, "input_dim"), (layer,))
    return None


def _looked_up(scene: Scene) -> Iterator[tuple[Any, np.ndarray, str]]:
    """Each `Embedding` with the ids that reach it, and the name of their input."""
    import keras

    for calling in scene.callings:
        if isinstance(calling.thing, keras.layers.Embedding):
            for tensor in calling.tensors:
                array = _values(tensor)
                if array is not None and array.size:
                    yield calling.thing, array, ""
    if not scene.method or scene.method[0] not in DATA or scene.read is None:
        return
    read, things = scene.known or ({}, {})
    data = dict(zip([i for i, _k in read["inputs"]["flat"]], arrays(scene, "x"), strict=False))
    for node in read["nodes"]:
        layer = things.get(node["layer"])
        if isinstance(layer, keras.layers.Embedding) and node["inputs"]:
            source = read["nodes"][node["inputs"][0][0]]
            while source["op"] in _BETWEEN and source["inputs"]:
                source = read["nodes"][source["inputs"][0][0]]
            array = data.get(source["id"])
            if array is not None and array.size and array.dtype.kind in "iuf":
                yield layer, array, source["name"]


def _values(tensor: Any) -> np.ndarray | None:
    """The numbers of a tensor that has some."""
    import keras

    if isinstance(tensor, keras.KerasTensor):
        return None
    try:
        found = np.asarray(tensor)
    except Exception:  # a tensor of a function that is being traced has none
        return None
    return found if found.dtype.kind in "iuf" else None


@explains
def beyond_the_units(scene: Scene) -> Explanation | None:
    """A class number that has no unit."""
    for end in ends(scene):
        if end.loss != "sparse_categorical_crossentropy" or end.labels is None or not end.units or not end.labels.size:
            continue
        if end.labels.dtype.kind not in "iuf" or (end.labels.ndim == 2 and end.labels.shape[1] == end.units != 1):
            continue
        least, most = int(end.labels.min()), int(end.labels.max())
        if least < 0 or most >= end.units:
            says = mark(
                "The labels go from {least} to {most}, and `{layer}` has {units} units: the classes 0 to {last}."
            )
            remedy = mark("Give `{layer}` {needed} units, or count the classes from 0.")
            if most >= end.units and least > 0 and most - least < end.units:
                remedy = mark("Count the classes from 0: `y - {least}`.")
            values = {
                "least": least,
                "most": most,
                "layer": end.layer,
                "units": end.units,
                "last": end.units - 1,
                "needed": most + 1,
            }
            return Explanation("ids.no-unit", (says, remedy), values, (end.layer, end.name, "y"), end.things)
    return None

"""What a model expects and what `fit` was given, side by side: inputs with arrays, outputs with labels and losses."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.errors.scene import DATA, Scene, shape_of
from helpers import compiled, graph

_SHORT = {"mse": "mean_squared_error", "mae": "mean_absolute_error", "bce": "binary_crossentropy"}
MOST = 100_000
"""Rows of an array that are looked at."""


@dataclass(frozen=True)
class End:
    """One output of a model with what it is compared with.

    Args:
        name, layer: of the output, and of the layer that makes it.
        shape: of the output, with the batch.
        loss: the name of its loss; empty where it isn't known.
        labels: its labels; None where they can't be told apart.
        things: the layer, to be marked.
    """

    name: str
    layer: str
    shape: tuple
    loss: str
    labels: np.ndarray | None
    things: tuple = ()

    @property
    def units(self) -> int | None:
        return self.shape[-1] if len(self.shape) > 1 else None


def output_names(model: Any) -> list[str]:
    """The outputs by name; of a name that Keras made up for a tensor, the layer that makes it."""
    names = [str(n) for n in getattr(model, "output_names", None) or [t.name for t in model.outputs]]
    if not any(n.startswith("keras_tensor") for n in names):
        return names
    _inputs, tensors, made = graph.tensors(model)
    of = {id(t): layer for group, layer in zip(tensors, made, strict=True) for t in group}
    layers = [of.get(id(t)) for t in model.outputs]
    return [
        str(x.name) if n.startswith("keras_tensor") and x is not None else n
        for n, x in zip(names, layers, strict=False)
    ]


def input_names(model: Any) -> list[str]:
    """The inputs by name; of a name that Keras made up for a tensor, its `Input`."""
    names = [str(n) for n in getattr(model, "input_names", None) or [t.name for t in model.inputs]]
    read = graph.read(model)
    nodes = [read["nodes"][i]["name"] for i, _k in read["inputs"]["flat"]]
    return [own if n.startswith("keras_tensor") else n for n, own in zip(names, nodes, strict=True)]


def first_batch(scene: Scene) -> tuple[Any, Any]:
    """`x` and `y` as they were given; of a data set what its first element is like."""
    x, y = scene.given("x", 0), scene.given("y", 1)
    if inspect.isgenerator(x) or isinstance(x, Iterator):
        return None, None
    if y is None and hasattr(x, "element_spec"):
        spec = x.element_spec
        return (spec[0], spec[1]) if isinstance(spec, tuple) and len(spec) > 1 else (spec, None)
    if (y is None and type(x).__name__.endswith(("PyDataset", "Sequence"))) or (
        hasattr(x, "__getitem__") and hasattr(x, "on_epoch_end")
    ):
        try:
            found = x[0]
            return (found[0], found[1]) if isinstance(found, tuple) and len(found) > 1 else (found, None)
        except Exception:  # a data set of the learner's own may raise anything
            return None, None
    return x, y


def shapes(scene: Scene, side: str) -> list[tuple | None] | None:
    """The shapes of what was given for the model's inputs ("x") or outputs ("y"), batch first; None where unknown."""
    given = first_batch(scene)["xy".index(side)]
    found = _matched(given, _names(scene, side))
    return None if found is None else [shape_of(f) if hasattr(f, "shape") else _listed(f) for f in found]


def arrays(scene: Scene, side: str) -> list[np.ndarray | None]:
    """The arrays that were given for the model's inputs or outputs."""
    given = first_batch(scene)["xy".index(side)]
    return [_array(f) for f in _matched(given, _names(scene, side)) or []]


def _names(scene: Scene, side: str) -> list[str]:
    model = scene.model
    if model is None or not graph.is_functional(model):
        return ["x"]
    return input_names(model) if side == "x" else output_names(model)


def _matched(given: Any, names: list[str]) -> list | None:
    """What was given, one for each name."""
    if given is None:
        return None
    if isinstance(given, dict):
        return [given.get(n) for n in names]
    if isinstance(given, (list, tuple)) and given and (hasattr(given[0], "shape") or len(names) > 1):
        return list(given) if len(given) == len(names) else None
    return [given] if len(names) == 1 else None


def _array(value: Any) -> np.ndarray | None:
    if value is None:
        return None
    try:
        found = np.asarray(value[:MOST] if hasattr(value, "__getitem__") and not hasattr(value, "iloc") else value)
    except Exception:  # what can't be an array is none
        return None
    return found if found.dtype.kind in "biufOU" else None


def _listed(value: Any) -> tuple | None:
    found = _array(value)
    return None if found is None else found.shape


def ends(scene: Scene) -> list[End]:
    """The outputs of the model that was trained or evaluated, with their labels."""
    model = scene.model
    if not scene.method or scene.method[0] not in DATA or model is None:
        return []
    losses = compiled.compile_arguments(model).get("loss")
    outputs = _outputs(scene)
    names = [name for name, _shape, _layer in outputs]
    given = first_batch(scene)[1]
    labels = _matched(_traced(scene) if given is None else given, names) or [None] * len(outputs)
    found = []
    for k, (name, shape, layer) in enumerate(outputs):
        loss = (
            losses.get(name)
            if isinstance(losses, dict)
            else losses[k]
            if isinstance(losses, (list, tuple)) and k < len(losses)
            else losses
        )
        label = _array(labels[k])
        if label is None and hasattr(labels[k], "shape"):  # of a tensor without numbers the shape is known
            label = np.empty([0 if d is None else d for d in shape_of(labels[k])])
        found.append(End(name, str(getattr(layer, "name", name)), shape, loss_name(loss), label, (layer,)))
    return found


def _traced(scene: Scene) -> Any:
    """The labels as they reached the loss, of data that were read batch by batch."""
    for level in scene.during("compute_loss", "_compute_loss"):
        if level.variable("y") is not None:
            return level.variable("y")
    return None


def _outputs(scene: Scene) -> list[tuple[str, tuple, Any]]:
    """Name, shape and layer of each output; of a model without a graph, the layer that came last."""
    model = scene.model
    if graph.is_functional(model):
        _inputs, tensors, made = graph.tensors(model)
        of = {id(t): layer for group, layer in zip(tensors, made, strict=True) for t in group}
        return [(n, shape_of(t), of.get(id(t))) for n, t in zip(output_names(model), model.outputs, strict=False)]
    for level in scene.levels:
        predicted = level.variable("y_pred")
        if level.of_keras and hasattr(predicted, "shape"):
            layers = getattr(model, "layers", [])
            return [("output", shape_of(predicted), layers[-1] if layers else None)]
    return []


def loss_name(loss: Any) -> str:
    """A loss by its name in `keras.losses`."""
    if loss is None:
        return ""
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", None) or type(loss).__name__
    snake = "".join(f"_{c.lower()}" if c.isupper() else c for c in str(name)).lstrip("_")
    return _SHORT.get(str(name).lower(), str(name) if str(name).islower() else snake)

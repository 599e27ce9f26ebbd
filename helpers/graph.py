"""The graph of a functional model as plain data: one entry for each call of an operation.

A functional model is a directed graph of KerasTensors. Each tensor remembers the call that made it
(`tensor._keras_history`), each call its arguments, so walking back from the outputs finds exactly what
the model computes, and nothing that other cells did with the same layers.

This is the one module that touches private attributes of Keras: `KerasTensor._keras_history`,
`Operation._inbound_nodes` and `Layer._flatten_layers` (`tests/test_graph.py` has a test for each). Everything else (pictures,
checks, grading) works on what `read` returns: a `helpers.plain_graph.PlainGraph`.
"""

import inspect
import math
from typing import Any
from weakref import WeakKeyDictionary

from helpers.errors import CourseError
from helpers.hidden import hidden
from helpers.language import translate as _
from helpers.layers import (
    Numbers,
    config_of,
    description,
    module_of,
    sublayers,
    weights_of,
)
from helpers.plain import plain
from helpers.plain_graph import Ends, Node, PlainGraph, Reference

__all__ = ["MAX_NODES", "VERSION", "description", "ends", "is_functional", "plain", "read",
           "read_together", "sublayers", "tensors"]  # fmt: skip

VERSION = 1
PLACES: WeakKeyDictionary = WeakKeyDictionary()
"""Where calls (Keras: nodes) were made, a `Place` each, as far as somebody took it down."""
MAX_NODES = 20_000


def read(model: Any) -> PlainGraph:
    """The graph of `model` as plain data.

    Args:
        model: a functional model (or a built Sequential), or a pair `(inputs, outputs)` of KerasTensors
            or structures of them.

    Returns:
        one node for each call of an operation, in topological order, the structures of inputs and outputs, and the
        number of parameters.

    Raises:
        CourseError: when `model` has no graph, with what to do instead.
    """
    return _read(model, Numbers())


def read_together(models: list) -> tuple[list[PlainGraph], dict[int, Any]]:
    """The graphs of several models, with one numbering: a layer or weight has the same number in all of them.

    Returns:
        what `read` returns, for each model, and the objects (layers, weights) by their numbers.
    """
    numbers = Numbers()
    for model in models:
        numbers(model)
    return [_read(model, numbers) for model in models], dict(enumerate(numbers.things))


def tensors(model: Any) -> tuple[list, list[list], list]:
    """The KerasTensors of a model: its inputs, the outputs of each call by node id as in `read`, and what made them.

    Returns:
        inputs (flat), outputs (one list for each node), operations (one for each node; None for an input).
    """
    walk, _names = _walked(model, Numbers())
    made = [None if node["kind"] == "input" else tensor[0]._keras_history.operation
            for node, tensor in zip(walk.nodes, walk.tensors, strict=True)]  # fmt: skip
    return list(_flatten(ends(model)[0])), walk.tensors, made


def _walked(model: Any, numbers: "Numbers") -> tuple["_Walk", str]:
    inputs, outputs, name = ends(model)
    walk = _Walk(_flatten(inputs), numbers)
    walk.visit(_flatten(outputs))
    return walk, name


def _read(model: Any, numbers: "Numbers") -> PlainGraph:
    inputs, outputs, _name = ends(model)
    walk, name = _walked(model, numbers)
    weights = {w["id"]: math.prod(w["shape"]) for node in walk.nodes for w in node["weights"]}
    return {
        "version": VERSION,
        "name": name,
        "nodes": walk.nodes,
        "inputs": _side(inputs, walk, getattr(model, "input_names", None)),
        "outputs": _side(outputs, walk, getattr(model, "output_names", None)),
        "params": sum(weights.values()),
    }


def is_functional(model: Any) -> bool:
    """Whether `model` is a `keras.Model` over a graph of its own (a built Sequential is one, too)."""
    import keras

    if not isinstance(model, keras.Model):
        return False
    if isinstance(model, keras.Sequential):
        return bool(model.built and model.inputs)
    return isinstance(model, keras.Function)


def ends(model: Any) -> tuple[Any, Any, str]:
    """The inputs and outputs of what `read` takes, as they were given, and its name; `CourseError` where it has no graph."""
    import keras

    if isinstance(model, tuple) and len(model) == 2:
        return model[0], model[1], "graph"
    if is_functional(model):
        if isinstance(model, keras.Sequential):
            return model.inputs[0], model.outputs[0], model.name
        return model.input, model.output, model.name
    if isinstance(model, keras.Sequential):
        raise CourseError(
            _(
                "This Sequential model has no graph yet: it does not know the shape of its input. "
                "Start it with `keras.Input(shape=...)`, or call it once on data."
            )
        )
    if isinstance(model, keras.Model):
        raise CourseError(
            _(
                "`{name}` is a subclassed model: what it computes is written in its `call` method, not in a "
                "graph, so there is no graph to read. A model made by `keras.Model(inputs, outputs)` has one.",
                name=type(model).__name__,
            )
        )
    raise CourseError(
        _(
            "Expected a functional model, made by `keras.Model(inputs, outputs)`; got an object of type `{type}`.",
            type=type(model).__name__,
        )
    )


class _Walk:
    """Visits calls from the outputs back to the inputs and numbers them in topological order."""

    def __init__(self, inputs: list, numbers: "Numbers") -> None:
        self.nodes: list[Node] = []
        self.tensors: list[list] = []
        self._ids: dict[tuple, int] = {}
        self._calls: dict[int, int] = {}
        self._number = numbers
        self._inputs = {id(tensor): k for k, tensor in enumerate(inputs)}
        self._input_tensors = inputs

    def visit(self, outputs: list) -> None:
        for tensor in self._input_tensors:
            self._enter(tensor)
        for output in outputs:
            stack = [(output, False)]
            while stack:
                tensor, ready = stack.pop()
                if self._key(tensor) in self._ids:
                    continue
                if ready or id(tensor) in self._inputs:
                    self._enter(tensor)
                    continue
                stack.append((tensor, True))
                stack.extend((parent, False) for parent in reversed(_call(tensor).arguments.keras_tensors))

    def reference(self, tensor: Any) -> Reference:
        """A tensor that the walk has met."""
        if id(tensor) in self._inputs:
            return [self._ids[self._key(tensor)], 0]
        return [self._ids[self._key(tensor)], tensor._keras_history.tensor_index]

    def _key(self, tensor: Any) -> tuple:
        if id(tensor) in self._inputs:
            return ("input", self._inputs[id(tensor)])
        history = getattr(tensor, "_keras_history", None)
        if history is None or history.operation is None:
            return ("loose", id(tensor))
        return (id(history.operation), history.node_index)

    def _enter(self, tensor: Any) -> None:
        key = self._key(tensor)
        if key in self._ids:
            return
        if len(self.nodes) >= MAX_NODES:
            raise CourseError(_("The graph has more than {most} calls: too large to read.", most=MAX_NODES))
        self._ids[key] = len(self.nodes)
        if key[0] in ("input", "loose"):
            self.nodes.append(self._input_node(tensor))
            self.tensors.append([tensor])
        else:
            self.nodes.append(self._call_node(tensor))
            self.tensors.append(list(_call(tensor).output_tensors))

    def _input_node(self, tensor: Any) -> Node:
        history = getattr(tensor, "_keras_history", None)
        maker = history.operation if history else None
        is_input_layer = type(maker).__name__ == "InputLayer"
        at = PLACES.get(maker._inbound_nodes[0]) if is_input_layer and maker._inbound_nodes else None
        return {
            "id": len(self.nodes),
            "kind": "input",
            "op": "InputLayer",
            "module": "keras",
            "name": maker.name if is_input_layer else getattr(tensor, "name", "input"),
            "layer": self._number(maker if is_input_layer else tensor),
            "call": 0,
            "config": {},
            "args": {},
            "inputs": [],
            "shapes": [_shape(tensor)],
            "dtypes": [str(tensor.dtype)],
            "weights": [],
            "params": 0,
            "graph": None,
        } | ({"at": at} if at else {})

    def _call_node(self, tensor: Any) -> Node:
        operation, call = tensor._keras_history.operation, _call(tensor)
        if not call.arguments.keras_tensors:
            return self._input_node(tensor)
        layer = self._number(operation)
        self._calls[layer] = self._calls.get(layer, -1) + 1
        weights = weights_of(operation, self._number)
        kind = _kind(operation)
        known = ({"at": PLACES[call]} if call in PLACES else {}) | hidden(operation)
        return {
            "id": len(self.nodes),
            "kind": kind,
            "op": type(operation).__name__,
            "module": module_of(operation),
            "name": str(operation.name),
            "layer": layer,
            "call": self._calls[layer],
            "config": config_of(operation, kind),
            "args": self._arguments(operation, call.arguments),
            "inputs": [self.reference(t) for t in call.arguments.keras_tensors],
            "shapes": [_shape(t) for t in call.output_tensors],
            "dtypes": [str(t.dtype) for t in call.output_tensors],
            "weights": weights,
            "params": sum(math.prod(w["shape"]) for w in weights),
            "graph": _read(operation, self._number) if kind == "model" else None,
        } | known

    def _arguments(self, operation: Any, arguments: Any) -> dict:
        """Arguments by name, so that `layer(x)` and `layer(inputs=x)` read the same."""
        try:
            bound = inspect.signature(operation.call).bind(*arguments.args, **arguments.kwargs)
            named = dict(bound.arguments)
        except (TypeError, ValueError):
            named = {str(k): a for k, a in enumerate(arguments.args)} | dict(arguments.kwargs)
        return {name: self._plain(value) for name, value in named.items() if value is not None}

    def _plain(self, value: Any) -> Any:
        return plain(value, self.reference)


def _call(tensor: Any) -> Any:
    """The call (Keras: node) that made `tensor`."""
    history = tensor._keras_history
    return history.operation._inbound_nodes[history.node_index]


def _kind(operation: Any) -> str:
    import keras

    if is_functional(operation):
        return "model"
    return "layer" if isinstance(operation, keras.Layer) else "operation"


def _shape(tensor: Any) -> list[int | None]:
    return [None if d is None else int(d) for d in tensor.shape]


def _flatten(structure: Any) -> list:
    import keras

    return keras.tree.flatten(structure)


def _side(structure: Any, walk: _Walk, names: Any) -> Ends:
    tensors = _flatten(structure)
    return {
        "tree": plain(structure, walk.reference),
        "flat": [walk.reference(t) for t in tensors],
        "names": [str(n) for n in names] if names else [],
    }

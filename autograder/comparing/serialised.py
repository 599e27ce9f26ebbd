"""What stands in a model's configuration as Keras writes it: references to tensors, values, names of arguments."""

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

from helpers.graph import plain

_CALLS = {
    "MultiHeadAttention": ("query", "value", "key", "query_mask"),
    "GroupQueryAttention": ("query", "value", "key", "query_mask"),
    "LSTM": ("sequences", "initial_state", "mask"),
    "GRU": ("sequences", "initial_state", "mask"),
    "SimpleRNN": ("sequences", "initial_state", "mask"),
    "RNN": ("sequences", "initial_state", "mask"),
    "ConvLSTM2D": ("sequences", "initial_state", "mask"),
    "Bidirectional": ("sequences", "initial_state", "mask"),
}
"""What the arguments of a call are named, where there is more than one and Keras isn't loaded to ask."""


def tensors(call: Any) -> Iterator[dict]:
    """The configurations of the tensors in the arguments of a call, in order."""
    if isinstance(call, dict):
        if call.get("class_name") == "__keras_tensor__":
            yield call["config"]
            return
        for value in call.values():
            yield from tensors(value)
    elif isinstance(call, list):
        for value in call:
            yield from tensors(value)


def is_leaf(tree: Any) -> bool:
    return isinstance(tree, list) and len(tree) == 3 and isinstance(tree[0], str) and isinstance(tree[1], int)


def sorted_leaves(tree: Any) -> list[list]:
    """Leaves as Keras flattens a structure: the keys of a dict in their order."""
    if is_leaf(tree):
        return [tree]
    values = [tree[k] for k in sorted(tree)] if isinstance(tree, dict) else tree
    return [leaf for value in values for leaf in sorted_leaves(value)]


def shape(shape: Any) -> list:
    return [None if d is None else int(d) for d in shape]


def kind(layer: dict) -> str:
    return "operation" if ".ops" in f".{layer.get('module') or ''}" and module(layer) == "keras" else "layer"


def module(layer: dict) -> str:
    module, registered = layer.get("module"), layer.get("registered_name")
    if isinstance(registered, str) and ">" in registered:
        return registered.partition(">")[0]
    if module is None:  # Keras 2 wrote none
        return "keras" if not registered else str(registered)
    return "keras" if module == "keras" or str(module).startswith("keras.") else str(module)


def configuration(config: dict) -> dict:
    found = {k: value_of(v, None) for k, v in config.items() if k != "name"}
    return plain(found)


def value_of(value: Any, reference: Callable | None) -> Any:
    """A value as Keras wrote it, as `helpers.graph.plain` takes it: tuples, slices, arrays again."""
    if isinstance(value, list):
        return [value_of(v, reference) for v in value]
    if not isinstance(value, dict):
        return value
    kind, config = value.get("class_name"), value.get("config")
    if kind in ("__lambda__", "__numpy__", "__tensor__"):
        return value
    if kind == "__keras_tensor__" and reference:
        return {"tensor": reference(config["keras_history"])}
    if kind == "__tuple__":
        return [value_of(v, reference) for v in value.get("items", [])]
    if kind == "__slice__":
        return slice(*(config[k] for k in ("start", "stop", "step")))
    if kind == "__ellipsis__":
        return ...
    return {k: value_of(v, reference) for k, v in value.items()}


def argument_names(op: str, layer: dict) -> Callable[[int], str]:
    """The names of a call's arguments by their places."""
    known = _CALLS.get(op, ("inputs",))
    keras = sys.modules.get("keras")
    if keras is not None and module(layer) == "keras" and kind(layer) == "layer":
        made = getattr(keras.layers, op, None)
        if inspect.isclass(made):
            known = tuple(inspect.signature(made.call).parameters)[1:]
    return lambda k: known[k] if k < len(known) else str(k)

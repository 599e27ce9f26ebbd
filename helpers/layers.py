"""What is told of a layer by itself, wherever it is called: its class, configuration and weights as plain data.

Beside `helpers.graph` it touches private attributes of Keras: `Layer._flatten_layers`.
"""

import math
from typing import Any

from helpers.plain import plain

_LONG_TEXT = 200


class Numbers:
    """Gives each object a small number, the same wherever the walk meets it."""

    def __init__(self) -> None:
        self._of: dict[int, int] = {}
        self.things: list = []  # kept, since an id() is unique only while its object lives

    def __call__(self, thing: Any) -> int:
        if id(thing) not in self._of:
            self.things.append(thing)
            self._of[id(thing)] = len(self._of)
        return self._of[id(thing)]


def sublayers(layer: Any) -> list:
    """The layers that a layer holds, at any depth, as Keras tracks them: attributes, in lists and dicts too."""
    return layer._flatten_layers(include_self=False)


def description(layer: Any) -> dict:
    """What `read` says of a layer itself, wherever it is called, as an entry of a node without shapes."""
    number = Numbers()
    weights = weights_of(layer, number)
    return {
        "id": 0,
        "kind": "layer",
        "op": type(layer).__name__,
        "module": module_of(layer),
        "name": str(layer.name),
        "layer": 0,
        "call": 0,
        "config": config_of(layer, "layer"),
        "args": {},
        "inputs": [],
        "shapes": [],
        "dtypes": [],
        "weights": weights,
        "params": sum(math.prod(w["shape"]) for w in weights),
        "graph": None,
    }


def module_of(operation: Any) -> str:
    module = type(operation).__module__
    return "keras" if module == "keras" or module.startswith("keras.") else module


def config_of(operation: Any, kind: str) -> dict:
    if kind == "model":
        return {}
    if kind == "operation":
        # ops.* keep their options as plain attributes; their get_config knows only some of them
        options = {k: v for k, v in vars(operation).items() if not k.startswith("_") and k != "name"}
        return plain(options)
    try:
        config = dict(operation.get_config())
    except Exception as error:  # a learner's get_config may do anything
        return {"get_config_error": f"{type(error).__name__}: {error}"[:_LONG_TEXT]}
    config.pop("name", None)
    return plain(config)


def weights_of(operation: Any, number: Numbers) -> list[dict]:
    return [
        {
            "id": number(w),
            "path": str(w.path),
            "shape": [int(d) for d in w.shape],
            "dtype": str(w.dtype),
            "trainable": bool(w.trainable),
        }
        for w in getattr(operation, "weights", [])
    ]

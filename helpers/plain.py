"""Values of configurations and calls as data that JSON can hold: short, and equal where the values are."""

import hashlib
import json
import math
from typing import Any

import numpy as np

_LONG_TEXT = 200
MOST = 64
"""Numbers of an array that are written out, and members of a list of words; of more a digest stands for them."""


def plain(value: Any, reference: Any = None) -> Any:
    """`value` as JSON-able data; a KerasTensor by `reference`, what has no plain form as its short text.

    A long list of words or numbers is `{"list": how many, "first": [...], "digest": text}`, a large array
    `{"array": shape, "dtype": text, "digest": text}`, a function `{"function": name}`, that of a lambda with a digest.
    """
    if reference is not None and hasattr(value, "_keras_history"):
        return {"tensor": reference(value)}
    if value is None or type(value) in (bool, int, str):
        return value
    if value is ...:
        return {"ellipsis": True}
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(float(value))  # NumPy's float64 is a float, too
    if isinstance(value, slice):
        return {"slice": [plain(v, reference) for v in (value.start, value.stop, value.step)]}
    if isinstance(value, dict):
        return _dict(value, reference)
    if isinstance(value, (list, tuple)):
        return _list(list(value), reference)
    if hasattr(value, "shape") and hasattr(value, "dtype"):
        found = _array(value, reference)
        if found is not None:
            return found
    if callable(value):
        return {"function": getattr(value, "__name__", type(value).__name__)}
    return {"object": type(value).__name__, "text": repr(value)[:_LONG_TEXT]}


def _dict(value: dict, reference: Any) -> dict:
    if not set(value) >= {"class_name", "config"}:
        return {str(k): plain(v, reference) for k, v in value.items()}
    name, config = str(value["class_name"]), value["config"]  # a serialised Keras object
    if name == "__lambda__":
        return {"function": "lambda", "digest": _digest(repr(config).encode())}
    if name == "__tensor__" or name == "__numpy__":
        with_dtype = config.get("dtype", "float32")
        dtype = "float32" if with_dtype == "bfloat16" else with_dtype
        return plain(np.asarray(config.get("value"), dtype), reference)
    if isinstance(config, dict) and {"layers", "output_layers"} <= config.keys():
        config = _wrapped_model(config)
    if isinstance(config, dict) and ("trainable" in config or name == "InputLayer"):  # wrapped: its name says nothing
        config = {k: v for k, v in config.items() if k != "name"}
    return {"class": name, "config": plain(config, reference)}


def _wrapped_model(config: dict) -> dict:
    """A model that a layer wraps: its layers by their places, not by their names, each with the calls that it takes."""
    try:
        places = {layer["name"]: k for k, layer in enumerate(config["layers"])}
        layers = [
            {
                "class_name": layer["class_name"],
                "config": layer["config"] | {"calls": _placed(layer["inbound_nodes"], places)},
            }
            for layer in config["layers"]
        ]
    except (KeyError, TypeError):  # not as Keras writes it
        return config
    ends = {side: _placed(config.get(side), places) for side in ("input_layers", "output_layers")}
    return config | {"layers": layers} | ends


def _placed(value: Any, places: dict[str, int]) -> Any:
    if isinstance(value, dict):
        tensor = value.get("class_name") == "__keras_tensor__" and value["config"].get("keras_history")
        return _placed(tensor, places) if tensor else {k: _placed(v, places) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        found = [_placed(v, places) for v in value]
        is_end = len(found) == 3 and isinstance(found[0], str) and all(type(v) is int for v in found[1:])
        return [places.get(found[0], found[0]), *found[1:]] if is_end else found
    return value


def _list(value: list, reference: Any) -> Any:
    if len(value) > MOST and all(type(v) in (bool, int, float, str) for v in value):
        return {"list": len(value), "first": value[:3], "digest": _digest(json.dumps(value).encode())}
    return [plain(v, reference) for v in value]


def _array(value: Any, reference: Any) -> Any:
    """An array, of NumPy or of a backend; None for what only looks like one."""
    try:
        array = value if isinstance(value, (np.ndarray, np.generic)) else np.asarray(value)
        if array.dtype.name == "bfloat16":
            array = array.astype("float32")
        if array.dtype.kind not in "biufUS":
            return None
    except Exception:  # a symbolic tensor of a backend, or a class of a learner's own
        return None
    if array.size <= MOST:
        return plain(array.tolist(), reference)
    data = np.ascontiguousarray(array).tobytes()
    return {"array": list(array.shape), "dtype": array.dtype.name, "digest": _digest(data)}


def _digest(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()

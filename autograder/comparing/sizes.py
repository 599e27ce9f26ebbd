"""Shapes and numbers of parameters that follow from the options of Keras's layers, where a file doesn't tell them."""

import math
import re
from typing import Any

_SAME = (
    "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax", "BatchNormalization", "LayerNormalization", "GroupNormalization",
    "UnitNormalization", "RMSNormalization", "Dropout", "SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D",
    "GaussianNoise", "GaussianDropout", "AlphaDropout", "ActivityRegularization", "Identity", "Masking", "PReLU", "Rescaling",
    "Normalization", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum",
)  # fmt: skip
_WEIGHTLESS = (
    "Pooling", "Padding", "Cropping", "UpSampling", "Flatten", "Reshape", "Permute", "RepeatVector", "Concatenate", "Dot",
    "Dropout", "Noise", "Resizing", "Rescaling", "Random", "CenterCrop", "Activation", "ReLU", "ELU", "Softmax", "Identity",
    "Masking", "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum", "InputLayer", "CategoryEncoding", "Hashing",
    "Discretization", "Lookup", "TextVectorization", "UnitNormalization", "ActivityRegularization", "Lambda", "Layer",
)  # fmt: skip


def snake(name: str) -> str:
    """A class's name as Keras writes it in paths: `Conv2D` is `conv2d`, `MaxPooling2D` `max_pooling2d`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def shape(op: str, config: dict, taken: list[list]) -> list:
    """The output's shape of a layer that takes these shapes; empty where that can't be told."""
    try:
        return _shape(op, config, taken)
    except (TypeError, KeyError, IndexError, ValueError, ZeroDivisionError):
        return []


def _shape(op: str, config: dict, taken: list[list]) -> list:
    first = taken[0] if taken else []
    if op in ("Dense", "Embedding"):
        return [*first[:-1], config["units"]] if op == "Dense" else [*first, config["output_dim"]]
    if op in _SAME:
        return max(taken, key=len) if taken else []
    if op in ("MultiHeadAttention", "GroupQueryAttention"):
        return first if not config.get("output_shape") else [*first[:-1], *_several(config["output_shape"], 1)]
    if op == "Flatten":
        return [first[0], _product(first[1:])]
    if op == "Reshape":
        return [first[0], *_filled(config["target_shape"], first[1:])]
    if op == "Concatenate":
        axis = config.get("axis", -1) % len(first)
        total = None if any(t[axis] is None for t in taken) else sum(t[axis] for t in taken)
        return [*first[:axis], total, *first[axis + 1 :]]
    if op.startswith("Global") and "Pooling" in op:
        return [first[0], *([1] * (len(first) - 2) if config.get("keepdims") else []), first[-1]]
    if op in ("LSTM", "GRU", "SimpleRNN"):
        return [*first[: 2 if config.get("return_sequences") else 1], config["units"]]
    if re.fullmatch(r"(Separable|Depthwise)?Conv\dD|(Max|Average)Pooling\dD", op):
        return _windowed(op, config, first)
    return []


def _windowed(op: str, config: dict, first: list) -> list:
    rank = len(first) - 2
    window = _several(config.get("kernel_size", config.get("pool_size")), rank)
    strides = _several(config.get("strides") or window, rank)
    dilation = _several(config.get("dilation_rate") or 1, rank)
    channels = config.get("filters", first[-1])
    if op.startswith("Depthwise"):
        channels = first[-1] * config.get("depth_multiplier", 1)
    found = []
    for size, w, s, d in zip(first[1:-1], window, strides, dilation, strict=True):
        if size is None:
            found.append(None)
        elif config.get("padding") in ("same", "causal"):
            found.append(-(-size // s))
        else:
            found.append((size - d * (w - 1) - 1) // s + 1)
    return [first[0], *found, channels]


def params(op: str, config: dict, taken: list[list]) -> int | None:
    """How many parameters a layer has; None where that can't be told."""
    if any(word in op for word in _WEIGHTLESS) and "Normalization" not in op.replace("UnitNormalization", ""):
        return 0
    try:
        return _params(op, config, taken[0] if taken else [])
    except (TypeError, KeyError, IndexError, ValueError):
        return None


def _params(op: str, config: dict, first: list) -> int | None:
    last, bias = first[-1], bool(config.get("use_bias", True))
    if op == "Dense":
        return config["units"] * (last + bias)
    if op == "Embedding":
        return config["input_dim"] * config["output_dim"]
    conv = re.fullmatch(r"(Separable|Depthwise)?Conv(\d)D(Transpose)?", op)
    if conv:
        window = math.prod(_several(config["kernel_size"], int(conv[2])))
        if conv[1]:
            deep = config.get("depth_multiplier", 1) * last
            if conv[1] == "Depthwise":
                return deep * window + bias * deep
            return deep * window + config["filters"] * (deep + bias)
        return config["filters"] * (window * last // (config.get("groups") or 1) + bias)
    if op == "Normalization":
        axis = config.get("axis", -1)
        return 0 if config.get("mean") is not None else 2 * math.prod(first[a] for a in _several(axis, 1)) + 1
    if op in ("BatchNormalization", "LayerNormalization", "GroupNormalization", "RMSNormalization"):
        axis = config.get("axis", -1)
        size = math.prod(first[a] for a in (axis if isinstance(axis, list) else [axis]))
        if op == "RMSNormalization":
            return size
        own = bool(config.get("center", True)) + bool(config.get("scale", True))
        return size * (own + (2 if op == "BatchNormalization" else 0))
    gates = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}.get(op)
    if gates:
        units = config["units"]
        biases = 2 if op == "GRU" and config.get("reset_after", True) else 1
        return gates * units * (last + units + bias * biases)
    if op == "MultiHeadAttention":
        heads, key, value = config["num_heads"], config["key_dim"], config.get("value_dim") or config["key_dim"]
        return heads * (2 * last * key + last * value + bias * (2 * key + value)) + last * (heads * value + bias)
    return None


def _several(value: Any, rank: int) -> list[int]:
    return list(value) if isinstance(value, list) else [value] * rank


def _product(sizes: list) -> int | None:
    return None if None in sizes else math.prod(sizes)


def _filled(wanted: list, given: list) -> list:
    if -1 not in wanted:
        return list(wanted)
    rest, whole = math.prod(d for d in wanted if d != -1), _product(given)
    return [(None if whole is None else whole // rest) if d == -1 else d for d in wanted]

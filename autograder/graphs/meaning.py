"""What one call of a graph does, whatever it was written as: a table of rules, one for each operation that has spellings."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.graphs.operation import COMMUTE
from helpers.plain_graph import Node

Meaning = tuple[str, dict]
"""What a call does, and the part of its configuration that matters."""


@dataclass(frozen=True)
class Call:
    """A node of `helpers.graph.read`, its configuration laid open; `extra`: its arguments beside its first tensors."""

    op: str
    shape: list
    config: dict
    extra: dict
    entry: Node

    @property
    def is_operation(self) -> bool:
        return self.entry["kind"] == "operation"


@dataclass(frozen=True)
class Rule:
    """What calls of an operation mean, None where this one has no other spelling; and why that is the same."""

    means: Callable[[Call], Meaning | None]
    because: str


RULES: dict[str, Rule] = {}
"""Operation -> its rule. What has none means its own name and configuration."""


def _rule(*ops: str, because: str) -> Callable[[Callable[[Call], Meaning | None]], Callable[[Call], Meaning | None]]:
    def keep(means: Callable[[Call], Meaning | None]) -> Callable[[Call], Meaning | None]:
        RULES.update(dict.fromkeys(ops, Rule(means, because)))
        return means

    return keep


_FUSED = {
    "Dense", "EinsumDense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
    "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
}  # fmt: skip
_ACTIVATIONS = {
    "Relu": "relu", "Relu6": "relu6", "Sigmoid": "sigmoid", "Tanh": "tanh", "Gelu": "gelu", "Elu": "elu",
    "Selu": "selu", "Softplus": "softplus", "Softsign": "softsign", "Silu": "silu", "LogSoftmax": "log_softmax",
    "HardSigmoid": "hard_sigmoid", "LeakyRelu": "leaky_relu", "Exp": "exponential",
}  # fmt: skip
_GLOBAL = {
    f"Global{word}Pooling{axes}D": (op, axes)
    for word, op in (("Average", "Mean"), ("Max", "Max"))
    for axes in (1, 2, 3)
}
_IGNORED = {
    "trainable", "dtype", "seed", "quantization_config", "ragged", "sparse", "autocast", "noise_shape",
    "kernel_initializer", "bias_initializer", "embeddings_initializer", "recurrent_initializer", "gamma_initializer",
    "beta_initializer", "moving_mean_initializer", "moving_variance_initializer", "depthwise_initializer",
    "pointwise_initializer", "input_length", "supports_masking", "implementation", "use_cudnn", "zero_output_for_mask",
}  # fmt: skip
_LINEAR = (None, "linear")
_USUAL: dict[str, dict[str, Any]] = {
    "LeakyRelu": {"negative_slope": 0.2}, "Gelu": {"approximate": True}, "Elu": {"alpha": 1.0}, "LogSoftmax": {"axis": -1},
}  # fmt: skip
"""Options of activations that are operations, as Keras has them where none are given."""
_CLASSES = {"LeakyReLU": ("leaky_relu", {"negative_slope": 0.2}), "ELU": ("elu", {"alpha": 1.0})}
"""Layers that are an activation with an option, and the value of it that the activation's name stands for."""


def meaning(entry: Node) -> Meaning:
    """What a call does, and the part of its configuration that matters."""
    op, shape = entry["op"], entry["shapes"][0]
    config = {k: _simple(v) for k, v in entry["config"].items() if k not in _IGNORED and v is not None}
    config = _without(config, "data_format", "channels_last")
    dtype = _policy(entry["config"].get("dtype"))
    if dtype not in (None, "float32") and entry["kind"] == "layer":
        config["dtype"] = dtype
    extra = _extra_arguments(entry)
    if is_custom(entry):
        return "Custom", extra
    if op == "Model" or entry["kind"] == "model":
        return "Model", extra
    call = Call(op, shape, _laid_open(config), extra, entry)
    found = RULES[op].means(call) if op in RULES else None
    return found or (op, call.config | extra)


@_rule(*_ACTIVATIONS, because="`ops.relu(x)`, `Activation('relu')(x)` and `activation='relu'` are one function.")
def _function(call: Call) -> Meaning | None:
    if not call.is_operation:
        return None
    options = {k: v for k, v in call.config.items() if not _usual(call.op, k, v, call.shape)}
    return "Activation", {"activation": _ACTIVATIONS[call.op]} | options | call.extra


@_rule(*_CLASSES, because="The layer is the function of that name, with its option.")
def _class(call: Call) -> Meaning:
    return "Activation", _of_class(call.op, call.config) | call.extra


@_rule("Activation", because="Its name is all that it does; 'linear' does nothing.")
def _named(call: Call) -> Meaning:
    activation = call.config.get("activation")
    return ("Identity", {}) if activation in _LINEAR else ("Activation", {"activation": activation} | call.extra)


@_rule(
    "ReLU",
    because="Without a slope and a threshold it is `relu`, up to 6 it is `relu6`; else it is a layer of its own.",
)
def _relu(call: Call) -> Meaning | None:
    top = call.config.get("max_value")
    if call.config.get("negative_slope") or call.config.get("threshold") or top not in (None, 6, 6.0):
        return None
    return "Activation", {"activation": "relu" if top is None else "relu6"}


@_rule("Softmax", because="Along the last axis it is the activation.")
def _softmax(call: Call) -> Meaning | None:
    last = call.config.get("axis", -1) in (-1, len(call.shape) - 1)
    return ("Activation", {"activation": "softmax"}) if last else None


@_rule("Identity", "Dropout", because="A dropout of nothing does nothing.")
def _nothing(call: Call) -> Meaning | None:
    return ("Identity", {}) if call.op == "Identity" or not call.config.get("rate") else None


@_rule("Flatten", "Reshape", because="What comes out in the order in which it lies is told by its shape alone.")
def _reshaped(call: Call) -> Meaning:
    shape = {"shape": call.shape[1:]}
    if call.op == "Flatten" and "data_format" in call.config and len(call.entry["inputs"]) == 1:
        return "Reshape", shape | call.config | call.extra  # channels first: Keras moves them behind the others
    return "Reshape", shape


@_rule("Concatenate", because="An axis is counted from the front or from the back.")
def _concatenated(call: Call) -> Meaning:
    return call.op, {"axis": _front(call.config.get("axis", call.entry["args"].get("axis", -1)), call.shape)}


@_rule(*_GLOBAL, because="A global pooling is the mean or the largest over the axes of space.")
def _pooled(call: Call) -> Meaning:
    op, axes = _GLOBAL[call.op]
    first = 2 if "data_format" in call.config else 1
    keep = bool(call.config.get("keepdims", False))
    return op, {"axis": list(range(first, axes + first)), "keepdims": keep}


@_rule("Mean", "Max", because="Axes are counted from the front or from the back, in any order.")
def _reduced(call: Call) -> Meaning | None:
    if not call.is_operation or call.config.get("axis") is None:
        return None
    axes, keep = _list(call.config["axis"]), bool(call.config.get("keepdims", False))
    rank = len(call.shape) + (0 if keep else len(axes))
    return call.op, {"axis": sorted(a % rank for a in axes), "keepdims": keep}


@_rule(*sorted(COMMUTE), because="`x + y`, `ops.add` and `Add()([x, y])` are one sum, in any order; so the others.")
def _commuting(call: Call) -> Meaning:
    constants = sorted((s for s in _slots(call.entry) if s is not None), key=str)
    return call.op, ({"constants": constants} if constants else {})


@_rule("Subtract", "Divide", "TrueDivide", because="`x / y` and `ops.divide(x, y)` are one quotient; the order counts.")
def _ordered(call: Call) -> Meaning:
    slots = _slots(call.entry)
    op = "Divide" if call.op == "TrueDivide" else call.op
    return op, ({"slots": slots} if any(s is not None for s in slots) else {})


def _usual(op: str, option: str, value: Any, shape: list) -> bool:
    """Whether an option of an activation is what Keras takes where none is given."""
    usual = _USUAL.get(op, {}).get(option, _USUAL)
    return value == usual or (option == "axis" and usual == -1 and value == len(shape) - 1)


def _of_class(op: str, config: dict) -> dict:
    """An activation that is a layer with an option, as the activation of that name."""
    name, usual = _CLASSES[op]
    return {"activation": name} | {k: config[k] for k, v in usual.items() if k in config and config[k] != v}


def _laid_open(config: dict) -> dict:
    """Options of layers that a layer wraps, by their path: `layer.units`; what plays no part in them is dropped, too."""
    found: dict = {}
    for key, value in config.items():
        parts = value if isinstance(value, list) and value else [value]
        if key != "activation" and all(_is_layer(part) for part in parts):
            for k, part in enumerate(parts):
                name = key if part is value else f"{key}.{k}"
                inner = {o: v for o, v in part["config"].items() if o not in _IGNORED and v is not None}
                found[name] = part["class"]
                found |= {f"{name}.{option}": v for option, v in _laid_open(inner).items()}
        else:
            found[key] = value
    return found


def _is_layer(value: Any) -> bool:
    config = value.get("config") if isinstance(value, dict) else None
    return isinstance(config, dict) and ("trainable" in config or value["class"] == "InputLayer")


def is_custom(entry: Node) -> bool:
    """Whether a call is of a class that is not Keras's."""
    return entry["module"] != "keras" and entry["kind"] in ("layer", "operation")


def _policy(dtype: Any) -> str | None:
    if isinstance(dtype, dict):
        return (dtype.get("config") or {}).get("name")
    return dtype if isinstance(dtype, str) else None


def _simple(value: Any) -> Any:
    """Configuration without wrapping: `{"class": "function", "config": "relu"}` is "relu"."""
    if isinstance(value, dict):
        if value.get("class") == "function":
            return value.get("config")
        if set(value) == {"function"}:
            return value["function"]
        return {k: _simple(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_simple(v) for v in value]
    return value


def _extra_arguments(entry: Node) -> dict:
    """Arguments of a call beside its first tensors: `training=True`, an initial state, constants."""
    found = {}
    for place, (name, value) in enumerate(entry["args"].items()):
        tensors = _tensors_only(value)
        if tensors and place == 0:
            continue
        found[f"({name})"] = "tensor" if tensors else value
    return {} if not found else {"call": found}


def _tensors_only(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) == {"tensor"}
    return isinstance(value, list) and bool(value) and all(_tensors_only(v) for v in value)


def _slots(entry: Node) -> list:
    """The arguments of an operator in order, tensors as None: `x - 2.0` gives `[None, 2.0]`."""
    values = list(entry["args"].values())
    if len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    return [None if _tensors_only(v) else v for v in values]


def _without(config: dict, key: str, default: Any) -> dict:
    return {k: v for k, v in config.items() if not (k == key and v == default)}


def _front(axis: Any, shape: list) -> Any:
    return axis % len(shape) if isinstance(axis, int) and shape else axis


def _list(value: Any) -> list:
    return value if isinstance(value, list) else [value]


def split_activation(op: str, config: dict) -> tuple[dict, Any]:
    """The configuration of a call without the activation that is fused into its layer, and that; None without one."""
    activation = config.get("activation") if op in _FUSED else None
    rest = {k: v for k, v in config.items() if not (k == "activation" and op in _FUSED)}
    if isinstance(activation, dict) and activation.get("class") in _CLASSES:  # a layer as the activation of another
        activation = _of_class(activation["class"], activation["config"])
        activation = activation["activation"] if len(activation) == 1 else activation
    return rest, None if activation in _LINEAR else activation

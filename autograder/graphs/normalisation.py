"""Normalisation: one form for every spelling of a sum, of an average, in a whole graph.

Sums of sums are one sum, a sum divided by its count is an average, and what no output needs goes; what a single call
does stands in `autograder.graphs.meaning`.
"""

from collections import Counter
from dataclasses import replace
from typing import Any

from autograder.graphs.operation import Graph, Operation, Reference

_MOST_AVERAGED = 20_000
"""Inputs of averages in one graph: a wide sum that is divided again and again would be copied each time."""


<<<<<<< HEAD
=======
def meaning(entry: dict) -> tuple[str, dict]:
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
    config = _laid_open(config)
    if op in _ACTIVATIONS and entry["kind"] == "operation":
        options = {k: v for k, v in config.items() if not _usual(op, k, v, shape)}
        return "Activation", {"activation": _ACTIVATIONS[op]} | options | extra
    if op in _CLASSES:
        return "Activation", _of_class(op, config) | extra
    if op == "Activation":
        activation = config.get("activation")
        return ("Identity", {}) if activation in _LINEAR else ("Activation", {"activation": activation} | extra)
    if op == "ReLU" and not config.get("negative_slope") and not config.get("threshold"):
        top = config.get("max_value")
        if top in (None, 6, 6.0):
            return "Activation", {"activation": "relu" if top is None else "relu6"}
    if op == "Softmax" and config.get("axis", -1) in (-1, len(shape) - 1):
        return "Activation", {"activation": "softmax"}
    if op in ("Identity", "Dropout") and (op == "Identity" or not config.get("rate")):
        return "Identity", {}
    if op == "Flatten" and "data_format" in config and len(entry["inputs"]) == 1:
        return "Reshape", {"shape": shape[1:]} | config | extra  # channels first: Keras moves them behind the others
    if op in ("Flatten", "Reshape"):
        return "Reshape", {"shape": shape[1:]}
    if op == "Concatenate":
        return op, {"axis": _front(config.get("axis", entry["args"].get("axis", -1)), shape)}
    if op.startswith("Global") and "Pooling" in op:
        first = 2 if "data_format" in config else 1
        return _REDUCE[op[6 : op.index("Pooling")]], {
            "axis": list(range(first, int(op[-2]) + first)),
            "keepdims": bool(config.get("keepdims", False)),
        }
    if op in ("Mean", "Max") and entry["kind"] == "operation" and config.get("axis") is not None:
        keep = bool(config.get("keepdims", False))
        rank = len(shape) + (0 if keep else len(_list(config["axis"])))
        return op, {"axis": sorted(a % rank for a in _list(config["axis"])), "keepdims": keep}
    if op in COMMUTE or op in ("Subtract", "Divide", "TrueDivide"):
        op = "Divide" if op == "TrueDivide" else op
        slots = _slots(entry)
        if op in COMMUTE:
            constants = sorted((s for s in slots if s is not None), key=str)
            return op, ({"constants": constants} if constants else {})
        return op, ({"slots": slots} if any(s is not None for s in slots) else {})
    return op, config | extra


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


def is_custom(entry: dict) -> bool:
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


def _extra_arguments(entry: dict) -> dict:
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


def _slots(entry: dict) -> list:
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


>>>>>>> fc88fc9c2caa3637b164625fd42d26c77ee7ed55
def rewritten(graph: Graph) -> Graph:
    """The graph with one form of sums, products and averages, without what no output needs."""
    return _tidy(_averages(_sums(_averages(graph))))  # a sum of two may be an average, or part of a longer one


def _sums(graph: Graph) -> Graph:
    """Flatten nested sums and products: `(a + b) + c` is one sum of three.

    The parts are gathered at the outermost sum alone, so that a long chain of sums takes time in its length.
    """
    consumers = graph.consumers()
    outputs = {i for i, _k in graph.outputs}
    operations = list(graph.operations)
    times = [Counter(s for s, _k in op.inputs) for op in operations]

    def nested(op: Operation, source: int) -> bool:
        """Whether `source`, an input of `op`, is a part of the same sum, and of nothing else."""
        inner = operations[source]
        alone = len(consumers[source]) == 1 and source not in outputs and times[op.id][source] == 1
        return alone and inner.op == op.op and not inner.config

    summed = [op.op in ("Add", "Multiply", "Maximum", "Minimum") and op.commutes for op in operations]
    inside = {s for op in operations if summed[op.id] for s in times[op.id] if nested(op, s)}
    for op in graph.operations:
        if summed[op.id] and op.id not in inside:
            inputs: list[Reference] = []
            waiting = list(reversed(op.inputs))
            above = dict.fromkeys(times[op.id], op)
            while waiting:
                source, k = waiting.pop()
                if nested(above[source], source):
                    waiting.extend(reversed(operations[source].inputs))
                    above.update(dict.fromkeys(times[source], operations[source]))
                else:
                    inputs.append((source, k))
            operations[op.id] = replace(op, inputs=tuple(inputs))
    return replace(graph, operations=tuple(operations))


def _averages(graph: Graph) -> Graph:
    """Make one operation of the spellings of an average: a sum divided by its count, the mean of a stack."""
    operations = list(graph.operations)
    left = _MOST_AVERAGED
    for op in operations:
        if len(op.inputs) != 1:  # what is multiplied by something else, too, is no average
            continue
        inner = operations[op.inputs[0][0]]
        count = len(inner.inputs)
        scaled = inner.op == "Add" and not inner.config and count > 1
        by_count = (op.op == "Divide" and op.config.get("slots") == [None, count]) or (
            op.op == "Multiply" and [_times(c, count) for c in op.config.get("constants", [])] == [1]
        )
        of_stack = inner.op == "Stack" and op.op == "Mean" and op.config.get("axis") == [_stack_axis(inner)]
        if ((scaled and by_count) or (of_stack and not op.config["keepdims"])) and count <= left:
            left -= count
            operations[op.id] = replace(op, op="Average", config={}, inputs=inner.inputs)
    return replace(graph, operations=tuple(operations))


def _times(constant: Any, count: int) -> float | None:
    """A constant, which may be an array (as lists), times `count`; None where it is not one number."""
    return round(constant * count, 5) if isinstance(constant, (int, float)) else None


def _stack_axis(op: Operation) -> int:
    axis = op.config.get("axis", 0)
    return axis % len(op.shape) if isinstance(axis, int) else 0


def _tidy(graph: Graph) -> Graph:
    """Drop what no output needs (inputs stay) and number the rest anew."""
    needed = {i for i, _k in graph.outputs} | set(graph.inputs)
    for op in reversed(graph.operations):
        if op.id in needed:
            needed.update(s for s, _k in op.inputs)
    order = {old: new for new, old in enumerate(sorted(needed))}
    return Graph(
        operations=tuple(
            replace(op, id=order[op.id], inputs=tuple((order[s], k) for s, k in op.inputs))
            for op in graph.operations
            if op.id in needed
        ),
        inputs=tuple(order[i] for i in graph.inputs),
        outputs=tuple((order[i], k) for i, k in graph.outputs),
        input_keys=graph.input_keys,
        output_keys=graph.output_keys,
    )

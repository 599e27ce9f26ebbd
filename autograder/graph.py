"""The canonical graph of a model: equal for every way to write the same layers, different for everything else.

Made from the plain data of `helpers.graph.read`, without Keras. Nested models are laid open, fused activations
split off, operators and layers that do the same made one, defaults dropped, axes counted from the front.
Names, initialisers and the order in which branches were written play no part.
"""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

Reference = tuple[int, int]
"""One output of one operation: `(operation id, output index)`."""


@dataclass(frozen=True)
class Rules:
    """What an exercise demands of a graph beyond, or lets pass of, its computation.

    Args:
        names: layer names count, too, and those of nested models (of inputs not).
        keep: models that the answer was given must stand in the graph as single nodes, not taken apart.
        by_name: inputs are told apart by their names (or dict keys), not by their order.
        free: operations whose inputs may stand in any order, such as "Concatenate".
        any_dtype: inputs may have any dtype.
    """

    names: bool = False
    keep: bool = False
    by_name: bool = False
    free: frozenset[str] = frozenset()
    any_dtype: bool = False


Given = dict[str, dict]
"""Models that an answer was given, by name: `{"layer": number, "weights": [weight ids]}` (`Answer.model`)."""


@dataclass(frozen=True)
class Operation:
    """One call in the canonical graph.

    Args:
        id: place in topological order.
        op: what it does, by Keras's class names ("Dense", "Activation", "Add").
        config: what changes its result, without defaults.
        inputs: where its tensors come from; their order counts unless `commutes`.
        layer: equal for calls that share weights; None without weights.
        weights: `(weight id, shape, trainable)` of each weight.
        shape, dtype: of its first output.
        name: the learner's name of the layer.
        written: the class that the learner wrote, of which `op` is the meaning.
        node: id of the outermost node of `helpers.graph.read` that it stands for.
        path: names of the nested models around it.
        given: where its weights are those of a model that the answer was given: which they are there.
        free: the exercise leaves the order of its inputs open.
        custom: of a class that is not Keras's; what it computes only the oracle knows. Its `op` is "Custom", since
            classes may have any name, its configuration is left out, its weights are sorted by shape.
    """

    id: int
    op: str
    config: dict[str, Any]
    inputs: tuple[Reference, ...]
    layer: int | None
    weights: tuple[tuple[int, tuple[int, ...], bool], ...]
    shape: tuple[int | None, ...]
    dtype: str
    name: str
    written: str
    node: int
    path: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    free: bool = False
    custom: bool = False

    @property
    def commutes(self) -> bool:
        return self.free or self.op in _COMMUTE

    @property
    def params(self) -> int:
        return sum(_size(shape) for _id, shape, _trainable in self.weights)


@dataclass(frozen=True)
class Graph:
    """A canonical graph.

    Args:
        operations: in topological order; `operations[k].id == k`. Inputs have op "Input".
        inputs: ids of the inputs, in the model's order.
        outputs: what the model returns, in its order.
        input_keys, output_keys: keys where the model takes or returns a dict, else empty.
    """

    operations: tuple[Operation, ...]
    inputs: tuple[int, ...]
    outputs: tuple[Reference, ...]
    input_keys: tuple[str, ...] = ()
    output_keys: tuple[str, ...] = ()

    @property
    def params(self) -> int:
        return sum({i: _size(s) for op in self.operations for i, s, _t in op.weights}.values())

    def consumers(self) -> dict[int, list[int]]:
        """For each operation, those that take one of its outputs."""
        found: dict[int, list[int]] = {op.id: [] for op in self.operations}
        for op in self.operations:
            for source in dict.fromkeys(s for s, _k in op.inputs):
                found[source].append(op.id)
        return found


def canonical(read: dict, rules: Rules = Rules(), given: Given | None = None) -> Graph:
    """The canonical graph of what `helpers.graph.read` returned.

    Args:
        given: models that the answer was given, numbered together with `read` (`helpers.graph.read_together`).
    """
    return _Canonical(rules, given or {}).graph(read)


def same(left: Graph, right: Graph, names: bool = False) -> bool:
    """Whether two canonical graphs are equal: operations, edges, sharing, trainable flags, inputs, outputs.

    Args:
        names: as in `Rules`.
    """
    a, b = labels(left, names), labels(right, names)
    return (
        Counter(a) == Counter(b)
        and [a[i] for i in left.inputs] == [b[i] for i in right.inputs]
        and [(a[i], k) for i, k in left.outputs] == [(b[i], k) for i, k in right.outputs]
        and left.input_keys == right.input_keys
        and left.output_keys == right.output_keys
    )


def labels(graph: Graph, names: bool = False) -> list[str]:
    """For each operation a label that says all of its place in the graph, equal in equal graphs."""
    own = [_own(op, names) for op in graph.operations]
    group = dict.fromkeys((op.layer for op in graph.operations if op.layer is not None), "")
    up: list[str] = []
    down: list[str] = []
    for _round in range(3):  # sharing is known after the first round, and travels with the next
        up = upward(graph, [f"{o}{group.get(op.layer, '')}" for o, op in zip(own, graph.operations, strict=True)])
        down = downward(graph, up)
        for layer in group:
            calls = sorted(down[op.id] for op in graph.operations if op.layer == layer)
            group[layer] = _hash(calls)
    return down


def upward(graph: Graph, own: list[str]) -> list[str]:
    """Labels that say what leads to an operation, from the inputs on."""
    found: list[str] = []
    places = {i: k for k, i in enumerate(graph.inputs)}
    for op in graph.operations:
        parts = [f"{found[s]}.{k}" for s, k in op.inputs]
        found.append(_hash([own[op.id], str(places.get(op.id, "")), *(sorted(parts) if op.commutes else parts)]))
    return found


def downward(graph: Graph, own: list[str]) -> list[str]:
    """Labels that say what an operation leads to, from the outputs back."""
    consumers = graph.consumers()
    found = [""] * len(graph.operations)
    places: dict[int, list[str]] = {}
    for place, (source, k) in enumerate(graph.outputs):
        places.setdefault(source, []).append(f"output {place} {k}")
    for op in reversed(graph.operations):
        parts = []
        for c in consumers[op.id]:
            consumer = graph.operations[c]
            slots = [
                ("" if consumer.commutes else str(n)) + f".{k}"
                for n, (s, k) in enumerate(consumer.inputs)
                if s == op.id
            ]
            parts.append(f"{found[c]}{sorted(slots)}")
        found[op.id] = _hash([own[op.id], *sorted(parts), *places.get(op.id, [])])
    return found


def _own(op: Operation, names: bool) -> str:
    weights = [[list(shape), trainable] for _id, shape, trainable in op.weights]
    shape = op.shape[1:] if op.op == "Input" else ()
    dtype = op.dtype if op.op == "Input" else ""
    name = "/".join((*op.path, op.name)) if names and op.op != "Input" else ""
    return _hash([op.op, op.config, weights, list(shape), dtype, name, list(op.given)])


def skeleton(graph: Graph) -> dict[int, str]:
    """A label for each weight (by its id) that depends on the weighted layers alone, not on the glue between them.

    Equal computations give their weights equal labels however their weightless parts are written, so weights can be
    set alike in both (`autograder.probe`). Weights with equal labels stand in places that can't be told apart so.
    """
    up: list[tuple[str, ...]] = []
    weighted: dict[int, str] = {}
    places = {i: k for k, i in enumerate(graph.inputs)}
    for op in graph.operations:
        above = tuple(sorted({label for s, _k in op.inputs for label in up[s]}))
        if op.op == "Input":
            up.append((_hash(["input", places.get(op.id, -1)]),))
        elif op.weights:
            weighted[op.id] = _hash([sorted(list(s) for _i, s, _t in op.weights), list(op.given), list(above)])
            up.append((weighted[op.id],))
        else:
            up.append(above)
    consumers = graph.consumers()
    down: dict[int, tuple[str, ...]] = {}
    outputs: dict[int, list[str]] = {}
    for place, (source, _k) in enumerate(graph.outputs):
        outputs.setdefault(source, []).append(f"output {place}")
    for op in reversed(graph.operations):
        below = {label for c in consumers[op.id] for label in down[c]} | set(outputs.get(op.id, []))
        if op.id in weighted:
            weighted[op.id] = _hash([weighted[op.id], sorted(below)])
            below = {weighted[op.id]}
        down[op.id] = tuple(sorted(below))
    calls: dict[int, list[str]] = {}
    for op in graph.operations:
        for place, (weight, shape, _trainable) in enumerate(op.weights):
            # a class of the learner's own may make its weights in any order, or hold a layer that does
            alone = [s for _i, s, _t in op.weights].count(shape) == 1
            own = list(shape) if op.custom or alone else [*shape, place]
            calls.setdefault(weight, []).append(f"{weighted[op.id]}/{own}")
    return {weight: _hash(sorted(found)) for weight, found in calls.items()}


# --- from plain data to the canonical form ---

_COMMUTE = {"Add", "Multiply", "Average", "Maximum", "Minimum"}
_FUSED = {
    "Dense", "EinsumDense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose", "Conv3DTranspose",
    "DepthwiseConv1D", "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D",
}  # fmt: skip
_ACTIVATIONS = {
    "Relu": "relu", "Relu6": "relu6", "Sigmoid": "sigmoid", "Tanh": "tanh", "Gelu": "gelu", "Elu": "elu",
    "Selu": "selu", "Softplus": "softplus", "Softsign": "softsign", "Silu": "silu", "LogSoftmax": "log_softmax",
    "HardSigmoid": "hard_sigmoid", "LeakyRelu": "leaky_relu", "Exp": "exponential",
}  # fmt: skip
_REDUCE = {"Average": "Mean", "Max": "Max"}
_IGNORED = {
    "trainable", "dtype", "seed", "quantization_config", "ragged", "sparse", "autocast", "noise_shape",
    "kernel_initializer", "bias_initializer", "embeddings_initializer", "recurrent_initializer", "gamma_initializer",
    "beta_initializer", "moving_mean_initializer", "moving_variance_initializer", "depthwise_initializer",
    "pointwise_initializer", "input_length", "supports_masking", "implementation", "use_cudnn", "zero_output_for_mask",
}  # fmt: skip
_LINEAR = (None, "linear")


@dataclass
class _Canonical:
    """Builds a canonical graph; `operations` grows while nested models are laid open."""

    rules: Rules
    given: Given
    operations: list[Operation] = field(default_factory=list)

    def graph(self, read: dict) -> Graph:
        keys = _keys(read["inputs"])
        ends = [i for i, _k in read["inputs"]["flat"]]
        names = list(keys) if keys else [read["nodes"][i]["name"] for i in ends]
        if self.rules.by_name:
            ends = [i for _name, i in sorted(zip(names, ends, strict=True))]
            keys = tuple(sorted(names))
        inputs = [self._input(read["nodes"][i], i) for i in ends]
        tensors = {(i, 0): (op, 0) for i, op in zip(ends, inputs, strict=True)}
        self._lay(read, tensors, (), None)
        outputs = tuple(tensors[tuple(t)] for t in read["outputs"]["flat"])
        whole = Graph(tuple(self.operations), tuple(inputs), outputs, keys, _keys(read["outputs"]))
        return _tidy(_averages(_sums(_averages(whole))))  # a sum of two may be an average, or part of a longer one

    def _lay(self, read: dict, tensors: dict, path: tuple[str, ...], node: int | None) -> None:
        """Lay the calls of `read` into this graph; `tensors` maps its references to canonical ones."""
        for entry in read["nodes"]:
            key = (entry["id"], 0)
            if key in tensors:
                continue
            outer = entry["id"] if node is None else node
            if entry["kind"] == "input":
                tensors[key] = (self._input(entry, outer), 0)
            elif entry["kind"] == "model" and not self._kept(entry):
                inner = entry["graph"]
                given = [tensors[tuple(t)] for t in entry["inputs"]]
                within = {tuple(t): g for t, g in zip(inner["inputs"]["flat"], given, strict=False)}
                self._lay(inner, within, (*path, entry["name"]), outer)
                for k, t in enumerate(inner["outputs"]["flat"]):
                    tensors[(entry["id"], k)] = within[tuple(t)]
            else:
                inputs = tuple(tensors[tuple(t)] for t in entry["inputs"])
                made = self._call(entry, inputs, path, outer)
                for k in range(len(entry["shapes"])):
                    tensors[(entry["id"], k)] = (made[0], made[1] + k)

    def _kept(self, entry: dict) -> bool:
        return self.rules.keep and any(g["layer"] == entry["layer"] for g in self.given.values())

    def _input(self, entry: dict, outer: int) -> int:
        return self._add("Input", {}, (), entry, (), outer)

    def _tags(self, weights: tuple) -> tuple[str, ...]:
        places = {w: f"{name}/{k}" for name, g in self.given.items() for k, w in enumerate(g["weights"])}
        return tuple(places[i] for i, _shape, _trainable in weights if i in places)

    def _add(
        self, op: str, config: dict, inputs: tuple, entry: dict, path: tuple, outer: int, weighted: bool = True
    ) -> int:
        weights = tuple((w["id"], tuple(w["shape"]), bool(w["trainable"])) for w in entry["weights"] if weighted)
        custom = _custom(entry)
        if custom:
            weights = tuple(sorted(weights, key=lambda w: (w[1], not w[2])))
        self.operations.append(
            Operation(
                id=len(self.operations),
                op=op,
                config=config,
                inputs=inputs,
                layer=entry["layer"] if weights else None,
                weights=weights,
                shape=tuple(entry["shapes"][0]),
                dtype="" if op == "Input" and self.rules.any_dtype else entry["dtypes"][0],
                name=entry["name"],
                written=entry["op"] if op != "Average" else op,
                node=outer,
                path=path,
                given=tuple(sorted(self._tags(weights))) if custom else self._tags(weights),
                free=op in self.rules.free,
                custom=custom,
            )
        )
        return len(self.operations) - 1

    def _call(self, entry: dict, inputs: tuple, path: tuple, outer: int) -> Reference:
        """Lay one call; returns its first output."""
        op, config = _meaning(entry, len(inputs))
        activation = config.pop("activation", None) if op in _FUSED else None
        cast = op == "Cast" and self.rules.any_dtype and self.operations[inputs[0][0]].op == "Input"
        if op == "Identity" or cast:
            return inputs[0]
        made = self._add(op, config, inputs, entry, path, outer)
        if activation in _LINEAR:
            return made, 0
        split = self._add("Activation", {"activation": activation}, ((made, 0),), entry, path, outer, weighted=False)
        return split, 0


def _custom(entry: dict) -> bool:
    return entry["module"] != "keras" and entry["kind"] in ("layer", "operation")


def _keys(side: dict) -> tuple[str, ...]:
    tree = side["tree"]
    return tuple(sorted(tree)) if isinstance(tree, dict) and "tensor" not in tree else ()


def _meaning(entry: dict, count: int) -> tuple[str, dict]:
    """What a call does, and the part of its configuration that matters."""
    op, shape = entry["op"], entry["shapes"][0]
    config = {k: _simple(v) for k, v in entry["config"].items() if k not in _IGNORED and v is not None}
    config = _without(config, "data_format", "channels_last")
    dtype = _policy(entry["config"].get("dtype"))
    if dtype not in (None, "float32") and entry["kind"] == "layer":
        config["dtype"] = dtype
    extra = _extra_arguments(entry)
    if _custom(entry):
        return "Custom", extra
    if op == "Model" or entry["kind"] == "model":
        return "Model", extra
    if op in _ACTIVATIONS:
        return "Activation", {"activation": _ACTIVATIONS[op]} | _without(extra, "negative_slope", 0.2)
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
    if op in ("Flatten", "Reshape"):
        return "Reshape", {"shape": shape[1:]}
    if op == "Concatenate":
        return op, {"axis": _front(config.get("axis", entry["args"].get("axis", -1)), shape)}
    if op.startswith("Global") and "Pooling" in op:
        return _REDUCE[op[6 : op.index("Pooling")]], {
            "axis": list(range(1, int(op[-2]) + 1)),
            "keepdims": bool(config.get("keepdims", False)),
        }
    if op in ("Mean", "Max") and entry["kind"] == "operation" and config.get("axis") is not None:
        keep = bool(config.get("keepdims", False))
        rank = len(shape) + (0 if keep else len(_list(config["axis"])))
        return op, {"axis": sorted(a % rank for a in _list(config["axis"])), "keepdims": keep}
    if op in _COMMUTE or op in ("Subtract", "Divide", "TrueDivide"):
        op = "Divide" if op == "TrueDivide" else op
        slots = _slots(entry)
        if op in _COMMUTE:
            constants = sorted((s for s in slots if s is not None), key=str)
            return op, ({"constants": constants} if constants else {})
        return op, ({"slots": slots} if any(s is not None for s in slots) else {})
    return op, config | extra


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


def _sums(graph: Graph) -> Graph:
    """Flatten nested sums and products: `(a + b) + c` is one sum of three."""
    consumers = graph.consumers()
    outputs = {i for i, _k in graph.outputs}
    operations = list(graph.operations)
    for op in operations:
        if op.op in ("Add", "Multiply", "Maximum", "Minimum") and op.commutes:
            inputs: list[Reference] = []
            for source, k in operations[op.id].inputs:
                inner = operations[source]
                alone = len(consumers[source]) == 1 and source not in outputs
                single = sum(1 for s, _k in operations[op.id].inputs if s == source) == 1
                if inner.op == op.op and not inner.config and alone and single:
                    inputs.extend(inner.inputs)
                else:
                    inputs.append((source, k))
            operations[op.id] = replace(op, inputs=tuple(inputs))
    return replace(graph, operations=tuple(operations))


def _averages(graph: Graph) -> Graph:
    """Make one operation of the spellings of an average: a sum divided by its count, the mean of a stack."""
    operations = list(graph.operations)
    for op in operations:
        if not op.inputs:
            continue
        inner = operations[op.inputs[0][0]]
        count = len(inner.inputs)
        scaled = inner.op == "Add" and not inner.config and count > 1
        by_count = (op.op == "Divide" and op.config.get("slots") == [None, count]) or (
            op.op == "Multiply" and [_times(c, count) for c in op.config.get("constants", [])] == [1]
        )
        of_stack = inner.op == "Stack" and op.op == "Mean" and op.config.get("axis") == [_stack_axis(inner)]
        if (scaled and by_count) or (of_stack and not op.config["keepdims"]):
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


def _size(shape: tuple[int, ...]) -> int:
    size = 1
    for d in shape:
        size *= d
    return size


def _hash(parts: list) -> str:
    return hashlib.blake2b(json.dumps(parts, sort_keys=True, default=str).encode(), digest_size=12).hexdigest()

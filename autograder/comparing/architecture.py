"""A model's configuration, as Keras writes it into a file, as the graph that `helpers.graph.read` would give.

Read as data: no class of the file's is looked for, nothing of it is made or run, and Keras isn't needed. Shapes are those
that the file tells of each tensor; of what nothing takes, those that follow from the options of the layer.
"""

from collections.abc import Iterator
from typing import Any

from autograder.comparing import serialised, sizes
from helpers.errors import CourseError
from helpers.graph import MAX_NODES, plain
from helpers.language import translate as _

MOST_DEPTH = 40
"""Models inside models."""
_FUNCTIONAL = ("Functional", "Model")


class Unreadable(CourseError):
    """What was given can't be read; the sentence says why and what to do."""


def graph_of(whole: Any) -> dict:
    """The graph of a model's configuration, `{"class_name", "config", ...}`.

    Beside what `helpers.graph.read` gives, each node has `where`, its place in a file of weights. A layer's weights are
    one that stands for all (their shapes follow from the options); `params` is None where it can't be told.

    Raises:
        Unreadable: it is no functional or Sequential model, or not whole.
    """
    try:
        return _Reader().model(whole, "", 0)
    except Unreadable:
        raise
    except RecursionError:
        raise Unreadable(_("The configuration is nested too deeply to be read.")) from None
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, OverflowError) as error:
        reason = f"{type(error).__name__}: {str(error)[:120]}"
        raise Unreadable(_("The configuration of the model is not whole: {reason}.", reason=reason)) from None


def is_model(whole: Any) -> bool:
    """Whether a configuration is that of a model with layers of its own."""
    config = whole.get("config") if isinstance(whole, dict) else None
    return isinstance(config, dict) and isinstance(config.get("layers"), list) and _sequential_or_functional(whole)


def _sequential_or_functional(whole: dict) -> bool:
    return "input_layers" in whole["config"] or whole.get("class_name") == "Sequential"


class _Reader:
    """Numbers layers, and reads each model with those inside it."""

    def __init__(self) -> None:
        self._numbers: dict[Any, int] = {}
        self._count = 0

    def model(self, whole: Any, where: str, depth: int) -> dict:
        if depth > MOST_DEPTH:
            raise RecursionError
        if not isinstance(whole, dict) or not isinstance(whole.get("config"), dict):
            raise Unreadable(_("This is no model that Keras has written: it has no configuration."))
        if not is_model(whole):
            name = str(whole.get("class_name"))[:80]
            if "layers" not in whole["config"] or whole.get("class_name") not in ("Sequential", *_FUNCTIONAL):
                raise Unreadable(
                    _(
                        "`{name}` is a subclassed model: what it computes is written in its `call` method, not in its "
                        "file, so there is no graph to compare.",
                        name=name,
                    )
                )
        if "input_layers" not in whole["config"]:
            whole = _chained(whole)
        return _Level(self, whole["config"], where, depth).read()

    def number(self, layer: dict, where: str) -> int:
        """A layer's number: the same for one that is shared between models."""
        shared = layer.get("shared_object_id")
        key = ("shared", shared) if isinstance(shared, int) else ("at", where)
        return self._numbers.setdefault(key, len(self._numbers))

    def counted(self) -> None:
        self._count += 1
        if self._count > MAX_NODES:
            raise Unreadable(_("The graph has more than {most} calls: too large to read.", most=MAX_NODES))


def _chained(whole: dict) -> dict:
    """A Sequential model as a functional one."""
    config = whole["config"]
    layers, before = [], None
    for k, layer in enumerate(config["layers"]):
        layer = dict(layer)
        name = layer["name"] = str(layer["config"].get("name", f"layer_{k}"))
        if k == 0 and layer["class_name"] != "InputLayer":
            shape = config.get("build_input_shape") or layer["config"].get("batch_input_shape")
            if not isinstance(shape, list):
                raise Unreadable(
                    _(
                        "This Sequential model has no graph yet: it does not know the shape of its input. "
                        "Start it with `keras.Input(shape=...)`, or call it once on data."
                    )
                )
            entry = {"batch_shape": shape, "dtype": "float32", "name": "input"}
            layers.append({"class_name": "InputLayer", "config": entry, "name": "input", "inbound_nodes": []})
            before = "input"
        if before is None:
            layer["inbound_nodes"] = []
        else:
            tensor = {"class_name": "__keras_tensor__", "config": {"shape": None, "keras_history": [before, 0, 0]}}
            layer["inbound_nodes"] = [{"args": [tensor], "kwargs": {}}]
        layers.append(layer)
        before = name
    if before is None:
        raise Unreadable(_("This Sequential model has no layers."))
    ends = {"input_layers": [layers[0]["name"], 0, 0], "output_layers": [before, 0, 0]}
    return whole | {"config": config | {"layers": layers} | ends}


class _Level:
    """One model: its layers by name, its calls in topological order."""

    def __init__(self, reader: _Reader, config: dict, where: str, depth: int) -> None:
        self.reader, self.config, self.where, self.depth = reader, config, where, depth
        self.layers: dict[str, dict] = {}
        self.places: dict[str, str] = {}
        used: dict[str, int] = {}
        for layer in config["layers"]:
            name = str(layer.get("name") or layer["config"]["name"])
            if name in self.layers:
                raise ValueError(f"two layers are named {name[:60]}")
            kind = sizes.snake(str(layer["class_name"]))
            used[kind] = used.get(kind, -1) + 1
            self.layers[name] = layer
            at = f"{where}/" if where else ""
            self.places[name] = f"{at}layers/{kind}_{used[kind]}" if used[kind] else f"{at}layers/{kind}"
        self.nodes: list[dict] = []
        self.ids: dict[tuple, int] = {}
        self.calls: dict[str, int] = {}
        self.told: dict[tuple, list] = {}
        self.inner: dict[str, dict] = {}
        for layer in self.layers.values():
            for node in layer.get("inbound_nodes", []):
                for tensor in serialised.tensors(node):
                    if isinstance(tensor.get("shape"), list):
                        name, k, n = tensor["keras_history"]
                        self.told[(name, k, n)] = [tensor["shape"], str(tensor.get("dtype", "float32"))]

    def read(self) -> dict:
        inputs, outputs = self.config["input_layers"], self.config["output_layers"]
        for end in serialised.sorted_leaves(inputs):
            self._visit((end[0], end[1]))
        for end in serialised.sorted_leaves(outputs):
            self._visit(self._key(end))
        flat = {"inputs": [self._reference(e) for e in serialised.sorted_leaves(inputs)]}
        flat["outputs"] = [self._reference(e) for e in serialised.sorted_leaves(outputs)]
        found: dict[str, Any] = {"version": 1, "name": str(self.config.get("name", "model")), "nodes": self.nodes}
        for side, tree in (("inputs", inputs), ("outputs", outputs)):
            found[side] = {"tree": self._tree(tree), "flat": flat[side], "names": [self.nodes[n]["name"] for n, _k in flat[side]]}  # fmt: skip
        totals = {n["layer"]: n["params"] for n in self.nodes}
        found["params"] = None if None in totals.values() else sum(totals.values())
        return found

    def _tree(self, tree: Any) -> Any:
        if serialised.is_leaf(tree):
            return {"tensor": self._reference(tree)}
        if isinstance(tree, dict):
            return {str(k): self._tree(v) for k, v in tree.items()}
        return [self._tree(v) for v in tree]

    def _key(self, history: list) -> tuple:
        """`(layer's name, number of its call)`; Keras counts calls of a functional model from 1 at the outputs."""
        name, k = str(history[0]), int(history[1])
        count = len(self.layers[name].get("inbound_nodes", []))
        return (name, min(k, max(0, count - 1)))

    def _reference(self, history: list) -> list[int]:
        return [self.ids[self._key(history)], int(history[2])]

    def _visit(self, root: tuple) -> None:
        waiting, open_ = [root], set()
        while waiting:
            key = waiting[-1]
            if key in self.ids:
                waiting.pop()
                continue
            missing = [k for k in self._sources(key) if k not in self.ids]
            if missing:
                if key in open_:
                    raise ValueError("the graph has a circle")
                open_.add(key)
                waiting.extend(reversed(missing))
                continue
            waiting.pop()
            self._enter(key)

    def _call(self, key: tuple) -> dict | None:
        calls = self.layers[key[0]].get("inbound_nodes", [])
        return calls[key[1]] if calls else None

    def _sources(self, key: tuple) -> list[tuple]:
        call = self._call(key)
        return [self._key(t["keras_history"]) for t in serialised.tensors(call)] if call else []

    def _enter(self, key: tuple) -> None:
        self.reader.counted()
        name, _number = key
        layer, call, where = self.layers[name], self._call(key), self.places[name]
        self.ids[key] = len(self.nodes)
        op, config = str(layer["class_name"]), layer.get("config") or {}
        kind = "input" if call is None else "model" if is_model(layer) else serialised.kind(layer)
        if kind == "model" and name not in self.inner:
            self.inner[name] = self.reader.model(layer, where, self.depth + 1)
        inputs = [self._reference(t["keras_history"]) for t in serialised.tensors(call)] if call else []
        node = {
            "id": len(self.nodes), "kind": kind, "op": op, "module": serialised.module(layer), "name": name,
            "layer": self.reader.number(layer, where), "call": self.calls.get(name, 0),
            "config": {} if kind in ("input", "model") else serialised.configuration(config),
            "args": self._arguments(op, layer, call) if call else {}, "inputs": inputs,
            "weights": [], "params": 0, "graph": self.inner.get(name), "where": where,
        }  # fmt: skip
        self.calls[name] = node["call"] + 1
        node["shapes"], node["dtypes"] = self._outputs(key, node, config)
        self._weigh(node)
        self.nodes.append(node)

    def _weigh(self, node: dict) -> None:
        if node["kind"] == "model":
            node["params"] = node["graph"]["params"]
            return
        taken = [self.nodes[n]["shapes"][min(k, len(self.nodes[n]["shapes"]) - 1)] for n, k in node["inputs"]]
        node["params"] = 0 if node["kind"] != "layer" else sizes.params(node["op"], node["config"], taken)
        if node["params"] != 0:
            node["weights"] = [{"id": node["layer"], "path": f"{node['name']}/weights", "shape": [], "dtype": "",
                                "trainable": node["config"].get("trainable") is not False}]  # fmt: skip

    def _outputs(self, key: tuple, node: dict, config: dict) -> tuple[list, list]:
        """Shapes and dtypes, as what takes them tells; else as the options do."""
        if node["kind"] == "input":
            shape = config.get("batch_shape") or config.get("batch_input_shape") or [None, *(config.get("shape") or [])]
            dtype = config.get("dtype")
            return [serialised.shape(shape)], [dtype if isinstance(dtype, str) else "float32"]
        if node["kind"] == "model":
            inner = node["graph"]
            ends = [(inner["nodes"][n], k) for n, k in inner["outputs"]["flat"]]
            shapes = [n["shapes"][min(k, len(n["shapes"]) - 1)] for n, k in ends]
            dtypes = [n["dtypes"][0] for n, _k in ends]
        else:
            taken = [self.nodes[n]["shapes"][min(k, len(self.nodes[n]["shapes"]) - 1)] for n, k in node["inputs"]]
            shapes, dtypes = [sizes.shape(node["op"], node["config"], taken)], ["float32"]
        for (_name, _call, n), (shape, dtype) in self._told_of(key):
            while len(shapes) <= n:
                shapes.append([])
                dtypes.append(dtype)
            shapes[n], dtypes[n] = serialised.shape(shape), dtype
        return shapes, dtypes

    def _told_of(self, key: tuple) -> Iterator[tuple]:
        n = 0
        while n < 64:
            if (*key, n) in self.told:
                yield (*key, n), self.told[(*key, n)]
            elif n > 8:
                return
            n += 1

    def _arguments(self, op: str, layer: dict, call: dict) -> dict:
        names = serialised.argument_names(op, layer)
        found = {}
        for k, value in enumerate(call.get("args", [])):
            found[names(k)] = self._plain(value)
        for name, value in call.get("kwargs", {}).items():
            found[str(name)] = self._plain(value)
        return {name: value for name, value in found.items() if value is not None}

    def _plain(self, value: Any) -> Any:
        return plain(serialised.value_of(value, self._reference), None)

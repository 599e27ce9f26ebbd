"""A Sequential model that isn't built yet, as the graph that it will have: a chain, with shapes where data tell them."""

from typing import Any

from helpers import graph
from helpers.layers import description


def described(model: Any, data: Any = None) -> dict:
    """What `helpers.graph.read` would say of a Sequential model once it is built; weights have no form yet.

    Args:
        data: as in `lint`; the shape of its first part is that of the input.
    """
    shape = _shape(data)
    nodes = [_node(0, "input", "InputLayer", "input", [], shape, {})]
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer":
            continue
        shape = _next(layer, shape)
        entry = description(layer)
        here = _node(len(nodes), "layer", entry["op"], entry["name"], [[len(nodes) - 1, 0]], shape, entry["config"])
        nodes.append(here | {"module": entry["module"], "weights": entry["weights"], "params": entry["params"]})
    for number, node in enumerate(nodes):
        node["layer"] = number
    ends = {"inputs": [[0, 0]], "outputs": [[len(nodes) - 1, 0]]}
    sides = {k: {"tree": {"tensor": v[0]}, "flat": v, "names": []} for k, v in ends.items()}
    params = sum(n["params"] for n in nodes)
    return {"version": graph.VERSION, "name": model.name, "nodes": nodes, "params": params} | sides


def _node(number: int, kind: str, op: str, name: str, inputs: list, shape: list | None, config: dict) -> dict:
    return {
        "id": number, "kind": kind, "op": op, "module": "keras", "name": name, "layer": number, "call": 0,
        "config": config, "args": {}, "inputs": inputs, "shapes": [shape or []], "dtypes": ["float32"], "weights": [],
        "params": 0, "graph": None,
    }  # fmt: skip


def _shape(data: Any) -> list | None:
    if hasattr(data, "element_spec"):
        data = data.element_spec
    part = data[0] if isinstance(data, tuple) and data else data
    try:
        return [None, *(int(d) for d in part.shape[1:])]
    except (AttributeError, TypeError):
        return None


def _next(layer: Any, shape: list | None) -> list | None:
    """The output shape of a layer that need not be built; None where Keras can't tell it."""
    if not shape:
        return None
    try:
        return [None if d is None else int(d) for d in layer.compute_output_shape(tuple(shape))]
    except Exception:  # what doesn't fit raises anything; the shape is then unknown
        return None

"""What a functional model computes: its outputs for drawn weights on drawn inputs.

The same draw can be laid into two models that are written differently, because weights are matched by their place
among the weighted layers (`autograder.graph.skeleton`). Weights that no such place tells apart are matched in every
order by the judge (`orders`), within a bound.
"""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder.graph import canonical, skeleton
from helpers import graph

ROWS = 4
LENGTH = 7
"""What a dimension of free length is drawn as."""
MAX_ORDERS = 24


def outputs(model: Any, read: dict, seed: int, order: dict[int, int] | None = None) -> list[np.ndarray]:
    """Outputs of `model` in inference, flat and in order, as float or integer arrays.

    The model's own weights are put back afterwards.

    Args:
        read: what `helpers.graph.read(model)` returned.
        seed: of weights and inputs.
        order: a permutation of weights that share a skeleton label (`orders`).
    """
    import keras

    variables = graph.weights(model)
    drawn = weights(read, seed, order)
    before = {w: np.array(keras.ops.convert_to_numpy(variables[w])) for w in drawn}
    try:
        for w, value in drawn.items():
            variables[w].assign(value)
        values = keras.tree.pack_sequence_as(_structure(model), inputs(read, seed))
        found = model(values, training=False)
        return [np.asarray(keras.ops.convert_to_numpy(t)) for t in keras.tree.flatten(found)]
    finally:
        for w, value in before.items():
            variables[w].assign(value)


def rows_and_logits(model: Any, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Drawn rows for a model of one input and drawn logits of its output's shape, float32."""
    draw = np.random.default_rng([seed, 3])
    rows = draw.random((count, *(d or LENGTH for d in model.inputs[0].shape[1:]))).astype("float32")
    return rows, draw.normal(size=(count, model.outputs[0].shape[-1])).astype("float32")


def _structure(model: Any) -> Any:
    import keras

    return model.inputs[0] if isinstance(model, keras.Sequential) else model.input


def inputs(read: dict, seed: int) -> list[np.ndarray]:
    """Drawn inputs in the model's order: float normal, integers below what the smallest Embedding takes."""
    most = _smallest_vocabulary(read)
    found = []
    for place, (node, _k) in enumerate(read["inputs"]["flat"]):
        entry = read["nodes"][node]
        first, *rest = entry["shapes"][0]
        shape = (first or ROWS, *(LENGTH if d is None else d for d in rest))
        draw = np.random.default_rng([seed, 1, place])
        dtype = entry["dtypes"][0]
        if dtype.startswith(("int", "uint", "bool")):
            found.append(draw.integers(0, most, shape).astype(dtype))
        else:
            found.append(draw.normal(size=shape).astype(dtype if dtype.startswith("float") else "float32"))
    return found


def _smallest_vocabulary(read: dict) -> int:
    sizes = [op.config["input_dim"] for op in canonical(read).operations if isinstance(op.config.get("input_dim"), int)]
    return max(1, min(sizes, default=10))


def weights(read: dict, seed: int, order: dict[int, int] | None = None) -> dict[int, np.ndarray]:
    """A drawn value for each weight, by its id: scaled like a fresh initialiser, biases and variances not constant."""
    shapes = {w["id"]: (tuple(w["shape"]), w["path"]) for w in _all_weights(read)}
    found = {}
    for weight, (label, place) in _places(read).items():
        shape, path = shapes[weight]
        twin = (order or {}).get(weight, place)
        draw = np.random.default_rng([seed, 2, twin, *label.encode()])
        if path.endswith("variance"):
            found[weight] = draw.uniform(0.5, 1.5, shape).astype("float32")
        else:
            fan = max(1, int(np.prod(shape[:-1]))) if len(shape) > 1 else 4
            found[weight] = (draw.normal(size=shape) / np.sqrt(fan)).astype("float32")
    return found


def _places(read: dict) -> dict[int, tuple[str, int]]:
    """For each weight its skeleton label and its rank among those with the same label."""
    ranks: dict[str, int] = {}
    found = {}
    for weight, label in skeleton(canonical(read)).items():
        found[weight] = (label, ranks.get(label, 0))
        ranks[label] = ranks.get(label, 0) + 1
    return found


def orders(read: dict) -> Iterator[dict[int, int]]:
    """The ways to exchange layers whose weights can't be told apart, the plain order first, at most `MAX_ORDERS`."""
    twins: dict[str, list[int]] = {}
    for weight, (label, _place) in _places(read).items():
        twins.setdefault(label, []).append(weight)
    groups = {}
    for group in twins.values():
        if len(group) > 1:
            groups.setdefault(len(group), []).append(group)
    choices = [itertools.permutations(range(size)) for size in groups]
    for choice in itertools.islice(itertools.product(*choices), MAX_ORDERS):
        yield {
            weight: permuted[k]
            for permuted, same in zip(choice, groups.values(), strict=True)
            for group in same
            for k, weight in enumerate(group)
        }


def _all_weights(read: dict) -> Iterator[dict]:
    for node in read["nodes"]:
        yield from node["weights"]

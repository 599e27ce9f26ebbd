"""Questions of exercise 12c: a layer that adds noise in training alone, and lets a mask pass."""

from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.asking.collect import Answer
from autograder.asking.layer import layer_class, named, traits, wrap
from autograder.asking.streams import stream
from autograder.graphs.canonical import Rules
from helpers import graph

NOISY = Rules(noisy=True)
"""In training it gives something else than in inference: that is what this exercise asks for."""
ROWS = 3_000


_LONGEST = 6


def noisy_cases(parameters: dict) -> dict[str, tuple[int, int, float]]:
    """For each label of evidence width of the input, units, standard deviation."""
    width, units, stddev = parameters["inputs"], parameters["units"], parameters["stddev"]
    return {"model": (width, units, stddev), "other": (width + 1, units + 2, round(stddev * 0.4, 3))}


def ask(answer: Answer, parameters: dict) -> None:
    layer_class(answer)
    for label, (width, units, stddev) in noisy_cases(parameters).items():
        shown = f"{answer.name}({units}, {stddev})"
        layer = answer.call(units, stddev, shown=shown)
        model = wrap(answer, layer, (width,), shown)
        answer.model(label, model, parameters["seed"], NOISY)
        answer.items[f"{label} noise"] = answer.run(
            lambda m=model, w=width: _noise(m, rows_of(parameters["seed"], w), parameters["seed"]),
            f"{shown}(x, training=True)",
        )
    shown = f'{answer.name}({units}, {stddev}, name="noisy", dtype="float64", trainable=False)'
    layer = named(answer, units, stddev, shown=shown, name="noisy", dtype="float64", trainable=False)
    answer.items["traits"] = traits(layer)
    layer = answer.call(units, stddev, shown=f"{answer.name}({units}, {stddev})")
    answer.items |= answer.run(lambda: _masks_behind(layer, parameters), f"{answer.name}(…)(masked)")


def rows_of(seed: int, width: int) -> np.ndarray:
    return (3 * stream(seed, "rows").normal(size=(ROWS, width))).astype("float32")


def _noise(model: Any, rows: np.ndarray, seed: int) -> dict:
    """The outputs of two calls in inference, and of two in training, for the weights of this draw."""
    (read,), objects = graph.read_together([model])
    with probe.drawn(read, objects, seed):
        plain, again = (np.asarray(model(rows, training=False)) for _call in range(2))
        first, second = (np.asarray(model(rows, training=True)) for _call in range(2))
    return {"plain": plain, "again": again, "first": first, "second": second}


def steps_of(seed: int, width: int) -> np.ndarray:
    """Sequences of different length, padded with zeros."""
    draw = stream(seed, "sequences")
    values = draw.normal(size=(4, _LONGEST, width)).astype("float32")
    for row, length in enumerate((6, 2, 4, 1)):
        values[row, length:] = 0
    return values


def _masks_behind(layer: Any, parameters: dict) -> dict:
    """The mask that a layer behind `layer` gets, as 0 and 1, -1 where it gets none; and whether there is one on symbols."""
    import keras

    seen: list[bool] = []

    class Behind(keras.Layer):
        def call(self, x: Any, mask: Any = None) -> Any:
            seen.append(mask is not None)
            if mask is None:
                return keras.ops.zeros_like(x[..., 0]) - 1
            return keras.ops.cast(mask, "float32")

    width = parameters["inputs"]
    entry = keras.Input((_LONGEST, width))
    x = layer(keras.layers.Masking()(entry))
    model = keras.Model(entry, Behind()(x))
    in_graph = all(seen)
    return {"mask": np.asarray(model(steps_of(parameters["seed"], width))), "mask_in_graph": in_graph}

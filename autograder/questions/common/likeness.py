"""The likeness of two texts: what a model gives for them, which vectors it meets on the way, and what its output is of these."""

import contextlib
from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np

from autograder.asking.streams import stream
from autograder.questions.common.texts import LENGTHS, ROWS, outputs_of

MOST_SEEN = 120


WIDEST = 2048


def _draw_weights(model: Any, seed: int) -> None:
    """No two weights alike, biases neither: what starts alike must not hide that it is not shared."""
    for place, weight in enumerate(model.weights):
        draw = stream(seed, "weights that differ", place)
        if str(weight.dtype).startswith("float"):
            fan = max(1, int(np.prod(weight.shape[:-1]))) if len(weight.shape) > 1 else 4
            positive = weight.path.endswith("variance")
            size = tuple(weight.shape)
            weight.assign(draw.uniform(0.5, 1.5, size) if positive else draw.normal(size=size) / min(fan, 4) ** 0.5)


def likeness(model: Any, texts: list[np.ndarray], seed: int) -> dict:
    """Outputs for the two texts, turned round, and for equal texts; what each call inside gave on the way."""
    _draw_weights(model, seed)
    first, second = texts
    with _listening() as heard:
        (straight,) = outputs_of(model, [first, second])
    return {
        "output": straight,
        "turned": outputs_of(model, [second, first])[0],
        "equal": [outputs_of(model, [text, text])[0] for text in texts],
        "vectors": _vectors(heard),
    }


@contextlib.contextmanager
def _listening() -> Iterator[list]:
    """Collects the outputs of all calls of layers and operations, in nested and subclassed models too."""
    import keras

    heard: list = []
    call = keras.Operation.__call__

    def listen(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = call(self, *args, **kwargs)
        heard.extend(keras.tree.flatten(found))
        return found

    with mock.patch.object(keras.Operation, "__call__", listen):
        yield heard


def _vectors(heard: list) -> list[np.ndarray]:
    """One row of numbers for each text: outputs of that form, and the usual summaries of a row for each word."""
    found: list[np.ndarray] = []
    for tensor in heard:
        try:
            values = np.asarray(tensor)
        except Exception:  # a tensor inside of a traced loop has no values
            continue
        if values.dtype.kind != "f" or values.ndim < 2 or len(values) != ROWS:
            continue
        kinds = [values]
        if values.ndim == 3 and values.shape[1] in LENGTHS:
            kinds = [values.mean(1), values.max(1), values[:, -1]]
        for kind in kinds:
            row = kind.reshape(ROWS, -1)
            known = any(row.shape == f.shape and np.array_equal(row, f) for f in found)
            if 1 < row.shape[1] <= WIDEST and not known and len(found) < MOST_SEEN:
                found.append(row.astype("float32"))
    return found

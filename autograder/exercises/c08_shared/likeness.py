"""The likeness of two texts: what a model gives for them, which vectors it meets on the way, and what its output is of these."""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np

from autograder.exercises.c08_shared.texts import LENGTHS, ROWS, outputs_of

_MOST_SEEN = 120
_WIDEST = 2048
CLOSE = {"rtol": 2e-3, "atol": 5e-4}


def _draw_weights(model: Any, seed: int) -> None:
    """No two weights alike, biases neither: what starts alike must not hide that it is not shared."""
    for place, weight in enumerate(model.weights):
        draw = np.random.default_rng([seed, 82, place])
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
            if 1 < row.shape[1] <= _WIDEST and not known and len(found) < _MOST_SEEN:
                found.append(row.astype("float32"))
    return found


def kind_of(output: np.ndarray, vectors: list[np.ndarray]) -> str | None:
    """What the output is of some pair of the vectors met on the way: "cosine", a known mistake, or None."""
    found = set()
    some = [v for v in vectors[:_MOST_SEEN] if v.ndim == 2 and v.shape[1] <= _WIDEST and len(v) == len(output)]
    with np.errstate(all="ignore"):  # evidence may hold any numbers
        for u, v in itertools.combinations(some, 2):
            if u.shape == v.shape:
                names, values = zip(*_kinds(u, v), strict=True)
                near = np.isclose(np.stack(values), output, **CLOSE).all(axis=1)
                found |= {name for name, fits in zip(names, near, strict=True) if fits}
    return next((kind for kind in _KINDS if kind in found), None)


def _kinds(u: np.ndarray, v: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """What learners make of two vectors, by the name of the finding."""
    dot, apart = (u * v).sum(-1), np.linalg.norm(u - v, axis=-1)
    cosine = dot / np.maximum(np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1), 1e-12)
    yield "cosine", cosine
    yield "negative", -cosine
    yield "one_minus", 1 - cosine
    yield "sigmoid", _sigmoid(dot)
    for rescaled in ((1 + cosine) / 2, _sigmoid(cosine), np.abs(cosine), np.maximum(cosine, 0)):
        yield "rescaled", rescaled
    for product in (dot, dot / u.shape[-1], dot / u.shape[-1] ** 0.5):
        yield "dot", product
    for distance in (apart, -apart, apart**2, -(apart**2), np.exp(-apart), 1 / (1 + apart), 1 - apart):
        yield "distance", distance


_KINDS = ("cosine", "dot", "negative", "one_minus", "sigmoid", "distance", "rescaled")
"""The first that fits leads: where vectors have length 1 already, their dot product is their cosine."""


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))

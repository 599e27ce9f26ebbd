"""The likeness of two texts: what a model gives for them, which vectors it meets on the way, and what its output is of these."""

import itertools
from collections.abc import Iterator

import numpy as np

from autograder.questions.common.likeness import MOST_SEEN, WIDEST

CLOSE = {"rtol": 2e-3, "atol": 5e-4}


def kind_of(output: np.ndarray, vectors: list[np.ndarray]) -> str | None:
    """What the output is of some pair of the vectors met on the way: "cosine", a known mistake, or None."""
    found = set()
    some = [v for v in vectors[:MOST_SEEN] if v.ndim == 2 and v.shape[1] <= WIDEST and len(v) == len(output)]
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

"""Drawn weights for the models of chapter 03, and whether values are those of before."""

from typing import Any

import numpy as np


def draw_weights(model: Any, seed: int) -> None:
    """Give a model drawn weights, none of them 0 or 1, so that no fresh one is like them."""
    draw = np.random.default_rng([seed, 31])
    model.set_weights([draw.uniform(0.1, 0.4, w.shape).astype("float32") for w in model.get_weights()])


def alike(got: Any, wanted: list) -> bool:
    """Whether two lists of arrays are equal in number, shapes and, nearly, values."""
    return len(got) == len(wanted) and all(
        np.shape(g) == np.shape(w) and np.allclose(g, w, rtol=1e-4, atol=1e-5) for g, w in zip(got, wanted, strict=True)
    )

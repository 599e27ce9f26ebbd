"""Drawn weights for the models of chapter 03, and whether values are those of before."""

from typing import Any

import numpy as np


def draw_weights(model: Any, seed: int) -> None:
    """Give a model drawn weights, none of them 0 or 1, so that no fresh one is like them."""
    draw = np.random.default_rng([seed, 31])
    model.set_weights([draw.uniform(0.1, 0.4, w.shape).astype("float32") for w in model.get_weights()])

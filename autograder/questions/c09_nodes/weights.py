"""Drawn weights for the given models of chapter 09."""

from typing import Any

import numpy as np


def draw_weights(model: Any, seed: int) -> None:
    """Give a model drawn weights, from -0.2 to 0.6."""
    draw = np.random.default_rng([seed, 91])
    model.set_weights([draw.uniform(0.2, 1, w.shape).astype("float32") - 0.4 for w in model.get_weights()])

"""Drawn weights for the models that exercises give."""

from typing import Any

import numpy as np


def draw_weights(model: Any, draw: np.random.Generator, low: float = 0.1, high: float = 0.4) -> Any:
    """Give a model drawn weights, so that no fresh one is like them; returns it."""
    model.set_weights([draw.uniform(low, high, w.shape).astype("float32") for w in model.get_weights()])
    return model

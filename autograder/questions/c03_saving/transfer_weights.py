"""Questions of exercise 03c: the weights alone go from one model to another, or to none that they don't fit."""

from typing import Any

import numpy as np

from autograder.collect import Answer
from autograder.questions.c03_saving.weights import draw_weights

CALL = "transfer_weights(source, target)"


PAIRS = {
    "match": ((5, 4, 4, 3), (5, 4, 4, 3)),
    "fewer": ((5, 4, 4, 3), (5, 4, 4)),
    "more": ((5, 4, 4), (5, 4, 4, 3)),
    "last": ((5, 4, 4, 3), (5, 4, 4, 2)),
    "first": ((5, 4, 4, 3), (6, 4, 4, 3)),
    "turned": ((6, 4, 6), (4, 6, 4)),
}
"""Widths of source and target: input, then one Dense each. "turned" has equally many weights and numbers in all."""


def drawn_tower(widths: tuple[int, ...], side: str, seed: int) -> Any:
    """A chain of Dense layers after a BatchNormalization; without either's vectors where `widths` are three."""
    import keras

    layers, plain = keras.layers, len(widths) == 3 and widths[0] != 5
    entry = keras.Input((widths[0],), name=f"{side}_rows")
    x = entry
    for place, width in enumerate(widths[1:], 1):
        x = layers.Dense(width, use_bias=not plain, name=f"{side}_dense_{place}")(x)
        if place == 1 and not plain:
            x = layers.BatchNormalization(name=f"{side}_norm")(x)
    model = keras.Model(entry, x, name=side)
    draw_weights(model, seed + (side == "target"))
    return model


def ask_transfer(answer: Answer, parameters: dict) -> None:
    for case, widths in PAIRS.items():
        models = [drawn_tower(w, s, parameters["seed"]) for w, s in zip(widths, ("source", "target"), strict=True)]
        error = answer.attempt(*models, shown=CALL) if case != "match" else answer.call(*models, shown=CALL) and None
        source, target = ([np.array(w) for w in m.get_weights()] for m in models)
        answer.items[case] = {"error": error, "source": source, "target": target}

"""Questions of exercise 03c: the weights alone go from one model to another, or to none that they don't fit."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights

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


_DRAWN = 6


def pairs_of(seed: int) -> dict[str, tuple[tuple[int, ...], tuple[int, ...]]]:
    """The pairs that are asked for: the known ones, and others of which only their shapes say whether they match."""
    draw = stream(seed, "shapes of pairs")
    drawn = {}
    for k in range(_DRAWN):
        source = [5, *(int(n) for n in draw.integers(2, 9, 3))]
        target = list(source)
        if k == 0 or (k > 1 and draw.random() < 0.5):
            target[int(draw.integers(1, 4))] += 1
        drawn[f"drawn_{k}"] = (tuple(source), tuple(target))
    return PAIRS | drawn


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
    draw_weights(model, stream(seed, "weights", side))
    return model


def ask(answer: Answer, parameters: dict) -> None:
    for case, widths in pairs_of(parameters["seed"]).items():
        models = [drawn_tower(w, s, parameters["seed"]) for w, s in zip(widths, ("source", "target"), strict=True)]
        error = answer.attempt(*models, shown=CALL) if case != "match" else answer.call(*models, shown=CALL) and None
        source, target = ([np.array(w) for w in m.get_weights()] for m in models)
        answer.items[case] = {"error": error, "source": source, "target": target}

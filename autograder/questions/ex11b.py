"""Questions of exercise 11b: a subclassed model made functional, with the same layers."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream

WIDTHS = {"model": 784, "other": 12}


def drawn_mlp(seed: int, label: str) -> Any:
    """A built subclassed model: that of the guide, or a longer one of other layers."""
    import keras

    layers = keras.layers

    class MLP(keras.Model):
        def __init__(self, steps: list) -> None:
            super().__init__(name="mlp")
            self.steps = steps

        def call(self, x: Any) -> Any:
            for step in self.steps:
                x = step(x)
            return x

    steps = [layers.Dense(64, activation="relu"), layers.Dense(64, activation="relu"), layers.Dense(10)]
    if label == "other":
        steps = [layers.Dense(9, activation="tanh"), layers.LayerNormalization(), layers.Dropout(0.2)]
        steps += [layers.Dense(6, activation="relu"), layers.Dense(3)]
    mlp = MLP(steps)
    mlp(np.zeros((1, WIDTHS[label]), "float32"))
    draw = stream(seed, "weights of the mlp")
    mlp.set_weights([draw.normal(size=w.shape, scale=0.2).astype("float32") for w in mlp.get_weights()])
    return mlp


def as_given(mlp: Any) -> Any:
    """A model whose weights are those of `mlp`, to tell them from new ones: a Sequential, which is no answer."""
    import keras

    return keras.Sequential([keras.Input(mlp.weights[0].shape[:1]), *mlp.layers])


def ask(answer: Answer, parameters: dict) -> None:
    for label in WIDTHS:
        mlp = drawn_mlp(parameters["seed"], label)
        model = answer.call(mlp, shown="to_functional(mlp)")
        answer.model(label, model, parameters["seed"], given={"mlp": as_given(mlp)})

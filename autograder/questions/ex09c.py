"""Questions of exercise 09c: a new head on the frozen trunk of a given model."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights


def drawn_trunk(seed: int) -> Any:
    """A small convolutional classifier, as if it had been trained."""
    import keras

    layers = keras.layers
    image = keras.Input((16, 12, 3), name="image")
    x = layers.Conv2D(6, 3, activation="relu", name="block_1")(image)
    x = layers.MaxPooling2D(2, name="pool")(x)
    x = layers.Conv2D(8, 3, activation="relu", name="block_2")(x)
    x = layers.Conv2D(7, 1, use_bias=False, name="narrow")(x)
    x = layers.BatchNormalization(name="block_3")(x)
    x = layers.GlobalAveragePooling2D(name="summary")(x)
    model = keras.Model(image, layers.Dense(9, name="scores")(x), name="trunk")
    draw_weights(model, stream(seed, "weights of the model"), -0.2, 0.6)
    norm = model.get_layer("block_3")
    norm.set_weights([np.abs(w) + 0.1 for w in norm.get_weights()])
    return model


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        given, (name, classes) = drawn_trunk(parameters["seed"]), parameters[label]
        model = answer.call(given, name, classes, shown=f'transfer_head(model, "{name}", {classes})')
        answer.model(label, model, parameters["seed"], given={"model": given})

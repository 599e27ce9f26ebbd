"""A small classifier, images and labels, all drawn: what the questions of chapter 02 that need no training are asked with."""

import numpy as np

from autograder.asking.streams import stream

ROWS = 40


PIXELS = 784


CLASSES = 10


def small_classifier(inputs: int, hidden: int, classes: int, seed: int):
    """A small functional model with drawn weights, biases too; gives logits."""
    import keras

    draw = stream(seed, "weights of the classifier")
    entry = keras.Input((inputs,))
    x = keras.layers.Dense(hidden, activation="relu")(entry)
    model = keras.Model(entry, keras.layers.Dense(classes)(x))
    model.set_weights([draw.normal(size=w.shape, scale=0.3).astype("float32") for w in model.get_weights()])
    return model


def drawn_labels(seed: int, classes: int) -> np.ndarray:
    """Drawn labels of `ROWS` images, integers from 0, shape (ROWS,)."""
    return stream(seed, "labels").integers(0, classes, ROWS)


def drawn_images(seed: int) -> np.ndarray:
    """Drawn grey images, uint8 from 0 to 255, shape (ROWS, 28, 28)."""
    return stream(seed, "images").integers(0, 256, (ROWS, 28, 28)).astype("uint8")

"""A small classifier, images and labels, all drawn: what the questions of chapter 02 that need no training are asked with."""

import numpy as np

from autograder.asking.streams import stream

ROWS = 40


PIXELS = 784


CLASSES = 10
_KERNELS, _BIASES = 0.3, 1.0
_LIT = 0.3
"""With these, of 400 draws none gave the same classes for pixels from 0 to 255 as for pixels from 0 to 1."""


def small_classifier(inputs: int, hidden: int, classes: int, seed: int):
    """A small functional model with drawn weights; gives logits. Its biases are so large that pixels which are not scaled
    get other classes."""
    import keras

    draw = stream(seed, "weights of the classifier")
    entry = keras.Input((inputs,))
    x = keras.layers.Dense(hidden, activation="relu")(entry)
    model = keras.Model(entry, keras.layers.Dense(classes)(x))
    scales = {1: _BIASES, 2: _KERNELS}
    model.set_weights([draw.normal(size=w.shape, scale=scales[w.ndim]).astype("float32") for w in model.get_weights()])
    return model


def drawn_labels(seed: int, classes: int) -> np.ndarray:
    """Drawn labels of `ROWS` images, integers from 0, shape (ROWS,)."""
    return stream(seed, "labels").integers(0, classes, ROWS)


def drawn_images(seed: int) -> np.ndarray:
    """Drawn grey images, uint8 from 0 to 255, shape (ROWS, 28, 28); most pixels are black, so that no two are alike."""
    draw, shape = stream(seed, "images"), (ROWS, 28, 28)
    return (draw.integers(0, 256, shape) * (draw.random(shape) < _LIT)).astype("uint8")

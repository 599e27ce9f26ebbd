"""The names that the programs of this folder begin with: Keras, and small drawn data."""

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops


def numbers(*shape: int) -> np.ndarray:
    """Numbers near 0, the same at each call."""
    return np.random.default_rng(1).normal(size=shape).clip(-3, 3).astype("float32")


def classes(count: int, kinds: int) -> np.ndarray:
    """Class numbers from 0 to `kinds` - 1, each of them met."""
    return np.random.default_rng(2).permutation(np.arange(count) % kinds)


def one_hot(labels: np.ndarray, kinds: int) -> np.ndarray:
    return keras.utils.to_categorical(labels, kinds)


NAMES = {
    "keras": keras, "layers": layers, "ops": ops, "np": np, "tf": tf, "numbers": numbers, "classes": classes,
    "one_hot": one_hot,
}  # fmt: skip

"""What the models of `benchmarks.images` and `benchmarks.rows` are made of."""

import keras
from keras import layers

Made = keras.Model


def image(*shape: int) -> object:
    return keras.Input(shape or (16, 16, 3), name="image")


def words(length: int | None = 12) -> object:
    return keras.Input((length,), dtype="int32", name="ids")


def block(x: object, width: int = 16, heads: int = 2, **given: object) -> object:
    seen = layers.MultiHeadAttention(heads, width // heads)(x, x, **given)
    x = layers.LayerNormalization()(layers.Add()([x, seen]))
    inner = layers.Dense(width)(layers.Dense(2 * width, activation="gelu")(x))
    return layers.LayerNormalization()(layers.Add()([x, inner]))


def convolved(x: object, filters: int, steps: int = 1) -> object:
    x = layers.Conv2D(filters, 3, strides=steps, padding="same", use_bias=False)(x)
    return layers.ReLU()(layers.BatchNormalization()(x))

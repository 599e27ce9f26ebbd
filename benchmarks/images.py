"""Small models of images in the manner of published ones, built by our own code: `benchmarks.models` looks at them."""

import keras
import numpy as np
from keras import layers, ops

from benchmarks.parts import Made, block, convolved, image, words


class Patches(layers.Layer):
    """An image as a row of patches, each with a place of its own."""

    def build(self, shape: tuple) -> None:
        self.places = self.add_weight(shape=(16, 48), initializer="zeros", name="places")

    def call(self, images: object) -> object:
        return ops.reshape(ops.image.extract_patches(images, 4), (-1, 16, 48)) + self.places


def convnet() -> Made:
    x = image()
    y = layers.MaxPooling2D()(convolved(layers.Rescaling(1 / 255)(x), 8))
    return Made(x, layers.Dense(10)(layers.GlobalAveragePooling2D()(convolved(y, 16))))


def residual() -> Made:
    y = x = image(16, 16, 8)
    for _k in range(6):
        y = layers.ReLU()(
            y + layers.BatchNormalization()(layers.Conv2D(8, 3, padding="same", use_bias=False)(convolved(y, 8)))
        )
    return Made(x, layers.Dense(10)(layers.GlobalAveragePooling2D()(y)))


def dense_block() -> Made:
    y = x = image(8, 8, 4)
    for _k in range(5):
        y = layers.Concatenate()([y, convolved(y, 4)])
    return Made(x, layers.Dense(10)(layers.GlobalAveragePooling2D()(y)))


def squeeze() -> Made:
    x = image()
    y = convolved(x, 16)
    gate = layers.Dense(16, activation="sigmoid")(
        layers.Dense(4, activation="relu")(layers.GlobalAveragePooling2D()(y))
    )
    y = layers.Multiply()([y, layers.Reshape((1, 1, 16))(gate)])
    return Made(x, layers.Dense(10)(layers.GlobalAveragePooling2D()(y)))


def _u(x: object, deep: int, extra: object = None) -> object:
    kept = []
    for k in range(deep):
        x = convolved(x, 8 * 2**k)
        if extra is not None:
            x = x + layers.Dense(8 * 2**k)(extra)[:, None, None, :]
        kept.append(x)
        x = layers.MaxPooling2D()(x)
    x = convolved(x, 8 * 2**deep)
    for k in reversed(range(deep)):
        x = layers.Concatenate()([layers.UpSampling2D()(x), kept[k]])
        x = convolved(x, 8 * 2**k)
    return x


def unet() -> Made:
    x = image()
    return Made(x, layers.Conv2D(2, 1, activation="softmax")(_u(x, 3)))


def diffusion() -> Made:
    noisy, step = image(), keras.Input((1,), name="step")
    waves = ops.concatenate([ops.sin(step * np.arange(1, 9)), ops.cos(step * np.arange(1, 9))], axis=-1)
    return Made([noisy, step], layers.Conv2D(3, 1, kernel_initializer="zeros")(_u(noisy, 2, waves)))


def siamese() -> Made:
    one = image()
    trunk = Made(one, layers.Dense(8)(layers.GlobalAveragePooling2D()(convolved(one, 8))), name="trunk")
    left, right = keras.Input((16, 16, 3), name="left"), keras.Input((16, 16, 3), name="right")
    return Made([left, right], layers.Dense(1, activation="sigmoid")(ops.abs(trunk(left) - trunk(right))))


def clip() -> Made:
    seen, ids = image(), words()
    see = layers.UnitNormalization()(layers.Dense(8)(layers.GlobalAveragePooling2D()(convolved(seen, 8))))
    read = layers.UnitNormalization()(layers.Dense(8)(layers.GRU(8)(layers.Embedding(50, 8, mask_zero=True)(ids))))
    return Made({"image": seen, "ids": ids}, ops.matmul(see, ops.transpose(read)) * 14.0)


def vision_transformer() -> Made:
    x = image()
    y = layers.Dense(16)(Patches(name="patches")(x))
    for _k in range(2):
        y = block(y)
    return Made(x, layers.Dense(10)(layers.Flatten()(y)))


def mixer() -> Made:
    x = keras.Input((16, 8))
    y = layers.Permute((2, 1))(
        layers.Dense(16, activation="gelu")(layers.Permute((2, 1))(layers.LayerNormalization()(x)))
    )
    y = layers.Add()([x, y])
    return Made(x, layers.Dense(10)(layers.GlobalAveragePooling1D()(layers.Dense(8, activation="gelu")(y) + y)))


def ctc() -> Made:
    x = keras.Input((32, 16, 1), name="line")
    y = layers.Reshape((16, 64))(layers.MaxPooling2D()(convolved(x, 8)))
    y = layers.Bidirectional(layers.GRU(8, return_sequences=True))(y)
    return Made(x, layers.Dense(30, activation="softmax")(y))


def video() -> Made:
    x = keras.Input((5, 16, 16, 3), name="clip")
    frame = image()
    see = Made(frame, layers.GlobalAveragePooling2D()(convolved(frame, 8)), name="see")
    return Made(x, layers.Dense(4)(layers.GRU(8)(layers.TimeDistributed(see)(x))))


def volume() -> Made:
    x = keras.Input((8, 8, 8, 1), name="scan")
    y = layers.MaxPooling3D()(layers.Conv3D(4, 3, padding="same", activation="relu")(x))
    return Made(x, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling3D()(y)))


def forecast() -> Made:
    x = keras.Input((10, 8, 8, 1), name="maps")
    return Made(x, layers.Conv2D(1, 3, padding="same")(layers.ConvLSTM2D(4, 3, padding="same")(x)))


def generator() -> Made:
    x = keras.Input((8,), name="noise")
    y = layers.Reshape((4, 4, 8))(layers.Dense(128)(x))
    for filters in (8, 4):
        y = layers.LeakyReLU(0.2)(layers.Conv2DTranspose(filters, 4, strides=2, padding="same")(y))
    return Made(x, layers.Conv2D(3, 3, padding="same", activation="tanh")(y))


def super_resolution() -> Made:
    x = keras.Input((None, None, 1), name="small")
    y = layers.Conv2D(9, 3, padding="same")(layers.Conv2D(16, 5, padding="same", activation="relu")(x))
    return Made(x, layers.UpSampling2D(3)(y)[..., :1])


def detector() -> Made:
    x = image(32, 32, 3)
    fine = convolved(x, 8, 2)
    coarse = convolved(fine, 8, 2)
    both = [layers.Add()([fine, layers.UpSampling2D()(coarse)]), coarse]
    box, kind = layers.Conv2D(4, 3, padding="same", name="box"), layers.Conv2D(2, 3, padding="same", name="kind")
    flat = [layers.Concatenate()([layers.Reshape((-1, 4))(box(y)), layers.Reshape((-1, 2))(kind(y))]) for y in both]
    return Made(x, layers.Concatenate(axis=1)(flat))


def augmented() -> Made:
    x = image()
    y = layers.RandomZoom(0.1, seed=2)(layers.RandomFlip("horizontal", seed=1)(x))
    return Made(x, layers.Dense(3)(layers.GlobalAveragePooling2D()(convolved(layers.Resizing(8, 8)(y), 8))))


KINDS = {
    f.__name__: f
    for f in (
        convnet,
        residual,
        dense_block,
        squeeze,
        unet,
        diffusion,
        siamese,
        clip,
        vision_transformer,
        mixer,
        ctc,
        video,
        volume,
        forecast,
        generator,
        super_resolution,
        detector,
        augmented,
    )
}

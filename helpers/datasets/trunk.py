"""The trunk of a MobileNetV2 trained on ImageNet, as a functional model: real features without a download."""

from typing import TYPE_CHECKING

from helpers.datasets import pack
from helpers.errors import CourseError
from helpers.language import translate as _

if TYPE_CHECKING:
    import keras

# Means and standard deviations of ImageNet's colours in 0..1, with which torchvision trained the network.
_MEAN = (0.485, 0.456, 0.406)
_DEVIATION = (0.229, 0.224, 0.225)

# (expansion, channels, repeats, stride of the first): table 2 of Sandler et al., "MobileNetV2" (2018), to block 13.
_BLOCKS = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1))


def mobilenet_trunk(input_shape: tuple[int | None, int | None, int] = (224, 224, 3)) -> "keras.Model":
    """MobileNetV2 up to block 13 with its ImageNet weights: a new functional model at each call.

    Takes RGB images (n, height, width, 3), uint8 or float in 0..255: scaling is the model's first layer. Gives
    (n, height / 16, width / 16, 96), rounded up; (224, 224, 3) gives (14, 14, 96). 534,464 parameters, in float32.
    BatchNorm is folded into the convolutions, so training and inference mode compute the same.

    Layers: `scale`; `conv1`; for block i of 1 to 13 `block_i_expand` (not in block 1), `block_i_dw`,
    `block_i_project`, and `block_i_add` where the block has a skip. A block with stride 2 pads first
    (`block_i_pad`), because the weights were trained with zeros on all sides, which is not Keras's "same" there.

    Args:
        input_shape: (height, width, 3); None for a side leaves it open.

    One Dense layer on the frozen trunk tells 0.92-0.94 of the unseen `photo_crops` apart, the toy ResNet from scratch
    0.55-0.66 after 10 epochs (`python benchmarks/data_pack.py`).

    Weights: torchvision's `mobilenet_v2-b0353104`, BSD-3-Clause, rounded to float16 in the file.

    Raises:
        CourseError: for another input shape; when the file is missing or damaged.
    """
    shape = tuple(input_shape)
    if len(shape) != 3 or shape[2] != 3 or any(s is not None and s < 1 for s in shape):
        raise CourseError(
            _(
                "The trunk takes colour images: its input shape is (height, width, 3), such as (224, 224, 3) "
                "or (None, None, 3), not {shape}.",
                shape=shape,
            )
        )
    weights = pack.arrays("mobilenet_v2_trunk13_fp16.npz")
    import keras

    image = keras.Input(shape, name="image")
    x = keras.layers.Rescaling(
        scale=[1 / (255 * d) for d in _DEVIATION],
        offset=[-m / d for m, d in zip(_MEAN, _DEVIATION, strict=True)],
        name="scale",
    )(image)
    x = keras.layers.ZeroPadding2D(1, name="conv1_pad")(x)
    x = keras.layers.Conv2D(32, 3, strides=2, activation="relu6", name="conv1")(x)
    number = 0
    for expansion, channels, repeats, first_stride in _BLOCKS:
        for repeat in range(repeats):
            number += 1
            x = _block(x, f"block_{number}", expansion, channels, first_stride if repeat == 0 else 1)
    model = keras.Model(image, x, name="mobilenet_trunk")
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([weights[f"{layer.name}/{part}"].astype("float32") for part in ("kernel", "bias")])
    return model


def _block(x, name: str, expansion: int, channels: int, stride: int):
    """Inverted residual block: widen, filter each channel, narrow; add the input where the shapes agree."""
    from keras import layers

    block_input, width = x, x.shape[-1]
    if expansion != 1:
        x = layers.Conv2D(expansion * width, 1, activation="relu6", name=f"{name}_expand")(x)
    if stride == 1:
        padding = "same"
    else:
        x, padding = layers.ZeroPadding2D(1, name=f"{name}_pad")(x), "valid"
    x = layers.DepthwiseConv2D(3, stride, padding, activation="relu6", name=f"{name}_dw")(x)
    x = layers.Conv2D(channels, 1, name=f"{name}_project")(x)
    if stride == 1 and channels == width:
        x = layers.Add(name=f"{name}_add")([block_input, x])
    return x

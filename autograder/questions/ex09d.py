"""Questions of exercise 09d: a trunk that is trained on, while the averages of its normalisation stay."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights

SHAPES = {"model": (16, 12, 3), "other": (10, 10, 1)}
NORMS = ("norm_1", "norm_2")


def drawn_trunk(label: str, seed: int) -> Any:
    """A small convolutional trunk with drawn weights and averages, frozen."""
    import keras

    layers = keras.layers
    image = keras.Input(SHAPES[label], name="image")
    x = layers.Conv2D(6, 3, use_bias=False, name="conv_1")(image)
    x = layers.ReLU(name="relu_1")(layers.BatchNormalization(name="norm_1")(x))
    x = layers.Conv2D(8 if label == "model" else 5, 3, use_bias=False, name="conv_2")(x)
    x = layers.ReLU(name="relu_2")(layers.BatchNormalization(name="norm_2")(x))
    trunk = draw_weights(keras.Model(image, x, name="trunk"), stream(seed, "weights of the trunk"), -0.3, 0.6)
    for name in NORMS:
        norm = trunk.get_layer(name)
        norm.set_weights([np.abs(w) + 0.2 for w in norm.get_weights()])
    trunk.trainable = False
    return trunk


def ask(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    for label, shape in SHAPES.items():
        classes = parameters[label]
        trunk = drawn_trunk(label, seed)
        model = answer.call(trunk, classes, shown=f"fine_tune(trunk, {classes})")
        answer.model(label, model, seed, given={"trunk": trunk})
        found = answer.run(lambda m=model, t=trunk, s=shape: _trained(m, t, s, seed), "model(images, training=True)")
        answer.items[f"{label} norms"] = found


def _trained(model: Any, trunk: Any, shape: tuple, seed: int) -> dict:
    """What a step of training does to the averages, and which weights of the trunk it would change."""
    images = stream(seed, "images to train on").uniform(-1, 1, (6, *shape)).astype("float32")
    norms = [trunk.get_layer(name) for name in NORMS]
    before = trunk.get_weights()
    averages = [[np.array(norm.moving_mean), np.array(norm.moving_variance)] for norm in norms]
    model(images, training=True)
    moved = [
        norm.name
        for norm, (mean, variance) in zip(norms, averages, strict=True)
        if not (np.array_equal(mean, norm.moving_mean) and np.array_equal(variance, norm.moving_variance))
    ]
    trunk.set_weights(before)
    learning = {id(weight) for weight in model.trainable_variables}
    frozen = [layer.name for layer in trunk.layers if layer not in norms and not _learns(layer, learning)]
    return {"moved": moved, "frozen": frozen, "thawed": [n.name for n in norms if id(n.gamma) in learning]}


def _learns(layer: Any, learning: set[int]) -> bool:
    return all(id(weight) in learning for weight in layer.weights)

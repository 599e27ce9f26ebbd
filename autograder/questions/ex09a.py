"""Questions of exercise 09a: a model that gives the outputs of chosen layers, of every call of theirs."""

from typing import Any

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights

NAMES = {
    "model": ["skip", "conv"],
    "one": ["pool"],
    "shared": ["summary", "shared", "conv"],
    "stray": ["shared", "pool"],
}
"""The layers that each question asks for; never in the order in which the model calls them, where there are several."""


TWICE = "shared"


def camera_model(seed: int, label: str) -> Any:
    """A functional model, one layer of which it calls twice; others call that layer too, before and after."""
    import keras

    layers = keras.layers
    shared = layers.Conv2D(4, 3, padding="same", activation="relu", name=TWICE)
    if label == "stray":
        shared(keras.Input((6, 6, 4)))
    image = keras.Input((12, 8, 3), name="image")
    x = layers.Conv2D(4, 3, padding="same", activation="relu", name="conv")(image)
    once = layers.MaxPooling2D(2, name="pool")(shared(x))
    twice = layers.Add(name="skip")([once, shared(once)])
    outputs = layers.Dense(5, name="scores")(layers.GlobalAveragePooling2D(name="summary")(twice))
    model = keras.Model(image, outputs, name="camera")
    draw_weights(model, stream(seed, "weights of the model"), -0.2, 0.6)
    if label in ("shared", "stray"):
        shared(twice)
    return model


def ask(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    for label, names in NAMES.items():
        given = camera_model(seed, label)
        model = answer.call(given, list(names), shown=f"feature_extractor(model, {names})")
        answer.model(label, model, seed, given={"model": given})
        if len(model.outputs) != len(names) + (TWICE in names):
            return  # said of this question; the next would only stop with Keras's own words for it

"""Questions of exercise 04b: a classifier on a frozen encoder."""

from typing import Any

from autograder.asking.collect import Answer
from autograder.asking.streams import stream


def drawn_encoder(seed: int) -> Any:
    """A small convolutional encoder with drawn weights."""
    import keras

    layers, draw = keras.layers, stream(seed, "weights of the encoder")
    image = keras.Input((12, 12, 1), name="image")
    x = layers.Conv2D(6, 3, activation="relu", name="edges")(image)
    x = layers.MaxPooling2D(2, name="pool")(x)
    x = layers.Conv2D(8, 3, activation="relu", name="shapes")(x)
    model = keras.Model(image, layers.GlobalMaxPooling2D(name="code")(x), name="encoder")
    model.set_weights([draw.normal(0.05, 0.3, w.shape).astype("float32") for w in model.get_weights()])
    return model


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        encoder, classes = drawn_encoder(parameters["seed"]), parameters[label]
        model = answer.call(encoder, classes, shown=f"add_classifier(encoder, {classes})")
        answer.model(label, model, parameters["seed"], given={"encoder": encoder})

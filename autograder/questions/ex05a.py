"""Questions of exercise 05a: one model is called on what another gives."""

from typing import Any

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.graphs.canonical import Rules
from autograder.questions.common.other_shape import ask_of_shape
from autograder.questions.common.weights import draw_weights

KEEP = Rules(keep=True)


SHAPES = {"model": (28, 28, 1), "other": (9,)}


def two_models(label: str, seed: int) -> dict[str, Any]:
    """An encoder and a decoder with drawn weights, of images or of rows."""
    import keras

    layers = keras.layers
    entry, code = keras.Input(SHAPES[label], name="inputs"), keras.Input((6,), name="code")
    if label == "model":
        x = layers.AveragePooling2D(4, name="pool")(layers.Conv2D(6, 5, activation="tanh", name="edges")(entry))
        encoded = layers.GlobalAveragePooling2D(name="summary")(x)
        x = layers.Reshape((7, 7, 4), name="square")(layers.Dense(196, name="spread")(code))
        decoded = layers.Conv2DTranspose(1, 4, strides=4, name="restored")(x)
    else:
        encoded = layers.Dense(6, activation="tanh", name="narrow")(entry)
        decoded = layers.Dense(9, name="wide")(code)
    encoder, decoder = keras.Model(entry, encoded, name="encoder"), keras.Model(code, decoded, name="decoder")
    return {
        "encoder": draw_weights(encoder, stream(seed, "weights of the encoder"), -0.6, 0.8),
        "decoder": draw_weights(decoder, stream(seed, "weights of the decoder"), -0.6, 0.8),
    }


def ask(answer: Answer, parameters: dict) -> None:
    for label, shape in SHAPES.items():
        given, call = two_models(label, parameters["seed"]), "chain(encoder, decoder)"
        if label == "model":
            model = answer.call(*given.values(), shown=call)
        else:
            model = ask_of_shape(answer, shape, call, *given.values())
        answer.model(label, model, parameters["seed"], KEEP, given)

"""Questions of exercise 03b: a new model of the same architecture, without the weights."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer, Stop
from autograder.asking.streams import stream
from autograder.graphs.canonical import Rules
from autograder.questions.common.weights import draw_weights

NAMED = Rules(names=True)


def drawn_network(label: str, seed: int) -> Any:
    """A functional model with drawn weights: one has two inputs, a shared layer, a frozen one and a nested model."""
    import keras

    layers = keras.layers
    if label == "model":
        entry = keras.Input((9,), name="rows")
        x = layers.Dense(6, activation="relu", name="first")(entry)
        skip = layers.Add(name="skip")([x, layers.Dense(6, activation="tanh", name="second")(x)])
        model = keras.Model(entry, layers.Dense(3, name="scores")(skip), name="small")
    else:
        part = keras.Input((4,), name="part")
        inner = keras.Model(part, layers.Dense(3, activation="elu", name="inside")(part), name="inner")
        left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
        shared = layers.Dense(4, name="shared")
        frozen = layers.Dense(4, name="frozen", trainable=False)
        both = layers.Concatenate(name="both")([inner(shared(left)), frozen(shared(right))])
        norm = layers.BatchNormalization(name="norm")(both)
        model = keras.Model([left, right], [layers.Dense(2, name="scores")(norm), both], name="pair")
    draw_weights(model, stream(seed, "weights of the model"))
    return model


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        given = drawn_network(label, parameters["seed"])
        first = answer.call(given, shown="same_architecture(model)")
        if first is given:
            raise answer.fault("architecture.same_object")
        answer.model(label, first, None, NAMED, given={"model": given})
        answer.items[f"{label} values"] = [np.array(w) for w in first.get_weights()]
        try:
            second = answer.call(given, shown="same_architecture(model)")
            answer.model(f"{label} again", second, None, NAMED, given={"model": given, "first": first})
        except Stop:
            answer.items["faults"].insert(0, {"key": "architecture.second_call", "values": {}})
            raise
        if second is first:
            raise answer.fault("architecture.same_twice")
        answer.items[f"{label} source"] = [np.array(w) for w in given.get_weights()]

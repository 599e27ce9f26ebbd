"""Questions of exercise 01d: a Sequential written as a functional model, over the same layers."""

from typing import Any

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights

LISTS = ("model", "other")


def drawn_list(label: str, seed: int) -> Any:
    """A built Sequential with drawn weights: that of the chapter, or one that takes word ids."""
    import keras

    layers = keras.layers
    steps = [keras.Input((784,)), layers.Dense(64, "relu"), layers.Dense(64, "relu"), layers.Dense(10)]
    if label == "other":
        steps = [keras.Input((None,), dtype="int32"), layers.Embedding(50, 6), layers.Dropout(0.3)]
        last = "channels_last"  # whatever is set in the notebook
        steps += [layers.Conv1D(5, 3, activation="tanh", data_format=last), layers.GlobalMaxPooling1D(last)]
        steps.append(layers.Dense(4))
    return draw_weights(keras.Sequential(steps), stream(seed, "weights of the sequential model"))


def ask(answer: Answer, parameters: dict) -> None:
    for label in LISTS:
        given = drawn_list(label, parameters["seed"])
        model = answer.call(given, shown="from_sequential(model)")
        answer.model(label, model, parameters["seed"], given={"model": given})
        there = {id(layer) for layer in model.layers}
        answer.items[f"{label} lost"] = [layer.name for layer in given.layers if id(layer) not in there]

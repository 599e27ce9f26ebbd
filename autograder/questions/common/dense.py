"""`CustomDense`: the reference, the wrong ones that judging tries, and the findings on one such layer."""

import contextlib
import inspect
import os
from collections.abc import Iterator
from typing import Any

from autograder.questions.common.profile import calls_heard
from helpers import graph

_WITH_WEIGHTS = (
    "core/dense.py", "core/einsum_dense.py", "core/embedding.py", "convolutional/", "rnn/", "attention/",
    "normalization/",
)  # fmt: skip
"""Where Keras's layers with weights are written, below `keras/src/layers`."""


def _bent(x: Any) -> Any:
    """An activation that has no name."""
    return x * x * x + x


ACTIVATIONS = {"None": None, '"relu"': "relu", '"tanh"': "tanh", "lambda x: x ** 3 + x": _bent}


def shown_call(name: str, units: int, activation: str) -> str:
    """The call that makes the layer, as a learner would write it."""
    return f"{name}({units})" if activation == "None" else f"{name}({units}, activation={activation})"


def made_of_layer(kind: type, layer: Any) -> str:
    """The layer with weights of Keras's that this one is, or holds; "" where it makes its weights itself."""
    import keras

    for done in (keras.layers.Dense, keras.layers.EinsumDense):
        if issubclass(kind, done):
            return done.__name__
    return next((type(part).__name__ for part in graph.sublayers(layer) if part.weights), "")


@contextlib.contextmanager
def borrowed() -> Iterator[list[str]]:
    """Within: the names of Keras's layers with weights whose code runs, wherever a learner's class keeps them.

    `made_of_layer` knows what Keras tracks. A layer that is kept where Keras does not look, or its `call` alone, runs
    the same code all the same.
    """
    import keras

    below = os.path.dirname(os.path.dirname(inspect.getfile(keras.layers.Dense))) + os.sep
    heard: list[str] = []

    def hear(path: str) -> None:
        if path.startswith(below):
            path = path[len(below) :].replace(os.sep, "/")
            name = path.split("/")[-1].removesuffix(".py").title().replace("_", "")
            if path.startswith(_WITH_WEIGHTS) and name not in heard:
                heard.append(name)

    with calls_heard(hear):
        yield heard

"""`CustomDense`: the reference, the wrong ones that judging tries, and the findings on one such layer."""

from typing import Any

from helpers import graph


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

"""Questions of exercise 10a: a Dense layer of one's own, with weights made in `build`."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.layer import attempt, layer_class, named, record, traits
from autograder.questions.common.dense import ACTIVATIONS, borrowed, made_of_layer, shown_call


def cases_of(parameters: dict) -> dict[str, tuple[int, str, tuple[int, ...]]]:
    """For each label of evidence units, activation, shape of one sample: the first case's alone, then others."""
    units, inputs = parameters["units"], parameters["inputs"]
    return {
        "model": (units, "None", (inputs,)),
        "relu": (units, '"relu"', (inputs,)),
        "function": (units, "lambda x: x ** 3 + x", (inputs,)),
        "other": (units + 3, '"tanh"', (inputs + 2,)),
        "rows": (units, "None", (3, inputs)),
    }


def ask(answer: Answer, parameters: dict) -> None:
    kind, seed = layer_class(answer), parameters["seed"]
    facts = answer.items["facts"] = {"made_of": "", "early": 0, "built": 0}
    for label, (units, activation, shape) in cases_of(parameters).items():
        shown = shown_call(answer.name, units, activation)
        options = {} if activation == "None" else {"activation": ACTIVATIONS[activation]}
        with borrowed() as others:
            layer = answer.call(units, shown=shown, **options)
            if label == "model":
                facts["early"] = len(layer.weights)
                answer.run(
                    lambda made=layer, size=shape[-1]: made.build((None, size)), f"{shown}.build((None, {shape[-1]}))"
                )
                facts["built"] = len(layer.weights)
            if label == "rows":
                layer = _on_rows(answer, layer, shape)
            record(answer, label, layer, shape, seed, shown)
        facts["made_of"] = facts["made_of"] or made_of_layer(kind, layer) or next(iter(others), "")
    shown = f'{answer.name}(3, name="scores", dtype="float64", trainable=False)'
    layer = named(answer, 3, shown=shown, name="scores", dtype="float64", trainable=False)
    facts["traits"] = traits(layer)


def _on_rows(answer: Answer, layer: Any, shape: tuple[int, ...]) -> Any:
    import keras

    def call() -> Any:
        layer(keras.Input(shape))
        return layer(np.zeros((2, *shape), "float32"))

    _none, error = attempt(answer, call, "")
    if error:
        raise answer.fault("layer.last_axis", name=answer.name, shape=[None, *shape])
    return layer

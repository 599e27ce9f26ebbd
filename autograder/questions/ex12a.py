"""Questions of exercise 12a: a recurrent layer with a functional model inside."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.layer import attempt, layer_class, named, traits, wrap
from autograder.asking.streams import stream


def lengths_of(parameters: dict) -> dict[str, tuple[int, int, int]]:
    """For each label of evidence time steps, numbers a step, units."""
    t, d, units = parameters["timesteps"], parameters["inputs"], parameters["units"]
    return {"model": (t, d, units), "other": (t - 2, d + 1, units + 3)}


def drawn_classifier(label: str, steps: int, units: int, seed: int) -> Any:
    """A functional model with drawn weights that sees the order of the steps, or their mean."""
    import keras

    entry = keras.Input((steps, units))
    x = keras.layers.Flatten()(entry) if label == "model" else keras.layers.GlobalAveragePooling1D()(entry)
    model = keras.Model(entry, keras.layers.Dense(2)(x), name="classifier")
    draw = stream(seed, "weights of the classifier")
    model.set_weights([draw.normal(size=w.shape, scale=0.4).astype("float32") for w in model.get_weights()])
    return model


def ask(answer: Answer, parameters: dict) -> None:
    layer_class(answer)
    for label, (steps, width, units) in lengths_of(parameters).items():
        classifier = drawn_classifier(label, steps, units, parameters["seed"])
        shown = f"{answer.name}({units}, classifier)"
        layer = answer.call(units, classifier, shown=shown)
        _batch_is_open(answer, layer, (steps, width))
        model = wrap(answer, layer, (steps, width), shown)
        answer.model(label, model, parameters["seed"], given={"classifier": classifier})
    shown = f'{answer.name}({units}, classifier, name="memory", dtype="float64", trainable=False)'
    layer = named(answer, units, classifier, shown=shown, name="memory", dtype="float64", trainable=False)
    answer.items["traits"] = traits(layer)


def _batch_is_open(answer: Answer, layer: Any, shape: tuple[int, int]) -> None:
    """Tell a layer that wants a fixed batch from one that is broken altogether."""
    import keras

    def call() -> None:
        layer(keras.Input(shape))
        layer(np.zeros((3, *shape), "float32"))

    _none, error = attempt(answer, call, "")
    if error:
        _none, other = attempt(answer, lambda: layer(np.zeros((4, *shape), "float32")), "")
        if not other:
            raise answer.fault("rnn.batch_fixed", name=answer.name, message=error)

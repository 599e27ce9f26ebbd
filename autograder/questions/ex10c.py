"""Questions of exercise 10c: a layer that wraps another, with a scale that learns."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.layer import brought, layer_class, named, registration, saved, traits, wrap
from autograder.asking.streams import stream
from autograder.questions.common.layer_archive import archived

WRAPPED = {
    "model": ('layers.Dense(6, activation="tanh")', (6,)),
    "images": ('layers.Conv2D(3, 3, padding="same")', (5, 5, 3)),
}


def inner_layer(label: str) -> Any:
    import keras

    layers = keras.layers
    return layers.Dense(6, activation="tanh") if label == "model" else layers.Conv2D(3, 3, padding="same")


def residual_model(outer: Any, inner: Any, shape: tuple[int, ...], seed: int) -> tuple[Any, dict]:
    """A model of the wrapping layer alone, and the wrapped one as given, with drawn weights."""
    import keras

    entry = keras.Input(shape)
    model = keras.Model(entry, outer(entry))
    entry = keras.Input(shape)
    alone = keras.Model(entry, inner(entry))
    draw = stream(seed, "weights of the layer")
    alone.set_weights([draw.normal(size=w.shape, scale=0.4).astype("float32") for w in alone.get_weights()])
    return model, {"layer": alone}


def ask(answer: Answer, parameters: dict) -> None:
    kind, seed = layer_class(answer), parameters["seed"]
    facts: dict[str, Any] = {"initial": {}}
    answer.items["facts"] = facts
    for label, (text, shape) in WRAPPED.items():
        shown = f"{answer.name}({text})"
        inner = inner_layer(label)
        outer = answer.call(inner, shown=shown)
        wrap(answer, outer, shape, shown)
        own = [w for w in outer.weights if not any(w is v for v in inner.weights)]
        facts["initial"][label] = [np.asarray(w) for w in own]
        model, given = residual_model(outer, inner, shape, seed)
        answer.model(label, model, seed, given=given)
    with registration(kind) as registered:
        facts["registered"] = bool(registered)
    if facts["registered"]:
        shown = f'{answer.name}({text}, name="skip")'
        layer = named(answer, inner_layer("model"), shown=shown, name="skip")
        loaded = saved(answer, "loaded", wrap(answer, layer, WRAPPED["model"][1], shown), kind, seed)
        if loaded is not None:
            facts["loaded"] = traits(loaded.layers[-1]) | {"own": type(loaded.layers[-1]) is kind}
        if "archive" in parameters:
            brought(answer, "brought", parameters["archive"], kind, seed)


look = archived

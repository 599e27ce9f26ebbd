"""Questions of exercise 10b: the layer of 10a made again from its config, and from a file."""

from typing import Any

from autograder.asking.collect import Answer, noted
from autograder.asking.layer import attempt, brought, layer_class, named, record, registration, saved, traits, wrap
from autograder.questions.common.dense import ACTIVATIONS, borrowed, made_of_layer, shown_call
from autograder.questions.common.layer_archive import archived


def restored_cases(parameters: dict) -> dict[str, tuple[int, str]]:
    units = parameters["units"]
    return {"restored": (units, '"tanh"'), "restored_plain": (units + 3, "None")}


def ask(answer: Answer, parameters: dict) -> None:
    kind, seed, size = layer_class(answer), parameters["seed"], parameters["inputs"]
    facts: dict[str, Any] = {}
    answer.items["facts"] = facts
    units = parameters["units"]
    with borrowed() as others:
        layer = answer.call(units, activation="relu", shown=shown_call(answer.name, units, '"relu"'))
        record(answer, "model", layer, (size,), seed, shown_call(answer.name, units, '"relu"'))
    facts["made_of"] = made_of_layer(kind, layer) or next(iter(others), "")
    with registration(kind) as registered:
        facts["registered"] = bool(registered)
    facts["get_config"] = not _inherits_get_config(kind)
    if not (facts["registered"] and facts["get_config"]):
        return
    for label, (count, activation) in restored_cases(parameters).items():
        facts[label] = _from_config(answer, label, count, activation, (size,), seed)
    model = two_layers(lambda *args, **options: named(answer, *args, shown="", **options), parameters)
    loaded = saved(answer, "loaded", model, kind, seed)
    if loaded is not None:
        facts["loaded"] = [traits(part) | {"own": type(part) is kind} for part in loaded.layers[1:]]
    if "archive" in parameters:
        brought(answer, "brought", parameters["archive"], kind, seed)


def _inherits_get_config(kind: type) -> bool:
    """Whether Keras guesses the configuration, from the constructor's arguments."""
    import keras

    return kind.get_config is keras.Layer.get_config


def _from_config(answer: Answer, label: str, units: int, activation: str, shape: tuple, seed: int) -> dict:
    """Make a layer again from its config, write down what it computes; returns its traits."""
    kind, shown = (
        layer_class(answer),
        f'{answer.name}({units}, activation={activation}, name="scores", dtype="float64")',
    )
    given = {"name": "scores", "dtype": "float64", "activation": ACTIVATIONS[activation]}
    layer = named(answer, units, shown=shown, **given)
    wrap(answer, layer, shape, shown)
    config = answer.run(layer.get_config, f"{shown}.get_config()")
    if not isinstance(config, dict):
        raise answer.fault("serial.config_type", type=type(config).__name__[:80])
    written = noted(config.get("activation"))
    plain = written["type"] == "NoneType" or "value" in written
    own = vars(kind).get("from_config")
    if own is not None and not isinstance(own, (classmethod, staticmethod)):
        raise answer.fault("serial.no_classmethod", name=answer.name)
    again, error = attempt(answer, lambda: kind.from_config(dict(config)), f"{answer.name}.from_config(config)")
    if error:
        raise answer.fault("serial.from_config", name=answer.name, message=error)
    if type(again) is not kind:
        raise answer.fault("serial.class", name=answer.name, type=type(again).__name__[:80])
    record(answer, label, again, shape, seed, f"{answer.name}.from_config(config)")
    return traits(again) | {"written": written.get("value") if plain else f"<{written['type']}>"}


def two_layers(make: Any, parameters: dict) -> Any:
    """A model of two such layers with the traits that a file has to keep."""
    import keras

    entry = keras.Input((parameters["inputs"],), name="entry")
    x = make(parameters["units"], activation="relu", name="hidden_part", dtype="float64")(entry)
    return keras.Model(entry, make(3, name="scores")(x))


look = archived

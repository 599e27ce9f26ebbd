"""Exercise 10b: the layer of 10a made again from its config, and from a file."""

from typing import Any

from autograder.exercises.common.dense import CUSTOM_DENSE, dense_model, judge_case
from autograder.exercises.common.keeping import archive_of, failed_saving, kept_file, kept_traits
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.dense import ACTIVATIONS
from autograder.questions.common.layer_archive import carried
from autograder.questions.ex10b import restored_cases, two_layers
from helpers.language import mark

_GET_CONFIG = """
    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        config["activation"] = keras.activations.serialize(self.activation)
        return config
"""
_SAVED = '@keras.saving.register_keras_serializable(package="course")\n' + CUSTOM_DENSE + _GET_CONFIG


def _judge_saved(items: dict, parameters: dict) -> list[Finding]:
    facts, seed, size = items["facts"], parameters["seed"], parameters["inputs"]
    if facts["made_of"]:
        return [Finding("layer.made_of", {"name": "CustomDense", "got": str(facts["made_of"])})]
    found = judge_case(items["model"], parameters["units"], '"relu"', (size,), seed)
    if found:
        return found
    if not facts["registered"]:
        return [Finding("serial.not_registered", {"name": "CustomDense"})]
    if not facts["get_config"]:
        return [Finding("serial.no_get_config", {"name": "CustomDense"})]
    for label, (units, activation) in restored_cases(parameters).items():
        found = kept_traits(facts[label], {"name": "scores", "dtype": "float64"}, "serial.lost")
        found = found or _judge_restored(items[label], units, activation, size, seed)
        found = found or _plain(facts[label]["written"], units, activation)
        if found:
            return found
    if "failed" in items["loaded"]:
        return failed_saving(items["loaded"], "CustomDense")
    for got, name, dtype in zip(facts["loaded"], ("hidden_part", "scores"), ("float64", "float32"), strict=True):
        if not got["own"]:
            return [Finding("serial.class", {"name": "CustomDense", "type": str(got["name"])})]
        found = kept_traits(got, {"name": name, "dtype": dtype}, "serial.lost")
        if found:
            return found
    wanted = two_layers(answer_of(CUSTOM_DENSE, "CustomDense"), parameters)
    if judge.model(items["loaded"], wanted, seed):
        return [Finding("serial.outputs")]
    return kept_file(items, wanted, ("hidden_part", "scores"), "CustomDense", parameters)


def _judge_restored(found: dict, units: int, activation: str, size: int, seed: int) -> list[Finding]:
    """Findings on a layer made again from its config: its units and activation, by what it computes."""
    shapes = [list(w["shape"]) for w in judge.own_weights(found)]
    if shapes != [[size, units], [units]]:
        got = shapes[-1][-1] if shapes and shapes[-1] else 0
        return [Finding("serial.lost", {"argument": "units", "got": str(got), "expected": str(units)})]
    if not judge.model(found, dense_model(units, ACTIVATIONS[activation], (size,))[0], seed):
        return []
    others = {other: lambda o=other: dense_model(units, o, (size,)) for other in (None, "relu", "tanh")}
    got = judge.suspect(found, {str(k): make for k, make in others.items()}, seed)
    values = {"argument": "activation", "got": got, "expected": activation.strip('"')}
    return [Finding("serial.lost", values)] if got else [Finding("serial.outputs")]


def _plain(written: Any, units: int, activation: str) -> list[Finding]:
    """Findings on how a config writes the activation down: by its name; `None` is "linear", or stays None."""
    name = activation.strip('"')
    if written in ((None, "None", "linear") if name == "None" else (name,)):
        return []
    values = {"call": f"CustomDense({units}, activation={activation})", "got": written, "expected": name}
    return [Finding("serial.not_plain", values)]


EXERCISE = Exercise(
    id="ex10b",
    answer="CustomDense",
    points=3,
    reference=_SAVED,
    judge=_judge_saved,
    elsewhere=archive_of,
    twice=True,
    carried=carried,
    parameters={"units": 10, "inputs": 4},
    hints=(
        mark(
            "Loading has to find the class by a name: "
            '`@keras.saving.register_keras_serializable(package="...")` above the class gives it one.'
        ),
        mark(
            "`get_config` returns a dict of what the constructor needs. Begin with `super().get_config()`: it has "
            "`name`, `dtype` and `trainable`, which come back through `**kwargs`."
        ),
        mark(
            "Add `units` and `activation`, the latter as text: `keras.activations.serialize(self.activation)`. "
            "The constructor's `keras.activations.get` reads it."
        ),
    ),
)

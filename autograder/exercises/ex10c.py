"""Exercise 10c: a layer that wraps another, with a scale that learns."""

from typing import Any

from autograder.exercises.common.keeping import archive_of, failed_saving, kept_file, kept_traits
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.layer_archive import carried
from autograder.questions.ex10c import WRAPPED, inner_layer, residual_model
from helpers.language import mark

_SCALED = """\
class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, x):
        return x + self.scale * self.layer(x)
"""
_SCALED_CONFIG = """
    def get_config(self):
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)
"""
RESIDUAL = '@keras.saving.register_keras_serializable(package="course")\n' + _SCALED + _SCALED_CONFIG
_SUM = "x + self.scale * self.layer(x)"
_RESIDUAL_SUSPECTS = {
    "residual.no_skip": "self.scale * self.layer(x)",
    "residual.scaled_skip": "self.scale * x + self.layer(x)",
    "residual.scaled_sum": "self.scale * (x + self.layer(x))",
    "residual.unscaled": "x + self.layer(x) + 0 * self.scale",
    "residual.subtracted": "x - self.scale * self.layer(x)",
}


def _judge_residual(items: dict, parameters: dict) -> list[Finding]:
    facts, seed, name = items["facts"], parameters["seed"], "ScaledResidual"
    for label, (_text, shape) in WRAPPED.items():
        found = _judge_wrapped(items[label], facts["initial"][label], label, shape, seed)
        if found:
            return found
    if not facts["registered"]:
        return [Finding("serial.not_registered", {"name": name})]
    if "failed" in items["loaded"]:
        return failed_saving(items["loaded"], name)
    if not facts["loaded"]["own"]:
        return [Finding("serial.class", {"name": name, "type": str(facts["loaded"]["name"])})]
    found = kept_traits(facts["loaded"], {"name": "skip"}, "serial.lost")
    if found:
        return found
    wanted, _given = _wanted_residual("model", shape=WRAPPED["model"][1], seed=seed)
    if judge.model(items["loaded"], wanted, seed):
        return [Finding("serial.outputs")]
    return kept_file(items, wanted, ("skip",), name, parameters)


def _wanted_residual(label: str, shape: tuple[int, ...], seed: int, source: str = _SCALED) -> tuple[Any, dict]:
    inner = inner_layer(label)
    return residual_model(answer_of(source, "ScaledResidual")(inner), inner, shape, seed)


def _judge_wrapped(found: dict, initial: list, label: str, shape: tuple[int, ...], seed: int) -> list[Finding]:
    """Findings on one wrapped layer: its weights and the scale, then what it computes."""
    name = "ScaledResidual"
    if judge.given_missing(found):
        return [Finding("layer.not_tracked", {"name": name, "got": "layer"})]
    own = judge.own_weights(found)
    if len(own) != 1:
        return [Finding("residual.no_scale" if not own else "residual.scale_count", {"name": name, "got": len(own)})]
    if own[0]["shape"]:
        return [Finding("residual.scale_shape", {"got": list(own[0]["shape"])})]
    if not own[0]["trainable"]:
        return [Finding("residual.scale_frozen", {"name": name})]
    if not abs(float(initial[0]) - 1) < 1e-6:
        return [Finding("residual.scale_initial", {"got": float(initial[0])})]
    model, given = _wanted_residual(label, shape, seed)
    result = judge.model(found, model, seed, given=given)
    if result:
        suspects = {
            key: lambda s=source: _wanted_residual(label, shape, seed, _SCALED.replace(_SUM, s))
            for key, source in _RESIDUAL_SUSPECTS.items()
        }
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key, {"name": name})]
    return result


EXERCISE = Exercise(
    id="ex10c",
    answer="ScaledResidual",
    points=4,
    reference=RESIDUAL,
    judge=_judge_residual,
    elsewhere=archive_of,
    twice=True,
    carried=carried,
    hints=(
        mark(
            "The scale is a weight like any other: made in `build` by `self.add_weight`, of shape `()`, "
            'with `initializer="ones"`.'
        ),
        mark(
            "Keep the wrapped layer as an attribute: `self.layer = layer`. Keras then finds its weights by itself. "
            "Build it in `build`, unless it is built already."
        ),
        mark(
            "A config holds plain data: `keras.saving.serialize_keras_object(self.layer)` in `get_config`, and "
            "`keras.saving.deserialize_keras_object` in a classmethod `from_config`."
        ),
    ),
)

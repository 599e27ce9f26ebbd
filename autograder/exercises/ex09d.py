"""Exercise 09d: a trunk that is trained on, while the averages of its normalisation stay."""

from typing import Any

from autograder.exercises.cases import each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex09d import SHAPES, drawn_trunk
from helpers.language import mark

_TUNE = """\
def fine_tune(trunk, num_classes):
    trunk.trainable = True
    for layer in trunk.layers:
        if isinstance(layer, layers.BatchNormalization):
            layer.trainable = False
    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = layers.GlobalAveragePooling2D()(trunk(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
"""
_STEADY = """\
def fine_tune(trunk, num_classes):
    class Steady(layers.Layer):
        def __init__(self, part, **kwargs):
            super().__init__(**kwargs)
            self.part = part

        def call(self, images):
            return self.part(images, training=False)

    inputs = keras.Input(shape=trunk.input_shape[1:])
    x = layers.GlobalAveragePooling2D()(Steady(trunk)(inputs))
    return keras.Model(inputs, layers.Dense(num_classes)(x))
"""
"""The other way: a layer says `training=False`. There the scales and shifts of the normalisation may learn, too."""


def _reference(trunk: Any, classes: int, thawed: list[str]) -> Any:
    """A right model in which the normalisations of these names learn, as the answer's do."""
    if not thawed:
        return answer_of(_TUNE, "fine_tune")(trunk, classes)
    for layer in trunk.layers:
        layer.trainable = layer.name in thawed or not layer.name.startswith("norm")
    return answer_of(_STEADY, "fine_tune")(trunk, classes)


def _judge_tune(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, _shape: tuple) -> list[Finding]:
        item, state, seed = items[label], items[f"{label} norms"], parameters["seed"]
        given = drawn_trunk(label, seed)
        if not any(op.given for op in canonical(item["graph"], given=item["given"]).operations):
            return [Finding("tune.copied")]
        if state["moved"]:
            return [Finding("tune.averages", {"layers": state["moved"]})]
        if state["frozen"]:
            return [Finding("tune.frozen", {"layers": [n for n in state["frozen"] if n.startswith("conv")]})]
        given.trainable = True
        reference = _reference(given, parameters[label], state["thawed"])
        return judge.model(item, reference, seed, given={"trunk": given})

    call = "fine_tune(another_trunk, {})"
    general = ("tune.copied", "tune.averages", "tune.frozen")
    return each(SHAPES, judged, lambda _shape: call.format(parameters["other"]), general)


EXERCISE = Exercise(
    id="ex09d",
    answer="fine_tune",
    points=3,
    reference=_TUNE,
    judge=_judge_tune,
    parameters={"model": 4, "other": 7},
    hints=(
        mark(
            "Three parts: the trunk learns, its averages stay, a head follows. Which layers of the trunk have averages?"
        ),
        mark(
            "`fit` calls the model with `training=True`, and hands that to every layer of the graph. A frozen `BatchNormalization` "
            "keeps to its averages all the same."
        ),
        mark(
            "Set `trunk.trainable = True`, then `layer.trainable = False` for each `layer` of `trunk.layers` that is a "
            "`layers.BatchNormalization`. Then `trunk(inputs)`, `GlobalAveragePooling2D` and `Dense`."
        ),
    ),
)

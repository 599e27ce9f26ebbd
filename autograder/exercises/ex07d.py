"""Exercise 07d: a residual network with two wrong skips, repaired."""

from autograder.exercises.cases import LABELS, each
from autograder.exercises.common.blocks import first_cause
from autograder.exercises.common.planted import left_in, marked
from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
from helpers.language import mark

_SKIPS = """\
def repair_skips(input_shape, num_classes):
    same = {"padding": "same", "activation": "relu"}
    inputs = keras.Input(shape=input_shape)
    x = layers.Conv2D(16, 3, **same, name="stem")(inputs)
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_1")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_2")(x)
    x = layers.add([x, skip], name="sum_1")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_3")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_4")(x)
    x = layers.add([x, skip], name="sum_2")
    skip = x
    x = layers.Conv2D(16, 3, **same, name="conv_5")(x)
    x = layers.Conv2D(16, 3, **same, name="conv_6")(x)
    x = layers.add([x, skip], name="sum_3")
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(inputs, layers.Dense(num_classes, name="logits")(x))
"""
_FIRST, _SECOND = (
    '    x = layers.Conv2D(16, 3, **same, name="conv_2")(x)\n',
    '    x = layers.add([x, skip], name="sum_1")\n',
)
_FAULTS = {
    "skips.overwritten": (_FIRST, f"    skip = x\n{_FIRST}"),
    "skips.late": (f"{_SECOND}    skip = x\n", _SECOND),
}
"""The two faults, by their findings: what is right, and what stands there instead."""


def _judge_skips(items: dict, parameters: dict) -> list[Finding]:
    """Each of the two wrong skips that is left costs half."""

    def judged(label: str, arguments: tuple) -> list[Finding]:
        item = items[label]

        def differs(keys: tuple[str, ...]) -> list[Finding]:
            source = edited(_SKIPS, *(_FAULTS[key] for key in keys))
            return judge.model(item, made_once(answer_of(source, "repair_skips"), arguments), parameters["seed"])

        left, found = left_in(tuple(_FAULTS), differs)
        wanted = made_once(answer_of(_SKIPS, "repair_skips"), arguments).model
        return [_left(key, left, item) for key in left] or (found and (first_cause(item, wanted) or found))

    cases = {label: (tuple(parameters[label][0]), parameters[label][1]) for label in LABELS}
    return each(cases, judged, lambda case: f"repair_skips({case[0]}, {case[1]})")


def _left(key: str, left: tuple[str, ...], item: dict) -> Finding:
    old = "conv_1" if "skips.overwritten" in left else "stem"
    layer, got, expected = ("sum_1", old, "stem") if key == "skips.overwritten" else ("sum_2", old, "sum_1")
    values = {"layer": layer, "got": got, "expected": expected}
    return Finding(key, values, 1 / len(_FAULTS), **marked(item, layer, [got], [expected]))


EXERCISE = Exercise(
    id="ex07d",
    answer="repair_skips",
    points=2,
    reference=_SKIPS,
    judge=_judge_skips,
    parameters={"model": ((16, 16, 3), 10), "other": ((12, 9, 1), 4)},
    one_by_one=True,
    hints=(
        mark(
            "For each sum: where does its skip begin? It should be where the block begins, before its two convolutions."
        ),
        mark(
            "`skip` is a name: each `skip = x` lets it stand for another tensor. Which value has it when `add` is called?"
        ),
        mark(
            "Two lines are at fault: one `skip = x` too many, between the convolutions of the first block, and one that is "
            "missing at the beginning of the second."
        ),
    ),
)

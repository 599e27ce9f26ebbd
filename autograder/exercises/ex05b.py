"""Exercise 05b: the average of many models of one input."""

from autograder.exercises.common.members import ENSEMBLE, judge_members
from autograder.exercises.exercise import Exercise
from autograder.exercises.variants import varying
from helpers.language import mark


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex05b",
        answer="build_ensemble",
        points=2,
        reference=reference,
        judge=lambda items, parameters: judge_members(
            items, parameters, "build_ensemble", weighted=False, ensemble=reference
        ),
        hints=(
            mark("All members get the same input: make one `keras.Input`, call each member on it."),
            mark(
                "Any number of members: a list comprehension calls them all, `[member(inputs) for member in members]`."
            ),
            mark("`layers.average(tensors)` takes the list of what they give. The shape is that of `members[0]`."),
        ),
    )


_WHAT = {
    "average": ("the average", "平均"),
    "maximum": ("the maximum", "最大值"),
    "minimum": ("the minimum", "最小值"),
    "multiply": ("the product", "乘积"),
}
EXERCISE = varying(
    _exercise,
    ENSEMBLE,
    choices={"merge": tuple(_WHAT), "activation": ("tanh", "sigmoid", "softplus", "softsign", "elu", "selu")},
    changes=(
        ("layers.average(", "layers.{merge}("),
        ("keras.Model(inputs, outputs)", 'keras.Model(inputs, layers.Activation("{activation}")(outputs))'),
    ),
    words=(
        ("the average of any number of models", "{what} of any number of models"),
        ("the output is the average of what they give.", "the output is `{activation}` of {what} of what they give."),
        ("the average of what all members say", "{activation} of {what} of what all members say"),
        ("任意多个模型的平均", "任意多个模型的{zh}"),
        ("输出是各成员输出的平均。", "输出是各成员输出的{zh}，再经过激活函数 `{activation}`。"),
        ("`layers.average(tensors)`", "`layers.{merge}(tensors)`"),
        (
            "like `build_ensemble`, but each member counts as much as its weight says",
            "the weighted average of what the members give: each counts as much as its weight says",
        ),
        (
            "与 `build_ensemble` 类似，但每个成员按各自的权重计入",
            "返回各成员输出的加权平均，每个成员按各自的权重计入",
        ),
    ),
    derived=lambda values: dict(zip(("what", "zh"), _WHAT[values["merge"]], strict=True)),
    beside=("ex05c-task",),
)

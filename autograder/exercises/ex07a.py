"""Exercise 07a: two convolutions and a skip, as a function of a tensor."""

from autograder.exercises.common.blocks import first_cause
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from helpers.language import mark

_BLOCK = """\
def residual_block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1)(x)
    return layers.add([y, x])
"""


def _judge_block(items: dict, parameters: dict) -> list[Finding]:
    import keras

    block = answer_of(_BLOCK, "residual_block")
    for label in ("model", "other"):
        size, channels, filters = parameters[label]
        x = keras.Input((size, size, channels), name="x")
        wanted = keras.Model(x, block(x, filters))
        found = judge.model(items[label], wanted, parameters["seed"])
        if found:
            return first_cause(items[label], wanted) or found
    return []


EXERCISE = Exercise(
    id="ex07a",
    answer="residual_block",
    points=3,
    reference=_BLOCK,
    judge=_judge_block,
    parameters={"model": (9, 8, 8), "other": (10, 3, 8)},
    hints=(
        mark(
            "Keep `x`: give it to the first convolution, the result to the second, and add `x` to that. "
            "`x` is a tensor of a graph, and so is what you return."
        ),
        mark('A 3 × 3 convolution with `padding="same"` keeps height and width, so that the sum fits.'),
        mark(
            "`x.shape[-1]` is the number of channels. Where it is not `filters`, add `layers.Conv2D(filters, 1)(x)` "
            "in place of `x`: it changes the channels, nothing else."
        ),
    ),
)

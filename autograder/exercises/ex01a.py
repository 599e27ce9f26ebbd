"""Exercise 01a: a chain of Dense layers, as wide as asked for."""

from autograder.exercises.cases import like
from autograder.exercises.exercise import Exercise
from helpers.language import mark

_MLP = """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(hidden_units, activation="relu")(inputs)
    x = layers.Dense(hidden_units, activation="relu")(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs)
"""


EXERCISE = Exercise(
    id="ex01a",
    answer="build_mlp",
    points=3,
    reference=_MLP,
    judge=like(_MLP, "build_mlp"),
    parameters={"model": (64, 10), "other": (17, 5)},
    hints=(
        mark("Start with `keras.Input`: it says the shape of one sample, the batch is left out."),
        mark(
            "Call each layer on the result of the one before: `x = layers.Dense(...)(x)`. "
            "The two hidden layers have an activation, the last one has none: it gives logits."
        ),
        mark(
            "End with `keras.Model(inputs, outputs)` and return it. "
            "Take `hidden_units` and `num_classes` from the arguments, not from the example."
        ),
    ),
)

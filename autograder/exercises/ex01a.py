"""Exercise 01a: a chain of Dense layers, as wide as asked for."""

from autograder.exercises.cases import like
from autograder.exercises.exercise import Exercise
from autograder.exercises.variants import varying
from helpers.language import mark

_MLP = """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(hidden_units, activation="relu")(inputs)
    x = layers.Dense(hidden_units, activation="relu")(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs)
"""


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex01a",
        answer="build_mlp",
        points=3,
        reference=reference,
        judge=like(reference, "build_mlp"),
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


EXERCISE = varying(
    _exercise,
    _MLP,
    choices={
        "inputs": (400, 484, 576, 625, 676, 729, 841, 900),
        "activation": ("relu", "tanh", "elu", "selu", "gelu", "softplus"),
    },
    changes=(("784", "{inputs}"), ("relu", "{activation}")),
    words=(
        ("784 numbers in", "{inputs} numbers in"),
        ("units with relu", "units with {activation}"),
        ("输入 784 个数值", "输入 {inputs} 个数值"),
        ("为 relu；", "为 {activation}；"),
        ("55050", "{count}"),
        ("(784,)", "({inputs},)"),
    ),
    derived=lambda values: {"count": values["inputs"] * 64 + 64 + 64 * 64 + 64 + 64 * 10 + 10},
)

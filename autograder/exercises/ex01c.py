"""Exercise 01c: a model from its picture."""

from autograder.exercises.cases import like
from autograder.exercises.exercise import Exercise
from autograder.exercises.variants import varying
from helpers.language import mark

_PICTURE = """\
def build_from_picture():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(16, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(10)(x)
    return keras.Model(inputs, outputs)
"""


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex01c",
        answer="build_from_picture",
        points=3,
        reference=reference,
        judge=like(reference, "build_from_picture"),
        hints=(
            mark("Read the picture from top to bottom: each box is one layer, each arrow one call."),
            mark("The picture says the options of each layer. What it does not say keeps Keras's default."),
            mark("A 3 × 3 convolution without padding takes 2 off height and width: compare your `model.summary()`."),
        ),
    )


EXERCISE = varying(
    _exercise,
    _PICTURE,
    choices={
        "first": (8, 12, 16, 20, 24),
        "second": (28, 32, 36, 40, 48),
        "activation": ("relu", "tanh", "elu", "gelu"),
        "pool": (2, 3),
    },
    changes=(
        ('Conv2D(16, 3, activation="relu")', 'Conv2D({first}, 3, activation="{activation}")'),
        ('Conv2D(32, 3, activation="relu")', 'Conv2D({second}, 3, activation="{activation}")'),
        ("MaxPooling2D(2)", "MaxPooling2D({pool})"),
    ),
    words=(),
)

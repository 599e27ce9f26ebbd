"""Exercise 01c: a model from its picture."""

from autograder.exercises.cases import like
from autograder.exercises.exercise import Exercise
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


EXERCISE = Exercise(
    id="ex01c",
    answer="build_from_picture",
    points=3,
    reference=_PICTURE,
    judge=like(_PICTURE, "build_from_picture"),
    hints=(
        mark("Read the picture from top to bottom: each box is one layer, each arrow one call."),
        mark("The picture says the options of each layer. What it does not say keeps Keras's default."),
        mark("A 3 × 3 convolution without padding takes 2 off height and width: compare your `model.summary()`."),
    ),
)

"""Exercise 07b: the toy ResNet, with as many residual blocks as asked for."""

from autograder.exercises.cases import LABELS, each
from autograder.exercises.common.blocks import first_cause
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex07b import build_call
from helpers.language import mark

TOY_RESNET = """\
def build_toy_resnet(input_shape, num_classes, num_blocks):
    inputs = keras.Input(shape=input_shape, name="img")
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    for _ in range(num_blocks):
        skip = x
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.add([x, skip])
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs, name="toy_resnet")
"""


def _judge_build(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        shape, classes, blocks = arguments
        wanted = answer_of(TOY_RESNET, "build_toy_resnet")(tuple(shape), classes, blocks)
        found = judge.model(items[label], wanted, parameters["seed"])
        return found and (first_cause(items[label], wanted) or found)

    return each({label: parameters[label] for label in LABELS}, judged, build_call)


EXERCISE = Exercise(
    id="ex07b",
    answer="build_toy_resnet",
    points=4,
    reference=TOY_RESNET,
    judge=_judge_build,
    parameters={"model": ((32, 32, 3), 10, 2), "other": ((28, 28, 1), 7, 3)},
    hints=(
        mark(
            "Three parts: the stem (two convolutions, 32 and 64 filters, and a pooling of 3), `num_blocks` residual blocks "
            "of 64 filters, the head. Only convolutions inside blocks are padded."
        ),
        mark(
            "A loop makes the blocks. Each begins with the sum of the one before: "
            "`skip = x`, two convolutions, `x = layers.add([x, skip])`."
        ),
        mark(
            "The head: a convolution of 64 filters, `GlobalAveragePooling2D`, 256 Dense units, `Dropout(0.5)`, "
            "and the Dense layer of the classes without an activation."
        ),
    ),
)

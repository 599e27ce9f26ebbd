"""Exercise 07b: the toy ResNet, with as many residual blocks as asked for."""

from functools import partial

from autograder.exercises.cases import LABELS, each
from autograder.exercises.common.blocks import first_cause
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import Values, varying
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
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


def _judged(reference: str, items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        shape, classes, blocks = arguments
        wanted = made_once(answer_of(reference, "build_toy_resnet"), (tuple(shape), classes, blocks))
        found = judge.model(items[label], wanted, parameters["seed"])
        return found and (first_cause(items[label], wanted.model) or found)

    return each({label: parameters[label] for label in LABELS}, judged, build_call)


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex07b",
        answer="build_toy_resnet",
        points=4,
        reference=reference,
        judge=partial(_judged, reference),
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


def _count(values: Values) -> dict[str, int]:
    """Of the task's example: images of (32, 32, 3), 10 classes, 2 blocks."""
    stem, width, dense = values["stem"], values["width"], values["dense"]
    inner = 9 * width * width + width
    return {"count": 28 * stem + 9 * stem * width + width + 5 * inner + width * dense + dense + dense * 10 + 10}


EXERCISE = varying(
    _exercise,
    TOY_RESNET,
    choices={
        "stem": (16, 20, 24, 28, 32),
        "width": (40, 48, 56, 64),
        "dense": (96, 128, 160, 192, 256),
        "rate": (0.2, 0.3, 0.4, 0.5),
    },
    changes=(
        ("Conv2D(32, 3", "Conv2D({stem}, 3"),
        ("Conv2D(64, 3", "Conv2D({width}, 3"),
        ("Dense(256", "Dense({dense}"),
        ("Dropout(0.5)", "Dropout({rate})"),
    ),
    words=(
        (
            "It returns the functional model above, for other images",
            "It returns a functional model like the one above, for any images",
        ),
        ("convolutions of 32 and 64 filters", "convolutions of {stem} and {width} filters"),
        ("residual blocks of 64 filters", "residual blocks of {width} filters"),
        ("a convolution of 64 filters", "a convolution of {width} filters"),
        ("Dense of 256, dropout of 0.5", "Dense of {dense}, dropout of {rate}"),
        ("它返回上面的函数式模型，但图片尺寸", "它返回一个与上面类似的函数式模型，图片尺寸"),
        ("32 个和 64 个滤波器的卷积", "{stem} 个和 {width} 个滤波器的卷积"),
        ("残差块，各 64 个滤波器", "残差块，各 {width} 个滤波器"),
        ("头部：64 个滤波器的卷积", "头部：{width} 个滤波器的卷积"),
        ("256 个单元的 Dense，0.5 的 dropout", "{dense} 个单元的 Dense，{rate} 的 dropout"),
        ("223242", "{count}"),
        ("two convolutions, 32 and 64 filters", "two convolutions, {stem} and {width} filters"),
        ("256 Dense units, `Dropout(0.5)`", "{dense} Dense units, `Dropout({rate})`"),
        ("两个卷积，32 和 64 个滤波器", "两个卷积，{stem} 和 {width} 个滤波器"),
        ("`num_blocks` 个 64 个滤波器的残差块", "`num_blocks` 个 {width} 个滤波器的残差块"),
        ("头部：一个 64 个滤波器的卷积", "头部：一个 {width} 个滤波器的卷积"),
        ("256 个单元的 Dense，`Dropout(0.5)`", "{dense} 个单元的 Dense，`Dropout({rate})`"),
    ),
    derived=_count,
)

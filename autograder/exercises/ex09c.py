"""Exercise 09c: a new head on the frozen trunk of a given model."""

from functools import partial

from autograder.exercises.cases import LABELS, each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import varying
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex09c import drawn_trunk
from helpers.language import mark

_HEAD = """\
def transfer_head(model, layer_name, num_classes):
    trunk = keras.Model(model.input, model.get_layer(layer_name).output)
    trunk.trainable = False
    x = layers.GlobalAveragePooling2D()(trunk.output)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(trunk.input, outputs)
"""


def _judged(head: str, items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        given = drawn_trunk(parameters["seed"])
        reference = answer_of(head, "transfer_head")(given, *arguments)
        found = judge.model(items[label], reference, parameters["seed"], given={"model": given})
        got = canonical(items[label]["graph"], given=items[label]["given"])
        if found and not any(op.given for op in got.operations):
            return [Finding("transfer.copied")]
        new = [op for op in got.operations if op.weights and not op.given]
        if found and new and not any(t for op in new for _i, _shape, t in op.weights):
            return [Finding("transfer.all_frozen")]
        return found

    cases = {label: parameters[label] for label in LABELS}
    call = 'transfer_head(model, "{}", {})'
    return each(cases, judged, lambda case: call.format(*case), general=("transfer.copied", "transfer.all_frozen"))


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex09c",
        answer="transfer_head",
        points=3,
        reference=reference,
        judge=partial(_judged, reference),
        parameters={"model": ("block_2", 4), "other": ("block_3", 6)},
        hints=(
            mark(
                "The trunk is a model from `model.input` to the output of the named layer: `model.get_layer(layer_name)`. "
                "Its layers are those of `model`, with what they have learned."
            ),
            mark(
                "`trunk.trainable = False` freezes all layers of the trunk. The two new layers are not part of it, so "
                "they stay trainable."
            ),
            mark(
                "Features of shape (h, w, c) become one row of c numbers by `layers.GlobalAveragePooling2D()`; "
                "`layers.Dense(num_classes)` without an activation gives the logits."
            ),
        ),
    )


EXERCISE = varying(
    _exercise,
    _HEAD,
    choices={
        "pooling": ("GlobalAveragePooling2D", "GlobalMaxPooling2D"),
        "rate": (0.05, 0.1, 0.12, 0.15, 0.18, 0.2, 0.25, 0.3),
    },
    changes=(
        (
            "x = layers.GlobalAveragePooling2D()(trunk.output)",
            "x = layers.{pooling}()(trunk.output)\n    x = layers.Dropout({rate})(x)",
        ),
    ),
    words=(
        ("`GlobalAveragePooling2D` and one `Dense`", "`{pooling}`, a `Dropout` of {rate} and one `Dense`"),
        (
            "从这里接上 `GlobalAveragePooling2D`，再接一个 `Dense`",
            "从这里依次接上 `{pooling}` 和比率为 {rate} 的 `Dropout`，再接一个 `Dense`",
        ),
        ("The two new layers are", "The new layers are"),
        ("两个新层不属于", "新加的层不属于"),
        ("by `layers.GlobalAveragePooling2D()`;", "by `layers.{pooling}()`; then `layers.Dropout({rate})`;"),
        ("`layers.GlobalAveragePooling2D()` 把", "`layers.{pooling}()` 把"),
        ("；不带激活函数的", "，之后是 `layers.Dropout({rate})`；不带激活函数的"),
    ),
)

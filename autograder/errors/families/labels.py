"""Labels against the outputs and their losses: one-hot or not, too many classes, an axis too many."""

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import DATA, Scene
from autograder.errors.sides import End, ends
from helpers.language import mark

_ONE_HOT = ("categorical_crossentropy", "categorical_focal_crossentropy")
_SPARSE = "sparse_categorical_crossentropy"


@explains
def against_the_loss(scene: Scene) -> Explanation | None:
    if not scene.method or scene.method[0] not in DATA or scene.method[0].startswith("predict"):
        return None
    for end in ends(scene):
        if end.labels is None or not end.loss:
            continue
        found = _compared(end)
        if found:
            sentences, more = found
            values = {
                "output": end.name, "layer": end.layer, "shape": shown(("n", *end.shape[1:])),
                "labels": shown(("n", *end.labels.shape[1:])), "loss": end.loss, "units": end.units,
            } | more  # fmt: skip
            says = mark("Output `{output}` has shape {shape}, its labels have {labels}, and the loss is `{loss}`.")
            return Explanation(
                "labels.loss", (says, *sentences), values, (end.layer, end.name, "y", "loss"), end.things
            )
    return None


def _compared(end: End) -> tuple[tuple[str, ...], dict] | None:
    output, labels = end.shape, end.labels.shape
    if len(output) > 2 and len(labels) < len(output) and not (end.loss == _SPARSE and len(labels) == len(output) - 1):
        because = mark("The output has an answer for each place along its axes; the labels have one for each sample.")
        remedy = mark(
            "Put `Flatten()` or a global pooling before `{layer}`; behind a recurrent layer leave `return_sequences=True` out."
        )
        return (because, remedy), {}
    if end.loss in _ONE_HOT:
        if len(labels) == 1 or (labels[-1] == 1 and end.units not in (1, None)):
            because = mark("This loss compares one-hot rows of {units} with the units; the labels are class numbers.")
            return (
                because,
                mark('`loss="sparse_categorical_crossentropy"`, or `keras.utils.to_categorical(y, {units})`.'),
            ), {}
        if len(labels) == len(output) and labels[-1] != end.units:
            because = mark("The labels have {classes} columns, one for each class, and `{layer}` has {units} units.")
            return (because, mark("Give `{layer}` {classes} units.")), {"classes": labels[-1]}
    if end.loss == _SPARSE and len(labels) == len(output) and labels[-1] == end.units and end.units != 1:
        because = mark("This loss takes class numbers, one for each sample; the labels are one-hot rows.")
        return (because, mark('`loss="categorical_crossentropy"`, or `y.argmax(axis=-1)`.')), {}
    if end.loss == _SPARSE and len(labels) == len(output) and labels[-1] not in (1, None):
        because = mark("This loss takes one class number for each sample; the labels have {classes}.")
        return (
            because,
            mark('For several answers at once: `loss="binary_crossentropy"` with {classes} units and sigmoid.'),
        ), {"classes": labels[-1]}
    if end.loss not in (_SPARSE, *_ONE_HOT) and not _alike(output, labels):
        because = mark("This loss compares number with number: both must have one shape.")
        if end.loss == "binary_crossentropy" and end.units == 1 and len(labels) == 2 and labels[-1] == 2:
            return (because, mark("The labels are one-hot rows of two: `y[:, 1]` is the answer to yes or no.")), {}
        if len(labels) == len(output) and labels[:-1] == tuple(labels[:-1]) and labels[-1] != output[-1]:
            return (because, mark("Give `{layer}` {classes} units, or the labels {units} columns.")), {
                "classes": labels[-1]
            }
        if len(labels) == 1 and end.units and end.units > 1:
            return (because, mark("Give `{layer}` one unit; for classes: `sparse_categorical_crossentropy`.")), {}
        return (because, mark("Bring the labels into the shape of the output, or the other way round.")), {}
    return None


def _alike(output: tuple, labels: tuple) -> bool:
    mine, other = output[1:], labels[1:]
    if len(mine) != len(other):
        return (len(mine) == len(other) + 1 and mine[-1] == 1) or (len(other) == len(mine) + 1 and other[-1] == 1)
    return all(a is None or a == b for a, b in zip(mine, other, strict=True))

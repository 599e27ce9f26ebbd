"""The labels of the first batch against the head and its loss."""

from collections.abc import Iterator

import numpy as np

from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import (
    BACKPROP,
    BOOK_OUTPUTS,
    KERAS_LOSSES,
    KERAS_NAN,
    KERAS_TRAINING,
    SQUEEZE,
    TAXONOMY,
    UMLAUT,
)
from autograder.doubts.subject import Head, Subject
from autograder.doubts.training import BINARY, CLASSES, REGRESSION
from helpers.language import mark

_DATA = ("graph", "compile", "data")


def _labelled(model: Subject) -> Iterator[tuple[Head, np.ndarray]]:
    for head in model.heads:
        if head.labels is not None and head.labels.ndim and len(head.labels):
            yield head, head.labels


@rule(
    "labels.numbers-for-one-hot",
    says=mark("The labels of output `{output}` have shape {shape}, and its loss is `{loss}`."),
    because=mark("This loss compares {units} units with a one-hot row of as many; it gets one class number."),
    remedy=mark("Use `sparse_categorical_crossentropy`, or make the labels one-hot with `keras.utils.to_categorical`."),
    sources=(KERAS_LOSSES, UMLAUT),
    needs=_DATA,
)
def numbers_for_one_hot(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        flat = labels.reshape(len(labels), -1)
        one_hot = head.kind in CLASSES and not head.kind.startswith("sparse")
        if one_hot and head.units and head.units > 1 and flat.shape[1] == 1 and len(head.call.shape) == 2:
            yield at(head.call, output=head.name, shape=_shape(labels), loss=head.loss.shown, units=head.units)


@rule(
    "labels.one-hot-for-numbers",
    says=mark("The labels of output `{output}` have shape {shape}, and its loss is `{loss}`."),
    because=mark("The sparse loss takes one class number for each sample; it gets a row of {units}."),
    remedy=mark("Use `categorical_crossentropy`, or class numbers: `y.argmax(axis=-1)`."),
    sources=(KERAS_LOSSES, UMLAUT),
    needs=_DATA,
)
def one_hot_for_numbers(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        rows = labels.ndim == len(head.call.shape) and labels.shape[-1] == head.units
        if head.kind == "sparse_categorical_crossentropy" and head.units and head.units > 1 and rows:
            yield at(head.call, output=head.name, shape=_shape(labels), loss=head.loss.shown, units=head.units)


@rule(
    "labels.out-of-range",
    says=mark("The labels of output `{output}` go from {least} to {most}; {units} units are the classes 0 to {last}."),
    because=mark(
        "A class that has no unit can't be learned: the loss becomes NaN or raises, according to the machine."
    ),
    remedy=mark("Count classes from 0, and give the last layer one unit for each."),
    sources=(KERAS_LOSSES, TAXONOMY),
    needs=_DATA,
)
def out_of_range(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        one_hot = labels.ndim == len(head.call.shape) and labels.shape[-1] == head.units
        if head.kind != "sparse_categorical_crossentropy" or not head.units or head.units < 2 or one_hot:
            continue
        least, most = int(labels.min()), int(labels.max())
        if least < 0 or most >= head.units:
            yield at(head.call, output=head.name, least=least, most=most, units=head.units, last=head.units - 1)


@rule(
    "labels.beyond-probabilities",
    says=mark("The labels of output `{output}` go from {least} to {most}, and its loss is `{loss}`."),
    because=mark("Cross-entropy compares probabilities: labels are 0, 1 or between. Beyond them it falls below every bound, and training runs after it."),
    remedy=mark("For numbers use `mse` without an activation; for classes use the loss of many classes; scale what are shares to 0..1."),
    sources=(KERAS_LOSSES, BOOK_OUTPUTS),
    needs=_DATA,
)  # fmt: skip
def beyond_probabilities(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        soft = head.kind in BINARY or (head.kind in CLASSES and not head.kind.startswith("sparse"))
        if soft and labels.reshape(len(labels), -1).shape[1] == _size(head) and (labels.min() < 0 or labels.max() > 1):
            yield at(
                head.call,
                output=head.name,
                least=float(labels.min()),
                most=float(labels.max()),
                loss=head.loss.shown,
            )


def _size(head: Head) -> int:
    size = 1
    for d in head.call.shape[1:]:
        size *= d or 1
    return size


_BOUNDS = {"relu": (0, np.inf), "relu6": (0, 6), "sigmoid": (0, 1), "tanh": (-1, 1), "softplus": (0, np.inf)}


@rule(
    "labels.beyond-activation",
    says=mark("Output `{output}` ends in {activation}, which gives {low} to {high}; its labels go from {least} to {most}."),
    because=mark("What lies outside can't be said, however long the training."),
    remedy=mark("Drop the activation of `{layer}`, or scale the labels."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
    needs=_DATA,
)  # fmt: skip
def beyond_activation(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        low, high = _BOUNDS.get(head.activation or "", (-np.inf, np.inf))
        least, most = float(labels.min()), float(labels.max())
        if head.kind in REGRESSION and (least < low - 0.05 or most > high + 0.05) and head.squashes:
            shown = {"low": low, "high": "∞" if high == np.inf else high, "least": least, "most": most}
            yield at(head.squashes[0][0], output=head.name, activation=head.activation, **shown)


@rule(
    "labels.broadcast",
    says=mark("Output `{output}` has shape {got}, its labels {shape}."),
    because=mark("The shapes can be broadcast, so nothing raises: each answer is compared with the labels of other samples, too, or one label with every unit."),
    remedy=mark("Give labels and output the same shape."),
    sources=(SQUEEZE, KERAS_TRAINING),
    needs=_DATA,
)  # fmt: skip
def broadcast(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        shape = head.call.shape
        if head.kind not in REGRESSION | BINARY or len(shape) < 2 or None in shape[1:]:
            continue
        mine, given = list(shape[1:]), list(labels.shape[1:])
        if (given and given[-1] == 1 and given[:-1] == mine) or (mine[-1] == 1 and mine[:-1] == given) or mine == given:
            continue
        width = head.units
        numbers = labels.reshape(len(labels), -1).shape[1] == 1 and np.all(np.mod(labels, 1) == 0)
        if head.kind in REGRESSION and numbers and len(mine) == 1 and labels.min() >= 0 and labels.max() < width:
            continue  # said by loss.distance-for-class-numbers
        yield at(head.call, output=head.name, got=_plain(shape), shape=_shape(labels))


@rule(
    "labels.unscaled",
    says=mark("The labels of output `{output}` reach {most}."),
    because=mark("A last layer begins with answers near 0: with a squared distance the first gradients are as large as the labels, and the weights run off or take very long."),
    remedy=mark("Scale the labels (subtract the mean, divide by the deviation), and scale predictions back."),
    sources=(BACKPROP, UMLAUT),
    needs=_DATA,
)  # fmt: skip
def unscaled(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        if head.kind in REGRESSION and head.activation == "linear" and np.abs(labels).max() >= 1000:
            yield at(head.call, output=head.name, most=float(np.abs(labels).max()))


@rule(
    "labels.all-alike",
    says=mark("All {rows} labels of output `{output}` are {value}."),
    because=mark("With one answer to every question there is nothing to tell apart."),
    remedy=mark("Look at how the labels are made; a data set that is sorted by class needs `shuffle` before it is cut into batches."),
    sources=(UMLAUT, TAXONOMY),
    needs=("graph", "data"),
)  # fmt: skip
def all_alike(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        flat = labels.reshape(len(labels), -1)
        if len(flat) >= 16 and (flat == flat[0]).all():
            value = labels.flat[0].item() if flat.shape[1] == 1 else "…"
            yield at(head.call, output=head.name, rows=len(flat), value=value)


@rule(
    "labels.not-finite",
    says=mark("The labels of output `{output}` have {count} values that are NaN or infinite."),
    because=mark("One of them makes the loss NaN, and from then on every weight."),
    remedy=mark("Remove these samples or fill them in; see `numpy.isnan`."),
    sources=(UMLAUT, KERAS_NAN),
    needs=("graph", "data"),
)
def not_finite(model: Subject) -> Iterator[At]:
    for head, labels in _labelled(model):
        if labels.dtype.kind == "f" and not np.isfinite(labels).all():
            yield at(head.call, output=head.name, count=int((~np.isfinite(labels)).sum()))


def _shape(array: np.ndarray) -> str:
    return _plain(["n", *array.shape[1:]])


def _plain(shape: list) -> str:
    parts = ["n" if k == 0 else "?" if d is None else str(d) for k, d in enumerate(shape)]
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"

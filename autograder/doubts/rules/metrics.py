"""Metrics that can't tell what they seem to tell."""

from collections.abc import Iterator

from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import KERAS_METRICS, KERAS_TRAINING, TAXONOMY
from autograder.doubts.subject import Head, Subject
from autograder.doubts.training import BINARY, CLASSES, REGRESSION, Kind
from helpers.language import mark

_ACCURACIES = {
    "accuracy", "binary_accuracy", "categorical_accuracy", "sparse_categorical_accuracy", "top_k_categorical_accuracy",
    "sparse_top_k_categorical_accuracy",
}  # fmt: skip
_BOTH = ("graph", "compile")


def _metrics(model: Subject) -> Iterator[tuple[Head, Kind]]:
    for head in model.heads:
        for metric in head.metrics:
            yield head, metric


@rule(
    "metric.accuracy-for-numbers",
    says=mark("Output `{output}` is trained with `{loss}`, and its metric is `{metric}`."),
    because=mark("Accuracy counts answers that equal the label: of numbers hardly any does, and it stays near 0 however good the model is."),
    remedy=mark("Use `mae`, or a classification's loss if these are classes."),
    sources=(KERAS_METRICS, TAXONOMY),
    needs=_BOTH,
)  # fmt: skip
def accuracy_for_numbers(model: Subject) -> Iterator[At]:
    for head, metric in _metrics(model):
        if head.kind in REGRESSION and metric.name in _ACCURACIES and head.activation != "softmax":
            yield at(head.call, output=head.name, loss=head.loss.shown, metric=metric.shown)


@rule(
    "metric.distance-for-classes",
    says=mark("Output `{output}` is trained with `{loss}`, and its only metric is `{metric}`."),
    because=mark("A distance between class numbers, or to scores, says nothing about how many answers are right."),
    remedy=mark("Use `accuracy`."),
    sources=(KERAS_METRICS,),
    needs=_BOTH,
)
def distance_for_classes(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.kind in CLASSES and head.metrics and all(m.name in REGRESSION for m in head.metrics):
            yield at(head.call, output=head.name, loss=head.loss.shown, metric=head.metrics[0].shown)


@rule(
    "metric.other-labels",
    says=mark("The loss of output `{output}` is `{loss}`, and its metric is `{metric}`."),
    because=mark("The one takes class numbers, the other one-hot rows: on the same labels one of them is wrong."),
    remedy=mark('Write `"accuracy"`: Keras chooses the kind that fits the labels.'),
    sources=(KERAS_METRICS, KERAS_TRAINING),
    needs=_BOTH,
)
def other_labels(model: Subject) -> Iterator[At]:
    for head, metric in _metrics(model):
        if head.kind in CLASSES and metric.name in _ACCURACIES - {"accuracy"}:
            sparse = head.kind.startswith("sparse")
            if metric.name == "binary_accuracy" or sparse != metric.name.startswith("sparse"):
                yield at(head.call, output=head.name, loss=head.loss.shown, metric=metric.shown)
        elif head.kind in BINARY and "categorical" in metric.name and metric.name in _ACCURACIES and head.units == 1:
            yield at(head.call, output=head.name, loss=head.loss.shown, metric=metric.shown)


@rule(
    "metric.threshold-for-logits",
    says=mark("Output `{output}` gives logits, and `{metric}` takes 0.5 as the border."),
    because=mark("A logit means yes from 0 on, not from 0.5: the accuracy that is shown is too low."),
    remedy=mark("Use `keras.metrics.BinaryAccuracy(threshold=0.0)`."),
    sources=(KERAS_METRICS,),
    needs=_BOTH,
)
def threshold_for_logits(model: Subject) -> Iterator[At]:
    for head, metric in _metrics(model):
        logits = head.kind in BINARY and head.from_logits and head.activation in ("linear", None)
        accuracy = metric.name in ("accuracy", "binary_accuracy")
        if logits and accuracy and getattr(metric.given, "threshold", 0.5) == 0.5:
            yield at(head.call, output=head.name, metric=metric.shown)

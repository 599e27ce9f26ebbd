"""A loss and the end of the model that it judges: logits and probabilities, one class or many."""

from collections.abc import Iterator

import numpy as np

from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import BOOK_OUTPUTS, KERAS_FUNCTIONAL, KERAS_LOSSES, KERAS_TRAINING, TAXONOMY, UMLAUT
from autograder.doubts.subject import Subject
from autograder.doubts.training import ABSENT, BINARY, CLASSES, REGRESSION
from helpers.language import mark

_BOTH = ("graph", "compile")
_DATA = ("graph", "compile", "data")


@rule(
    "loss.logits-missing",
    says=mark("`{layer}` has no activation, and `{loss}` expects probabilities."),
    because=mark("Without `from_logits=True` the loss takes scores for probabilities: it clips what is below 0 or above 1, where no gradient comes from."),
    remedy=mark("Give the loss `from_logits=True`, or the last layer the activation `{fitting}`."),
    sources=(KERAS_LOSSES, UMLAUT),
    needs=_BOTH,
)  # fmt: skip
def logits_missing(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.activation == "linear" and head.kind in CLASSES | BINARY and not head.from_logits:
            fitting = "softmax" if head.kind in CLASSES else "sigmoid"
            yield at(head.base, loss=head.loss.shown, fitting=fitting)


@rule(
    "loss.logits-of-probabilities",
    says=mark("`{layer}` ends in {activation}, and the loss has `from_logits=True`."),
    because=mark("With `from_logits=True` the loss applies {activation} itself: it would be applied twice. TensorFlow may undo it silently; JAX and PyTorch don't."),
    remedy=mark("Drop the activation, or drop `from_logits=True`."),
    sources=(KERAS_LOSSES, UMLAUT),
    needs=_BOTH,
)  # fmt: skip
def logits_of_probabilities(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.from_logits and head.activation in ("softmax", "sigmoid", "log_softmax"):
            yield at(head.squashes[0][0], activation=head.activation)


@rule(
    "loss.binary-for-softmax",
    says=mark("Output `{output}` is a softmax of {units} classes, and its loss is `{loss}`."),
    because=mark("Binary cross-entropy takes each unit for a question of its own; of classes of which one is right, most units are zero, and both loss and accuracy look better than they are."),
    remedy=mark("One class of many: categorical cross-entropy. Several at once: sigmoid in place of softmax."),
    sources=(KERAS_LOSSES, TAXONOMY),
    needs=_BOTH,
)  # fmt: skip
def binary_for_softmax(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.kind in BINARY and head.activation == "softmax" and (head.units or 2) > 1:
            yield at(head.squashes[0][0], output=head.name, units=head.units or "?", loss=head.loss.shown)


@rule(
    "loss.classes-of-one-unit",
    says=mark("Output `{output}` has one unit, and its loss is `{loss}`."),
    because=mark("This loss expects one unit for each class; of a single class every answer is right, and nothing is learned."),
    remedy=mark("For yes or no: `binary_crossentropy` with sigmoid. For n classes: n units with softmax."),
    sources=(KERAS_LOSSES, TAXONOMY),
    needs=_BOTH,
)  # fmt: skip
def classes_of_one_unit(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.kind in CLASSES and head.units == 1 and head.activation != "softmax":
            yield at(head.call, output=head.name, loss=head.loss.shown)


@rule(
    "loss.sigmoid-for-classes",
    says=mark("Output `{output}` ends in sigmoid with {units} units, and its loss is `{loss}`."),
    because=mark("This loss is for classes of which exactly one is right, so that the units must sum to 1; sigmoid judges each unit alone."),
    remedy=mark("One class of many: softmax. Several at once: `binary_crossentropy`."),
    sources=(BOOK_OUTPUTS, KERAS_LOSSES),
    needs=_BOTH,
)  # fmt: skip
def sigmoid_for_classes(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.kind in CLASSES and head.activation in ("sigmoid", "hard_sigmoid") and head.units != 1:
            yield at(head.squashes[0][0], output=head.name, units=head.units or "?", loss=head.loss.shown)


@rule(
    "loss.distance-for-classes",
    says=mark("Output `{output}` is a softmax, and its loss is `{loss}`."),
    because=mark("A squared or absolute distance has almost no gradient where a softmax is sure and wrong; cross-entropy was made for it."),
    remedy=mark("Use `categorical_crossentropy` (one-hot labels) or `sparse_categorical_crossentropy` (class numbers)."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
    needs=_BOTH,
)  # fmt: skip
def distance_for_classes(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.kind in REGRESSION and head.activation == "softmax":
            yield at(head.squashes[0][0], output=head.name, loss=head.loss.shown)


@rule(
    "loss.distance-for-yes-or-no",
    says=mark("The labels of output `{output}` are 0 or 1, and its loss is `{loss}`."),
    because=mark("Yes or no is a classification: a distance learns it slowly behind a sigmoid, and without one it punishes answers that are right beyond doubt."),
    remedy=mark("Use sigmoid and `binary_crossentropy`."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
    needs=_DATA,
)  # fmt: skip
def distance_for_yes_or_no(model: Subject) -> Iterator[At]:
    for head in model.heads:
        labels = head.labels
        single = head.units == 1 and len(head.call.shape) == 2
        if head.kind not in REGRESSION or not single or labels is None or len(labels) < 4:
            continue
        if set(np.unique(labels).tolist()) == {0, 1}:
            yield at(head.base, output=head.name, loss=head.loss.shown)


@rule(
    "loss.distance-for-class-numbers",
    says=mark("Output `{output}` has {units} units, its labels are one class number each, and its loss is `{loss}`."),
    because=mark("Each unit is drawn towards the number of the class: the sizes of numbers that are only names are learned."),
    remedy=mark("Use softmax and `sparse_categorical_crossentropy`."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
    needs=_DATA,
)  # fmt: skip
def distance_for_class_numbers(model: Subject) -> Iterator[At]:
    for head in model.heads:
        labels, units = head.labels, head.units
        if head.kind not in REGRESSION or labels is None or not units or units < 2 or len(head.call.shape) != 2:
            continue
        flat = labels.reshape(len(labels), -1)
        whole = np.issubdtype(labels.dtype, np.number) and np.all(np.mod(flat, 1) == 0)
        if flat.shape[1] == 1 and whole and len(labels) >= 4 and flat.min() >= 0 and flat.max() < units:
            yield at(head.call, output=head.name, units=units, loss=head.loss.shown)


@rule(
    "loss.lists-on-dict",
    says=mark("The model returns a dict, and `compile` has a list of losses."),
    because=mark(
        "Keras sorts a dict's outputs by name ({names}): the losses of a list go by that order, not by yours."
    ),
    remedy=mark("Give the losses as a dict by output."),
    sources=(KERAS_FUNCTIONAL, KERAS_TRAINING),
    needs=_BOTH,
)
def lists_on_dict(model: Subject) -> Iterator[At]:
    tree = model.read["outputs"]["tree"] if model.read else None
    if model.training and model.training.by_list and isinstance(tree, dict) and "tensor" not in tree:
        yield at(*model.outputs, names=", ".join(f"`{n}`" for n in model.output_names))


@rule(
    "loss.output-untrained",
    says=mark("Nothing trains output `{output}`: {reason}."),
    because=mark("What only leads there keeps the weights that it began with, while the other outputs learn."),
    remedy=mark("Give it a loss, or leave the output out of this model."),
    sources=(KERAS_TRAINING,),
    needs=_BOTH,
)
def output_untrained(model: Subject) -> Iterator[At]:
    from helpers.language import translate as _

    if not model.training or all(loss in (None, ABSENT) for loss in model.training.losses):
        return
    for head in model.heads:
        if head.loss == ABSENT:
            yield at(head.call, output=head.name, reason=_("`compile` has no loss for it"))
        elif head.weight == 0:
            yield at(head.call, output=head.name, reason=_("its loss weight is 0"))


@rule(
    "loss.negative-weight",
    says=mark("The loss weight of output `{output}` is {weight}."),
    because=mark("A loss with a negative weight is made large: training makes this output worse on purpose."),
    remedy=mark("Use a positive weight; to turn a gradient round, say so in a layer of its own."),
    sources=(KERAS_TRAINING,),
    needs=_BOTH,
)
def negative_weight(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.weight is not None and head.weight < 0:
            yield at(head.call, output=head.name, weight=head.weight)


@rule(
    "loss.weights-are-words",
    says=mark("`compile` got `{words}` as `loss_weights`."),
    because=mark(
        "The third argument of `compile` is `loss_weights` in Keras 3, no longer `metrics`: `fit` will raise."
    ),
    remedy=mark("Name it: `metrics={words}`."),
    sources=("Keras, Model.compile, https://keras.io/api/models/model_training_apis/",),
    needs=("compile",),
)
def weights_are_words(model: Subject) -> Iterator[At]:
    from helpers import compiled

    weights = compiled.compile_arguments(model.model).get("loss_weights")
    if isinstance(weights, (list, tuple)) and any(isinstance(w, str) or callable(w) for w in weights):
        yield at(words=str([w if isinstance(w, str) else getattr(w, "__name__", type(w).__name__) for w in weights]))

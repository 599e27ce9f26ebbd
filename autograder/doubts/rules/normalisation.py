"""Batch normalisation and dropout: what they undo of each other, and of the layer before."""

from collections.abc import Iterator

from autograder.doubts.calls import CONVOLUTIONS, DENSE, DEPTHWISE, Call, back, passes
from autograder.doubts.doubt import WASTE, At, at, rule
from autograder.doubts.sources import BATCH_NORM, DROPOUT, KERAS_TRANSFER, UMLAUT, VARIANCE_SHIFT
from autograder.doubts.subject import Subject
from helpers.language import mark

HIGH = 0.7
"""A rate from which on hidden units are mostly absent: the paper finds 0.4 to 0.8 flat, 0.5 its usual choice."""


@rule(
    "norm.useless-bias",
    says=mark("`{layer}` has a bias, and `{other}` behind it takes the mean away again."),
    because=mark("The bias is subtracted with the mean: its numbers are computed and kept for nothing, `beta` of the normalisation does its work."),
    remedy=mark("`use_bias=False` in `{layer}`."),
    sources=(BATCH_NORM,),
    level=WASTE,
)  # fmt: skip
def useless_bias(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op != "BatchNormalization" or call.path or len(call.inputs) != 1:
            continue
        before = call.inputs[0]
        biased = before.entry["config"].get("use_bias") and before.activation is None
        if before.op in DENSE | CONVOLUTIONS | DEPTHWISE and biased and len(before.takers) == 1:
            yield at(before, call)


@rule(
    "norm.dropout-before",
    says=mark("`{other}` drops units right before `{layer}` normalises them."),
    because=mark("Dropout changes the variance in training alone: the normalisation learns a deviation that is another in use, and predictions are worse than training shows."),
    remedy=mark("Put the dropout behind the last normalisation."),
    sources=(VARIANCE_SHIFT,),
)  # fmt: skip
def dropout_before(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op != "BatchNormalization" or len(call.inputs) != 1:
            continue
        before = call.inputs[0]
        while before.op in DENSE | CONVOLUTIONS and before.activation is None and len(before.inputs) == 1:
            before = before.inputs[0]
        if before.op == "Dropout":
            yield at(call, before, edge=(before, before.takers[0]))


@rule(
    "norm.dropout-rate",
    says=mark("`{layer}` drops {rate} of its units."),
    because=mark("What is left can hardly learn; the rate is the share that goes, not the share that stays."),
    remedy=mark("Begin with 0.2 to 0.5."),
    sources=(DROPOUT, UMLAUT),
)
def dropout_rate(model: Subject) -> Iterator[At]:
    for call in model.calls:
        rate = call.entry["config"].get("rate")
        if "Dropout" in call.op and isinstance(rate, (int, float)) and rate >= HIGH:
            yield at(call, rate=f"{rate:.0%}")


@rule(
    "norm.batch-of-one",
    says=mark("`{layer}` normalises over batches of one sample."),
    because=mark(
        "The mean of one row is the row itself: in training everything becomes zero, whatever the layer is given."
    ),
    remedy=mark("Use larger batches, or `LayerNormalization`."),
    sources=(BATCH_NORM,),
    needs=("graph", "data"),
)
def batch_of_one(model: Subject) -> Iterator[At]:
    fixed = any(call.shape and call.shape[0] == 1 for call in model.inputs)
    given = model.batch is not None and model.batch.batched == 1
    if not fixed and not given:
        return
    for call in model.calls:
        if call.op == "BatchNormalization" and len(call.shape) == 2 and _learns(call):
            yield at(call)


def _learns(call: Call) -> bool:
    return any(w["trainable"] for w in call.entry["weights"]) or not call.entry["weights"]


@rule(
    "norm.at-the-end",
    says=mark("`{layer}` normalises output `{output}`, behind the layer that makes it."),
    because=mark(
        "The answers of one sample then depend, in training, on the other samples of its batch, and their scale is taken from them."
    ),
    remedy=mark("Normalise before the last layer."),
    sources=(BATCH_NORM, UMLAUT),
    needs=("graph", "compile"),
)
def at_the_end(model: Subject) -> Iterator[At]:
    for head in model.heads:
        last = head.base
        if head.kind and last.op == "BatchNormalization" and last.inputs and last.inputs[0].op in DENSE:
            yield at(head.base, output=head.name)


@rule(
    "norm.training-fixed",
    says=mark("`{layer}` is called with `training=True`."),
    because=mark("`predict` and `evaluate` overrule it, a call `model(x)` does not: there each answer depends on chance, or on its neighbours in the batch."),
    remedy=mark("Leave `training` out: `fit` and `predict` pass it. Who wants chance calls `model(x, training=True)`."),
    sources=(KERAS_TRANSFER,),
)  # fmt: skip
def training_fixed(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.entry["args"].get("training") is True and (call.op == "BatchNormalization" or "Dropout" in call.op):
            yield at(call)


@rule(
    "norm.frozen-statistics",
    says=mark("`{layer}` is called with `training=False`, and learns all the same."),
    because=mark(
        "`fit` calls the model with `training=True`, and in Keras 3 a functional model hands that to each of its layers: mean and variance follow the batches."
    ),
    remedy=mark("To keep them, freeze the layer before `compile`. Else leave `training` out."),
    sources=(KERAS_TRANSFER,),
)
def frozen_statistics(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op == "BatchNormalization" and call.entry["args"].get("training") is False and _learns(call):
            yield at(call)


@rule(
    "norm.dropout-on-input",
    says=mark("`{layer}` drops {rate} of the input."),
    because=mark(
        "What is dropped of an input is lost to every layer behind; of inputs one keeps more than of hidden units."
    ),
    remedy=mark("Use at most 0.2 on an input, or drop hidden units."),
    sources=(DROPOUT,),
)
def dropout_on_input(model: Subject) -> Iterator[At]:
    for call in model.calls:
        rate = call.entry["config"].get("rate")
        if call.op == "Dropout" and isinstance(rate, (int, float)) and 0.4 <= rate < HIGH and not call.path:
            before = back(call, passes)
            if before is not None and before.is_input:
                yield at(call, rate=f"{rate:.0%}")

"""What stands at the end of a model: activations that squash twice, or that can't say what is asked."""

from collections.abc import Iterator

from autograder.doubts.calls import CONVOLUTIONS, DENSE, passes
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import BOOK_OUTPUTS, DROPOUT, KERAS_LOSSES, NEURALINT, TAXONOMY
from autograder.doubts.subject import Head, Subject
from autograder.doubts.training import BINARY, CLASSES
from helpers.language import mark

_SQUASH = ("softmax", "sigmoid", "tanh", "hard_sigmoid")


@rule(
    "head.squashed-twice",
    says=mark("`{layer}` applies {activation} to what `{other}` has put through {before} already."),
    because=mark("Numbers between 0 and 1 that are squashed once more lie close together: the model can't be sure of anything, and gradients become small."),
    remedy=mark("Keep one of the two activations."),
    sources=(BOOK_OUTPUTS, NEURALINT),
)  # fmt: skip
def squashed_twice(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op != "Activation" or call.squashing() not in _SQUASH or len(call.inputs) != 1:
            continue
        before = call.inputs[0]
        while passes(before) and len(before.inputs) == 1:
            before = before.inputs[0]
        if before.squashing() in _SQUASH:
            yield at(call, before, activation=call.squashing(), before=before.squashing())


@rule(
    "head.squashed-relu",
    says=mark("`{layer}` applies {activation} to what `{other}` has put through {before}."),
    because=mark("After {before} no number is negative: sigmoid gives at least 0.5, and softmax can't tell the classes below zero apart."),
    remedy=mark("Give `{other}` no activation."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
)  # fmt: skip
def squashed_relu(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if len(head.squashes) > 1 and head.squashes[0][1] in ("softmax", "sigmoid"):
            (call, last), (other, before) = head.squashes[:2]
            if before in ("relu", "relu6", "leaky_relu"):
                yield at(other, call, layer=call.name, other=other.name, activation=last, before=before)


@rule(
    "head.softmax-of-one",
    says=mark("`{layer}` applies softmax to a single unit."),
    because=mark("Softmax makes its units sum to 1: of one unit it is always 1, whatever the model has learned."),
    remedy=mark("For yes or no: one unit with sigmoid and binary cross-entropy. For one of n classes: n units."),
    sources=(BOOK_OUTPUTS, TAXONOMY),
)
def softmax_of_one(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.activation == "softmax" and head.units == 1:
            yield at(head.squashes[0][0])


@rule(
    "head.dropout",
    says=mark("`{layer}` drops units of output `{output}`, behind the layer that makes it."),
    because=mark("In training it sets answers themselves to zero, so that the loss is large however right they were."),
    remedy=mark("Put `Dropout` before the last layer."),
    sources=(DROPOUT, NEURALINT),
)
def dropout(model: Subject) -> Iterator[At]:
    for head in model.heads:
        here = head.call
        while len(here.inputs) == 1 and (here.op == "Activation" or passes(here)):
            if here.op.endswith("Dropout") and _made(head):
                yield at(here, output=head.name)
            here = here.inputs[0]


def _made(head: Head) -> bool:
    """Whether what is dropped is an answer: of a model that is trained on it, or squashed into one."""
    return bool(head.squashes and head.squashes[0][1] in ("softmax", "sigmoid")) or (
        bool(head.kind) and head.base.op in DENSE | CONVOLUTIONS
    )


@rule(
    "head.relu",
    says=mark("Output `{output}` ends in {activation} (`{layer}`), and its loss is `{loss}`."),
    because=mark("{activation} cuts off what is negative: such a score or probability can't be said, and a unit that is negative for every sample gets no gradient."),
    remedy=mark("Give `{layer}` the activation that the loss takes: none with `from_logits=True`, else softmax or sigmoid."),
    sources=(BOOK_OUTPUTS, KERAS_LOSSES, TAXONOMY),
    needs=("graph", "compile"),
)  # fmt: skip
def relu(model: Subject) -> Iterator[At]:
    for head in model.heads:
        cut = head.activation in (
            "relu",
            "relu6",
            "leaky_relu",
            "elu",
            "selu",
            "gelu",
            "silu",
            "softplus",
            "exponential",
        )
        if cut and head.kind in CLASSES | BINARY:
            yield at(head.squashes[0][0], output=head.name, activation=head.activation, loss=head.loss.shown)


@rule(
    "head.tanh",
    says=mark("Output `{output}` ends in tanh (`{layer}`), and its loss is `{loss}`."),
    because=mark("Cross-entropy takes probabilities from 0 to 1 or logits without bounds; tanh gives -1 to 1."),
    remedy=mark("Use sigmoid or softmax, or no activation and `from_logits=True`."),
    sources=(BOOK_OUTPUTS, KERAS_LOSSES),
    needs=("graph", "compile"),
)
def tanh(model: Subject) -> Iterator[At]:
    for head in model.heads:
        if head.activation in ("tanh", "softsign") and head.kind in CLASSES | BINARY:
            yield at(head.squashes[0][0], output=head.name, loss=head.loss.shown)

"""Activations between layers: none where one is needed, or one that lets no gradient through."""

from collections.abc import Iterator

from autograder.doubts.calls import CONVOLUTIONS, DENSE, RECURRENT, SCALING, Call, back, onward, passes
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import BOOK_LINEAR, GLOROT, NEURALINT, TAXONOMY, UMLAUT
from autograder.doubts.subject import Subject
from helpers.language import mark

_LINEAR = DENSE | CONVOLUTIONS
_BOUNDED = ("sigmoid", "tanh", "hard_sigmoid", "softsign")
DEEP = 4
"""Bounded activations in a chain from which on gradients are known to fade (Glorot and Bengio saw it with four)."""


@rule(
    "activation.none-between",
    says=mark("Between `{other}` and `{layer}` there is no nonlinearity."),
    because=mark("Two linear layers in a row are one linear layer: together they can learn no more than it."),
    remedy=mark("Give `{other}` an activation, such as `relu`."),
    sources=(BOOK_LINEAR, NEURALINT, UMLAUT),
)
def none_between(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op not in _LINEAR or len(call.inputs) != 1 or _grouped(call):
            continue
        before = back(call, _linear_between)
        if before is None or before.op not in _LINEAR or before.activation is not None or _grouped(before):
            continue
        if not _narrows(before, call) and not _unfolds(before, call):
            yield at(before, call, edge=_edge(before, call), other=before.name, layer=call.name)


def _linear_between(call: Call) -> bool:
    """What lies between two layers and bends nothing; averages and maxima of neighbours bend or mix enough."""
    return (passes(call) or (call.op in SCALING and call.activation is None)) and len(call.takers) == 1


def _grouped(call: Call) -> bool:
    """A convolution of each channel by itself, and one of channels alone, are two halves of one (depthwise separable)."""
    return (call.entry["config"].get("groups") or 1) > 1


def _narrows(before: Call, call: Call) -> bool:
    """Whether the first layer is narrower than what is on both sides: a large matrix as two small ones, on purpose.

    A convolution of 1 × 1 that is narrower than the next is a linear bottleneck (Sandler et al., MobileNetV2, 2018).
    """
    width, wide = before.width, call.width
    kernel = before.entry["config"].get("kernel_size")
    if isinstance(kernel, list) and set(kernel) == {1} and width and wide and width < wide:
        return True
    into = before.inputs[0].width if before.inputs else None
    return bool(width and wide and into and width < into and width < wide)


def _unfolds(before: Call, call: Call) -> bool:
    """Whether a code becomes an image or a series: `Dense`, `Reshape`, a convolution, as generators begin."""
    return before.op in DENSE and call.op in CONVOLUTIONS and 0 < len(before.shape) < len(call.shape)


def _edge(source: Call, target: Call) -> tuple[Call, Call]:
    """The last arrow of the way from one call to the other."""
    here = target
    while source not in here.inputs:
        here = here.inputs[0]
    return (source, here)


@rule(
    "activation.softmax-hidden",
    says=mark("`{layer}` in the middle of the model has the activation softmax."),
    because=mark("Softmax makes a layer's units share one whole: hardly anything gets through to `{other}`, and gradients become small."),
    remedy=mark("Use `relu`; softmax belongs at the end, or over the weights of an attention."),
    sources=(BOOK_LINEAR, TAXONOMY),
)  # fmt: skip
def softmax_hidden(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.squashing() != "softmax" or (call.width or 2) < 2:
            continue
        behind = list(onward(call, _linear_between))
        if behind and all(b.op in _LINEAR | RECURRENT for b in behind):
            yield at(call, behind[0])


@rule(
    "activation.saturating-depth",
    says=mark("{count} layers in a row have bounded activations ({names}), up to `{layer}`, without normalisation."),
    because=mark("The slope of {names} is small almost everywhere; multiplied over {count} layers little gradient reaches the first ones."),
    remedy=mark("Use `relu` in hidden layers, or `BatchNormalization` between them."),
    sources=(GLOROT, TAXONOMY),
)  # fmt: skip
def saturating_depth(model: Subject) -> Iterator[At]:
    depth: dict[int, list[Call]] = {}
    ends: list[list[Call]] = []
    heads = {id(head.squashes[0][0]) for head in model.heads if head.squashes}
    for call in model.calls:
        chain = depth.get(id(call.inputs[0]), []) if len(call.inputs) == 1 else []
        if call.op in _LINEAR | {"Activation"} and id(call) not in heads:
            squashing = call.squashing()
            if squashing in _BOUNDED:
                chain = [*chain, call]
            elif squashing is not None:
                chain = []
        elif not (passes(call) or call.op in ("Mean", "Max", "AveragePooling2D", "MaxPooling2D")):
            chain = []
        depth[id(call)] = chain
        if not any(t.op in _LINEAR | {"Activation"} or passes(t) for t in call.takers) or len(chain) >= DEEP:
            ends.append(chain)
    longest: dict[int, list[Call]] = {}
    for chain in ends:
        if len(chain) >= DEEP and len(chain) > len(longest.get(id(chain[0]), [])):
            longest[id(chain[0])] = chain
    for chain in longest.values():
        names = ", ".join(dict.fromkeys(str(c.squashing()) for c in chain))
        yield at(*reversed(chain), count=len(chain), names=names)


@rule(
    "activation.twice",
    says=mark("`{layer}` applies {activation} to what `{other}` has put through {activation} already."),
    because=mark("The second one changes nothing: one of the two was meant to be something else, or is left over."),
    remedy=mark("Remove one of the two."),
    sources=(NEURALINT,),
)
def twice(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op == "Activation" and call.squashing() in ("relu", "relu6") and len(call.inputs) == 1:
            before = back(call, passes)
            if before is not None and before.squashing() == call.squashing():
                yield at(call, before, activation=call.squashing())


@rule(
    "activation.recurrent-unbounded",
    says=mark("`{layer}` has the activation {activation}."),
    because=mark("A recurrent layer feeds its output back to itself, step after step: without bounds it grows from step to step, up to NaN. It can't use the fast kernels either."),
    remedy=mark("Leave the activation out: tanh is the default, and meant."),
    sources=("Keras, LSTM, https://keras.io/api/layers/recurrent_layers/lstm/", "Pascanu, Mikolov, Bengio, On the difficulty of training recurrent neural networks, ICML 2013"),
)  # fmt: skip
def recurrent_unbounded(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op in ("LSTM", "GRU", "SimpleRNN"):
            activation = call.config.get("activation")
            if activation in ("relu", "elu", "selu", "gelu", "silu", "leaky_relu", "linear", "softplus", "exponential"):
                yield at(call, activation=activation)


@rule(
    "activation.recurrent-softmax",
    says=mark("`{layer}` has the activation softmax."),
    because=mark("Within a recurrent layer softmax makes the state's units share one whole at each step: the layer can hardly remember anything."),
    remedy=mark("Leave the activation out, and put a `Dense` layer with softmax behind it."),
    sources=(TAXONOMY, "Keras, LSTM, https://keras.io/api/layers/recurrent_layers/lstm/"),
)  # fmt: skip
def recurrent_softmax(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op in ("LSTM", "GRU", "SimpleRNN") and call.config.get("activation") == "softmax":
            yield at(call)

"""The inputs of the first batch: their scale, their form, what is no number."""

from collections.abc import Iterator

import numpy as np

from autograder.doubts.calls import CONVOLUTIONS, DENSE, DEPTHWISE, RECURRENT, Call, onward
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.rules.sequences import look_like_ids
from autograder.doubts.sources import BACKPROP, KERAS_NAN, KERAS_TRAINING, PROGRAM_BUGS, TAXONOMY, UMLAUT
from autograder.doubts.subject import Subject
from helpers.language import mark

LARGE = 20.0
"""Values from which on inputs count as not scaled; scaled ones seldom go beyond a few deviations."""
_SCALES = frozenset(
    {
        "Equal",
        "NotEqual",
        "Greater",
        "GreaterEqual",
        "Less",
        "LessEqual",
        "BatchNormalization",
        "Rescaling",
        "Normalization",
        "LayerNormalization",
        "Embedding",
        "Divide",
    }
)
_WEIGHTED = DENSE | CONVOLUTIONS | DEPTHWISE | RECURRENT


@rule(
    "input.unscaled",
    says=mark("The values of input `{input}` go from {least} to {most}, and `{layer}` takes them as they are."),
    because=mark("Large inputs make large gradients in the first layer and saturate what follows: training is slow, or runs off."),
    remedy=mark("Bring them near -1 to 1: `x / {by}`, a `Rescaling` or an adapted `Normalization` layer."),
    sources=(BACKPROP, UMLAUT, TAXONOMY),
    needs=("graph", "data"),
)  # fmt: skip
def unscaled(model: Subject) -> Iterator[At]:
    for call, array in model.values():
        if not array.size or array.dtype.kind == "b" or array.shape[-1:] == (0,):
            continue
        finite = array[np.isfinite(array)] if array.dtype.kind == "f" else array
        if not finite.size or max(abs(float(finite.min())), abs(float(finite.max()))) <= LARGE:
            continue
        taken = [t for t in onward(call, _keeps) if t.op in _WEIGHTED]
        if taken and not look_like_ids(array):  # ids are another rule's
            least, most = float(finite.min()), float(finite.max())
            by = "255" if 200 < most <= 255 and least >= 0 else "…"
            yield at(taken[0], input=call.name, least=least, most=most, by=by)


def _keeps(call: Call) -> bool:
    """What leaves large values large."""
    return not call.weighted and call.op not in _SCALES | {"Custom", "Lambda", "Multiply", "Subtract", "TrueDivide"}


@rule(
    "input.not-finite",
    says=mark("Input `{layer}` has {count} values that are NaN or infinite."),
    because=mark("One of them makes the loss NaN, and from then on every weight."),
    remedy=mark("Remove these samples or fill them in; see `numpy.isnan`."),
    sources=(KERAS_NAN, UMLAUT),
    needs=("graph", "data"),
)
def not_finite(model: Subject) -> Iterator[At]:
    for call, array in model.values():
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            yield at(call, count=int((~np.isfinite(array)).sum()))


@rule(
    "input.shape",
    says=mark("Input `{layer}` expects {expected}, and the data have {given}."),
    because=mark("`fit` will raise, or Keras adds or drops an axis of size 1 by itself."),
    remedy=mark("Reshape the data, or give `keras.Input` the shape of one sample."),
    sources=(PROGRAM_BUGS, KERAS_TRAINING),
    needs=("graph", "data"),
)
def shape(model: Subject) -> Iterator[At]:
    for call, array in model.values():
        expected = call.shape[1:]
        if not call.shape:
            continue
        given = list(array.shape[1:])
        fits = len(expected) == len(given) and all(e in (None, g) for e, g in zip(expected, given, strict=False))
        one_more = expected[-1:] == [1] and given == expected[:-1]
        if not fits and not one_more:
            yield at(call, expected=_shown(expected), given=_shown(given))


@rule(
    "input.rows",
    says=mark("There are {rows} rows of `{layer}` and {others} of `{other}`."),
    because=mark("Row by row they belong together: `fit` will raise."),
    remedy=mark("Cut all arrays the same way; look at their `shape`."),
    sources=(KERAS_TRAINING,),
    needs=("graph", "data"),
)
def rows(model: Subject) -> Iterator[At]:
    sides = [(call, len(array)) for call, array in model.values() if array.ndim]
    sides += [(h.call, len(h.labels)) for h in model.heads if h.labels is not None and h.labels.ndim]
    for call, count in sides[1:]:
        if count != sides[0][1]:
            yield at(sides[0][0], call, rows=sides[0][1], others=count)
            return


@rule(
    "input.constant",
    says=mark("All values of input `{layer}` are {value}."),
    because=mark("What is always the same tells nothing: most often the wrong array was given, or one was divided by too much (integers `//`)."),
    remedy=mark("Look at the array: `x.min()`, `x.max()`, `x.dtype`."),
    sources=(UMLAUT, TAXONOMY),
    needs=("graph", "data"),
)  # fmt: skip
def constant(model: Subject) -> Iterator[At]:
    for call, array in model.values():
        if array.size >= 64 and len(array) >= 4 and call.takers and (array == array.flat[0]).all():
            yield at(call, value=array.flat[0].item())


def _shown(shape: list) -> str:
    parts = ["?" if d is None else str(d) for d in shape]
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"

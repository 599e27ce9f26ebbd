"""Sizes on the way through the model: images that are eaten, axes that are swapped, bottlenecks."""

from collections.abc import Iterator

from autograder.doubts.calls import CONVOLUTIONS, DENSE, Call, onward, passes
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.sources import NEURALINT, PROGRAM_BUGS, TAXONOMY
from autograder.doubts.subject import Subject
from autograder.doubts.training import CLASSES
from helpers.language import mark

_KERAS_CONV = "Keras, Conv2D, https://keras.io/api/layers/convolution_layers/convolution2d/"
_KERAS_POOL = "Keras, MaxPooling2D, https://keras.io/api/layers/pooling_layers/max_pooling2d/"
_POOLING = tuple(f"{kind}Pooling{d}D" for kind in ("Max", "Average") for d in (1, 2, 3))


def _spatial(call: Call) -> list:
    """The sizes between batch and channels."""
    return call.shape[1:-1]


def _list(value: object, length: int) -> list:
    return list(value) if isinstance(value, (list, tuple)) else [value] * length


@rule(
    "size.convolved-padding",
    says=mark("`{layer}` convolves an image of {size} with a kernel of {kernel}."),
    because=mark("Of each kernel only one number meets the image, the others meet the padding: a dense layer in disguise, with weights that never learn."),
    remedy=mark("Pool less before it, or use a kernel of 1."),
    sources=(_KERAS_CONV, NEURALINT),
)  # fmt: skip
def convolved_padding(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op not in CONVOLUTIONS or "Transpose" in call.op or not call.inputs or call.inputs[0].is_input:
            continue  # an input of length 1 is another rule's: its axes are swapped
        sizes = _spatial(call.inputs[0])
        kernel = _list(call.entry["config"].get("kernel_size"), len(sizes))
        if sizes and all(s == 1 for s in sizes) and all(isinstance(k, int) and k > 1 for k in kernel):
            yield at(call, size=_times(sizes), kernel=_times(kernel))


@rule(
    "size.eaten",
    says=mark("`{layer}` leaves {after} of an image of {before} (`padding=\"valid\"`, kernel {kernel})."),
    because=mark("Without padding a kernel eats the border; of an image this small it eats most, and what follows has next to nothing to look at."),
    remedy=mark("`padding=\"same\"` here, or one pooling less before it."),
    sources=(_KERAS_CONV, TAXONOMY),
)  # fmt: skip
def eaten(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op not in CONVOLUTIONS or "Transpose" in call.op or not call.inputs:
            continue
        if call.entry["config"].get("padding") != "valid":
            continue
        before, after = _spatial(call.inputs[0]), _spatial(call)
        kernel = _list(call.entry["config"].get("kernel_size"), len(before))
        if None in before or None in after or not after or any(not isinstance(k, int) for k in kernel):
            continue
        eats = all(
            a < b and k > 1 and k < b and 2 * (k - 1) > b for a, b, k in zip(after, before, kernel, strict=False)
        )
        if eats and any(_looks(t) for t in onward(call, passes)):
            yield at(call, before=_times(before), after=_times(after), kernel=_times(kernel))


def _looks(call: Call) -> bool:
    """Whether a call looks at neighbours."""
    kernel = call.entry["config"].get("kernel_size")
    return call.op in CONVOLUTIONS and any(isinstance(k, int) and k > 1 for k in _list(kernel, 2))


@rule(
    "size.pooled-away",
    says=mark("`{layer}` pools an image of {before} to {after} and drops the rest."),
    because=mark("Rows and columns that fill no whole window are left out: of an image this small that is a third or more, always on the same side."),
    remedy=mark("Use `padding=\"same\"`, or `GlobalAveragePooling2D`, which takes all of it."),
    sources=(_KERAS_POOL,),
)  # fmt: skip
def pooled_away(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op not in _POOLING or not call.inputs or call.entry["config"].get("padding") != "valid":
            continue
        before, after = _spatial(call.inputs[0]), _spatial(call)
        window = _list(call.entry["config"].get("pool_size"), len(before))
        strides = _list(call.entry["config"].get("strides") or window, len(before))
        if not before or None in before + after:
            continue
        seen = [(a - 1) * s + w for a, s, w in zip(after, strides, window, strict=False)]
        if any(3 * (b - n) >= b for b, n in zip(before, seen, strict=False)):
            yield at(call, before=_times(before), after=_times(after))


@rule(
    "size.pooled-one",
    says=mark("`{layer}` pools what is {before} wide already."),
    because=mark("Nothing is left to pool: the layers before have made the image too small."),
    remedy=mark("Leave out one pooling."),
    sources=(_KERAS_POOL, NEURALINT),
)
def pooled_one(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op in _POOLING and call.inputs and _spatial(call.inputs[0]):
            window = _list(call.entry["config"].get("pool_size"), len(_spatial(call)))
            if all(d == 1 for d in _spatial(call.inputs[0])) and any(w != 1 for w in window):
                yield at(call, before=_times(_spatial(call.inputs[0])))


@rule(
    "size.channels-first",
    says=mark("`{layer}` takes images of shape {shape}: {rows} rows, and {channels} channels."),
    because=mark("Keras expects the channels last: {first} looks like the number of channels and is taken for the height."),
    remedy=mark("Move the axis, `numpy.moveaxis(images, 1, -1)`, and give the input shape {right}."),
    sources=(_KERAS_CONV, PROGRAM_BUGS),
)  # fmt: skip
def channels_first(model: Subject) -> Iterator[At]:
    for call in model.inputs:
        shape = call.shape[1:]
        if len(shape) != 3 or None in shape:
            continue
        first, second, third = shape
        taken = [t for t in onward(call, passes) if t.op in CONVOLUTIONS]
        last = all(t.entry["config"].get("data_format", "channels_last") == "channels_last" for t in taken)
        if first in (1, 3, 4) and second == third and second > 4 and taken and last:
            shown = {"shape": tuple(shape), "rows": first, "channels": third, "first": first}
            yield at(call, taken[0], layer=taken[0].name, right=(second, third, first), **shown)


@rule(
    "size.bottleneck",
    says=mark("`{layer}` has a single unit, and `{other}` goes on from it."),
    because=mark("All that the layers behind can know of a sample is one number."),
    remedy=mark("Give it more units; a single one belongs at the end."),
    sources=(TAXONOMY, NEURALINT),
)
def bottleneck(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op not in DENSE or call.width != 1 or (call.inputs and (call.inputs[0].width or 0) == 1):
            continue
        behind = list(onward(call, lambda c: passes(c) or c.op in ("Activation", "BatchNormalization")))
        if behind and all(b.op in DENSE for b in behind):
            yield at(call, behind[0])


@rule(
    "size.never-flattened",
    says=mark("Output `{output}` has shape {shape}, and its loss is `{loss}`."),
    because=mark(
        "A `Dense` layer works on the last axis alone: each {what} gets an answer of its own, not each sample."
    ),
    remedy=mark("Put `Flatten()` or a global pooling before `{layer}`; a recurrent layer: `return_sequences=False`."),
    sources=("Keras, Dense, https://keras.io/api/layers/core_layers/dense/", PROGRAM_BUGS),
    needs=("graph", "compile"),
)
def never_flattened(model: Subject) -> Iterator[At]:
    from helpers.language import translate as _

    for head in model.heads:
        shape, labels = head.call.shape, head.labels
        if head.base.op not in DENSE or len(shape) < 3 or head.kind not in CLASSES:
            continue
        one = labels is not None and labels.reshape(len(labels), -1).shape[1] in (1, head.units)
        if one or (labels is None and len(shape) == 4):
            what = _("pixel") if len(shape) == 4 else _("time step")
            yield at(head.base, output=head.name, shape=_open(shape), loss=head.loss.shown, what=what)


@rule(
    "size.strides-skip",
    says=mark("`{layer}` moves its kernel of {kernel} by {strides}."),
    because=mark("Between two places of the kernel lie pixels that it never sees."),
    remedy=mark("Let the strides be at most the kernel."),
    sources=(_KERAS_CONV, NEURALINT),
)
def strides_skip(model: Subject) -> Iterator[At]:
    for call in model.calls:
        config = call.entry["config"]
        if (call.op not in CONVOLUTIONS and call.op not in _POOLING) or "Transpose" in call.op:
            continue
        kernel = _list(config.get("kernel_size", config.get("pool_size")), len(_spatial(call)))
        strides = _list(config.get("strides") or kernel, len(_spatial(call)))
        if any(isinstance(k, int) and isinstance(s, int) and s > k > 1 for k, s in zip(kernel, strides, strict=False)):
            yield at(call, kernel=_times(kernel), strides=_times(strides))


def _times(sizes: list) -> str:
    return " × ".join("?" if s is None else str(s) for s in sizes)


def _open(shape: list) -> str:
    return f"({', '.join('?' if d is None else str(d) for d in shape)})"

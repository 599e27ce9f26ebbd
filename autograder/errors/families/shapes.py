"""Shapes that don't fit a layer: too few axes, another width, images too small."""

import math
from typing import Any

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import Calling, Scene
from helpers.language import mark

_AXES = {
    2: mark("(batch, features)"), 3: mark("(batch, steps, features)"), 4: mark("(batch, height, width, channels)"),
    5: mark("(batch, depth, height, width, channels)"),
}  # fmt: skip


def of_call(calling: Calling, key: str, sentences: tuple, values: dict, *more: str) -> Explanation:
    shapes = ", ".join(shown(s) for s in calling.shapes) or "?"
    named = {"layer": calling.name, "kind": calling.kind, "given": shapes} | values
    stopped = (calling.kind, calling.name)
    return Explanation(key, sentences, named, (calling.name, *more), (calling.thing,), stopped, tuple(calling.tensors))


def innermost(scene: Scene) -> Calling | None:
    """The innermost call whose tensors are known."""
    return next((c for c in reversed(scene.callings) if c.tensors), None)


@explains
def too_small(scene: Scene) -> Explanation | None:
    """A window that is larger than the image."""
    calling = innermost(scene)
    config = _config(calling)
    window = config.get("kernel_size", config.get("pool_size"))
    if calling is None or window is None or not calling.shapes or "Transpose" in calling.kind:
        return None
    shape = calling.shapes[0]
    last = config.get("data_format") != "channels_first"
    sizes = shape[1:-1] if last else shape[2:]
    window = list(window) if isinstance(window, (list, tuple)) else [window] * len(sizes)
    dilation = config.get("dilation_rate", 1)
    dilation = list(dilation) if isinstance(dilation, (list, tuple)) else [dilation] * len(sizes)
    reach = [(w - 1) * d + 1 for w, d in zip(window, dilation, strict=False)]
    if (
        len(sizes) != len(reach)
        or config.get("padding") not in ("valid", None)
        or all(s is None or s >= w for s, w in zip(sizes, reach, strict=True))
    ):
        return None
    values = {"size": _times(sizes), "window": _times(reach)}
    says = mark("`{layer}` (`{kind}`) moves a window of {window} over an image of {size}: it is larger than the image.")
    first = next((s for s in [shape, *_beginnings(scene)] if len(s) == 4 and s[1] in (1, 3) and (s[3] or 0) > 4), None)
    if last and first:
        values["first"] = shown(first)
        because = mark("The shape {first} looks like channels first; Keras expects the channels last.")
        return of_call(
            calling,
            "shapes.small",
            (
                says,
                because,
                mark(
                    "Give `keras.Input` the shape (height, width, channels), and move the axis of the data, `numpy.moveaxis(x, 1, -1)`."
                ),
            ),
            values,
        )
    because = mark("Each pooling halves the image, and each convolution without padding takes its border off.")
    remedy = mark('Leave one pooling out, or use `padding="same"` in the layers before.')
    return of_call(calling, "shapes.small", (says, because, remedy), values)


def _beginnings(scene: Scene) -> list[tuple]:
    """The shapes of the inputs that led there."""
    return [tuple(n["shapes"][0]) for n in (scene.read or {"nodes": []})["nodes"] if n["kind"] == "input"]


def _times(sizes: Any) -> str:
    return " × ".join("?" if s is None else str(s) for s in sizes)


def _config(calling: Calling | None) -> dict:
    try:
        return dict(calling.thing.get_config()) if calling else {}
    except Exception:  # a learner's get_config may do anything
        return {}


@explains
def wanted(scene: Scene) -> Explanation | None:
    """What a layer says it wants, `input_spec`, against what it gets."""
    calling = innermost(scene)
    spec = getattr(calling.thing, "input_spec", None) if calling else None
    specs = spec if isinstance(spec, (list, tuple)) else [spec]
    for wish, shape in zip(specs, calling.shapes if calling else (), strict=False):
        if wish is None:
            continue
        rank = getattr(wish, "ndim", None)
        least = getattr(wish, "min_ndim", None)
        if (rank is not None and len(shape) != rank) or (least is not None and len(shape) < least):
            return _rank(calling, shape, rank or least)
        for axis, size in (getattr(wish, "axes", None) or {}).items():
            if size is not None and -len(shape) <= int(axis) < len(shape) and shape[int(axis)] not in (size, None):
                return _width(calling, shape, int(axis), size)
    return None


def _rank(calling: Calling, shape: tuple, rank: int) -> Explanation:
    from helpers.language import translate as _

    values = {"rank": rank, "own": len(shape), "axes": _(_AXES[rank]) if rank in _AXES else rank, "shape": shown(shape)}
    says = mark("`{layer}` (`{kind}`) wants {rank} axes, {axes}, and gets {own}: {shape}.")
    kind = calling.kind
    if (len(shape) == rank - 1 and "Conv" in kind) or ("Pooling" in kind and len(shape) == rank - 1):
        remedy = mark("The axis of the channels is missing: `keras.Input({sample})`, or `Reshape({sample})` before it.")
        values["sample"] = shown((*shape[1:], 1))
        if len(shape) == 2:
            remedy = mark(
                "What comes is flat already: put the layer before `Flatten`, or `Reshape` it back to an image."
            )
            if rank == 3:
                remedy = mark("Add the axis: `keras.Input({sample})`, or `Reshape({sample})` before it.")
    elif len(shape) == rank - 1 and kind in ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN"):
        remedy = mark(
            "A recurrent layer before it needs `return_sequences=True`; rows of numbers need an axis more, `Reshape({sample})`."
        )
        values["sample"] = shown((*shape[1:], 1))
    elif len(shape) > rank:
        remedy = mark(
            "`Flatten()` or a pooling before it takes axes away; if it comes from `keras.Input`, its shape has no batch axis."
        )
    else:
        remedy = mark("Bring what comes before into this form, `Reshape(...)`.")
    return of_call(calling, "shapes.rank", (says, remedy), values)


def _width(calling: Calling, shape: tuple, axis: int, size: int) -> Explanation:
    values = {"size": size, "own": shape[axis], "shape": shown(shape)}
    says = mark("`{layer}` (`{kind}`) was built for {size} features, and gets {own}: {shape}.")
    if None not in shape[1:] and len(shape) > 2 and math.prod(shape[1:]) == size:
        return of_call(
            calling,
            "shapes.width",
            (
                says,
                mark("These are as many numbers, not in one row: `Flatten()` before it, or `x.reshape(len(x), -1)`."),
            ),
            values,
        )
    because = mark("Its weights have a form, which the first call gave them, or `keras.Input`.")
    remedy = mark("Give it {size} features, or make another layer for what has {own}.")
    return of_call(calling, "shapes.width", (says, because, remedy), values)


@explains
def reshaped(scene: Scene) -> Explanation | None:
    calling = innermost(scene)
    if calling is None or calling.kind != "Reshape" or not calling.shapes:
        return None
    target = getattr(calling.thing, "target_shape", getattr(calling.thing, "newshape", None))
    shape = calling.shapes[0]
    if target is None or None in shape[1:]:
        return None
    target = tuple(target)
    have, want = math.prod(shape[1:]), math.prod(d for d in target if d != -1)
    values = {"shape": shown(shape[1:]), "have": have, "target": shown(target), "want": want}
    says = mark("`{layer}` makes {target}, {want} numbers, of {shape}, which are {have}.")
    remedy = mark("The products must be equal: change the shape, or the layer before it.")
    return of_call(calling, "shapes.reshape", (says, remedy), values)


@explains
def left_open(scene: Scene) -> Explanation | None:
    """A `Dense` behind a size that is left open."""
    calling = innermost(scene)
    if calling is None or calling.kind not in (
        "Dense",
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "LSTM",
        "GRU",
        "SimpleRNN",
        "BatchNormalization",
    ):
        return None
    shape = calling.shapes[0] if calling.shapes else ()
    if len(shape) > 1 and shape[-1] is None and not getattr(calling.thing, "built", False):
        says = mark(
            "`{layer}` (`{kind}`) gets {shape}: the size of the last axis is left open, and its weights need one."
        )
        remedy = mark(
            "Give `keras.Input` that size; behind images of any size use a global pooling in place of `Flatten`."
        )
        return of_call(calling, "shapes.open", (says, remedy), {"shape": shown(shape)})
    return None


@explains
def size_as_number(scene: Scene) -> Explanation | None:
    """`keras.Input(28)`: a shape must be a tuple."""
    import keras

    for level in scene.during("Input", "__init__", "standardize_shape"):
        shape = level.variable("shape", level.variable("batch_shape"))
        owner = level.variable("self")
        if (
            isinstance(shape, int)
            and not isinstance(shape, bool)
            and (level.function == "Input" or isinstance(owner, keras.layers.InputLayer))
        ):
            says = mark("`keras.Input` takes a shape, a tuple, and gets the number {shape}.")
            return Explanation(
                "shapes.number", (says, mark("`keras.Input(({shape},))`.")), {"shape": shape}, ("Input", "shape")
            )
    return None

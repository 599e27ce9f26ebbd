"""Data against the inputs of a model: shapes, kinds, numbers of rows."""

import math
from typing import Any

import numpy as np

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import DATA, Scene, shape_of
from autograder.errors.sides import first_batch, input_names, shapes
from helpers import graph
from helpers.language import mark


def _running(scene: Scene) -> bool:
    return bool(scene.method and scene.method[0] in DATA)


@explains
def no_numbers(scene: Scene) -> Explanation | None:
    """Arrays of objects or of texts, where numbers are expected."""
    if not _running(scene):
        return None
    x, y = first_batch(scene)
    for side, given in (("x", x), ("y", y)):
        for name, array in _parts(given, side):
            kind = getattr(getattr(array, "dtype", None), "kind", "")
            if kind == "O" or (kind in "USb" and kind and kind != "b" and not _takes_text(scene)):
                values = {"side": name, "dtype": str(array.dtype), "sample": repr(_first(array))[:40]}
                says = mark("`{side}` is an array of type `{dtype}`, no array of numbers; its first value is {sample}.")
                remedy = mark(
                    '`numpy.asarray({side}, dtype="float32")` shows what is no number; rows of different lengths must be padded, words made into ids.'
                )
                return Explanation("data.no-numbers", (says, remedy), values, (name, side))
            if isinstance(array, list):
                says = mark("`{side}` is a list of Python numbers, which Keras takes for many inputs.")
                return Explanation(
                    "data.list", (says, mark("Make it an array: `numpy.array({side})`.")), {"side": name}, (name, side)
                )
    return None


def _parts(given: Any, side: str) -> list[tuple[str, Any]]:
    if isinstance(given, dict):
        return [(f"{side}[{k!r}]", v) for k, v in given.items()]
    if isinstance(given, list) and given and not hasattr(given[0], "shape"):
        ragged = (
            isinstance(given[0], (list, tuple)) and len({len(g) for g in given if isinstance(g, (list, tuple))}) > 1
        )
        try:
            return [(side, np.array(given, dtype=object) if ragged else given)]
        except ValueError:
            return []
    if isinstance(given, (list, tuple)):
        return [(f"{side}[{k}]", v) for k, v in enumerate(given)]
    return [(side, given)] if given is not None else []


def _first(array: Any) -> Any:
    flat = np.asarray(array).ravel()
    return flat[0] if flat.size else None


def _takes_text(scene: Scene) -> bool:
    names = {type(x).__name__ for x in getattr(scene.model, "layers", [])}
    return bool(names & {"TextVectorization", "StringLookup", "Hashing"})


@explains
def numbers_of_rows(scene: Scene) -> Explanation | None:
    """x and y of different lengths."""
    if not _running(scene):
        return None
    x, y = first_batch(scene)
    lengths = [(name, len(a)) for side, given in (("x", x), ("y", y), ("sample_weight", scene.given("sample_weight", 9)))
               for name, a in _parts(given, side) if hasattr(a, "shape") and shape_of(a) and shape_of(a)[0] is not None]  # fmt: skip
    for name, count in lengths[1:]:
        if count != lengths[0][1]:
            values = {"one": lengths[0][0], "rows": lengths[0][1], "other": name, "others": count}
            says = mark("`{one}` has {rows} rows, and `{other}` has {others}.")
            because = mark("Row by row they belong together: each sample has one answer.")
            remedy = mark("Cut them the same way; look at `{one}.shape` and `{other}.shape`.")
            return Explanation("data.rows", (says, because, remedy), values, (name, lengths[0][0]))
    return None


@explains
def input_shape(scene: Scene) -> Explanation | None:
    """Data of another shape than the model's input."""
    model = scene.model
    if not _running(scene) or model is None or not graph.is_functional(model):
        return None
    given = shapes(scene, "x")
    if given is None:
        return None
    for name, tensor, shape in zip(input_names(model), model.inputs, given, strict=False):
        expected = shape_of(tensor)
        if shape is None or _fits(expected, shape):
            continue
        taker = _taker(scene, tensor)
        values = {
            "input": name, "expected": shown(expected[1:]), "given": shown(("n", *shape[1:])) if shape else "()",
            "taker": taker, "method": scene.method[0],
        }  # fmt: skip
        says = mark("Input `{input}` expects samples of shape {expected}, and the data have the shape {given}.")
        return Explanation("data.shape", (says, *_bring(expected, shape, values)), values, (name, "x", taker))
    return None


def _fits(expected: tuple, given: tuple) -> bool:
    if len(expected) != len(given):
        return (len(expected) == len(given) + 1 and expected[-1] == 1) or (
            len(given) == len(expected) + 1 and given[-1] == 1
        )
    return all(e is None or g is None or e == g for e, g in zip(expected[1:], given[1:], strict=True))


def _taker(scene: Scene, tensor: Any) -> str:
    """The first layer that takes an input."""
    read = scene.read
    place = next((k for k, t in enumerate(scene.model.inputs) if t is tensor), 0)
    if read is None:
        return ""
    number = read["inputs"]["flat"][place][0]
    return next((n["name"] for n in read["nodes"] if [number, 0] in n["inputs"]), "")


def _bring(expected: tuple, given: tuple, values: dict) -> tuple[str, ...]:
    """How the two shapes can be brought together."""
    sample, rows = expected[1:], given[1:]
    if len(given) == len(sample) and all(e in (None, g) for e, g in zip(sample, given, strict=True)):
        values["right"] = shown((1, *given))
        return (
            mark("This is one sample without the axis of the batch: a model takes batches."),
            mark("Give a batch of one, `x[None]`, of shape {right}."),
        )
    if None not in rows and None not in sample and math.prod(rows) == math.prod(sample):
        if len(sample) == 1:
            values |= {"right": shown(("n", math.prod(rows))), "own": shown(rows)}
            because = mark("There are as many numbers, but not in one row.")
            return (
                because,
                mark(
                    "`x.reshape(len(x), -1)` gives {right}; or begin the model with `keras.Input({own})` and `Flatten()`."
                ),
            )
        if sorted(map(str, rows)) == sorted(map(str, sample)):
            return (
                mark("The axes stand in another order."),
                mark("Move them, `numpy.moveaxis`, or give `keras.Input` the order of the data."),
            )
        values["right"] = ", ".join(str(d) for d in sample)
        return (mark("There are as many numbers, in another form."), mark("`x.reshape(-1, {right})`."))
    if len(rows) == len(sample):
        values |= {
            "own": shown(rows),
            "axis": next((k for k, (e, g) in enumerate(zip(sample, rows, strict=True)) if e not in (None, g)), 0) + 1,
        }
        return (
            mark("They differ along axis {axis}."),
            mark("`keras.Input({own})` takes these data; or cut and pad the data to {expected}."),
        )
    values["own"] = shown(rows)
    more = (
        mark("One axis is missing, such as that of the channels or of the time steps.")
        if len(rows) < len(sample)
        else mark("There is an axis too many.")
    )
    if len(rows) + 1 == len(sample) and sample[-1] not in (1, None) and len(rows) >= 1:
        return (more, mark("`keras.Input({own})` takes these data; or give the data the form {expected}."))
    return (
        more,
        mark("`x[..., None]` adds an axis at the end, `x.reshape(...)` any; or begin with `keras.Input({own})`."),
    )


@explains
def how_many(scene: Scene) -> Explanation | None:
    """More or fewer arrays than the model has inputs."""
    model = scene.model
    if not _running(scene) or model is None or not graph.is_functional(model):
        return None
    x = first_batch(scene)[0]
    names = input_names(model)
    count = (
        len(x)
        if isinstance(x, (list, tuple)) and (not x or hasattr(x[0], "shape"))
        else 1
        if hasattr(x, "shape")
        else None
    )
    if isinstance(x, dict):
        lacking = [n for n in names if n not in x]
        if lacking and len(names) > 0:
            values = {
                "lacking": ", ".join(f"`{n}`" for n in lacking),
                "all": ", ".join(f"`{n}`" for n in names),
                "given": ", ".join(f"`{k}`" for k in x),
            }
            says = mark("The model's inputs are {all}; the data have {given}, and {lacking} is missing.")
            return Explanation(
                "data.keys",
                (says, mark("Keys of the data are the names of the `keras.Input`s.")),
                values,
                (lacking[0], "x"),
            )
        return None
    if count is not None and count != len(names):
        values = {"count": count, "inputs": len(names), "all": ", ".join(f"`{n}`" for n in names)}
        says = mark("The model has {inputs} inputs ({all}), and `x` has {count}.")
        remedy = mark("Give one array for each, `[a, b]` in this order or a dict by these names.")
        return Explanation("data.count", (says, remedy), values, ("x", *names))
    return None


@explains
def not_a_tensor(scene: Scene) -> Explanation | None:
    """`None` or an empty data set where data should be."""
    if not _running(scene):
        return None
    x = scene.given("x", 0)
    if x is None or (hasattr(x, "__len__") and not isinstance(x, dict) and len(x) == 0):
        values = {"method": scene.method[0], "x": "None" if x is None else "[]"}
        says = mark("`{method}` was given no data: `x` is `{x}`.")
        return Explanation(
            "data.none",
            (says, mark("Look at how the data are loaded: a path or a filter that finds nothing gives this.")),
            values,
            ("x",),
        )
    return None

"""Symbolic tensors used as if they held numbers: in TensorFlow's functions, in NumPy, in loops, in `predict`."""

import ast
from typing import Any

from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import DATA, Scene, shape_of
from autograder.errors.stack import expression, resolved
from helpers.language import mark

_SYMBOL = mark(
    "`{tensor}` is a symbolic tensor of shape {shape}: it says what will flow here, and holds no numbers yet."
)
_WHAT = {
    "__tf_tensor__": (
        "symbols.tensorflow",
        mark("A function of TensorFlow wants numbers at once; between layers stand operations of Keras."),
        mark("Use `keras.ops` instead ({function}), or put the call into the `call` of a layer of your own."),
    ),
    "__array__": (
        "symbols.numpy",
        mark("NumPy wants numbers at once; between layers stand operations of Keras."),
        mark("Use `keras.ops` instead ({function}), or NumPy on what `model.predict` returns."),
    ),
    "__iter__": (
        "symbols.loop",
        mark("A loop, or taking it apart into several names, asks for its parts, and there are none yet."),
        mark("Take parts by slices, `{tensor}[:, 0]`, or use `keras.ops.unstack` and `keras.ops.split`."),
    ),
    "__bool__": (
        "symbols.truth",
        mark("`if`, `and`, `not` and `==` ask whether it is true, which only numbers can tell."),
        mark("Choose within the graph, `keras.ops.where(condition, a, b)`; to compare tensors themselves use `is`."),
    ),
    "__len__": (
        "symbols.length",
        mark("`len` asks how many rows it has, which only the data will tell."),
        mark("Use `{tensor}.shape`, or `keras.ops.shape({tensor})[0]` where the size is left open."),
    ),
}
_WHAT |= {
    name: (
        "symbols.number",
        mark("`float`, `int`, `range` and indices ask for its value, and it has none yet."),
        mark("Compute with it as a tensor, or ask what `model.predict` returns."),
    )
    for name in ("__float__", "__int__", "__index__")
}


@explains
def used_as_numbers(scene: Scene) -> Explanation | None:
    import keras

    for level in reversed(scene.levels):
        tensor = level.variable("self")
        if level.function in _WHAT and isinstance(tensor, keras.KerasTensor):
            key, because, remedy = _WHAT[level.function]
            values = _named(scene, tensor) | {"function": _instead(scene)}
            return Explanation(key, (_SYMBOL, because, remedy), values, (values["tensor"],), sources=(tensor,))
    return None


def _named(scene: Scene, tensor: Any) -> dict:
    name = scene.known_as(tensor) or str(getattr(tensor, "name", "tensor"))
    return {"tensor": name, "shape": shown(shape_of(tensor))}


def _instead(scene: Scene) -> str:
    """The operation of Keras that has the name of the function that was called; its home where there is none."""
    import keras

    names = [level.function for level in scene.levels if "/tensorflow/" in level.file or "/numpy/" in level.file]
    node = expression(scene.mine) if scene.mine else None
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        names = [node.func.attr, *names]
    names = [
        {"reduce_mean": "mean", "reduce_sum": "sum", "reduce_max": "max", "concat": "concatenate"}.get(n, n)
        for n in names
    ]
    return next((f"`keras.ops.{n}`" for n in names if not n.startswith("_") and hasattr(keras.ops, n)), "`keras.ops`")


@explains
def given_to_a_method(scene: Scene) -> Explanation | None:
    """A symbolic tensor where `fit` or `predict` expects data."""
    import keras

    if not scene.method or scene.method[0] not in DATA:
        return None
    flat = keras.tree.flatten([scene.given("x", 0), scene.given("y", 1)])
    tensor = next((t for t in flat if isinstance(t, keras.KerasTensor)), None)
    if tensor is None:
        return None
    values = _named(scene, tensor) | {"method": scene.method[0]}
    because = mark("`{method}` computes with data: arrays, tensors with numbers, or a data set.")
    remedy = mark("Give it data; to build on `{tensor}` call the model on it, `model({tensor})`.")
    return Explanation("symbols.data", (_SYMBOL, because, remedy), values, (values["tensor"],), sources=(tensor,))


@explains
def attribute(scene: Scene) -> Explanation | None:
    """`tensor.numpy()`, `tensor.get_shape()` and other attributes that a symbolic tensor has not."""
    import keras

    for error in scene.causes:
        tensor, name = getattr(error, "obj", None), getattr(error, "name", "")
        if isinstance(error, AttributeError) and isinstance(tensor, keras.KerasTensor):
            values = _named(scene, tensor) | {"attribute": name}
            because = mark("It has no `{attribute}`, which only tensors with numbers have.")
            remedy = mark(
                "Shape and dtype are `{tensor}.shape` and `{tensor}.dtype`; numbers come from `model.predict`."
            )
            return Explanation(
                "symbols.attribute", (_SYMBOL, because, remedy), values, (values["tensor"], name), sources=(tensor,)
            )
    return None


@explains
def called_or_changed(scene: Scene) -> Explanation | None:
    """`tensor(x)` and `tensor[0] = 1`: told by the learner's own line."""
    import keras

    if not isinstance(scene.error, TypeError) or not scene.levels or scene.levels[-1] is not scene.mine:
        return None
    node = expression(scene.mine)
    asked = _value(scene, node.args[0]) if isinstance(node, ast.Call) and len(node.args) == 1 else None
    builtin = f"__{node.func.id}__" if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    builtin = "__index__" if builtin == "__range__" else builtin
    if isinstance(asked, keras.KerasTensor) and builtin in _WHAT:
        key, because, remedy = _WHAT[builtin]
        values = _named(scene, asked)
        return Explanation(key, (_SYMBOL, because, remedy), values, (values["tensor"],), sources=(asked,))
    for key, part, because, remedy in (
        ("symbols.called", getattr(node, "func", None) if isinstance(node, ast.Call) else None,
         mark("It is called like a layer; what can be called are layers, operations and models."),
         mark("Call a layer on it: `layer({tensor})`. Most likely a layer's name was given to its output, too.")),
        ("symbols.changed", node.value if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) else None,
         mark("Its parts can't be set: a graph says how tensors are made, and changes none."),
         mark("Make a new tensor, with `keras.ops.slice_update` or `keras.ops.where`.")),
    ):  # fmt: skip
        tensor = _value(scene, part)
        if isinstance(tensor, keras.KerasTensor):
            values = _named(scene, tensor)
            return Explanation(key, (_SYMBOL, because, remedy), values, (values["tensor"],), sources=(tensor,))
    return None


def _value(scene: Scene, node: Any) -> Any:
    """What a name of the learner's line stands for."""
    return resolved(scene.mine, node) if scene.mine else None

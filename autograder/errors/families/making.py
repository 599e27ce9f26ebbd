"""Layers that are made wrongly: without `super().__init__()`, of tensors in place of options, of several for one list."""

import ast
import inspect
from collections.abc import Iterator
from typing import Any

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import Scene
from autograder.errors.stack import expression, resolved
from helpers.language import mark

_LONGEST = 60


@explains
def no_super(scene: Scene) -> Explanation | None:
    """A layer of one's own whose `__init__` doesn't begin with `super().__init__()`."""
    import keras

    own = next((thing for thing in _selves(scene) if isinstance(thing, keras.Layer)), None)
    # what `Layer.__init__` keeps first of all
    if own is None or "autocast" in vars(own) or type(own).__module__.startswith("keras"):
        return None
    name = type(own).__name__
    says = mark(
        "`{class}` does not begin with `super().__init__()`, which makes what every layer has, such as its list of weights."
    )
    remedy = mark(
        "Write `super().__init__(**kwargs)` as the first line of `__init__`, before anything is kept in `self`."
    )
    return Explanation("making.no-super", (says, remedy), {"class": name}, ("__init__", name))  # fmt: skip


def _selves(scene: Scene) -> Iterator[Any]:
    """What an error says that it lacks an attribute of, and what its levels are methods of, the innermost first."""
    for error in scene.causes:
        yield getattr(error, "obj", None)
    for level in reversed(scene.levels):
        yield level.variable("self")


@explains
def tensors_for_options(scene: Scene) -> Explanation | None:
    """`layers.Average([a, b])`: the brackets of the class take options, those of the layer take tensors."""
    import keras

    node = _called(scene)
    kind = resolved(scene.mine, node.func) if node else None
    if not inspect.isclass(kind) or not issubclass(kind, keras.Layer) or issubclass(kind, keras.Model) or not node.args:
        return None
    options = [p for n, p in inspect.signature(kind.__init__).parameters.items() if n != "self"]
    takes_none = not any(p.kind in (p.POSITIONAL_OR_KEYWORD, p.VAR_POSITIONAL) for p in options)
    tensors = [a for a in node.args if takes_none or _is_tensor(scene, a)]
    if not tensors:
        return None
    written = ", ".join(ast.unparse(a) for a in tensors)
    written = written.removeprefix("*") if len(tensors) == 1 else f"[{written}]"
    values = {
        "class": kind.__name__,
        "tensors": written if len(written) < _LONGEST else "...",
        "options": ", ".join(ast.unparse(a) for a in node.args if a not in tensors)
        or ("" if _bare(options) else "..."),
    }
    says = mark(
        "`{class}` was given tensors where it is made. The brackets behind the class take options; the layer is then called on the tensors, in brackets of its own."
    )
    return Explanation("making.tensors", (says, mark("Write `{class}({options})({tensors})`.")), values, (kind.__name__,))  # fmt: skip


@explains
def several_for_a_list(scene: Scene) -> Explanation | None:
    """`Add()(a, b)`: what joins tensors takes one list of them."""
    import keras

    node = _called(scene)
    merging = (keras.layers.Add, keras.layers.Subtract, keras.layers.Multiply, keras.layers.Average, keras.layers.Maximum,
               keras.layers.Minimum, keras.layers.Concatenate, keras.layers.Dot)  # fmt: skip
    kind = resolved(scene.mine, node.func.func) if node and isinstance(node.func, ast.Call) else None
    kind = type(resolved(scene.mine, node.func)) if node and kind is None else kind
    if not inspect.isclass(kind) or not issubclass(kind, merging) or len(node.args) < 2:
        return None
    written = ", ".join(ast.unparse(a) for a in node.args)
    values = {"class": kind.__name__, "tensors": f"[{written}]" if len(written) < _LONGEST else "[...]"}
    says = mark("`{class}` takes all its tensors as one list, and got them one by one.")
    return Explanation("making.list", (says, mark("Write `{class}()({tensors})`.")), values, (kind.__name__,))


def _called(scene: Scene) -> Any:
    """The call in the learner's line that raised."""
    node = expression(scene.mine) if scene.mine and isinstance(scene.error, (TypeError, ValueError)) else None
    return node if isinstance(node, ast.Call) else None


def _is_tensor(scene: Scene, node: ast.AST) -> bool:
    import keras

    if isinstance(node, (ast.List, ast.Tuple)):
        return bool(node.elts) and all(_is_tensor(scene, part) for part in node.elts)
    return isinstance(resolved(scene.mine, node), keras.KerasTensor)


def _bare(options: list[inspect.Parameter]) -> bool:
    """Whether a layer can be made without any option."""
    return all(p.default is not p.empty or p.kind in (p.VAR_KEYWORD, p.VAR_POSITIONAL) for p in options)

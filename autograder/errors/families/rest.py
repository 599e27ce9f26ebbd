"""What is left: the place and the shapes are known, the reason is Keras's own."""

import ast
import inspect

from autograder.asking.raised import core
from autograder.errors.explanation import Explanation, explains, shown
from autograder.errors.scene import Scene
from autograder.errors.stack import expression, resolved
from helpers import compiled
from helpers.language import mark


@explains
def arguments_lacking(scene: Scene) -> Explanation | None:
    """A layer made without what it needs, told by the signature."""
    node = expression(scene.mine) if scene.mine and isinstance(scene.error, TypeError) else None
    called = resolved(scene.mine, node.func) if isinstance(node, ast.Call) else None
    if not inspect.isclass(called) or not str(called.__module__).startswith("keras"):
        return None
    if any(isinstance(a, ast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords):
        return None
    needed = [
        p.name
        for n, p in inspect.signature(called.__init__).parameters.items()
        if n != "self" and p.default is p.empty and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)
    ]
    lacking = [n for n in needed[len(node.args) :] if n not in {k.arg for k in node.keywords}]
    if not lacking:
        return None
    says = mark("`{class}` needs {options}, which it is not given.")
    values = {"class": called.__name__, "options": ", ".join(f"`{n}`" for n in lacking), "first": lacking[0]}
    return Explanation("rest.lacking", (says, mark("`{class}({first}=...)`.")), values, (lacking[0], called.__name__))


@explains
def a_call(scene: Scene) -> Explanation | None:
    """A layer that could not be called, for a reason that only its own message tells."""
    calling = scene.layer or scene.calling
    if calling is None or not calling.tensors:
        return None
    values = {
        "layer": calling.name,
        "kind": calling.kind,
        "given": ", ".join(shown(s) for s in calling.shapes),
        "message": _message(scene),
    }
    says = mark("`{layer}` (`{kind}`) could not be called on {given}.")
    stopped = (calling.kind, calling.name)
    return Explanation(
        "rest.call",
        (says, mark("What it says: {message}")),
        values,
        (calling.name,),
        (calling.thing,),
        stopped,
        tuple(calling.tensors),
    )


@explains
def no_labels(scene: Scene) -> Explanation | None:
    """`fit(x)` of a model that has a loss."""
    if not scene.method or scene.method[0] not in ("fit", "evaluate", "train_on_batch", "test_on_batch"):
        return None
    name, model, _level = scene.method
    x, loss = scene.given("x", 0), compiled.compile_arguments(model).get("loss")
    if loss is None or scene.given("y", 1) is not None or not (hasattr(x, "shape") or isinstance(x, (list, dict))):
        return None
    says = mark("`{method}` was given no labels, and `{model}` has a loss that compares with them.")
    values = {"method": name, "model": str(model.name)}
    return Explanation(
        "rest.no-labels",
        (says, mark("`{method}(x, y)`; an autoencoder is given its input twice, `{method}(x, x)`.")),
        values,
        ("y", str(model.name)),
    )


@explains
def a_method(scene: Scene) -> Explanation | None:
    if not scene.method:
        return None
    name, model, _level = scene.method
    values = {"method": name, "model": str(model.name), "message": _message(scene)}
    says = mark("`{method}` of `{model}` was interrupted.")
    return Explanation("rest.method", (says, mark("What it says: {message}")), values, (str(model.name), name))


@explains
def anything(scene: Scene) -> Explanation | None:
    if not scene.of_keras:
        return None
    return Explanation("rest.keras", (mark("What Keras says: {message}"),), {"message": _message(scene)}, ())


def _message(scene: Scene) -> str:
    """What the first cause says, without the places within TensorFlow that it names."""
    last = scene.causes[-1]
    text = core(last if isinstance(last, type(scene.error)) else scene.error)
    if text.startswith("Graph execution error"):
        lines = [line.strip() for line in str(scene.error).split("[[")[0].splitlines() if line.strip()]
        return lines[-1][:300]
    return text.partition("\n\n")[0]

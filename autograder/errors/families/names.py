"""Names that are there twice, or not at all: of layers, losses, optimizers, activations."""

import difflib
from typing import Any

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import Scene
from helpers.language import mark

_KINDS = {
    "losses": mark("loss"), "metrics": mark("metric"), "optimizers": mark("optimizer"),
    "activations": mark("activation"), "initializers": mark("initialiser"), "regularizers": mark("regulariser"),
    "constraints": mark("constraint"),
}  # fmt: skip


@explains
def twice(scene: Scene) -> Explanation | None:
    """Two layers of one name in a model."""
    name, layers = _doubled(scene)
    if not layers:
        return None
    says = mark("Two layers of this model have the name `{name}`: {kinds}.")
    because = mark("A model knows its layers by their names, so each has its own.")
    remedy = mark("Name one of them otherwise; a layer that is meant to be shared is made once and called twice.")
    values = {"name": name, "kinds": ", ".join(f"`{type(x).__name__}`" for x in layers)}
    return Explanation("names.twice", (says, because, remedy), values, (name,), tuple(layers))


def _doubled(scene: Scene) -> tuple[str, list]:
    import keras

    for level in scene.during("map_graph", "add", "_maybe_rebuild", "build", "__init__"):
        sequential, layer = level.variable("self"), level.variable("layer")
        if isinstance(sequential, keras.Sequential) and isinstance(layer, keras.Layer):
            same = [x for x in sequential.layers if x.name == layer.name and x is not layer]
            if same and level is _last(scene):
                return str(layer.name), [same[0], layer]
        if level.function == "map_graph":
            operations = {id(t): t for t in _operations(level.variable("outputs"))}.values()
            met: dict[str, Any] = {}
            for operation in operations:
                if operation.name in met:
                    return str(operation.name), [met[operation.name], operation]
                met[operation.name] = operation
    return "", []


def _last(scene: Scene) -> Any:
    return next(
        (level for level in reversed(scene.levels) if level.of_keras and level.function != "error_handler"), None
    )


def _operations(outputs: Any) -> list:
    from helpers import graph

    try:
        _inputs, _tensors, made = graph.tensors(([], list(outputs)))
    except Exception:  # what leads to the outputs may be no graph at all
        return []
    inputs = [getattr(t[0], "_keras_history", None) for t in _tensors]
    return [m if m is not None else getattr(h, "operation", None) for m, h in zip(made, inputs, strict=True) if m or h]


@explains
def not_known(scene: Scene) -> Explanation | None:
    """A loss, optimizer or activation by a name that Keras doesn't know."""
    import keras

    for level in scene.during("get", "deserialize"):
        family = next((f for f in _KINDS if f"/{f}/" in level.file), None)
        name = level.variable("identifier", level.variable("name"))
        if family is None or not isinstance(name, str):
            continue
        module = getattr(keras, family)
        known = [n for n in dir(module) if not n.startswith("_") and n not in ("get", "serialize", "deserialize")]
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, 1, 0.6) or difflib.get_close_matches(name.lower(), known, 1, 0.6)
        from helpers.language import translate as _

        values = {"name": name, "kind": _(_KINDS[family]), "instead": near[0] if near else "", "family": family}
        says = mark("Keras knows no {kind} of the name `{name}`.")
        remedy = mark("Did you mean `{instead}`?") if near else mark("All names stand in `keras.{family}`.")
        return Explanation("names.unknown", (says, remedy), values, (name,))
    return None


@explains
def layer_not_found(scene: Scene) -> Explanation | None:
    """`get_layer` with a name or a number that the model doesn't have."""
    import keras

    for level in scene.during("get_layer"):
        model, name, index = (level.variable(k) for k in ("self", "name", "index"))
        if not isinstance(model, keras.Model):
            continue
        names = [str(layer.name) for layer in model.layers]
        if isinstance(name, str) and name not in names:
            near = difflib.get_close_matches(name, names, 1, 0.5)
            nested = _nested(model, name)
            says = mark("`{model}` has no layer `{name}`. It has: {all}.")
            remedy = mark("Did you mean `{instead}`?")
            if nested:
                near, remedy = (
                    [nested],
                    mark('It is inside of `{instead}`: `model.get_layer("{instead}").get_layer("{name}")`.'),
                )
            values = {
                "model": model.name,
                "name": name,
                "all": ", ".join(names[:12]),
                "instead": near[0] if near else "",
            }
            return Explanation("names.no-layer", (says, remedy) if near else (says,), values, (name, *near))
        if isinstance(index, int) and index >= len(names):
            says = mark("`{model}` has {count} layers, with the numbers 0 to {last}; {index} is beyond.")
            values = {"model": model.name, "count": len(names), "last": len(names) - 1, "index": index}
            return Explanation("names.no-layer", (says,), values, (str(index),))
    return None


def _nested(model: Any, name: str) -> str:
    import keras

    found = [m for m in model.layers if isinstance(m, keras.Model) and any(x.name == name for x in m.layers)]
    return str(found[0].name) if found else ""


@explains
def not_compiled(scene: Scene) -> Explanation | None:
    if not scene.method or scene.method[0] not in ("fit", "evaluate", "train_on_batch", "test_on_batch"):
        return None
    method, model, _level = scene.method
    if getattr(model, "compiled", True):
        return None
    says = mark("`{model}` is not compiled, and `{method}` needs to know what makes an answer good.")
    remedy = mark("First `model.compile(optimizer, loss)`.")
    return Explanation(
        "names.not-compiled", (says, remedy), {"model": model.name, "method": method}, ("compile", str(model.name))
    )

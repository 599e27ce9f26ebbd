"""Dicts and lists that don't match: losses, metrics, weights and labels against outputs, calls against inputs."""

from typing import Any

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import DATA, Scene, shape_of
from autograder.errors.sides import first_batch, input_names, output_names
from helpers import compiled, graph
from helpers.language import mark

_ARGUMENTS = ("loss", "metrics", "weighted_metrics", "loss_weights")


def _arguments(scene: Scene) -> dict:
    """What `compile` was given, while it runs or later."""
    if scene.method and scene.method[0] == "compile":
        return {name: scene.given(name, place) for name, place in (("loss", 1), ("loss_weights", 2), ("metrics", 3))}
    return compiled.compile_arguments(scene.model) if scene.model is not None else {}


@explains
def words_as_weights(scene: Scene) -> Explanation | None:
    """Metrics as the third argument of `compile`."""
    given = _arguments(scene).get("loss_weights")
    if isinstance(given, (list, tuple)) and any(isinstance(g, str) or callable(g) for g in given):
        words = str([g if isinstance(g, str) else getattr(g, "__name__", type(g).__name__) for g in given])
        says = mark("`compile` got `{words}` as `loss_weights`: in Keras 3 this is its third argument.")
        return Explanation(
            "structures.weights",
            (says, mark("Name it: `metrics={words}`.")),
            {"words": words},
            ("metrics", "loss_weights", "compile"),
        )
    return None


@explains
def keys(scene: Scene) -> Explanation | None:
    """A dict whose keys are no outputs of the model."""
    model = scene.model
    if model is None or not graph.is_functional(model) or not scene.method:
        return None
    names = output_names(model)
    tree = getattr(model, "output", None) if not hasattr(model, "outputs") else None
    known = set(names) | {str(t.name) for t in model.outputs} | (set(tree) if isinstance(tree, dict) else set())
    known |= _keys_of(model)
    given: dict[str, Any] = {k: v for k, v in _arguments(scene).items() if k in _ARGUMENTS}
    if scene.method[0] in DATA:
        given |= {"y": first_batch(scene)[1], "sample_weight": scene.given("sample_weight", 9)}
    for argument, value in given.items():
        wrong = [k for k in value if str(k) not in known] if isinstance(value, dict) else []
        if wrong:
            values = {"argument": argument, "key": wrong[0], "all": ", ".join(f"`{n}`" for n in names)}
            says = mark("`{argument}` has the key `{key}`, and the model's outputs are {all}.")
            remedy = mark(
                "Keys are the names of the outputs: of the layers that make them, or the keys of the dict that the model returns."
            )
            return Explanation("structures.key", (says, remedy), values, (str(wrong[0]), argument))
        lacking = (
            [n for n in names if n not in value]
            if isinstance(value, dict) and argument == "y" and len(names) > 1
            else []
        )
        if lacking:
            values = {"argument": argument, "key": lacking[0], "all": ", ".join(f"`{n}`" for n in value)}
            says = mark("`{argument}` has {all}, and nothing for output `{key}`.")
            return Explanation(
                "structures.key", (says, mark("Give each output its labels.")), values, (lacking[0], argument)
            )
    return None


def _keys_of(model: Any) -> set[str]:
    try:
        tree = model.output
    except Exception:  # a Sequential model that was not called has none
        return set()
    return {str(k) for k in tree} if isinstance(tree, dict) else set()


@explains
def counts(scene: Scene) -> Explanation | None:
    """A list that is longer or shorter than the outputs."""
    model = scene.model
    if model is None or not graph.is_functional(model) or not scene.method:
        return None
    names = output_names(model)
    given: dict[str, Any] = {k: v for k, v in _arguments(scene).items() if k in ("loss", "loss_weights")}
    if len(names) > 1:
        given["metrics"] = _arguments(scene).get("metrics")
    if scene.method[0] in ("fit", "evaluate", "train_on_batch", "test_on_batch"):
        given["y"] = first_batch(scene)[1]
    for argument, value in given.items():
        single = argument == "y" and len(names) > 1 and hasattr(value, "shape")
        listed = (
            isinstance(value, (list, tuple))
            and len(value) != len(names)
            and (argument != "y" or hasattr((*value, None)[0], "shape"))
        )
        if listed or single:
            values = {
                "argument": argument,
                "count": 1 if single else len(value),
                "outputs": len(names),
                "all": ", ".join(f"`{n}`" for n in names),
            }
            says = mark("The model has {outputs} outputs ({all}), and `{argument}` has {count} entries.")
            remedy = mark("Give one for each, in this order, or a dict by these names.")
            if argument == "metrics":
                remedy = mark('Give a list for each output, `[["accuracy"], ["mae"]]`, or a dict by these names.')
            return Explanation("structures.count", (says, remedy), values, (argument, *names))
    return None


@explains
def called_with(scene: Scene) -> Explanation | None:
    """A model called on another structure than its inputs have."""
    import keras

    for calling in reversed(scene.callings):
        model = calling.thing
        if not isinstance(model, keras.Model) or not graph.is_functional(model) or not calling.arguments:
            continue
        given, names = calling.arguments[0], input_names(model)
        count = len(keras.tree.flatten(given))
        if count != len(names):
            values = {
                "model": model.name,
                "inputs": len(names),
                "all": ", ".join(f"`{n}`" for n in names),
                "count": count,
            }
            says = mark("`{model}` has {inputs} inputs ({all}), and is called on {count}.")
            remedy = mark("Call it on one tensor for each: `{model}([a, b])`.")
            if len(names) == 1:
                remedy = mark("Call it once for each tensor, or join them before, `Concatenate()`.")
            return Explanation("structures.call", (says, remedy), values, (str(model.name), *names), (model,))
        for name, own, other in zip(names, model.inputs, keras.tree.flatten(given), strict=True):
            mine, yours = shape_of(own), shape_of(other)
            if not _fits(mine, yours):
                from autograder.errors.explanation import shown

                values = {"model": model.name, "input": name, "expected": shown(mine), "given": shown(yours)}
                says = mark("`{model}` expects {expected} for its input `{input}`, and is called on {given}.")
                remedy = mark(
                    "Bring the tensor into this shape before, or build `{model}` on `keras.Input` of the shape that comes."
                )
                return Explanation(
                    "structures.shape",
                    (says, remedy),
                    values,
                    (str(model.name), name),
                    (model,),
                    (type(model).__name__, str(model.name)),
                    tuple(calling.tensors),
                )
    return None


def _fits(mine: tuple, yours: tuple) -> bool:
    if len(mine) != len(yours):
        return (mine[-1:] == (1,) and len(mine) == len(yours) + 1) or (
            yours[-1:] == (1,) and len(yours) == len(mine) + 1
        )
    return all(a is None or b is None or a == b for a, b in zip(mine, yours, strict=True))

"""Names of Keras 2 that Keras 3 has no more, and outputs of layers that were never called."""

import ast
import difflib
import inspect
from typing import Any

from autograder.errors.explanation import Explanation, explains
from autograder.errors.scene import Scene
from autograder.errors.stack import expression, resolved
from helpers.language import mark

_GONE = {
    "get_output_at": "model.get_layer(name).output",
    "get_input_at": "model.get_layer(name).input",
    "get_output_shape_at": "layer.output.shape",
    "get_input_shape_at": "layer.input.shape",
    "output_shape": "layer.output.shape",
    "input_shape": "layer.input.shape",
    "inbound_nodes": 'model.get_config()["layers"]',
    "outbound_nodes": 'model.get_config()["layers"]',
    "fit_generator": "model.fit(generator)",
    "evaluate_generator": "model.evaluate(generator)",
    "predict_generator": "model.predict(generator)",
    "predict_classes": "model.predict(x).argmax(axis=-1)",
    "predict_proba": "model.predict(x)",
    "np_utils": "keras.utils",
    "CuDNNLSTM": "keras.layers.LSTM",
    "CuDNNGRU": "keras.layers.GRU",
    "Merge": "keras.layers.Add, keras.layers.Concatenate",
    "merge": "keras.layers.Add, keras.layers.Concatenate",
    "ThresholdedReLU": "keras.layers.ReLU(threshold=...)",
    "LocallyConnected1D": "keras.layers.Conv1D",
    "LocallyConnected2D": "keras.layers.Conv2D",
    "experimental": "keras.layers",
    "get_session": "keras.ops",
    "placeholder": "keras.Input(shape=...)",
    "function": "keras.Model(inputs, outputs)",
    "learning_phase": "model(x, training=True)",
    "set_learning_phase": "model(x, training=True)",
    "set_session": "keras.ops",
    "dot": "keras.ops.matmul",
    "batch_dot": "keras.ops.matmul",
    "variable": "keras.Variable(...)",
    "get_value": "keras.ops.convert_to_numpy(x)",
    "set_value": "variable.assign(value)",
    "int_shape": "x.shape",
}
"""Attributes that were: what stands in their place."""
_OPTIONS = {
    "lr": "learning_rate", "decay": "learning_rate=keras.optimizers.schedules.InverseTimeDecay(...)",
    "nb_epoch": "epochs", "output_dim": "units", "input_dim": "keras.Input(shape=...)", "border_mode": "padding",
    "subsample": "strides", "nb_filter": "filters", "init": "kernel_initializer", "W_regularizer": "kernel_regularizer",
    "b_regularizer": "bias_regularizer", "dim_ordering": "data_format", "inner_activation": "recurrent_activation",
    "dropout_U": "recurrent_dropout", "dropout_W": "dropout", "weights": "embeddings_initializer", "alpha": "negative_slope",
    "samples_per_epoch": "steps_per_epoch", "input_length": "keras.Input(shape=...)", "inputs": "inputs", "input": "inputs",
    "output": "outputs", "batch_input_shape": "keras.Input(batch_shape=...)", "show_accuracy": 'metrics=["accuracy"]',
    "p": "rate", "mode": "keras.layers.Add, keras.layers.Concatenate", "pool_length": "pool_size",
    "rho": "rho", "workers": "keras.utils.PyDataset(workers=...)", "use_multiprocessing": "keras.utils.PyDataset(...)",
    "max_queue_size": "keras.utils.PyDataset(...)",
}  # fmt: skip
"""Options that were, or that never were and are often tried: what stands in their place."""


@explains
def never_called(scene: Scene) -> Explanation | None:
    """The output of a layer that has none yet."""
    import keras

    for level in reversed(scene.levels):
        layer = level.variable("self")
        if not level.of_keras or level.function not in ("output", "input", "_get_node_attribute_at_index"):
            continue
        if (isinstance(layer, keras.Operation) and level.function != "input") or isinstance(layer, keras.Sequential):
            name = scene.known_as(layer) or str(layer.name)
            says = mark("`{layer}` has no {end} yet: nothing was called.")
            because = mark("A layer's input and output come to be when it is called on a tensor: `y = {layer}(x)`.")
            remedy = mark("Call it first and keep what it returns.")
            if isinstance(layer, keras.Sequential):
                remedy = mark(
                    "Begin the model with `keras.Input(shape=...)`, or use `model.inputs` and `model.outputs` after a call."
                )
            end = "input" if any(v.function == "input" for v in scene.levels) else "output"
            places = (name, str(layer.name))
            return Explanation(
                "legacy.never-called", (says, because, remedy), {"layer": name, "end": f"`{end}`"}, places, (layer,)
            )
    return None


@explains
def attribute_gone(scene: Scene) -> Explanation | None:
    import keras

    for error in scene.causes:
        thing, name = getattr(error, "obj", None), str(getattr(error, "name", "") or "")
        module = str(getattr(thing, "__name__", ""))
        own = isinstance(thing, (keras.Operation, keras.optimizers.Optimizer)) or module.startswith("keras")
        if not isinstance(error, (AttributeError, ImportError)) or not name or not (own or "keras" in module):
            continue
        of = module or f"{type(thing).__name__} `{getattr(thing, 'name', '')}`"
        values = {"attribute": name, "of": of, "instead": _GONE.get(name) or _near(thing, name)}
        places = (name, str(getattr(thing, "name", "")))
        if name in _GONE:
            says = mark("`{attribute}` was a name of Keras 2; Keras 3 has it no more.")
            remedy = mark("Instead: `{instead}`.")
            sentences = [says, remedy]
            if name in ("get_output_at", "get_input_at"):
                sentences.insert(
                    1, mark("A layer that is called several times has several outputs; each call returns its own.")
                )
            return Explanation("legacy.gone", tuple(sentences), values, places)
        says = mark("{of} has no `{attribute}`.")
        near = (mark("Did you mean `{instead}`?"),) if values["instead"] else ()
        return Explanation("legacy.attribute", (says, *near), values, places)
    return None


def _near(thing: Any, name: str) -> str:
    return next(iter(difflib.get_close_matches(name, [n for n in dir(thing) if not n.startswith("_")], 1, 0.7)), "")


@explains
def option_unknown(scene: Scene) -> Explanation | None:
    """An option that a class of Keras doesn't take: what is left of its `**kwargs`, or what Python refused."""
    for level in reversed(scene.levels):
        thing, extra = level.variable("self"), level.variable("kwargs")
        made = level.function == "__init__" and level.of_keras and isinstance(extra, dict) and thing is not None
        last = level is scene.levels[-1] or scene.levels[-1].function in ("__init__", "error_handler")
        if made and extra and last:
            return _option(type(thing), extra)
    node = _refused(scene)
    if node is None:
        return None
    called, named = node
    try:
        known = inspect.signature(called)
    except (TypeError, ValueError):
        return None
    if any(p.kind is p.VAR_KEYWORD for p in known.parameters.values()):
        return None
    unknown = {n: None for n in named if n not in known.parameters}
    return _option(called, unknown) if unknown else None


def _refused(scene: Scene) -> tuple[Any, list[str]] | None:
    """A function of Keras that the learner's line calls, and the options by name."""
    if not scene.mine or scene.levels[-1] is not scene.mine or not isinstance(scene.error, TypeError):
        return None
    node = expression(scene.mine)
    if not isinstance(node, ast.Call):
        return None
    called = resolved(scene.mine, node.func)
    ours = str(getattr(called, "__module__", "")).startswith("keras")
    return (called, [k.arg for k in node.keywords if k.arg]) if ours else None


def _option(called: Any, extra: dict) -> Explanation:
    option = next((o for o in extra if o in _OPTIONS), next(iter(extra)))
    try:
        known = [n for n in inspect.signature(called).parameters if n not in ("self", "kwargs", "args")]
    except (TypeError, ValueError):
        known = []
    near = next(iter(difflib.get_close_matches(option, known, 1, 0.6)), "")
    instead = _OPTIONS.get(option, "") if _OPTIONS.get(option, "") != option else ""
    if instead and instead.isidentifier() and instead not in known:
        instead = ""
    values = {"option": option, "class": getattr(called, "__name__", str(called)), "instead": instead or near}
    says = mark("`{class}` has no option `{option}`.")
    if values["instead"]:
        remedy = mark("What you want is `{instead}`.")
    else:
        values["known"] = ", ".join(known[:12])
        remedy = mark("It has: {known}.")
    return Explanation("legacy.option", (says, remedy), values, (option, values["class"]))

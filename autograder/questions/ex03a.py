"""Questions of exercise 03a: a whole model survives in a file, with its compile configuration and its optimizer's state."""

import contextlib
import os
import tempfile
from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.asking.archive import bytes_of, checked
from autograder.asking.collect import Answer
from autograder.asking.raised import core
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights
from helpers import graph

PATHS = {"model": "first.keras", "other": "copies/second.keras"}


_ROWS = 24


def trained_model(label: str, seed: int) -> Any:
    """A small compiled model whose weights and optimizer are as if it had been trained; what they are is drawn."""
    import keras

    layers, draw = keras.layers, stream(seed, "trained model", label)
    rate = round(float(draw.uniform(0.002, 0.009)), 4)
    entry = keras.Input((7,), name="rows")
    if label == "model":
        x = layers.BatchNormalization(name="norm")(layers.Dense(6, activation="relu", name="hidden")(entry))
        model = keras.Model(entry, layers.Dense(4, name="logits")(x), name="classifier")
        loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
        model.compile(keras.optimizers.Adam(rate, beta_1=0.85), loss, metrics=["accuracy"])
    else:
        x = layers.Dense(5, activation="tanh", name="left")(entry)
        x = layers.Add(name="sum")([x, layers.Dense(5, name="right")(entry)])
        model = keras.Model(entry, layers.Dense(4, name="price")(x), name="prices")
        model.compile(keras.optimizers.SGD(rate, momentum=0.8, nesterov=True), "mse", metrics=["mae"])
    model.optimizer.build(model.trainable_variables)
    draw_weights(model, stream(seed, "weights of the model"))
    for variable in model.optimizer.variables:
        if variable.path.endswith("iteration"):
            variable.assign(int(draw.integers(20, 90)))
        elif not variable.path.endswith("learning_rate"):
            variable.assign(draw.uniform(0.01, 0.1, variable.shape))
    return model


def _data(label: str, seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Drawn rows, targets and outputs of a model of `trained_model`."""
    draw = stream(seed, "rows, targets, outputs")
    rows, outputs = draw.normal(size=(_ROWS, 7)).astype("float32"), draw.normal(size=(_ROWS, 4)).astype("float32")
    targets = draw.integers(0, 4, _ROWS) if label == "model" else draw.normal(size=(_ROWS, 4)).astype("float32")
    return rows, targets, outputs


def state_of(model: Any, label: str, seed: int) -> dict:
    """What is to survive: outputs, and what the model's loss, metrics and optimizer are and say of drawn rows."""
    import keras

    state: dict[str, Any] = {
        "outputs": probe.one_draw(model, graph.read(model), seed),
        "compiled": bool(model.compiled and getattr(model, "optimizer", None)),
    }
    if not state["compiled"]:
        return state
    state["optimizer"] = type(model.optimizer).__name__
    state["options"] = {k: v for k, v in graph.plain(model.optimizer.get_config()).items() if k != "name"}
    state["variables"] = [np.array(keras.ops.convert_to_numpy(v)) for v in model.optimizer.variables]
    rows, targets, outputs = _data(label, seed)
    try:
        state["loss"] = float(model.compute_loss(x=rows, y=targets, y_pred=outputs))
        model.reset_metrics()
        said = model.compute_metrics(rows, targets, outputs)
        state["metrics"] = {str(name): float(value) for name, value in said.items() if name != "loss"}
    except Exception as error:  # a loss or metric that does not fit the model raises errors of many kinds
        state["error"] = core(error)
    return state


def ask(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder, contextlib.chdir(folder):
        os.mkdir("copies")
        for label, path in PATHS.items():
            model, call = trained_model(label, seed), f'save_and_restore(model, "{path}")'
            result = answer.call(model, path, shown=call)
            if result is model:
                raise answer.fault("saving.same_object")
            answer.model(label, result, None, given={"model": model})
            if getattr(result, "optimizer", None) is model.optimizer:
                raise answer.fault("saving.same_optimizer")
            answer.items[f"{label} state"] = answer.run(lambda r=result, k=label: state_of(r, k, seed), call)
            answer.items[f"{label} file"] = _file(path)


def _file(path: str) -> dict:
    """What stands at `path`: its bytes, which are opened elsewhere (`look`)."""
    ours = {os.path.normpath(p) for p in PATHS.values()}
    others = [os.path.normpath(os.path.join(top, f)) for top, _folders, files in os.walk(".") for f in files]
    found = {
        "exists": os.path.exists(path),
        "elsewhere": sorted(set(others) - ours)[:3],
    }
    if os.path.isfile(path):
        found["bytes"] = bytes_of(path)
    return found


def look(asked: dict) -> dict:
    """What models do that are loaded from archives, where no code of the learner's is: `{"state"}` or `{"error"}`.

    Args:
        asked: by label the bytes of an archive, and a "seed".
    """
    import keras

    found: dict[str, Any] = {}
    for label in PATHS:
        if label not in asked:
            continue
        try:
            with checked(asked[label]) as path:
                found[label] = {"state": state_of(keras.saving.load_model(path, safe_mode=True), label, asked["seed"])}
        except Exception as error:  # an archive may hold anything
            found[label] = {"error": core(error)}
    return found

"""Questions of exercise 14a: a project of the learner's own: its graph, its training, its file, its picture and its text."""

import os
import zipfile
from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.layer import attempt
from autograder.asking.streams import stream

KEYS = ("model", "held_out", "file", "picture", "explanation")
_LONGEST = 20_000
_DRAWS = 4
_SIGNS = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"%PDF": "pdf"}


def ask(answer: Answer, parameters: dict) -> None:
    import keras

    from helpers import graph

    handed = answer.call()
    if not isinstance(handed, dict):
        raise answer.fault("project.no_dict", name=answer.name, type=type(handed).__name__[:80], expected=list(KEYS))
    model = handed.get("model")
    if model is None:
        raise answer.fault("project.no_model", name=answer.name)
    if isinstance(model, keras.Sequential) or not graph.is_functional(model):
        raise answer.fault("project.not_functional", type=type(model).__name__[:80])
    answer.model("model", model, seed=None)
    answer.items["handed"] = {"unknown": [str(key)[:80] for key in handed if key not in KEYS][:5]}
    answer.items["training"] = training = _training(answer, model, handed.get("held_out"), parameters["seed"])
    answer.items["file"] = _file(
        answer, model, handed.get("file"), handed["held_out"][0] if training["count"] else None
    )
    answer.items["picture"] = _picture(handed.get("picture"))
    text = handed.get("explanation")
    answer.items["explanation"] = str.__str__(text)[:_LONGEST] if isinstance(text, str) else ""


def _training(answer: Answer, model: Any, held_out: Any, seed: int) -> dict:
    """How long the model was trained, and its loss on held-out samples: as it is, and with random weights of the same size."""
    optimizer = getattr(model, "optimizer", None)
    steps = int(np.asarray(optimizer.iterations)) if optimizer is not None else 0
    found: dict[str, Any] = {"compiled": bool(model.compiled), "steps": steps, "count": 0}
    if not isinstance(held_out, (tuple, list)) or len(held_out) != 2:
        return found | {"type": "" if held_out is None else type(held_out).__name__[:80]}
    found["count"] = _count(held_out[0])
    if not (found["compiled"] and steps and found["count"]):
        return found
    losses, error = attempt(answer, lambda: _losses(model, held_out, seed), "model.evaluate(inputs, targets)")
    return found | ({"error": error} if error else {"losses": losses})


def _losses(model: Any, held_out: Any, seed: int) -> list[float]:
    """The loss as the model is, then with each trainable weight's numbers in another order, of any sign.

    The model stays as it was. A layer's own state (an adapted `Normalization`, a frozen trunk) stays in use, which a
    clone would have lost.
    """
    weights, draw = model.trainable_variables, stream(seed, "steps away")
    kept = [np.array(weight) for weight in weights]
    losses = [_loss(model, held_out)]
    try:
        for _k in range(_DRAWS):
            for weight, value in zip(weights, kept, strict=True):
                weight.assign((draw.permutation(value.ravel()) * draw.choice([-1, 1], value.size)).reshape(value.shape))
            losses.append(_loss(model, held_out))
    finally:
        for weight, value in zip(weights, kept, strict=True):
            weight.assign(value)
    return losses


def _loss(model: Any, held_out: Any) -> float:
    return float(model.evaluate(*held_out, verbose=0, return_dict=True)["loss"])


def _count(inputs: Any) -> int:
    """The number of samples; 0 where the inputs are no arrays of one length."""
    import keras

    try:
        lengths = {len(part) for part in keras.tree.flatten(inputs)}
    except TypeError:
        return 0
    return lengths.pop() if len(lengths) == 1 else 0


def _file(answer: Answer, model: Any, path: Any, inputs: Any) -> dict:
    """Whether there is an archive at `path`, and whether what is loaded from there gives the same outputs."""
    import keras

    if not isinstance(path, (str, os.PathLike)):
        return {"path": "", "type": "" if path is None else type(path).__name__[:80]}
    found: dict[str, Any] = {"path": os.fspath(path)[:200], "there": os.path.isfile(path)}
    found["archive"] = found["there"] and zipfile.is_zipfile(path)
    if not found["archive"]:
        return found
    loaded, error = attempt(answer, lambda: keras.saving.load_model(path), "keras.saving.load_model(file)")
    error = error.partition(" Full object config")[0]  # as a dict it says nothing to a reader
    if error or inputs is None:
        return found | ({"error": error} if error else {})
    same, error = attempt(answer, lambda: _alike(model, loaded, inputs), "model.predict(inputs)")
    return found | ({"error": error} if error else {"same": same})


def _alike(model: Any, loaded: Any, inputs: Any) -> bool:
    """Whether two models give the same outputs for these inputs."""
    import keras

    first, second = (keras.tree.flatten(m.predict(inputs, verbose=0)) for m in (model, loaded))
    return len(first) == len(second) and all(
        a.shape == b.shape and np.allclose(a, b, rtol=1e-3, atol=1e-4, equal_nan=True)
        for a, b in zip(first, second, strict=True)
    )


def _picture(picture: Any) -> dict:
    """What kind of picture was handed in, and its words where it has some."""
    if hasattr(picture, "svg") and isinstance(getattr(picture, "text", None), str):
        return {"kind": "picture", "text": picture.text[:_LONGEST]}
    data = getattr(picture, "data", None)  # of `plot_model` in a notebook
    if isinstance(picture, (str, os.PathLike)):
        if not os.path.isfile(picture):
            return {"kind": "no_file", "path": os.fspath(picture)[:200]}
        with open(picture, "rb") as file:
            data = file.read(4096)
    data = data.encode() if isinstance(data, str) else data
    if isinstance(data, bytes):
        known = (
            "svg" if b"<svg" in data[:4096] else next((k for sign, k in _SIGNS.items() if data.startswith(sign)), "")
        )
        return {"kind": "file" if known else "no_picture"}
    return {"kind": "none" if picture is None else "no_picture", "type": type(picture).__name__[:80]}

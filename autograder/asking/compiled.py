"""How a model is compiled, as evidence: what it does with drawn rows, and its configuration as data."""

import json
from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.asking.raised import LONGEST
from autograder.asking.streams import stream


def state_of(model: Any, labels: np.ndarray, seed: int) -> dict:
    """What `autograder.asking.collect.Answer.compiled` writes down; arguments as there."""
    state: dict[str, Any] = {"compiled": bool(getattr(model, "compiled", False))}
    if not state["compiled"]:
        return state
    x, drawn = rows(model, len(labels), seed), logits(len(labels), model.outputs[0].shape[-1], seed)
    state["configuration"] = _configuration(model)
    state["optimizer"] = type(model.optimizer).__name__
    state["learning_rate"] = float(np.asarray(model.optimizer.learning_rate))
    state["loss"] = _loss_kind(model.loss)
    try:
        state["loss_value"] = float(model.compute_loss(x=x, y=labels, y_pred=drawn))
        model.run_eagerly = True  # a few rows: TensorFlow would warn, in a later cell, of tracing so often
        state["metrics"] = {str(k): float(v) for k, v in model.evaluate(x, labels, 32, 0, return_dict=True).items()}
    except Exception as error:  # a loss that does not fit raises errors of many kinds
        state["error"] = f"{type(error).__name__}: {error}"[:LONGEST]
    return state


def rows(model: Any, count: int, seed: int) -> np.ndarray:
    """Drawn rows for a model of one input, float32 from 0 to 1."""
    shape = (count, *(d or probe.LENGTH for d in model.inputs[0].shape[1:]))
    return stream(seed, "rows").random(shape).astype("float32")


def logits(count: int, classes: int, seed: int) -> np.ndarray:
    """Drawn logits of a classifier, float32, shape (count, classes)."""
    return stream(seed, "logits").normal(size=(count, classes)).astype("float32")


def _configuration(model: Any) -> dict | None:
    """How a model is compiled, as data of which Keras can compile another; None where it can't be written down."""
    import keras

    try:
        written = model.get_compile_config() | {"optimizer": keras.optimizers.serialize(model.optimizer)}
        return json.loads(json.dumps(written, allow_nan=False))
    except Exception:  # a learner's own loss may have a get_config that raises anything
        return None


def _loss_kind(loss: Any) -> dict:
    """What the learner gave as a loss, for words only: class or name, and its `from_logits`."""
    name = loss if isinstance(loss, str) else getattr(loss, "__name__", type(loss).__name__)
    return {"name": str(name)[:80], "from_logits": bool(getattr(loss, "from_logits", False))}

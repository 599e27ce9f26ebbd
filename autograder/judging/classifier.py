"""The judge of a classifier: its ends, its outputs as logits, its compiled loss and metrics, its accuracy, its rows."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograder.asking import compiled
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge


def ends(found: Any, shape: tuple[int, ...], classes: int) -> list[Finding]:
    """Findings on the ends of a classifier: one input of `shape` a sample, one output of `classes` numbers."""
    got = canonical(found["graph"])
    if len(got.inputs) != 1:
        return [Finding("graph.input_count", {"got": len(got.inputs), "expected": 1})]
    if len(got.outputs) != 1:
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": 1})]
    entry, last = got.operations[got.inputs[0]], got.operations[got.outputs[0][0]]
    if not takes(entry.shape[1:], shape):
        values = {"layer": entry.name, "got": list(entry.shape[1:]), "expected": list(shape)}
        return [Finding("graph.input_shape", values, nodes=(entry.node,))]
    if last.shape[1:] != (classes,):
        return [Finding("output.units", {"got": last.shape[-1], "expected": classes}, nodes=(last.node,))]
    return []


def takes(shape: Sequence[int | None], sample: Sequence[int]) -> bool:
    """Whether an input of `shape`, where None is any length, takes a sample of this shape."""
    return len(shape) == len(sample) and all(s in (None, d) for s, d in zip(shape, sample, strict=True))


def logits(found: Any) -> list[Finding]:
    """Findings on the activation of the last layer: logits have none."""
    got = canonical(found["graph"])
    last = got.operations[got.outputs[0][0]]
    if last.op != "Activation":
        return []
    kind = last.config["activation"]
    key = {"softmax": "output.probabilities", "sigmoid": "output.probabilities", "relu": "output.relu"}
    values = {"layer": last.name, "op": last.written, "place": 0, "got": str(kind)}
    return [Finding(key.get(str(kind), "graph.activation_surplus"), values, nodes=(last.node,))]


def trained(
    found: Any, outputs: Any, truth: np.ndarray, shape: tuple[int, ...], classes: int, least: float
) -> list[Finding]:
    """Findings on a trained classifier: its ends, its outputs as logits, its accuracy on rows it has not seen.

    Args:
        outputs: for the unseen rows, shape (n, classes).
        truth: their labels, shape (n,).
        least: the accuracy that right answers reach (`autograder.judging.ranges`).
    """
    return ends(found, shape, classes) or logits(found) or _probabilities(outputs) or accuracy(outputs, truth, least)


def seed_set(items: dict, call: str) -> list[Finding]:
    """Findings where a training, right otherwise, did not set the seed that it was given: a quarter of the points."""
    return [] if items["seeded"] else [Finding("training.not_seeded", {"call": call}, cost=0.25)]


def _probabilities(outputs: np.ndarray) -> list[Finding]:
    if np.ndim(outputs) == 2 and outputs.size and outputs.min() >= 0 and np.allclose(outputs.sum(-1), 1, atol=1e-3):
        return [Finding("output.probabilities")]
    return []


def accuracy(outputs: np.ndarray, truth: np.ndarray, least: float) -> list[Finding]:
    """Findings on the share of rows whose largest output is the label's."""
    share = _share(outputs, truth)
    if share is None:
        return [Finding("accuracy.low", {"got": 0, "expected": round(100 * least)})]
    if share >= least:
        return []
    key = "accuracy.chance" if share < _CHANCE / outputs.shape[-1] else "accuracy.low"
    return [Finding(key, {"got": round(100 * share), "expected": round(100 * least)})]


def knows_pixels(pixels: Any, outputs: Any, truth: np.ndarray) -> bool:
    """Whether a model is far more often right about pixels from 0 to 255 than about the same rows from 0 to 1.

    Args:
        pixels, outputs: what it gives for either, each of shape (n, classes).
        truth: the labels, shape (n,).
    """
    of_pixels, of_outputs = _share(pixels, truth), _share(outputs, truth)
    return of_pixels is not None and of_outputs is not None and of_pixels - of_outputs > _GAP


_CHANCE = 3.0
"""Below this many times the share of blind guessing a model knows nothing: of 10 classes, 400 untrained models were right
in up to 23 of 100 cases, 96 that were trained on shuffled labels in up to 24, since what looks alike gets one class."""
_GAP = 0.14
"""Of 48 models trained on pixels from 0 to 255, pixels gained at least 0.23 over rows; of 48 trained on rows, at most 0.02,
of 48 trained on shuffled labels, at most 0.06."""


def _share(outputs: np.ndarray, truth: np.ndarray) -> float | None:
    """The share of rows whose largest output is the label's; None where the outputs are not of the form asked for."""
    if np.ndim(outputs) != 2 or len(outputs) != len(truth) or not np.isfinite(outputs).all():
        return None
    return float(np.mean(outputs.argmax(-1) == truth))


def loss(state: Any, labels: np.ndarray, seed: int, classes: int) -> list[Finding]:
    """Findings on a compiled loss: the sparse categorical cross-entropy of logits, by its value, however written.

    Args:
        labels: of the drawn rows, shape (n,).
        classes: how many logits a row has; as the exercise knows it, not as evidence says.
    """
    if not state["compiled"]:
        return [Finding("compile.missing")]
    value, kind = state.get("loss_value"), state["loss"]
    if value is not None:
        logits = compiled.logits(len(labels), classes, seed)
        shifted = logits - logits.max(-1, keepdims=True)
        wanted = float(np.mean(np.log(np.exp(shifted).sum(-1)) - shifted[np.arange(len(labels)), labels]))
        if abs(value - wanted) < 1e-3:
            return []
    name = kind["name"].replace("_", "").lower()
    if "sparsecategorical" in name and not kind["from_logits"]:
        return [Finding("compile.from_logits")]
    if name.startswith("categorical"):
        return [Finding("compile.one_hot")]
    return [Finding("compile.loss")]


def reports_accuracy(state: Any, outputs: np.ndarray, labels: np.ndarray) -> bool:
    """Whether a metric beside the loss has the value of the accuracy of these outputs, shape (n, classes)."""
    share = float(np.mean(outputs.argmax(-1) == labels))
    values = [v for k, v in state.get("metrics", {}).items() if k != "loss"]
    return any(abs(v - share) < 1e-4 for v in values)


def rows(found: Any, wanted: np.ndarray, shape: tuple[int, int]) -> list[Finding]:
    """Findings on rows made of images: shape, scale, values.

    Args:
        found: `{"type", "shape", "top", "bottom", "some"}`, "some" being drawn rows.
        wanted: the same rows made rightly, float32 in 0..1.
        shape: of all rows.
    """
    if "shape" not in found:
        return [Finding("rows.type", {"type": found["type"]})]
    if tuple(found["shape"]) != shape:
        return [Finding("rows.shape", {"got": list(found["shape"]), "expected": list(shape)})]
    if not 0.99 <= found["top"] <= 1.01 or found["bottom"] < -0.01:
        return [Finding("rows.scale", {"low": found["bottom"], "got": found["top"]})]
    if not judge.close(found["some"], wanted, atol=1e-3):
        return [Finding("rows.values")]
    return []

"""Exercise 12c: a layer that adds noise in training alone, and lets a mask pass."""

from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.exercises.cases import each
from autograder.exercises.common.keeping import kept_traits
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex12c import NOISY, noisy_cases, rows_of, steps_of
from helpers import graph
from helpers.language import mark

_NOISY = """\
class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)
        self.supports_masking = True

    def call(self, inputs, training=None):
        return self.noise(self.dense(inputs), training=training)
"""
_NOISY_NAME = "NoisyDense"


def _judge_noisy(items: dict, parameters: dict) -> list[Finding]:
    def call(case: tuple) -> str:
        return f"{_NOISY_NAME}({case[1]}, {case[2]})"

    def judged(label: str, case: tuple) -> list[Finding]:
        width, units, stddev = case
        found = _judge_plain(items[label], items[f"{label} noise"], width, units, parameters["seed"])
        return found or _judge_noise(items[f"{label} noise"], stddev, call(case))

    found = each(noisy_cases(parameters), judged, call)
    if found:
        return found
    lost = kept_traits(items["traits"], {"name": "noisy", "dtype": "float64", "trainable": False}, "layer.kwargs_lost")
    if lost:
        return lost
    wanted = (steps_of(parameters["seed"], parameters["inputs"]) != 0).any(-1)
    if not judge.close(items["mask"], wanted.astype("float32")):
        return [Finding("noise.mask", {"name": _NOISY_NAME})]
    return [] if items["mask_in_graph"] else [Finding("noise.mask_in_graph", {"name": _NOISY_NAME})]


def _judge_plain(found: dict, noise: dict, width: int, units: int, seed: int) -> list[Finding]:
    """Findings on inference: a Dense layer and nothing else."""
    import keras

    weights = judge.own_weights(found)
    shapes, wanted = sorted(list(w["shape"]) for w in weights), sorted([[width, units], [units]])
    call = f"{_NOISY_NAME}({units}, stddev)"
    if shapes == [[width, units]]:
        return [Finding("layer.no_bias", {"call": call})]
    if shapes != wanted:
        values = {"call": call, "width": width, "got": str(shapes)[1:-1], "expected": f"[{width}, {units}], [{units}]"}
        return [Finding("layer.weight_shapes", values)]
    entry = keras.Input((width,))
    plain = keras.Model(entry, answer_of(_NOISY, _NOISY_NAME)(units, 0.0)(entry))
    wanted = _outputs(plain, width, seed)
    if not judge.model(found, plain, seed, NOISY) and all(judge.close(noise[k], wanted) for k in ("plain", "again")):
        return []
    differs = not np.array_equal(noise["plain"], noise["again"])
    return [Finding("noise.at_inference" if differs else "noise.inference", {"name": _NOISY_NAME})]


def _outputs(plain: Any, width: int, seed: int) -> np.ndarray:
    """What the layer gives without noise for the rows that it was asked about, with the weights of this draw."""
    (read,), objects = graph.read_together([plain])
    with probe.drawn(read, objects, seed):
        return np.asarray(plain(rows_of(seed, width), training=False))


def _judge_noise(noise: dict, stddev: float, call: str) -> list[Finding]:
    """Findings on the noise of some 10,000 draws, beside right outputs; the bounds are 8 standard errors and more."""
    name = {"name": _NOISY_NAME}
    if any(np.shape(noise[key]) != noise["plain"].shape for key in ("first", "second")):
        return [Finding("noise.inference", name)]
    first, second = noise["first"] - noise["plain"], noise["second"] - noise["plain"]
    if not np.isfinite(first).all() or not np.isfinite(second).all():
        return [Finding("noise.inference", name)]
    if not np.abs(first).max() > 1e-3 * stddev:
        return [Finding("noise.none", name)]
    if np.allclose(first, second, atol=1e-3 * stddev):
        return [Finding("noise.repeats", name)]
    if _few_draws(first):
        return [Finding("noise.shared", name)]
    count = first.size
    if abs(first.mean()) > 8 * max(first.std(), stddev) / np.sqrt(count):
        return [Finding("noise.mean", name | {"got": round(float(first.mean()), 2)})]
    widths = first.std(0)
    if np.any(np.abs(widths - stddev) > 8 * stddev / np.sqrt(2 * len(first))):
        worst = widths[np.abs(widths - stddev).argmax()]
        return [Finding("noise.std", {"call": call, "got": round(float(worst), 2), "expected": stddev})]
    kurtosis = float(np.mean((first / first.std()) ** 4))
    if abs(kurtosis - 3) > 8 * np.sqrt(24 / count):
        return [Finding("noise.shape", name)]
    return []


def _few_draws(noise: np.ndarray) -> bool:
    """Whether rows, or columns, have the same noise."""
    width = noise.std()
    if np.all(noise.std(0) < 1e-2 * width):
        return True
    return noise.shape[1] > 1 and bool(np.all(noise.std(1) < 1e-2 * width))


EXERCISE = Exercise(
    id="ex12c",
    answer="NoisyDense",
    points=3,
    reference=_NOISY,
    judge=_judge_noisy,
    twice=True,
    parameters={"inputs": 3, "units": 5, "stddev": 0.5},
    hints=(
        mark(
            "`call(self, inputs, training=None)`: Keras fills in `training` by itself, true in `fit`, "
            "false in `predict` and `evaluate`."
        ),
        mark(
            "A Dense and a `GaussianNoise` inside do it. With your own noise: `keras.random.normal` in the shape of "
            "the outputs, from a `keras.random.SeedGenerator` that the layer keeps."
        ),
        mark("A layer that leaves the time axis alone lets the mask through: `self.supports_masking = True`."),
    ),
)

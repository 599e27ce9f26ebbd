"""What a layer's weights do in an epoch, without data: how far they moved, which units stand still, what is no number.

Of large weights a sample is looked at, the same one each time, so that it costs next to nothing.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np

MOST = 20_000
"""Numbers of one weight that are looked at."""
_CUT = ("relu", "relu6")


@dataclass(frozen=True)
class Pulse:
    """One look at a layer.

    Args:
        sample: some of its numbers that can learn, the same ones at each look.
        units: for each unit what stands for all that leads to it; None where units can't be told apart.
        size: the root mean square of the sample.
        finite: whether all of it are numbers.
    """

    sample: np.ndarray
    units: np.ndarray | None
    size: float
    finite: bool


def layers_of(model: Any) -> list[Any]:
    """The layers of a model that hold trainable weights of their own, at any depth."""
    from helpers import graph

    return [layer for layer in graph.sublayers(model) if getattr(layer, "trainable_variables", None) and _own(layer)]


def _own(layer: Any) -> bool:
    """Whether the weights are its own, not those of layers that it holds."""
    from helpers import graph

    try:
        return not any(inner.trainable_variables for inner in graph.sublayers(layer))
    except Exception:  # a learner's own layer may do anything
        return False


def look(layer: Any) -> Pulse:
    """What can be seen of a layer now."""
    values = [np.asarray(v.value if hasattr(v, "value") else v) for v in layer.trainable_variables]
    sample = np.concatenate([_some(v) for v in values]) if values else np.zeros(0)
    with np.errstate(all="ignore"):
        size = float(np.sqrt(np.mean(np.square(sample, dtype="float64")))) if sample.size else 0.0
    return Pulse(sample, _units(layer, values), size, bool(np.isfinite(sample).all()))


def _some(values: np.ndarray) -> np.ndarray:
    flat = values.reshape(-1)
    return flat[:: max(1, flat.size // MOST)].astype("float32")


def _units(layer: Any, values: list[np.ndarray]) -> np.ndarray | None:
    """One row of numbers for each unit of a layer with relu: its bias, and some of what leads to it."""
    activation = getattr(getattr(layer, "activation", None), "__name__", "")
    kernel = next((v for v in values if v.ndim > 1), None)
    if activation not in _CUT or kernel is None:
        return None
    columns = kernel.reshape(-1, kernel.shape[-1])
    rows = columns[:: max(1, columns.shape[0] * columns.shape[1] // MOST)]
    bias = [v for v in values if v.shape == (kernel.shape[-1],)]
    return np.concatenate([rows, *(b[None] for b in bias)]).astype("float32")


def still(before: Pulse, after: Pulse) -> np.ndarray | None:
    """For each unit whether nothing that leads to it has moved; None where units can't be told apart."""
    if before.units is None or after.units is None or before.units.shape != after.units.shape:
        return None
    return (before.units == after.units).all(axis=0)


def moved(before: Pulse, after: Pulse) -> float:
    """How far a layer's weights moved, as a share of their size."""
    if before.sample.shape != after.sample.shape or not before.sample.size:
        return 0.0
    with np.errstate(all="ignore"):
        step = float(np.sqrt(np.mean(np.square(after.sample - before.sample, dtype="float64"))))
    return step / max(before.size, 1e-12)

"""The first batch of data, as arrays for the inputs and outputs of a model; what can't be read is told, not raised."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from helpers.language import mark

MOST = 1024
"""Rows of an array that are looked at."""
NOT_READ = mark("A generator gives each batch once: it was not read. Give one batch, `lint(model, (x, y))`.")
UNKNOWN = mark("The data of type `{type}` could not be read. Give one batch, `lint(model, (x, y))`.")
MISFIT = mark(
    "The data have not the structure that the model's inputs or outputs have: what they hold was not looked at."
)


@dataclass(frozen=True)
class Batch:
    """Data as arrays.

    Args:
        inputs, labels: one array for each flat input and output; None where there is none.
        rows: rows of all that was given: the batch size of a data set, the length of an array.
        batched: rows come in batches of this size already; None for plain arrays.
        trouble: what could not be read, `(sentence, values)`.
    """

    inputs: tuple[np.ndarray | None, ...] = ()
    labels: tuple[np.ndarray | None, ...] = ()
    rows: int = 0
    batched: int | None = None
    trouble: tuple[str, dict] | None = None


def batch_of(data: Any, inputs: list[str], outputs: list[str]) -> Batch | None:
    """The first batch of `data` for inputs and outputs of these names; None where there is none.

    Args:
        data: `(x, y)`, `(x, y, sample_weight)` or `x`: arrays, or lists or dicts of them; or a data set of such.
    """
    if data is None:
        return None
    try:
        given, batched = _first(data)
    except _Once:
        return Batch(trouble=(NOT_READ, {}))
    except Exception:  # a data set of the learner's own may raise anything
        return Batch(trouble=(UNKNOWN, {"type": type(data).__name__}))
    x, y = (given[0], given[1]) if isinstance(given, tuple) and len(given) in (2, 3) else (_alone(given), None)
    try:
        sides = (_flat(x, inputs), _flat(y, outputs))
    except Exception:  # anything may stand where an array should
        return Batch(trouble=(UNKNOWN, {"type": type(data).__name__}))
    trouble = (MISFIT, {}) if None in sides else None
    xs, ys = sides[0] or (None,) * len(inputs), sides[1] or (None,) * len(outputs)
    rows = next((len(a) for a in (*xs, *ys) if a is not None and a.ndim), 0)
    short = (tuple(a if a is None or not a.ndim else a[:MOST] for a in side) for side in (xs, ys))
    return Batch(*short, rows=rows, batched=rows if batched else None, trouble=trouble)


class _Once(Exception):
    """Reading would use the data up."""


def _first(data: Any) -> tuple[Any, bool]:
    """The first batch, and whether `data` came in batches."""
    import keras

    if inspect.isgenerator(data) or isinstance(data, Iterator) or callable(data):
        raise _Once
    if isinstance(data, keras.utils.PyDataset):
        return data[0], True
    if hasattr(data, "element_spec") and hasattr(data, "take"):
        return next(iter(data.take(1))), True
    if hasattr(data, "batch_sampler"):
        found = next(iter(data))
        return tuple(found) if isinstance(found, list) else found, True
    return data, False


def _alone(given: Any) -> Any:
    return given[0] if isinstance(given, tuple) and len(given) == 1 else given


def _flat(side: Any, names: list[str]) -> tuple[np.ndarray | None, ...] | None:
    """One array for each name; None where the structures don't match."""
    if side is None:
        return (None,) * len(names)
    if isinstance(side, dict):
        return tuple(_array(side.get(n)) for n in names) if set(side) & set(names) else None
    if isinstance(side, (list, tuple)) and (len(names) > 1 or (len(side) == 1 and hasattr(side[0], "shape"))):
        return tuple(_array(v) for v in side) if len(side) == len(names) else None
    return (_array(side),) if len(names) == 1 else None


def _array(value: Any) -> np.ndarray | None:
    if value is None:
        return None
    if hasattr(value, "shape") and hasattr(value, "__getitem__") and len(value.shape) and len(value) > MOST:
        value = value[:MOST] if not hasattr(value, "iloc") else value.iloc[:MOST]
    if hasattr(value, "detach"):
        value = value.detach().cpu().numpy()
    found = np.asarray(value)
    return found if found.dtype.kind in "biuf" else None

"""Rows of data for a model, in whatever form they are given: one array for each input."""

from typing import Any

import numpy as np

from helpers.drawing import labels
from helpers.errors import CourseError
from helpers.language import translate as _


class Sample:
    """Rows of data for a model.

    Args:
        graph: of the model.
        given: an array for each input, (rows, *shape): alone, in a list, in a dict by the names of inputs, in the
            structure that the model takes, or a `tf.data.Dataset` of batches of it. None for an optional input.

    Attributes:
        rows: how many there are.

    Raises:
        CourseError: it is not what the model takes.
    """

    def __init__(self, graph: dict, given: Any, lang: str) -> None:
        inputs = [graph["nodes"][node] for node, _index in graph["inputs"]["flat"]]
        given = _batch(given)
        alone = len(inputs) == 1 and isinstance(given, (dict, list, tuple)) and len(given) == 1
        found = None if alone else _matched(graph["inputs"]["tree"], given)
        in_order = (
            self._by_input(given, inputs, lang) if found is None else [found[n] for n, _k in graph["inputs"]["flat"]]
        )
        self._batches = [node["shapes"][0][0] if node["shapes"][0] else None for node in inputs]
        self._arrays = [
            None if x is None else _array(_dense(x), n, lang) for x, n in zip(in_order, inputs, strict=True)
        ]
        counts = {len(array) for array in self._arrays if array is not None}
        if len(counts) > 1:
            raise CourseError(
                _(
                    "The inputs of the sample have different numbers of rows: {counts}.",
                    lang,
                    counts=", ".join(str(len(array)) for array in self._arrays if array is not None),
                )
            )
        self.rows = counts.pop() if counts else 0
        if not self.rows:
            raise CourseError(_("The sample has no rows.", lang))

    def row(self, number: int) -> list[np.ndarray | None]:
        """One row of each input, with a first axis of length 1, or as often as a fixed batch has rows."""
        number = min(max(number, 0), self.rows - 1)
        return [
            None if array is None else np.repeat(array[number : number + 1], batch or 1, axis=0)
            for array, batch in zip(self._arrays, self._batches, strict=True)
        ]

    def _by_input(self, given: Any, inputs: list[dict], lang: str) -> list:
        if isinstance(given, dict) and len(inputs) == 1 and len(given) == 1:
            return list(given.values())
        if isinstance(given, dict):
            names = [node["name"] for node in inputs]
            if set(given) != set(names):
                raise CourseError(
                    _(
                        "The sample has the inputs {given}; the model has {wanted}.",
                        lang,
                        given=", ".join(map(str, given)),
                        wanted=", ".join(names),
                    )
                )
            return [given[name] for name in names]
        if len(inputs) == 1 and not (isinstance(given, (list, tuple)) and len(given) == 1):
            return [given]
        if not isinstance(given, (list, tuple)) or len(given) != len(inputs):
            count = len(given) if isinstance(given, (list, tuple)) else 1
            raise CourseError(
                _(
                    "The sample has {count} arrays; the model has {inputs} inputs. Give a list with one array for each, "
                    "or a dict by their names.",
                    lang,
                    count=count,
                    inputs=len(inputs),
                )
            )
        return list(given)


def _batch(given: Any) -> Any:
    """The first batch of a data set, inputs alone; anything else as it is."""
    if not hasattr(given, "element_spec"):
        return given
    first = next(iter(given))
    return first[0] if isinstance(first, tuple) else first


def _dense(given: Any) -> Any:
    """A sparse tensor or matrix with its zeros."""
    if hasattr(given, "toarray"):
        return given.toarray()
    if hasattr(given, "dense_shape") and hasattr(given, "indices"):
        found = np.zeros(tuple(int(d) for d in given.dense_shape), np.asarray(given.values).dtype)
        found[tuple(np.asarray(given.indices).T)] = np.asarray(given.values)
        return found
    return given


def _matched(tree: Any, given: Any) -> dict[int, Any] | None:
    """What is given by the input's node, where it has the structure that the model takes; else None."""
    if isinstance(tree, dict) and set(tree) == {"tensor"}:
        return {tree["tensor"][0]: given}
    if isinstance(tree, dict) and isinstance(given, dict) and set(map(str, given)) == set(tree):
        parts = [(tree[str(key)], value) for key, value in given.items()]
    elif isinstance(tree, list) and isinstance(given, (list, tuple)) and len(tree) == len(given):
        parts = list(zip(tree, given, strict=True))
    else:
        return None
    found: dict[int, Any] = {}
    for part, value in parts:
        inner = _matched(part, value)
        if inner is None:
            return None
        found |= inner
    return found


def _array(given: Any, node: dict, lang: str) -> np.ndarray:
    wanted = node["shapes"][0]
    try:
        array = np.asarray(given)
        array = array.astype("float32") if array.dtype.name == "bfloat16" else array
        found = _fitted(array, wanted)
        if found is not None and node["dtypes"][0] != "string":
            found = found.astype("float32" if node["dtypes"][0] == "bfloat16" else node["dtypes"][0])
    except (TypeError, ValueError):
        raise CourseError(
            _(
                "The sample for the input `{name}` can't be read as an array of {dtype}.",
                lang,
                name=node["name"],
                dtype=node["dtypes"][0],
            )
        ) from None
    if found is None:
        raise CourseError(
            _(
                "The sample for the input `{name}` has the shape {shape}; the model takes {wanted}, where ? is the "
                "number of rows.",
                lang,
                name=node["name"],
                shape=labels.shapes([list(array.shape)]),
                wanted=labels.shapes([wanted]),
            )
        )
    return found


def _fitted(array: np.ndarray, wanted: list) -> np.ndarray | None:
    """`array` with the axes that the input has: its rows first, or one row, or without a last axis of length 1."""
    for candidate in (array, array[None], array[..., None]):
        if len(candidate.shape) == len(wanted) and all(
            w in (None, n) for w, n in zip(wanted[1:], candidate.shape[1:], strict=True)
        ):
            return candidate
    return None

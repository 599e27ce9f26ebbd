"""What a model computes on a row of a sample, up to any of its nodes, and the weights that it does it with."""

import contextlib
import io
import re
from typing import Any

import numpy as np

from helpers.drawing import labels
from helpers.errors import CourseError
from helpers.explorer.view import node_of
from helpers.graph import tensors
from helpers.language import translate as _

_LONGEST = 200
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


class Sample:
    """Rows of data for a model.

    Args:
        graph: of the model.
        given: an array for each input, (rows, *shape): alone, in a list, or in a dict by the names of inputs.

    Attributes:
        rows: how many there are.

    Raises:
        CourseError: it is not what the model takes.
    """

    def __init__(self, graph: dict, given: Any, lang: str) -> None:
        inputs = [graph["nodes"][node] for node, _index in graph["inputs"]["flat"]]
        given = self._by_input(given, inputs, lang)
        self._arrays = [_array(data, node, lang) for data, node in zip(given, inputs, strict=True)]
        counts = {len(array) for array in self._arrays}
        if len(counts) > 1:
            raise CourseError(
                _(
                    "The inputs of the sample have different numbers of rows: {counts}.",
                    lang,
                    counts=", ".join(str(len(array)) for array in self._arrays),
                )
            )
        self.rows = counts.pop() if counts else 0
        if not self.rows:
            raise CourseError(_("The sample has no rows.", lang))

    def row(self, number: int) -> list[np.ndarray]:
        """One row of each input, with a first axis of length 1."""
        number = min(max(number, 0), self.rows - 1)
        return [array[number : number + 1] for array in self._arrays]

    def _by_input(self, given: Any, inputs: list[dict], lang: str) -> list:
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


def _array(given: Any, node: dict, lang: str) -> np.ndarray:
    wanted = node["shapes"][0]
    try:
        array = np.asarray(given)
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


class Values:
    """Activations and weights of a model as it is now: training in between shows at the next question.

    Args:
        model: what `helpers.graph.read` has made `graph` of.

    Attributes:
        rows: of the sample; 0 where there is none.
    """

    def __init__(self, model: Any, graph: dict, sample: Sample | None) -> None:
        self._model, self._graph, self._sample = model, graph, sample
        self.rows = sample.rows if sample else 0

    def activations(self, key: str, row: int, lang: str) -> list[np.ndarray]:
        """Of each output of a node on one row, without the first axis.

        Raises:
            CourseError: it can't be computed, with the reason.
        """
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # what a layer prints would appear below some other cell
                return [np.asarray(_plain(value))[0] for value in self._outputs(key, row)]
        except Exception as error:  # a layer of a learner may do anything
            reason = " ".join(_ANSI.sub("", str(error)).split())[:_LONGEST] or type(error).__name__
            name = node_of(self._graph, key)["name"]
            raise CourseError(
                _("`{name}` can't be computed on this row: {reason}", lang, name=name, reason=reason)
            ) from None

    def _outputs(self, key: str, row: int) -> list:
        model, graph, given = self._model, self._graph, self._sample.row(row)
        *around, last = (int(part) for part in key.split("/"))
        for part in around:
            inputs, made, operations = tensors(model)
            given = _computed(inputs, [made[n][k] for n, k in graph["nodes"][part]["inputs"]], given)
            model, graph = operations[part], graph["nodes"][part]["graph"]
        inputs, made, _operations = tensors(model)
        return _computed(inputs, made[last], given)

    def weights(self, key: str) -> list[tuple[str, bool, np.ndarray]]:
        """Name, whether it is trained, and values of each weight of a node."""
        model = self._model
        for part in map(int, key.split("/")):
            model = tensors(model)[2][part]
        return [(w.path, bool(w.trainable), np.asarray(_plain(w.value))) for w in getattr(model, "weights", [])]


def _computed(inputs: list, wanted: list, given: list) -> list:
    import keras

    known = {id(tensor): value for tensor, value in zip(inputs, given, strict=True)}
    if all(id(tensor) in known for tensor in wanted):
        return [known[id(tensor)] for tensor in wanted]
    values = [_tensor(value, tensor) for value, tensor in zip(given, inputs, strict=True)]
    return list(keras.Function(inputs, wanted)(values))


def _tensor(value: Any, tensor: Any) -> Any:
    import keras

    return value if tensor.dtype == "string" else keras.ops.convert_to_tensor(value, dtype=tensor.dtype)


def _plain(value: Any) -> Any:
    import keras

    if getattr(value, "dtype", None) is not None and "bfloat16" in str(value.dtype):
        value = keras.ops.cast(value, "float32")
    return keras.ops.convert_to_numpy(value)

"""What a model computes on a row of a sample, up to any of its nodes, and the weights that it does it with."""

import contextlib
import io
import re
from typing import Any

import numpy as np

from helpers.errors import CourseError
from helpers.explorer.sample import Sample
from helpers.explorer.view import node_of
from helpers.graph import tensors
from helpers.language import translate as _
from helpers.untouched import untouched

_LONGEST = 200
_NODE = re.compile(r"\{\{[^}]*\}\} ?| ?\[Op:\w+\] name:\s*")  # TensorFlow's names of its own nodes
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


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

    def activations(self, key: str, row: int, lang: str, training: bool = False) -> list[np.ndarray]:
        """Of each output of a node on one row, without the first axis.

        Nothing of the model is other afterwards: what a layer keeps is kept in a scope that ends with the answer.

        Args:
            training: as it is computed in training, with dropout and the statistics of this row; else as `predict` does.

        Raises:
            CourseError: it can't be computed, with the reason.
        """
        import keras

        try:
            # what a layer prints would appear below some other cell
            with untouched(), keras.StatelessScope(), contextlib.redirect_stdout(io.StringIO()):
                return [_first(np.asarray(_plain(value))) for value in self._outputs(key, row, training)]
        except Exception as error:  # a layer of a learner may do anything
            text = _NODE.sub("", _ANSI.sub("", str(error)))
            reason = " ".join(text.split())[:_LONGEST] or type(error).__name__
            name = node_of(self._graph, key)["name"]
            raise CourseError(
                _("`{name}` can't be computed on this row: {reason}", lang, name=name, reason=reason)
            ) from None

    def _outputs(self, key: str, row: int, training: bool) -> list:
        model, graph, given = self._model, self._graph, self._sample.row(row)
        *around, last = (int(part) for part in key.split("/"))
        for part in around:
            inputs, made, operations = tensors(model)
            given = _computed(inputs, [made[n][k] for n, k in graph["nodes"][part]["inputs"]], given, training)
            model, graph = operations[part], graph["nodes"][part]["graph"]
        inputs, made, _operations = tensors(model)
        return _computed(inputs, made[last], given, training)

    def weights(self, key: str) -> list[tuple[str, bool, np.ndarray]]:
        """Name, whether it is trained, and values of each weight of a node."""
        model = self._model
        for part in map(int, key.split("/")):
            model = tensors(model)[2][part]
        return [(w.path, bool(w.trainable), np.asarray(_plain(w.value))) for w in getattr(model, "weights", [])]


def _computed(inputs: list, wanted: list, given: list, training: bool) -> list:
    import keras

    known = {id(tensor): value for tensor, value in zip(inputs, given, strict=True)}
    if all(id(tensor) in known for tensor in wanted):
        return [known[id(tensor)] for tensor in wanted]
    values = [_tensor(value, tensor) for value, tensor in zip(given, inputs, strict=True)]
    # a model, and not a bare function, tells every layer inside whether it is trained
    return keras.tree.flatten(keras.Model(inputs, list(wanted))(values, training=training))


def _first(array: np.ndarray) -> np.ndarray:
    """What an array has of the first row; itself where it has no rows."""
    return array if array.ndim == 0 else np.asarray(array[0])


def _tensor(value: Any, tensor: Any) -> Any:
    import keras

    if value is None:
        return None
    if tensor.dtype == "string":
        return _words(value)
    return keras.ops.convert_to_tensor(value, dtype=tensor.dtype)


def _words(value: Any) -> Any:
    """Strings as the backend takes them: only TensorFlow has any."""
    import keras

    words = np.asarray(value, dtype=object)
    return keras.ops.convert_to_tensor(words, dtype="string") if keras.backend.backend() == "tensorflow" else words


def _plain(value: Any) -> Any:
    import keras

    if isinstance(value, np.ndarray) or value is None:
        return np.zeros((1, 0)) if value is None else value
    if getattr(value, "dtype", None) is not None and "bfloat16" in str(value.dtype):
        value = keras.ops.cast(value, "float32")
    return keras.ops.convert_to_numpy(value)

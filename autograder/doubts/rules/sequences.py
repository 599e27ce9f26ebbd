"""Texts and sequences: ids, masks, time steps."""

from collections.abc import Iterator

import numpy as np

from autograder.doubts.calls import CONVOLUTIONS, DENSE, RECURRENT, Call, back, onward
from autograder.doubts.doubt import At, at, rule
from autograder.doubts.masks import Masks
from autograder.doubts.sources import KERAS_MASKS, TAXONOMY
from autograder.doubts.subject import Subject
from helpers.language import mark

_LSTM = "Keras, LSTM, https://keras.io/api/layers/recurrent_layers/lstm/"
_EMBEDDING = "Keras, Embedding, https://keras.io/api/layers/core_layers/embedding/"


@rule(
    "sequence.embedding-small",
    says=mark("`{layer}` has {rows} rows (0 to {last}), and the ids go from {least} to {most}."),
    because=mark("An id without a row raises on a CPU; on a GPU it gets zeros or another's row, silently."),
    remedy=mark("`input_dim` is the largest id plus one; ids below 0 have no row at all."),
    sources=(_EMBEDDING, TAXONOMY),
    needs=("graph", "data"),
)
def embedding_small(model: Subject) -> Iterator[At]:
    values = {id(call): array for call, array in model.values()}
    for call in model.calls:
        if call.op != "Embedding" or len(call.inputs) != 1:
            continue
        source = call.inputs[0] if call.inputs[0].is_input else back(call, lambda c: c.op in ("Cast", "Reshape"))
        array, rows = values.get(id(source)), call.entry["config"].get("input_dim")
        if array is not None and array.size and isinstance(rows, int):
            least, most = int(array.min()), int(array.max())
            if least < 0 or most >= rows:
                yield at(call, rows=rows, last=rows - 1, least=least, most=most)


@rule(
    "sequence.mask-lost",
    says=mark("The mask of `{other}` ends at `{layer}`."),
    because=mark("`{layer}` knows no masks and drops it: the padding counts as words from there on."),
    remedy=mark("Let a recurrent layer, an attention or `GlobalAveragePooling1D` use the mask first, or leave it out; a layer of your own lets it pass with `self.supports_masking = True`."),
    sources=(KERAS_MASKS,),
)  # fmt: skip
def mask_lost(model: Subject) -> Iterator[At]:
    for lost in Masks(model.calls).ended:
        yield at(lost.end, lost.maker, edge=(lost.source, lost.end))


@rule(
    "sequence.mask-unseen",
    says=mark("The mask of `{other}` ends at `{layer}`; `{user}` counts the padding."),
    because=mark("What an operator or a function of `keras.ops` returns has no mask, and Keras says nothing of it. `Add` and its like have one only where each of their inputs has one."),
    remedy=mark("Where the mask is lost, hand it to whoever needs it: `mask = {other}.compute_mask(ids)`. Or compute there in a layer of your own with `self.supports_masking = True`."),
    sources=(KERAS_MASKS, "Keras, `Operation.__call__` and `Merge.compute_mask`, https://github.com/keras-team/keras/tree/master/keras/src"),
)  # fmt: skip
def mask_unseen(model: Subject) -> Iterator[At]:
    told = set()
    for lost in Masks(model.calls).unseen:
        if lost.end not in told and lost.user is not None:
            told.add(lost.end)
            yield at(lost.end, lost.maker, edge=(lost.source, lost.end), user=lost.user.name)


@rule(
    "sequence.one-step",
    says=mark("`{layer}` runs over {steps} time step of {features} features."),
    because=mark("Over a single step there is nothing to remember: the layer is a costly `Dense`. Often the axes are swapped, {features} steps of one feature."),
    remedy=mark("Give the input the shape (steps, features)."),
    sources=(_LSTM, TAXONOMY),
)  # fmt: skip
def one_step(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op in ("LSTM", "GRU", "SimpleRNN", "Bidirectional") and call.inputs and not call.path:
            shape = call.inputs[0].shape
            if len(shape) == 3 and shape[1] == 1 and isinstance(shape[2], int) and shape[2] > 1:
                source = call.inputs[0]
                while source.op in ("Reshape", "ExpandDims") and source.inputs:
                    source = source.inputs[0]
                if source.is_input:
                    yield at(call, steps=1, features=shape[2])


@rule(
    "sequence.convolved-feature",
    says=mark("`{layer}` convolves over a length of 1, with {channels} channels."),
    because=mark(
        "A convolution looks at neighbours along the length; here there are none. Often the axes are swapped."
    ),
    remedy=mark("Give the input the shape (length, channels), such as ({channels}, 1)."),
    sources=("Keras, Conv1D, https://keras.io/api/layers/convolution_layers/convolution1d/", TAXONOMY),
)
def convolved_feature(model: Subject) -> Iterator[At]:
    for call in model.calls:
        if call.op == "Conv1D" and call.inputs and call.inputs[0].is_input:
            shape = call.inputs[0].shape
            if len(shape) == 3 and shape[1] == 1 and isinstance(shape[2], int) and shape[2] > 1:
                yield at(call, channels=shape[2])


@rule(
    "sequence.ids-as-numbers",
    says=mark("`{layer}` takes ids from {least} to {most} as if they were quantities."),
    because=mark("Ids are names: word 900 isn't nine hundred times word 1."),
    remedy=mark("Put an `Embedding` before it, or make the ids one-hot."),
    sources=(_EMBEDDING, TAXONOMY),
    needs=("graph", "data"),
)
def ids_as_numbers(model: Subject) -> Iterator[At]:
    for call, array in model.values():
        taken = [t for t in _first(call) if t.op in DENSE | RECURRENT | CONVOLUTIONS]
        if taken and look_like_ids(array):
            yield at(taken[0], least=int(array.min()), most=int(array.max()))


def look_like_ids(array: np.ndarray) -> bool:
    """Whether whole numbers are ids of words: rows of them, many kinds, filled up with zeros at one end."""
    if array.dtype.kind not in "iu" or array.ndim != 2 or array.shape[1] < 4 or not array.size:
        return False
    padded = (array[:, -1] == 0).mean() > 0.3 or (array[:, 0] == 0).mean() > 0.3
    return bool(array.min() >= 0 and array.max() > 255 and padded)


def _first(call: Call) -> list[Call]:
    return list(onward(call, lambda c: c.op in ("Cast", "Reshape", "ExpandDims")))


@rule(
    "sequence.padding-read-last",
    says=mark("`{layer}` reads rows that end in up to {count} zeros, without a mask."),
    because=mark("After so many zeros a recurrent layer has forgotten the words before them."),
    remedy=mark("`mask_zero=True` in the `Embedding`, or pad at the beginning."),
    sources=(KERAS_MASKS,),
    needs=("graph", "data"),
)
def padding_read_last(model: Subject) -> Iterator[At]:
    values = {id(call): array for call, array in model.values()}
    for call in model.calls:
        if call.op not in ("LSTM", "GRU", "SimpleRNN") or len(call.inputs) != 1 or call.config.get("return_sequences"):
            continue
        before = call.inputs[0]
        if before.op != "Embedding" or before.entry["config"].get("mask_zero") or not before.inputs:
            continue
        array = values.get(id(before.inputs[0]))
        if array is None or array.ndim != 2 or array.shape[1] < 10 or call.config.get("go_backwards"):
            continue
        zeros = (np.cumsum(array[:, ::-1] != 0, axis=1) == 0).sum(axis=1)
        if np.median(zeros) >= array.shape[1] / 2:
            yield at(call, count=int(zeros.max()))

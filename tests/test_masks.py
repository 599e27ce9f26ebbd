"""`lint` on masks that get lost in silence: it speaks where padding changes what the model says, and nowhere else."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder import lint

SHORT = np.array([[3, 5, 2], [7, 1, 4]])
PADDED = np.pad(SHORT, ((0, 0), (0, 3)))
UNSEEN = "sequence.mask-unseen"


def _words():
    ids = keras.Input((None,), dtype="int32", name="ids")
    table = layers.Embedding(9, 4, mask_zero=True, name="words")
    return ids, table, table(ids)


def _built(end):
    ids, table, x = _words()
    return keras.Model(ids, end(ids, table, x))


def _own(ids):
    return ops.expand_dims(ops.cast(ops.not_equal(ids, 0), "float32"), -1)


def _positions(ids):
    return layers.Embedding(9, 4)(ops.cumsum(ops.ones_like(ids), axis=1))


def _lstm(x, **given):
    return layers.LSTM(3, name="reader")(x, **given)


def _attend(x, y, **given):
    return layers.MultiHeadAttention(1, 4, name="reader")(x, y, **given)[:, 0]


def _mean(x, **given):
    return layers.GlobalAveragePooling1D(name="reader")(x, **given)


LOST = {
    "a sum, then a recurrent layer": (lambda ids, e, x: _lstm(x + _positions(ids)), "add"),
    "a layer's sum with what has no mask": (lambda ids, e, x: _lstm(layers.Add()([x, _positions(ids)])), "add"),
    "a product": (lambda ids, e, x: _mean(ops.multiply(x, 2.0)), "multiply"),
    "some layers on": (lambda ids, e, x: _lstm(layers.Dense(4)(layers.Dropout(0.1)(ops.tanh(x)))), "tanh"),
    "a mean of an operation": (lambda ids, e, x: ops.mean(x, axis=1), "mean"),
    "a sum over the steps": (lambda ids, e, x: ops.sum(layers.Dense(4)(x), axis=-2), "sum"),
    "the largest": (lambda ids, e, x: ops.max(layers.LayerNormalization()(x), 1), "max"),
    "attention": (lambda ids, e, x: _attend(y := x * 2.0, y), "multiply"),
    "keys without their mask": (lambda ids, e, x: _attend(x, x * 2.0), "multiply"),
    "a residual of two masked ones": (lambda ids, e, x: _mean(x + layers.Dense(4)(x)), "add"),
    "in both directions": (lambda ids, e, x: layers.Bidirectional(layers.GRU(2), name="reader")(-x), "negative"),
    "steps kept, the last taken": (lambda ids, e, x: layers.LSTM(3, return_sequences=True)(x * 1.5)[:, -1], "multiply"),
    "the second of two": (lambda ids, e, x: _mean(ops.tanh(layers.LSTM(3, return_sequences=True)(x))), "tanh"),
}  # fmt: skip
KEPT = {
    "nothing between": lambda ids, e, x: _lstm(x),
    "a layer's sum of two masked ones": lambda ids, e, x: _lstm(layers.Add()([x, layers.Dense(4)(x)])),
    "handed on": lambda ids, e, x: _lstm(x + _positions(ids), mask=e.compute_mask(ids)),
    "handed to a mean": lambda ids, e, x: _mean(x * 2.0, mask=ops.not_equal(ids, 0)),
    "handed to attention": lambda ids, e, x: _attend(x * 2.0, x * 2.0, value_mask=e.compute_mask(ids)),
    "a mean by hand": lambda ids, e, x: ops.sum(x * _own(ids), axis=1) / ops.sum(_own(ids), axis=1),
    "by hand, some steps on": lambda ids, e, x: ops.sum(ops.tanh(x) * _own(ids), axis=1),
    "the first step": lambda ids, e, x: layers.Dense(3)((x * 2.0)[:, 0]),
    "attention that looks back": lambda ids, e, x: _attend(y := x * 2.0, y, use_causal_mask=True),
    "an operation behind the last reader": lambda ids, e, x: layers.Dense(3)(_lstm(x) * 2.0),
    "a maximum of what was masked": lambda ids, e, x: ops.max(ops.where(_own(ids) > 0, x, -9.0), axis=1),
}  # fmt: skip


def _padding_counts(model):
    return not np.allclose(model(SHORT), model(PADDED), atol=1e-5)


@pytest.mark.parametrize("case", LOST)
def test_the_operation_where_a_mask_ends_is_named(case):
    end, name = LOST[case]
    (doubt,) = [d for d in lint(_built(end)).findings if d.id == UNSEEN]
    assert doubt.layers[0].startswith(name) and doubt.layers[1] == "words"


@pytest.mark.parametrize("case", KEPT)
def test_nothing_is_said_of_a_mask_that_comes_through(case):
    assert UNSEEN not in [d.id for d in lint(_built(KEPT[case]))]


@pytest.mark.thorough("what is said of these models is among the quick tests; this computes that it is true")
def test_padding_counts_where_it_is_said_and_nowhere_else():
    for case, (end, _name) in LOST.items():
        assert _padding_counts(_built(end)), case
    for case, end in KEPT.items():
        assert not _padding_counts(_built(end)), case

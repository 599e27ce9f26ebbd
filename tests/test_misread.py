"""Graphs that differ are told apart, whatever the option; those that are the same are, however they are wrapped."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder.graphs.canonical import canonical, same
from autograder.graphs.difference import difference
from helpers import draw, graph


def _form(model):
    return canonical(graph.read(model))


def _of(make, *shapes):
    inputs = [keras.Input(shape) for shape in shapes or [(4,)]]
    return _form(keras.Model(inputs, make(*inputs)))


BIG = np.arange(81, dtype="float32")
OTHER = BIG.copy()
OTHER[70] = 5
DIFFERENT = {
    "pooling": (lambda x: layers.GlobalAveragePooling2D(data_format="channels_first")(x), lambda x: layers.GlobalAveragePooling2D()(x), (4, 4, 4)),
    "flatten": (lambda x: layers.Flatten(data_format="channels_first")(x), lambda x: layers.Flatten()(x), (4, 4, 4)),
    "slope": (lambda x: ops.leaky_relu(x, 0.3), lambda x: ops.leaky_relu(x), (4,)),
    "approximate": (lambda x: ops.gelu(x, approximate=False), lambda x: ops.gelu(x), (4,)),
    "alpha": (lambda x: ops.elu(x, 2.0), lambda x: ops.elu(x), (4,)),
    "axis": (lambda x: ops.log_softmax(x, axis=1), lambda x: ops.log_softmax(x), (4, 4)),
    "constant": (lambda x: x * BIG, lambda x: x * OTHER, (81,)),
    "slope of a layer": (lambda x: layers.LeakyReLU(0.1)(x), lambda x: layers.LeakyReLU(0.3)(x), (4,)),
    "slope within": (lambda x: layers.Dense(4, activation=layers.LeakyReLU(0.1))(x), lambda x: layers.Dense(4, activation=layers.LeakyReLU(0.2))(x), (4,)),
    "wrapped": (lambda x: layers.TimeDistributed(layers.Dense(3))(x), lambda x: layers.TimeDistributed(layers.Dense(4))(x), (4, 4)),
    "lambda": (lambda x: layers.Lambda(lambda t: t + 1)(x), lambda x: layers.Lambda(lambda t: t * 3)(x), (4,)),
    "index": (lambda x: x[..., None], lambda x: x[None, ...], (4,)),
}  # fmt: skip


@pytest.mark.parametrize("case", DIFFERENT)
def test_options_that_change_what_is_computed_are_seen(case):
    left, right, shape = DIFFERENT[case]
    assert same(_of(left, shape), _of(left, shape)) and not same(_of(left, shape), _of(right, shape))


def test_a_product_beside_a_sum_is_no_average():
    one = _of(lambda a, b, c: ((a + b) * c) * 0.5, (4,), (4,), (4,))
    other = _of(lambda a, b, c: ((a + b) * (c + 1.0)) * 0.5, (4,), (4,), (4,))
    assert not same(one, other) and [op.op for op in one.operations].count("Average") == 0
    assert same(_of(lambda a, b: (a + b) * 0.5, (4,), (4,)), _of(lambda a, b: layers.average([a, b]), (4,), (4,)))


EQUAL = {
    "bidirectional": (lambda x: layers.Bidirectional(layers.LSTM(4))(x), lambda x: layers.Bidirectional(layers.LSTM(4, name="mine"))(x)),
    "distributed": (lambda x: layers.TimeDistributed(layers.Dense(3))(x), lambda x: layers.TimeDistributed(layers.Dense(3, kernel_initializer="zeros"))(x)),
    "cells": (lambda x: layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)])(x), lambda x: layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)])(x)),
    "stacked": (lambda x: layers.RNN(layers.StackedRNNCells([layers.GRUCell(3)]))(x), lambda x: layers.RNN(layers.StackedRNNCells([layers.GRUCell(3)]))(x)),
    "slope": (lambda x: layers.LeakyReLU(0.1)(x), lambda x: ops.leaky_relu(x, 0.1)),
    "elu": (lambda x: layers.ELU()(x), lambda x: layers.Activation("elu")(x)),
    "within": (lambda x: layers.Dense(3, activation=layers.LeakyReLU(0.2))(x), lambda x: layers.Dense(3, activation="leaky_relu")(x)),
}  # fmt: skip


@pytest.mark.parametrize("case", EQUAL)
def test_what_is_wrapped_compares_as_a_layer(case):
    left, right = EQUAL[case]
    assert same(_of(left, (5, 4)), _of(right, (5, 4)))


def test_the_option_inside_a_wrapper_is_named():
    right, wrong = (_of(lambda x, u=u: layers.Bidirectional(layers.LSTM(u, name="own"))(x), (5, 4)) for u in (4, 6))
    findings = difference(right, wrong)
    options = {(f.values["option"], f.values["got"], f.values["expected"]) for f in findings}
    assert ("layer.units", 6, 4) in options
    right, wrong = (_of(lambda x, s=s: layers.Dense(3, activation=layers.LeakyReLU(s))(x)) for s in (0.1, 0.4))
    (finding,) = difference(right, wrong)
    assert finding.values["got"] == "leaky_relu(negative_slope=0.4)" and "0.1" in finding.values["expected"]


def _told(left, right, shape):
    return [
        (f.key, f.values.get("option"), f.values["got"], f.values["expected"])
        for f in difference(_of(left, shape), _of(right, shape))
    ]


def test_one_option_is_one_finding():
    """What reads backwards is a copy of the layer; channels first are an option of `Flatten`, not another layer."""
    both = lambda units: lambda x: layers.Bidirectional(layers.LSTM(units))(x)  # noqa: E731
    assert _told(both(4), both(6), (5, 4)) == [("graph.config", "layer.units", 6, 4)]

    def other(units):
        return lambda x: layers.Bidirectional(layers.GRU(4), backward_layer=layers.GRU(units, go_backwards=True))(x)

    assert _told(other(4), other(6), (5, 4)) == [("graph.config", "backward_layer.units", 6, 4)]
    first = lambda x: layers.Flatten(data_format="channels_first")(x)  # noqa: E731
    told = ("graph.config", "data_format", "channels_last", "channels_first")
    assert _told(first, lambda x: layers.Flatten()(x), (4, 4, 4)) == [told]
    assert _told(first, lambda x: layers.Reshape((64,))(x), (4, 4, 4)) == [("graph.kind", None, "Reshape", "Flatten")]


def _over_time(second=True, units=3):
    x = keras.Input((4,))
    one, two = layers.Dense(4, activation="relu")(x), layers.Dense(4)(x)
    inner = keras.Model(x, layers.Dense(units)(layers.Concatenate()([one, two] if second else [one, one])))
    return lambda x: layers.TimeDistributed(inner)(x)


def test_a_model_that_a_layer_wraps_is_compared_by_its_calls():
    right = _of(_over_time(), (5, 4))
    assert same(right, _of(_over_time(), (5, 4)))
    assert not same(right, _of(_over_time(second=False), (5, 4)))
    assert [f.values["option"] for f in difference(right, _of(_over_time(units=5), (5, 4)))] == ["layer.layers.4.units"]


def test_options_have_bounds_in_pictures_and_data():
    """A vocabulary of 20,000 words, a constant of 36 numbers: a picture no wider than another."""
    words = layers.TextVectorization(vocabulary=[f"word{k}" for k in range(20_000)])
    text = keras.Input((), dtype="string")
    read = graph.read(keras.Model(text, layers.Embedding(20_002, 4)(words(text))))
    assert len(str(read)) < 8_000
    assert draw(read, config=True).width < 1200
    x = keras.Input((6,))
    matrix = np.arange(36, dtype="float32").reshape(6, 6)
    for model in (keras.Model(x, x @ matrix), keras.Model(x, layers.Lambda(lambda t: t + 1)(x[..., None]))):
        picture = draw(model, config=True)
        assert picture.width < 700 and "object" not in picture.text and "function function" not in picture.text

"""The oracle's draws tell models apart that differ behind or before a relu, for any seed."""

import keras
import pytest
from keras import layers

from autograder.asking import probe
from autograder.judging import judge
from helpers import graph


def _images(pool, last="relu"):
    x = keras.Input((8, 8, 1))
    code = pool()(layers.Conv2D(3, 3, activation="relu")(x))
    return keras.Model(x, layers.Conv2DTranspose(1, 3, activation=last)(layers.Reshape((1, 1, 3))(code)))


def _rows(last):
    x = keras.Input((5,))
    return keras.Model(x, layers.Dense(1, activation=last)(layers.Dense(4, activation="tanh")(x)))


def _judged(got, wanted, seed):
    (read,), objects = graph.read_together([got])
    return judge.model({"graph": read, "outputs": probe.outputs(got, read, objects, seed)}, wanted, seed)


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_what_a_relu_hides_is_seen(first):
    right, wrong = _images(layers.GlobalMaxPooling2D), _images(layers.GlobalAveragePooling2D)
    missed = [seed for seed in range(first, first + 20) if not _judged(wrong, right, seed)]
    assert missed == []


@pytest.mark.parametrize("first", range(0, 60, 20))
def test_a_surplus_relu_is_seen(first):
    right, wrong = _rows(None), _rows("relu")
    missed = [seed for seed in range(first, first + 20) if not _judged(wrong, right, seed)]
    assert missed == []


def test_weights_are_put_back():
    model = _rows(None)
    before = model.get_weights()
    (read,), objects = graph.read_together([model])
    outputs = probe.outputs(model, read, objects, 0)
    assert len(outputs) == 2 and outputs[0].shape == outputs[1].shape == (probe.ROWS, 1)
    assert all((a == b).all() for a, b in zip(before, model.get_weights(), strict=True))

"""The oracle's draws tell models apart that differ behind or before a relu, for any seed."""

import keras
import pytest
from keras import layers, ops

from autograder.asking import probe
from autograder.judging import judge
from helpers import graph
from tests.state import unchanged


def _images(pool, last="relu"):
    x = keras.Input((8, 8, 1))
    code = pool()(layers.Conv2D(3, 3, activation="relu")(x))
    return keras.Model(x, layers.Conv2DTranspose(1, 3, activation=last)(layers.Reshape((1, 1, 3))(code)))


def _rows(last):
    x = keras.Input((5,))
    return keras.Model(x, layers.Dense(1, activation=last)(layers.Dense(4, activation="tanh")(x)))


def _judged(got, wanted, seed):
    (read,), objects = graph.read_together([got])
    found = {"graph": read, "outputs": probe.outputs(got, read, objects, seed)}
    found["training"] = probe.training(got, read, objects, seed)
    return judge.model(found, wanted, seed)


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


def _sides():
    x = keras.Input((None, None, 2))
    y = layers.Conv2D(3, 3, padding="same", activation="tanh")(x)
    small = layers.MaxPooling2D(4)(y)
    return keras.Model(x, layers.Concatenate()([y, layers.UpSampling2D(4)(small)]))


def _words(vocabulary=("red", "house")):
    x = keras.Input((), dtype="string")
    ids = layers.TextVectorization(vocabulary=list(vocabulary), output_sequence_length=4)(x)
    return keras.Model(x, layers.Dense(2)(layers.Flatten()(layers.Embedding(4, 3)(ids))))


class Drawing(layers.Layer):
    """Draws in inference, too: by a generator of its own, or by that of all."""

    def __init__(self, scale, own):
        super().__init__()
        self.scale, self.draws = scale, keras.random.SeedGenerator() if own else None

    def call(self, x):
        return x + self.scale * keras.random.normal(ops.shape(x), seed=self.draws)


def _drawing(scale=1.0, own=True):
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(3)(Drawing(scale, own)(layers.Dense(2)(x))))


SAME = {"sides": _sides, "own draws": _drawing, "draws of all": lambda: _drawing(own=False)}
if keras.backend.backend() == "tensorflow":
    SAME["words"] = _words


@pytest.mark.parametrize("case", SAME)
def test_what_needs_a_length_words_or_a_seed_is_judged(case):
    model, right = SAME[case](), SAME[case]()
    with unchanged(model, right):
        assert _judged(model, right, 5) == []


def test_what_draws_otherwise_is_seen():
    assert _judged(_drawing(2.0), _drawing(), 5) and _judged(_drawing(2.0, False), _drawing(own=False), 5)

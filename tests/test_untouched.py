"""Every public call that looks leaves the model, its state, Keras's and Python's global state as they were: hashed around each."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder import assert_same_model, diff, lint, same_model, why
from autograder.learner.check import Check
from helpers import between, draw, explore, graph
from tests.state import unchanged

BACKEND = keras.backend.backend()
TRAINS = BACKEND != "numpy"
ROWS = np.random.default_rng(0).normal(size=(8, 6, 3)).astype("float32")
LABELS = np.arange(8) % 2


@keras.saving.register_keras_serializable(package="looked_at")
class Sampling(layers.Layer):
    """Draws at every call, and counts its calls."""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.draws = keras.random.SeedGenerator(3)
        self.calls = self.add_weight(shape=(), initializer="zeros", trainable=False, name="calls")

    def call(self, x):
        self.calls.assign_add(1.0)
        of_all = 0.0 if BACKEND == "jax" else keras.random.uniform(ops.shape(x))  # JAX takes draws with a seed alone
        return x + keras.random.normal(ops.shape(x), seed=self.draws) + of_all


def _model(units=4, trained=False):
    """Statistics, dropout, seeds of its own and of all, a count, a nested model called twice, a trained optimizer."""
    x = keras.Input((6, 3))
    y = Sampling()(layers.SpatialDropout1D(0.1)(layers.GaussianNoise(0.1)(x)))
    inside = keras.Input((6, 3))
    block = keras.Model(inside, layers.BatchNormalization()(layers.Conv1D(3, 1, activation="relu")(inside)))
    y = layers.Bidirectional(layers.SimpleRNN(units, dropout=0.1))(block(block(y)))
    model = keras.Model(x, layers.Dense(2, activation="softmax")(layers.Dropout(0.2)(y)))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"], run_eagerly=True)
    if trained and TRAINS:
        model.fit(ROWS, LABELS, verbose=0)
        model.predict(ROWS, verbose=0)
    return model


@pytest.fixture(scope="module")
def models():
    return _model(trained=True), _model(5)


def _clicked(model):
    found = explore(model, ROWS)
    found.send = lambda *_content, **_more: None
    for key in ("0", "1", "2", "4/1", "4/2", "7"):
        for training in (False, True):
            found._answer(None, {"ask": 1, "key": key, "row": 1, "training": training}, None)
    return found.picture()


def _raised(model):
    try:
        model(np.ones((2, 5)))
    except Exception as error:
        return why(error)
    raise AssertionError


def _explored(model):
    check = Check()
    check("ex01a", lambda _hidden_units, _num_classes: model)
    return check.explore("ex01a")


LOOKS = {
    "read": lambda a, b: graph.read(a),
    "draw": lambda a, b: draw(a, config=True),
    "draw beside": lambda a, b: explore(a, beside=b),
    "explore": lambda a, b: _clicked(a),
    "diff": lambda a, b: diff(a, b),
    "diff page": lambda a, b: diff(a, b).page(),
    "same_model": lambda a, b: same_model(a, b),
    "assert_same_model": lambda a, b: assert_same_model(a, a),
    "lint": lambda a, b: lint(a),
    "lint data": lambda a, b: lint(a, (ROWS, LABELS)),
    "why": lambda a, b: _raised(a),
    "check": lambda a, b: Check()("ex01a", lambda _hidden_units, _num_classes: a),
    "check explore": lambda a, b: _explored(a),
}


@pytest.mark.parametrize("look", LOOKS)
def test_what_looks_leaves_everything_as_it_was(models, look):
    with unchanged(*models):
        found = LOOKS[look](*models)
        repr(found)
        if hasattr(found, "_repr_html_"):
            found._repr_html_()
        if hasattr(found, "_repr_mimebundle_"):
            found._repr_mimebundle_()


def test_a_slide_between_two_codes_leaves_the_decoder_as_it_was():
    code = keras.Input((2,))
    decoder = keras.Model(code, layers.Reshape((2, 2, 1))(layers.BatchNormalization()(layers.Dense(4)(code))))
    with unchanged(decoder):
        repr(between(decoder, np.zeros(2), np.ones(2)))


def test_the_hash_sees_what_changes(models):
    def seeded():
        keras.utils.set_random_seed(1)

    def named():
        layers.Dense(2)

    def called():
        models[0](ROWS, training=True)

    def frozen():
        models[0].layers[-1].trainable ^= True

    for change in (seeded, named, called, frozen):
        with pytest.raises(AssertionError), unchanged(*models):
            change()

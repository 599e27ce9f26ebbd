"""What chapters say of Keras in passing, without a cell that shows it."""

import keras
import numpy as np
import pytest
from keras import layers, ops

ROWS = -np.ones((2, 3), "float32")


def in_a_graph(function, **shape) -> keras.Model:
    class Inside(layers.Layer):
        def call(self, x):
            return function(x)

    inputs = keras.Input(**(shape or {"shape": (3,)}))
    return keras.Model(inputs, Inside()(inputs))


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (lambda x: ops.cond(ops.mean(x) > 0, lambda: x, lambda: -x), -ROWS),
        (lambda x: ops.fori_loop(0, 3, lambda _k, value: value + 1.0, x), ROWS + 3),
        (lambda x: ops.while_loop(lambda v: ops.mean(v) < 4, lambda v: (v + 1.0,), (x,))[0], ROWS + 5),
        (lambda x: x + ops.scan(lambda sum_, row: (sum_ + ops.mean(row), sum_), 0.0, ops.transpose(x))[0], ROWS - 3),
    ],
    ids=["cond", "fori_loop", "while_loop", "scan"],
)
def test_values_choose_and_repeat_inside_a_layer_of_a_graph(function, expected):
    """Chapter 11, loop-meaning."""
    assert np.allclose(in_a_graph(function).predict(ROWS, verbose=0), expected)


def test_an_eager_model_runs_its_python_for_each_batch():
    """Chapter 11, cannot-exit-meaning."""

    class Chooses(keras.Model):
        def call(self, x):
            return x if float(ops.mean(x)) > 0 else -x

    model = Chooses()
    model.compile(loss="mse", run_eagerly=True)
    assert np.allclose(model.predict(ROWS, verbose=0), -ROWS)
    recorded = Chooses()
    recorded.compile(loss="mse")
    with pytest.raises(Exception, match="float"):
        recorded.predict(ROWS, verbose=0)


def test_a_batch_that_is_fixed_takes_no_other():
    """Chapter 12, batch-changed."""
    model = in_a_graph(lambda x: x + ops.zeros((16, 3)), batch_shape=(16, 3))
    assert model(np.ones((16, 3))).shape == (16, 3)
    with pytest.raises(Exception, match="16"):
        model.predict(np.ones((8, 3)), verbose=0)


def test_a_weight_has_the_dtype_of_its_layer():
    """Chapter 10, forgot-weight."""

    class One(layers.Layer):
        def build(self, _shape):
            self.one = self.add_weight(shape=(2,))

    layer = One(dtype="float64")
    layer.build((None, 2))
    assert layer.one.dtype == "float64"

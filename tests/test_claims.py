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


def test_a_list_of_layers_is_checked_where_it_begins_with_an_input():
    """Chapter 11, choose-intro."""
    unfit = [layers.Dense(3), layers.Conv2D(3, 3)]
    keras.Sequential(unfit)
    with pytest.raises(ValueError, match="incompatible"):
        keras.Sequential([keras.Input((4,)), *unfit])


class Wrap(layers.Layer):
    """Tells at its `build` whether the layer inside is built already."""

    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.found_built = self.layer.built
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, x):
        return self.layer(x)

    def get_config(self):
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        return cls(keras.saving.deserialize_keras_object(config.pop("layer")), **config)


def test_custom_objects_names_the_class_and_a_loaded_layer_inside_is_built_already(tmp_path):
    """Chapter 10, file-meaning and wrap-built."""
    inputs = keras.Input(shape=(3,))
    model = keras.Model(inputs, Wrap(layers.Dense(2))(inputs))
    assert not model.layers[-1].found_built
    model.save(tmp_path / "m.keras")
    loaded = keras.saving.load_model(tmp_path / "m.keras", custom_objects={"Wrap": Wrap})
    assert loaded.layers[-1].found_built
    assert np.allclose(loaded(ROWS), model(ROWS))


def test_a_model_can_be_cloned_once_each_layer_has_its_config():
    """Chapter 12, clone-meaning."""
    x, rows = keras.Input(shape=(3,)), keras.Input(shape=(3,))
    classifier = keras.Model(x, layers.Dense(2)(x))
    copy = keras.models.clone_model(keras.Model(rows, Wrap(classifier)(rows)))
    assert copy.count_params() == 8 and copy.layers[-1].layer is not classifier


def test_another_compile_and_another_dtype_record_anew():
    """Chapter 12, spy-again-meaning."""
    heard = []

    def spy(x):
        heard.append(x.dtype)
        return x

    model = in_a_graph(spy)
    for _again in range(2):
        model.predict(ROWS, verbose=0)
    once = len(heard)
    model.compile(loss="mse")
    model.predict(ROWS, verbose=0)
    assert once == 2 and len(heard) == 3  # built and recorded; recorded again


def test_vgg_takes_blue_first_and_less_the_mean():
    """Chapter 09, vgg-changed and vgg-intro."""
    from keras.src.applications import vgg19

    red = np.full((1, 1, 1, 3), [255.0, 0.0, 0.0], "float32")
    blue, _green, last = np.ravel(keras.applications.vgg19.preprocess_input(red))
    assert blue < 0 < last < 255
    assert vgg19.WEIGHTS_PATH.startswith("https://storage.googleapis.com/")
    assert vgg19.WEIGHTS_PATH.endswith("/vgg19_weights_tf_dim_ordering_tf_kernels.h5")


def test_what_a_graph_says_of_training_is_overruled_by_fit_and_predict():
    """The rules norm.training-fixed and norm.frozen-statistics of `lint`."""
    rows = keras.Input((3,))
    dropped = keras.Model(rows, layers.Dropout(0.9, seed=1)(rows, training=True))
    assert np.array_equal(dropped.predict(ROWS, verbose=0), ROWS)
    assert not np.array_equal(dropped(ROWS), ROWS)
    norm = layers.BatchNormalization()
    model = keras.Model(rows, norm(rows, training=False))
    model.compile("sgd", "mse")
    model.fit(ROWS, ROWS, verbose=0)
    assert norm.moving_mean.numpy().all()
    norm.trainable = False
    before = norm.moving_mean.numpy()
    model.compile("sgd", "mse")
    model.fit(ROWS, ROWS, verbose=0)
    assert np.array_equal(norm.moving_mean, before)

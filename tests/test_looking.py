"""What looks changes nothing, shows what `predict` gives, and takes what the model takes."""

import keras
import numpy as np
import pytest
from keras import layers, ops

from helpers import charts, explore, graph
from helpers.errors import CourseError
from helpers.training import live, plot_history
from tests.state import unchanged


def _image_model():
    inner = keras.Sequential(
        [keras.Input((8, 8, 3)), layers.Resizing(8, 8), layers.Conv2D(4, 3), layers.BatchNormalization(),
         layers.Dropout(0.5), layers.GlobalAveragePooling2D()]
    )  # fmt: skip
    image = keras.Input((8, 8, 3))
    model = keras.Model(image, layers.Dense(2)(inner(image)))
    model.compile("sgd", "mse")
    return model


BACKEND = keras.backend.backend()
WORDS = pytest.mark.skipif(BACKEND != "tensorflow", reason="strings are TensorFlow's")


def _asked(explorer, key, **more):
    """What the page gets for a click."""
    sent = []
    explorer.send = lambda content, buffers=None: sent.append(content)
    explorer._answer(None, {"ask": 1, "key": key, "row": 0, **more}, None)
    return sent[0]


def test_clicks_leave_a_model_as_it_is_and_show_what_predict_gives():
    model, rows = _image_model(), np.random.default_rng(0).normal(size=(3, 8, 8, 3)).astype("float32")
    wanted = model.predict(rows, verbose=0)
    read = graph.read(model)
    last = str(len(read["nodes"]) - 1)
    with unchanged(model):
        found = explore(model, rows)
        for key in ("0", "1", "1/2", "1/3", "1/4", last):
            for training in (False, True):
                assert _asked(found, key, training=training)["activations"][0]["kind"] != "none", key
        values = found._values.activations(last, 0, "en")
        repr(found.picture())
    assert np.allclose(values[0], wanted[0], atol=1e-4)
    assert not np.allclose(found._values.activations(last, 0, "en", training=True)[0], wanted[0], atol=1e-4)
    assert np.allclose(model.predict(rows, verbose=0), wanted)


class Counting(layers.Layer):
    """Keeps a count of its calls."""

    def build(self, _shape):
        self.count = self.add_weight(shape=(), initializer="zeros", trainable=False, name="count")

    def call(self, x):
        self.count.assign_add(1.0)
        return x * 2


def test_a_layer_that_keeps_something_at_every_call_keeps_nothing_of_a_click():
    x = keras.Input((2,))
    model = keras.Model(x, Counting()(x))
    with unchanged(model):
        assert list(explore(model, np.ones((1, 2)))._values.activations("1", 0, "en")[0]) == [2, 2]


def _takes(model, sample):
    found = explore(model, sample)
    return [_asked(found, str(k))["activations"] for k in range(len(graph.read(model)["nodes"]))]


def _words():
    text, number = keras.Input((), dtype="string", name="text"), keras.Input((2,), name="number")
    ids = layers.StringLookup(vocabulary=["a", "b"])(text)
    return keras.Model([text, number], layers.Concatenate()([layers.Embedding(3, 2)(ids), number]))


def _structured():
    a, w = keras.Input((2,), name="first"), keras.Input((2,), name="second")
    return keras.Model([a, {"w": w}], a + w)


def _keys():
    a, b = keras.Input((2,), name="one"), keras.Input((3,), name="two")
    return keras.Model({"left": a, "right": b}, layers.Concatenate()([a, b]))


def _single(make, *shape, **options):
    x = keras.Input(shape, **options)
    return keras.Model(x, make(x))


ONES = np.ones((3, 2), "float32")
TAKEN = {
    "fixed batch": lambda: (_single(layers.Dense(2), 2, batch_size=4), ONES),
    "state": lambda: (_single(layers.LSTM(2, stateful=True), 3, 2, batch_size=4), np.ones((4, 3, 2))),
    "keys of a dict": lambda: (_keys(), {"left": ONES, "right": np.ones((3, 3))}),
    "names of inputs": lambda: (_keys(), {"one": ONES, "two": np.ones((3, 3))}),
    "structure": lambda: (_structured(), [ONES, {"w": ONES}]),
    "strings beside numbers": lambda: (_words(), [np.array(["a", "b", "c"]), ONES]),
    "strings": lambda: (_single(layers.StringLookup(vocabulary=["a"]), dtype="string"), ["a", "b"]),
    "scalar output": lambda: (_single(lambda x: ops.sum(x), 2), ONES),
    "five axes": lambda: (_single(layers.Conv3D(2, 1), 2, 4, 4, 3), np.ones((1, 2, 4, 4, 3))),
    "one input in a dict": lambda: (keras.Model({"x": (x := keras.Input((2,)))}, layers.Dense(1)(x)), {"x": ONES}),
}


@pytest.mark.parametrize("case", [pytest.param(c, marks=[WORDS] if "strings" in c else []) for c in TAKEN])
def test_the_explorer_takes_what_the_model_takes(case):
    model, sample = TAKEN[case]()
    with unchanged(model):
        for activations in _takes(model, sample):
            assert activations and all(a["kind"] != "none" for a in activations), activations


@WORDS
def test_data_sets_sparse_tensors_and_optional_inputs_are_taken():
    import tensorflow as tf

    model = _single(layers.Dense(2), 2)
    data = tf.data.Dataset.from_tensor_slices((ONES, ONES[:, 0])).batch(2)
    for sample in (data, tf.sparse.from_dense(ONES)):
        assert _takes(model, sample)[-1][0]["kind"] == "bars"
    a, b = keras.Input((2,), name="a"), keras.Input((2,), name="b", optional=True)

    class Either(layers.Layer):
        def call(self, x, y=None):
            return x if y is None else x + y

        def compute_output_spec(self, x, y=None):
            return keras.KerasTensor(x.shape, x.dtype)

    both = keras.Model([a, b], Either()(a, b))
    assert _takes(both, [ONES, None])[-1][0]["kind"] == "bars"


@pytest.mark.skipif(BACKEND == "jax", reason="JAX takes any index")
def test_what_cannot_be_computed_is_said_without_names_of_the_backend():
    x = keras.Input((2,), dtype="int32")
    model = keras.Model(x, layers.Embedding(2, 2)(x))
    with pytest.raises(CourseError) as caught:
        values = explore(model, np.array([[7, 900]]))._values
        values.activations("1", 0, "en")
    assert "{{" not in str(caught.value) and "function_node" not in str(caught.value)


def test_weights_that_are_nearly_equal_have_a_histogram():
    model = _single(layers.Dense(4, kernel_initializer="ones"), 8)
    kernel = np.ones((8, 4), "float32")
    kernel[0, 0] = np.nextafter(np.float32(1), np.float32(2))
    model.layers[-1].set_weights([kernel, np.zeros(4)])
    weights = _asked(explore(model, np.ones((1, 8))), "1")["weights"]
    assert [sum(w["counts"]) for w in weights] == [32, 4]


@pytest.mark.skipif(BACKEND == "numpy", reason="NumPy doesn't train")
def test_a_metric_of_several_numbers_and_validation_now_and_then(capsys):
    model = _single(layers.Dense(6, activation="softmax"), 3)
    model.compile("sgd", "categorical_crossentropy", metrics=[keras.metrics.F1Score()])
    rows, labels = np.ones((8, 3)), np.eye(6)[np.arange(8) % 6]
    shown = live()
    history = model.fit(
        rows, labels, epochs=4, verbose=0, validation_data=(rows, labels), validation_freq=2, callbacks=[shown]
    )
    assert "f1_score (mean)" in capsys.readouterr().out
    for series in (shown.history, charts.whole(history.history)):
        assert [v is None for v in series["val_loss"]] == [True, False, True, False]
        assert len(series["f1_score (mean)"]) == 4
    assert "val_loss" not in repr(plot_history(history)).splitlines()[1]

"""What people reported of misread models, as short programs of our own: each says whether all is right, and what is said."""

from collections.abc import Callable

import keras
import numpy as np
import tensorflow as tf
from keras import layers, ops

from autograder.feedback.words import sentence
from autograder.graphs.canonical import canonical, same
from autograder.graphs.difference import difference
from helpers import draw, explore, graph
from helpers.training import live, plot_history

Told = tuple[bool, str]
REPORTS: dict[str, Callable[[], Told]] = {}


def _report(name: str) -> Callable:
    def enter(look: Callable[[], Told]) -> Callable[[], Told]:
        REPORTS[name] = look
        return look

    return enter


def _model(make: Callable, *shapes: tuple) -> keras.Model:
    ends = [keras.Input(shape, name=f"in_{k}") for k, shape in enumerate(shapes or [(4,)])]
    return keras.Model(ends if len(ends) > 1 else ends[0], make(*ends))


def _form(make: Callable, *shapes: tuple) -> object:
    return canonical(graph.read(_model(make, *shapes)))


def _words(right: Callable, wrong: Callable, *shapes: tuple) -> list[str]:
    return [sentence(f) for f in difference(_form(right, *shapes), _form(wrong, *shapes))]


def _asked(model: keras.Model, sample: object, key: str = "1") -> str:
    shown, answers = explore(model, sample), []
    shown.send = lambda content, buffers=None: answers.append(content)
    shown._answer(None, {"ask": 1, "key": key, "row": 0}, None)
    (about, *_others) = answers[0]["activations"]
    return about.get("sentence") or f"{about['kind']} {about['shape']}"


def _options() -> dict[str, tuple[Callable, Callable, tuple]]:
    big, other = np.arange(81, dtype="float32"), np.arange(81, dtype="float32")
    other[70] = 5
    return {
        "pooling, channels first": (lambda x: layers.GlobalAveragePooling2D(data_format="channels_first")(x), layers.GlobalAveragePooling2D(), (4, 4, 4)),
        "flatten, channels first": (lambda x: layers.Flatten(data_format="channels_first")(x), layers.Flatten(), (4, 4, 4)),
        "slope of leaky_relu": (lambda x: ops.leaky_relu(x, 0.3), lambda x: ops.leaky_relu(x), (4,)),
        "approximate of gelu": (lambda x: ops.gelu(x, approximate=False), lambda x: ops.gelu(x), (4,)),
        "alpha of elu": (lambda x: ops.elu(x, 2.0), lambda x: ops.elu(x), (4,)),
        "axis of log_softmax": (lambda x: ops.log_softmax(x, axis=1), lambda x: ops.log_softmax(x), (4, 4)),
        "the 71st number of a constant": (lambda x: x * big, lambda x: x * other, (81,)),
        "units inside Bidirectional": (layers.Bidirectional(layers.LSTM(4)), layers.Bidirectional(layers.LSTM(6)), (5, 4)),
    }  # fmt: skip


def _differs(name: str) -> Callable[[], Told]:
    def look() -> Told:
        right, wrong, shape = _options()[name]
        words = _words(right, wrong, shape)
        return len(words) == 1, "; ".join(words)

    return look


for _name in ("pooling, channels first", "flatten, channels first", "slope of leaky_relu", "approximate of gelu", "alpha of elu",
              "axis of log_softmax", "the 71st number of a constant", "units inside Bidirectional"):  # fmt: skip
    REPORTS[f"told: {_name}"] = _differs(_name)


@_report("a sum times c, halved, is no average")
def _average() -> Told:
    shapes = ((4,),) * 3
    words = _words(lambda a, b, c: ((a + b) * c) * 0.5, lambda a, b, c: ((a + b) * (c + 1.0)) * 0.5, *shapes)
    return bool(words), "; ".join(words)


def _equal(make: Callable, *shapes: tuple) -> Told:
    alike = same(_form(make, *shapes), _form(make, *shapes))
    return alike, "the same" if alike else "not the same"


for _name, _make in {
    "Bidirectional": lambda x: layers.Bidirectional(layers.LSTM(4))(x),
    "TimeDistributed": lambda x: layers.TimeDistributed(layers.Dense(3))(x),
    "RNN of cells": lambda x: layers.RNN([layers.GRUCell(3), layers.LSTMCell(2)])(x),
    "StackedRNNCells": lambda x: layers.RNN(layers.StackedRNNCells([layers.GRUCell(3)]))(x),
}.items():
    REPORTS[f"two builds of {_name}"] = lambda make=_make: _equal(make, (5, 4))


@_report("a look moves nothing (Resizing inside a nested model)")
def _resizing() -> Told:
    inner = keras.Sequential(
        [
            keras.Input((8, 8, 3)),
            layers.Resizing(8, 8),
            layers.Conv2D(4, 3),
            layers.BatchNormalization(),
            layers.Dropout(0.5),
        ]
    )
    x = keras.Input((8, 8, 3))
    model = keras.Model(x, layers.Dense(2)(layers.GlobalAveragePooling2D()(inner(x))))
    rows = np.ones((2, 8, 8, 3))
    before = model.predict(rows, verbose=0)
    for _k in range(5):
        _asked(model, rows)
    moved = float(np.abs(model.predict(rows, verbose=0) - before).max())
    return moved == 0, f"predict moved by {moved}"


@_report("weights that are nearly equal, clicked")
def _nearly() -> Told:
    model = _model(layers.Dense(3, name="d"))
    model.get_layer("d").kernel.assign(np.full((4, 3), 1.0) + np.eye(4, 3) * 1e-7)
    said = _asked(model, np.ones((1, 4)))
    return "Too many" not in said, said


@_report("a text for an input of shape ()")
def _text() -> Told:
    x = keras.Input((), dtype="string")
    model = keras.Model(x, layers.TextVectorization(vocabulary=["a", "b"], output_sequence_length=3)(x))
    said = _asked(model, np.array(["a b", "b"]))
    return "3" in said, said


@_report("a vocabulary of 20,000 words, drawn with its options")
def _vocabulary() -> Told:
    x = keras.Input((), dtype="string")
    words = layers.TextVectorization(vocabulary=[f"word{k}" for k in range(20_000)])
    wide = draw(keras.Model(x, words(x)), config=True).width
    return wide < 1300, f"{wide} px wide"


@_report("a constant of 6 by 6, drawn")
def _constant() -> Told:
    wide = draw(_model(lambda x: x @ np.eye(6, dtype="float32"), (6,))).width
    return wide < 1300, f"{wide} px wide"


@_report("an index and a Lambda, drawn")
def _index() -> Told:
    text = draw(_model(lambda x: layers.Lambda(lambda t: t + 1)(x[..., None])), config=True).text
    return "object" not in text and "function function" not in text, text.replace("\n", " / ")


@_report("the two outputs of one layer, exchanged")
def _outputs() -> Told:
    def make(x: object, swap: bool) -> object:
        one, two = ops.split(x, 2, axis=-1)
        return layers.Dense(3, name="a")(two if swap else one) - layers.Dense(3, name="b")(one if swap else two)

    words = _words(lambda x: make(x, False), lambda x: make(x, True))
    return bool(words), "; ".join(words)


@_report("copy and paste: h_1 takes in_2")
def _pasted() -> Told:
    def make(*ends: object) -> object:
        return layers.Concatenate()([layers.Dense(4, name=f"h_{k}")(t) for k, t in enumerate(ends)])

    words = _words(make, lambda a, b, c: make(a, c, c), (3,), (3,), (3,))
    return len(words) == 1 and words[0].startswith("`h_1`"), "; ".join(words)


@_report("attention without a projected query")
def _query() -> Told:
    def make(x: object, without: bool) -> object:
        q = x if without else layers.Dense(4, name="q")(x)
        k, v = layers.Dense(4, name="k")(x), layers.Dense(4, name="v")(x)
        return ops.matmul(ops.softmax(ops.matmul(q, ops.transpose(k, (0, 2, 1)))), v)

    words = _words(lambda x: make(x, False), lambda x: make(x, True), (5, 4))
    return len(words) == 1 and "missing" in words[0], "; ".join(words)


@_report("one slip in a model that is called twice")
def _twice() -> Told:
    def make(a: object, b: object, width: int) -> object:
        x = keras.Input((4,))
        trunk = keras.Model(x, layers.Dense(2)(layers.Dense(width, name="inside")(x)))
        return layers.Concatenate()([trunk(a), trunk(b)])

    words = _words(lambda a, b: make(a, b, 8), lambda a, b: make(a, b, 9), (4,), (4,))
    return len(words) == 1, "; ".join(words)


@_report("a skip of a U-Net left out")
def _skip() -> Told:
    def make(x: object, kept: bool) -> object:
        down = layers.Conv2D(4, 3, padding="same", name="down")(x)
        up = layers.UpSampling2D(name="up")(
            layers.Conv2D(8, 3, padding="same", name="low")(layers.MaxPooling2D()(down))
        )
        return layers.Conv2D(2, 1, name="last")(layers.Concatenate(name="join")([up, down]) if kept else up)

    words = _words(lambda x: make(x, True), lambda x: make(x, False), (8, 8, 3))
    return any("join" in w or "Concatenate" in w or "down" in w for w in words), "; ".join(words)


def _taken(make: Callable, sample: object) -> Callable[[], Told]:
    def look() -> Told:
        said = _asked(make(), sample() if callable(sample) else sample)
        return not said.startswith("none") and "can't" not in said, said

    return look


def _named() -> keras.Model:
    a, b = keras.Input((3,), name="a"), keras.Input((2,), name="b")
    return keras.Model([a, {"w": b}], layers.Concatenate()([a, b]))


def _optional() -> keras.Model:
    a, b = keras.Input((3,), name="a"), keras.Input((3,), name="b", optional=True)

    class Either(layers.Layer):
        def call(self, x: object, y: object = None) -> object:
            return x if y is None else x + y

    return keras.Model([a, b], Either()(a, b))


ONES = np.ones((2, 3))
REPORTS |= {
    "explored: a batch of three": _taken(
        lambda: keras.Model(x := keras.Input((3,), batch_size=3), layers.Dense(1)(x)), ONES
    ),
    "explored: a dict inside of a list": _taken(_named, [ONES, {"w": np.ones((2, 2))}]),
    "explored: a data set": _taken(
        lambda: _model(layers.Dense(1), (3,)), lambda: tf.data.Dataset.from_tensor_slices((ONES, ONES)).batch(2)
    ),
    "explored: an input left out": _taken(_optional, [ONES, None]),
    "explored: a scalar for each row": _taken(lambda: _model(lambda x: ops.sum(x, axis=-1), (3,)), ONES),
    "explored: five axes": _taken(lambda: _model(layers.Conv3D(2, 2), (4, 4, 4, 1)), np.ones((1, 4, 4, 4, 1))),
}


@_report("F1Score, and values at every second epoch")
def _training() -> Told:
    x = keras.Input((4,))
    model = keras.Model(x, layers.Dense(3, activation="softmax")(x))
    model.compile("sgd", "categorical_crossentropy", metrics=[keras.metrics.F1Score()])
    rows, labels, shown = np.ones((6, 4)), np.eye(3)[[0, 1, 2] * 2], live()
    history = model.fit(
        rows, labels, epochs=4, verbose=0, validation_data=(rows, labels), validation_freq=2, callbacks=[shown]
    )
    picture = plot_history(history)
    return len(history.history["loss"]) == 4, picture.text.replace("\n", " / ")


@_report("NASNet, drawn")
def _nasnet() -> Told:
    picture = draw(keras.applications.NASNetMobile(weights=None))
    return picture.width <= 1300 and picture.height <= 4000, f"{picture.width} x {picture.height} px"

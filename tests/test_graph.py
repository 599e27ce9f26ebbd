"""Reading graphs: the private attributes of Keras that it stands on, and equal spellings."""

import json

import keras
import numpy as np
import pytest
from keras import layers, ops

from autograder.asking import evidence
from autograder.graphs.canonical import canonical, same
from helpers import graph
from helpers.errors import CourseError


def _read(inputs, outputs):
    return graph.read(keras.Model(inputs, outputs))


def _same(left, right, **options):
    return same(canonical(graph.read(left)), canonical(graph.read(right)), **options)


def test_private_keras_history():
    x = keras.Input((3,))
    layer = layers.Dense(2)
    layer(x)
    history = layer(x)._keras_history
    assert history.operation is layer and history.node_index == 1 and history.tensor_index == 0


def test_private_inbound_nodes():
    a, b = keras.Input((3,)), keras.Input((3,))
    layer = layers.Add()
    out = layer([a, b])
    node = layer._inbound_nodes[0]
    assert node.arguments.keras_tensors == [a, b] and node.output_tensors[0] is out
    assert node.arguments.args == ([a, b],)


def test_private_flatten_layers():
    class Holder(keras.Layer):
        def __init__(self):
            super().__init__()
            self.inner = keras.Sequential([layers.Dense(2)])
            self.several = [layers.Dense(3)]

    holder = Holder()
    assert graph.sublayers(layers.Dense(1)) == []
    assert set(graph.sublayers(holder)) >= {holder.inner, holder.inner.layers[0], holder.several[0]}


def test_read_is_json_and_topological():
    x = keras.Input((8,), name="x")
    y = layers.Dense(4, activation="relu", name="d")(x)
    read = _read(x, {"a": y, "b": layers.Dense(4)(y) + y})
    assert json.loads(json.dumps(read)) == read
    assert all(source < node["id"] for node in read["nodes"] for source, _k in node["inputs"])
    assert read["params"] == 8 * 4 + 4 + 4 * 4 + 4
    assert read["nodes"][1]["name"] == "d" and read["nodes"][1]["config"]["activation"] == "relu"
    assert set(read["outputs"]["tree"]) == {"a", "b"}


def test_calls_made_elsewhere_do_not_count():
    shared, x = layers.Dense(3), keras.Input((3,))
    model = keras.Model(x, shared(x))
    shared(keras.Input((3,)))
    assert len(graph.read(model)["nodes"]) == 2


def test_shared_layer_is_one_layer_in_nested_models_too():
    shared, x = layers.Dense(3), keras.Input((3,))
    inner = keras.Model(x, shared(x))
    y = keras.Input((3,))
    read = _read(y, shared(inner(y)))
    whole = canonical(read)
    assert len({op.layer for op in whole.operations if op.op == "Dense"}) == 1
    assert read["params"] == 12 and whole.params == 12


@pytest.mark.parametrize(
    "thing",
    [None, 3, "model", keras.Model, layers.Dense(3), keras.Sequential([layers.Dense(3)])],
    ids=["none", "number", "text", "class", "layer", "unbuilt"],
)
def test_no_graph_is_told(thing):
    with pytest.raises(CourseError):
        graph.read(thing)


def _build(write):
    x = keras.Input((6, 6, 4))
    return keras.Model(x, write(x))


EQUAL = {
    "add": [lambda x: layers.add([x, x * 2.0]), lambda x: layers.Add()([x * 2.0, x]), lambda x: x + 2.0 * x],
    "fused activation": [
        lambda x: layers.Conv2D(2, 3, activation="relu")(x),
        lambda x: layers.ReLU()(layers.Conv2D(2, (3, 3))(x)),
        lambda x: ops.relu(layers.Conv2D(filters=2, kernel_size=3, activation=None)(inputs=x)),
        lambda x: layers.Activation("relu")(layers.Conv2D(2, 3, activation="linear")(x)),
        lambda x: layers.Conv2D(2, 3, activation=keras.activations.relu, name="other", kernel_initializer="zeros")(x),
    ],
    "mean": [
        lambda x: layers.GlobalAveragePooling2D()(x),
        lambda x: ops.mean(x, axis=(1, 2)),
        lambda x: ops.mean(x, axis=[-3, -2]),
    ],
    "max": [lambda x: layers.GlobalMaxPooling2D()(x), lambda x: ops.max(x, axis=(2, 1))],
    "reshape": [
        lambda x: layers.Flatten()(x),
        lambda x: layers.Reshape((144,))(x),
        lambda x: ops.reshape(x, (-1, 144)),
    ],
    "concatenate": [
        lambda x: layers.Concatenate()([x, -x]),
        lambda x: layers.concatenate([x, -x], axis=3),
        lambda x: ops.concatenate([x, -x], axis=-1),
    ],
    "sums of three": [
        lambda x: x + layers.Conv2D(4, 1)(x) + ops.relu(x),
        lambda x: layers.add([ops.relu(x), x, layers.Conv2D(4, 1)(x)]),
    ],
    "sequential": [
        lambda x: layers.Dense(3)(layers.Dense(4)(x)),
        lambda x: keras.Sequential([layers.Dense(4), layers.Dense(3)])(x),
        lambda x: keras.Sequential([keras.Sequential([layers.Dense(4)]), layers.Dense(3)])(x),
    ],
    "nothing": [lambda x: layers.Dense(2)(x), lambda x: layers.Dropout(0.0)(layers.Identity()(layers.Dense(2)(x)))],
}


@pytest.mark.parametrize("spelling", EQUAL, ids=str)
def test_equal_spellings(spelling):
    first, *others = [_build(write) for write in EQUAL[spelling]]
    assert all(_same(first, other) for other in others)


DIFFERENT = {
    "order of concatenation": [
        lambda x: ops.concatenate([x, ops.relu(x)]),
        lambda x: ops.concatenate([ops.relu(x), x]),
    ],
    "padding": [lambda x: layers.Conv2D(4, 1)(x), lambda x: layers.Conv2D(4, 1, padding="same")(x)],
    "training": [lambda x: layers.Dropout(0.5)(x), lambda x: layers.Dropout(0.5)(x, training=True)],
    "rate": [lambda x: layers.Dropout(0.5)(x), lambda x: layers.Dropout(0.4)(x)],
    "constant": [lambda x: x * 2.0, lambda x: x * 3.0],
    "order of subtraction": [lambda x: x - ops.relu(x), lambda x: ops.relu(x) - x],
    "activation inside": [
        lambda x: layers.SimpleRNN(3, activation="relu")(layers.Reshape((36, 4))(x)),
        lambda x: ops.relu(layers.SimpleRNN(3, activation="linear")(layers.Reshape((36, 4))(x))),
    ],
}


@pytest.mark.parametrize("pair", DIFFERENT, ids=str)
def test_different_graphs(pair):
    left, right = [_build(write) for write in DIFFERENT[pair]]
    assert not _same(left, right) and _same(left, left)


def test_one_shared_layer_differs_from_two():
    def build(share):
        a, b = keras.Input((4,)), keras.Input((4,))
        first = layers.Dense(2)
        second = first if share else layers.Dense(2)
        return keras.Model([a, b], [first(a), second(b)])

    assert _same(build(True), build(True)) and not _same(build(True), build(False))


def test_sharing_across_branches_is_seen():
    def build(crossed):
        x = keras.Input((4,))
        p, q = layers.Dense(4), layers.Dense(4)
        y = q(p(x)) if not crossed else p(q(x))
        z = q(p(ops.relu(x)))
        return keras.Model(x, y - z)

    assert not _same(build(True), build(False))


def test_frozen_layer_differs():
    def build(trainable):
        x = keras.Input((4,))
        layer = layers.Dense(2)
        layer.trainable = trainable
        return keras.Model(x, layer(x))

    assert not _same(build(True), build(False))


def test_names_count_when_asked_for():
    def build(name):
        x = keras.Input((4,))
        return keras.Model(x, layers.Dense(2, name=name)(x))

    assert _same(build("p"), build("q")) and not _same(build("p"), build("q"), names=True)


def test_averages_are_one_operation():
    def build(write):
        x = keras.Input((4,))
        return keras.Model(x, write([layers.Dense(1)(x) for _ in range(3)]))

    models = [
        build(layers.average),
        build(lambda t: (t[2] + t[0] + t[1]) / 3),
        build(lambda t: layers.add(t) * (1 / 3)),
        build(lambda t: ops.mean(ops.stack(t), axis=0)),
        build(lambda t: ops.mean(ops.stack(t, axis=-1), axis=-1)),
    ]
    assert all(_same(models[0], m) for m in models[1:])
    assert not _same(models[0], build(layers.add))


@pytest.mark.parametrize("third", [np.float64(1 / 3), np.float32(1 / 3), 1 / 3])
def test_numbers_of_numpy_are_numbers(third):
    x = keras.Input((4,))
    tensors = [layers.Dense(1)(x) for _ in range(3)]
    read = graph.read(keras.Model(x, layers.add(tensors) * third))
    assert evidence.decode(evidence.encode(read)) == read
    assert canonical(read).operations[-1].op == "Average"


def test_arrays_as_constants_are_no_average():
    x = keras.Input((3,))
    total = layers.add([layers.Dense(3)(x), layers.Dense(3)(x)])
    read = canonical(graph.read(keras.Model(x, total * np.array([0.5, 0.5, 0.5]))))
    assert read.operations[-1].op == "Multiply"


def test_names_of_nested_models_count_when_asked_for():
    def build(name):
        x, inner = keras.Input((4,)), keras.Input((4,))
        nested = keras.Model(inner, layers.Dense(2, name="inside")(inner), name=name)
        return keras.Model(x, nested(x))

    assert _same(build("p"), build("q")) and not _same(build("p"), build("q"), names=True)


def test_an_average_over_a_sum_is_not_an_average_of_three():
    def build(write):
        a, b = keras.Input((4,)), keras.Input((4,))
        return keras.Model([a, b], write(a, b))

    assert _same(build(lambda a, b: ((b + a) + a) / 2), build(lambda a, b: layers.average([layers.add([a, b]), a])))

"""Classes of a learner's own: in graphs they are judged by the oracle; their files, their registration, their errors."""

import keras
import numpy as np
import pytest
from keras import layers

from autograder.asking import evidence
from autograder.asking.collect import Answer, Stop
from autograder.asking.layer import attempt, named, registration, saved
from autograder.asking.raised import core
from autograder.graphs.canonical import canonical
from autograder.judging import judge
from helpers import graph


class Affine(layers.Layer):
    """x * kernel + bias, its weights made in this order."""

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], 3))
        self.bias = self.add_weight(shape=(3,))

    def call(self, x):
        return x @ self.kernel + self.bias


class Backwards(Affine):
    """The same, its weights made in the other order."""

    def build(self, input_shape):
        self.bias = self.add_weight(shape=(3,))
        self.kernel = self.add_weight(shape=(input_shape[-1], 3))


class Doubled(Affine):
    """Another computation of the same weights."""

    def call(self, x):
        return 2 * super().call(x)


Doubled.__name__ = Doubled.__qualname__ = "Affine"  # a graph can't tell the two


def _model(kind):
    x = keras.Input((4,))
    return keras.Model(x, layers.Dense(2)(kind()(x)))


def _findings(kind):
    answer = Answer(None, "build", 60)
    answer.model("model", _model(kind), seed=5)
    items = evidence.decode(evidence.encode(answer.items))
    return judge.model(items["model"], _model(Affine), seed=5)


@pytest.mark.parametrize("kind", [Affine, Backwards])
def test_the_same_computation_of_another_class_passes(kind):
    assert _findings(kind) == []


def test_an_equal_graph_does_not_vouch_for_a_class():
    assert [f.key for f in _findings(Doubled)] == ["layer.outputs"]


def test_a_class_is_called_custom_and_its_config_left_out():
    custom = [op for op in canonical(graph.read(_model(Affine))).operations if op.custom]
    assert [(op.op, op.written, op.config) for op in custom] == [("Custom", "Affine", {})]
    assert [shape for _id, shape, _trainable in custom[0].weights] == [(3,), (4, 3)]


def test_a_number_crosses_as_an_array_of_no_dimension():
    assert evidence.decode(evidence.encode({"scale": np.array(1.0)}))["scale"].shape == ()


@pytest.mark.parametrize("symbolic", [True, False])
def test_errors_are_told_without_what_keras_wraps_around_them(symbolic):
    class Broken(layers.Layer):
        def call(self, x):
            return keras.ops.matmul(x, keras.ops.ones((7, 2)))

    with pytest.raises(Exception) as caught:
        Broken()(keras.Input((4,)) if symbolic else np.zeros((2, 4), "float32"))
    assert "Arguments received" in str(caught.value)
    text = core(caught.value)
    assert not any(part in text for part in ("Arguments received", "encountered", "\x1b", "{{", "[Op"))
    assert "4" in text and "7" in text


def test_registration_of_a_name_is_the_answers_own():
    def make():
        @keras.saving.register_keras_serializable(package="test_layer")
        class Twice(layers.Layer):
            def call(self, x):
                return 2 * x

        return Twice

    first, second = make(), make()
    for kind in (first, second):
        with registration(kind) as registered:
            assert registered and keras.saving.get_registered_object("test_layer>Twice") is kind
    assert keras.saving.get_registered_object("test_layer>Twice") is second
    with registration(Affine) as registered:
        assert not registered


def test_a_class_that_is_not_registered_can_not_be_loaded():
    answer = Answer(Affine, "Affine", 60)
    x = keras.Input((4,))
    assert saved(answer, "loaded", keras.Model(x, Affine()(x)), Affine, seed=1) is None
    assert answer.items["loaded"]["failed"] == "serial.load" and "Affine" in answer.items["loaded"]["message"]


def test_attempt_tells_an_error_and_leaves_no_fault():
    answer = Answer(Affine, "Affine", 60)
    assert attempt(answer, lambda: 3, "f()") == (3, "")
    assert attempt(answer, lambda: 1 / 0, "f()") == (None, "ZeroDivisionError: division by zero")
    assert attempt(answer, lambda: [][1], "f()")[1].startswith("IndexError")
    assert answer.items == {}


def test_a_constructor_that_refuses_name_is_told():
    class Plain(layers.Layer):
        def __init__(self):
            super().__init__()

    answer = Answer(Plain, "Plain", 60)
    with pytest.raises(Stop):
        named(answer, shown='Plain(name="x")', name="x")
    assert answer.items["faults"][0]["key"] == "layer.kwargs"

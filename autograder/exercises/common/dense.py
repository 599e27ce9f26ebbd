"""`CustomDense`: the reference, the wrong ones that judging tries, and the findings on one such layer."""

from typing import Any

from autograder.exercises.exercise import answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.dense import ACTIVATIONS, shown_call

CUSTOM_DENSE = """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform")
        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, inputs):
        return self.activation(ops.matmul(inputs, self.kernel) + self.bias)
"""
CALL = "self.activation(ops.matmul(inputs, self.kernel) + self.bias)"


def dense_model(units: int, activation: Any, shape: tuple[int, ...], source: str = CUSTOM_DENSE) -> tuple[Any, dict]:
    """A model of one `CustomDense`, whose class is defined by `source`, on samples of this shape; and what it was given, nothing."""
    import keras

    entry = keras.Input(shape)
    return keras.Model(entry, answer_of(source, "CustomDense")(units, activation)(entry)), {}


_SUSPECTS = {
    "layer.activation_ignored": "ops.matmul(inputs, self.kernel) + self.bias",
    "layer.activation_early": "self.activation(ops.matmul(inputs, self.kernel)) + self.bias",
    "layer.bias_unused": "self.activation(ops.matmul(inputs, self.kernel))",
}


def judge_case(found: dict, units: int, activation: str, shape: tuple[int, ...], seed: int) -> list[Finding]:
    """Findings on one layer: its weights in their order, then what it computes."""
    call = shown_call("CustomDense", units, activation)
    weights = judge.own_weights(found)
    shapes, wanted = [list(w["shape"]) for w in weights], [[shape[-1], units], [units]]
    if shapes == wanted[::-1]:
        return [Finding("layer.weight_order", {"name": "CustomDense"})]
    if shapes == wanted[:1]:
        return [Finding("layer.no_bias", {"call": call})]
    if shapes != wanted:
        values = {"call": call, "width": shape[-1], "got": str(shapes)[1:-1], "expected": str(wanted)[1:-1]}
        return [Finding("layer.weight_shapes", values)]
    if not all(w["trainable"] for w in weights):
        return [Finding("layer.weights_frozen", {"name": "CustomDense"})]
    function = ACTIVATIONS[activation]
    result = judge.model(found, dense_model(units, function, shape)[0], seed)
    if result:
        suspects = {
            key: lambda s=source: dense_model(units, function, shape, CUSTOM_DENSE.replace(CALL, s))
            for key, source in _SUSPECTS.items()
        }
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key, {"call": call})]
    return result

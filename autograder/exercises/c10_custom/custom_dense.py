"""Exercise 10a: a Dense layer of one's own, with weights made in `build`."""

from autograder.exercises.c10_custom.dense import CALL, CUSTOM_DENSE, judge_case
from autograder.exercises.c10_custom.keeping import kept_traits
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.exercises.faults import KWARGS_LOST
from autograder.graphs.finding import Finding
from autograder.questions.c10_custom.custom_dense import ask_dense, cases_of
from autograder.questions.c10_custom.dense import shown_call
from helpers.language import mark


def _judge_dense(items: dict, parameters: dict) -> list[Finding]:
    facts = items["facts"]
    if facts["made_of"]:
        return [Finding("layer.made_of", {"name": "CustomDense", "got": str(facts["made_of"])})]
    if facts["early"]:
        return [Finding("layer.early_weights", {"name": "CustomDense", "got": int(facts["early"])})]
    for label, case in cases_of(parameters).items():
        found = judge_case(items[label], *case, parameters["seed"])
        if found and label == "other":
            call = shown_call("CustomDense", *case[:2])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    if facts["built"] != 2:
        return [Finding("layer.not_in_build", {"name": "CustomDense"})]
    return kept_traits(facts["traits"], {"name": "scores", "dtype": "float64", "trainable": False}, "layer.kwargs_lost")


EXERCISE = Exercise(
    id="ex10a",
    answer="CustomDense",
    points=3,
    reference=CUSTOM_DENSE,
    ask=ask_dense,
    judge=_judge_dense,
    twice=True,
    parameters={"units": 10, "inputs": 4},
    hints=(
        mark(
            "Three methods: `__init__` keeps the options, `build` makes the weights, `call` computes. "
            "Only `build` knows how many numbers come in: `input_shape[-1]`."
        ),
        mark(
            "In `build`: `self.kernel = self.add_weight(shape=(input_shape[-1], self.units), ...)`, then the bias, "
            "of shape `(self.units,)`."
        ),
        mark(
            "`keras.activations.get(activation)` makes a function of a string, of a function and of `None`. "
            "In `call`: inputs times kernel, plus bias, then the activation. `**kwargs` go to `super().__init__`."
        ),
    ),
    right=(
        # names and operators
        """\
class CustomDense(keras.Layer):
    def __init__(self, units=32, activation=None, name=None, **kw):
        super().__init__(name=name, **kw)
        self.units, self.activation = units, layers.Activation(activation or "linear")

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), initializer="random_normal", trainable=True, name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="random_normal", trainable=True, name="b")
        super().build(shape)

    def call(self, inputs, training=None):
        return self.activation(inputs @ self.w + self.b)
""",
        # TensorFlow's functions, a function chosen by hand
        """\
class CustomDense(tf.keras.layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activation

    def build(self, input_shape):
        width = input_shape[-1]
        self.kernel = self.add_weight(name="kernel", shape=(width, self.units))
        self.bias = self.add_weight(name="bias", shape=[self.units], initializer="zeros")

    def call(self, inputs):
        y = tf.tensordot(inputs, self.kernel, axes=1)
        y = tf.nn.bias_add(y, self.bias)
        if self.activation is None:
            return y
        if callable(self.activation):
            return self.activation(y)
        return getattr(ops, self.activation)(y)

    def compute_output_shape(self, input_shape):
        return (*input_shape[:-1], self.units)
""",
        # variables, an Einstein sum
        """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = int(units)
        self.f = keras.activations.get(activation)

    def build(self, input_shape):
        make = keras.initializers.GlorotUniform()
        self.kernel = keras.Variable(make((input_shape[-1], self.units)), dtype=self.variable_dtype)
        self.bias = keras.Variable(ops.zeros(self.units), dtype=self.variable_dtype)

    def call(self, x):
        return self.f(ops.add(ops.einsum("...i,ij->...j", x, self.kernel), self.bias))
""",
        # a class of the learner's own below it
        """\
class Affine(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.units = units

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,))

    def call(self, x):
        return ops.dot(x, self.kernel) + self.bias

class CustomDense(Affine):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(units, **kwargs)
        self.activation = keras.activations.get(activation)

    def call(self, x):
        return self.activation(super().call(x))
""",
    ),
    wrong=(
        Wrong("class CustomDense(layers.Dense):\n    pass\n", "layer.made_of"),
        Wrong(
            """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units, activation=activation)

    def build(self, input_shape):
        self.dense.build(input_shape)

    def call(self, inputs):
        return self.dense(inputs)
""",
            "layer.made_of",
        ),
        Wrong(
            edited(
                CUSTOM_DENSE,
                ('        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")\n', ""),
                (
                    "self.kernel = self",
                    "self.bias = self.add_weight(shape=(self.units,))\n        self.kernel = self",
                ),
            ),
            "layer.weight_order",
        ),
        Wrong(
            edited(
                CUSTOM_DENSE,
                ('        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")\n', ""),
                (" + self.bias", ""),
            ),
            "layer.no_bias",
        ),
        Wrong(edited(CUSTOM_DENSE, (" + self.bias", "")), "layer.bias_unused"),
        Wrong(
            """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.kernel = self.add_weight(shape=(4, units))
        self.bias = self.add_weight(shape=(units,))
        self.activation = keras.activations.get(activation)

    def call(self, inputs):
        return self.activation(ops.matmul(inputs, self.kernel) + self.bias)
""",
            "answer.raised",
        ),
        Wrong(
            """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, input_dim=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.bias = self.add_weight(shape=(units,))
        self.activation = keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))

    def call(self, inputs):
        return self.activation(ops.matmul(inputs, self.kernel) + self.bias)
""",
            "layer.early_weights",
        ),
        Wrong(edited(CUSTOM_DENSE, (CALL, "ops.matmul(inputs, self.kernel) + self.bias")), "layer.activation_ignored"),
        Wrong(
            edited(CUSTOM_DENSE, (CALL, "self.activation(ops.matmul(inputs, self.kernel)) + self.bias")),
            "layer.activation_early",
        ),
        Wrong(edited(CUSTOM_DENSE, ("self.units = units", "self.units = 10")), "arguments.ignored"),
        Wrong(edited(CUSTOM_DENSE, ("keras.activations.get(activation)", "activation")), "answer.raised"),
        Wrong(edited(CUSTOM_DENSE, (", **kwargs)", ")"), KWARGS_LOST), "layer.kwargs"),
        Wrong(edited(CUSTOM_DENSE, KWARGS_LOST), "layer.kwargs_lost"),
        Wrong(edited(CUSTOM_DENSE, ("input_shape[-1]", "input_shape[1]")), "layer.last_axis"),
        Wrong(edited(CUSTOM_DENSE, ("        return self", "        self")), "layer.returned"),
        Wrong(
            edited(CUSTOM_DENSE, ('initializer="zeros"', 'initializer="zeros", trainable=False')),
            "layer.weights_frozen",
        ),
        Wrong(edited(CUSTOM_DENSE, ("shape=(self.units,)", "shape=(1, self.units)")), "layer.weight_shapes"),
        Wrong(
            edited(CUSTOM_DENSE, (CALL, "self.activation(2 * ops.matmul(inputs, self.kernel) + self.bias)")),
            "layer.outputs",
        ),
        Wrong(edited(CUSTOM_DENSE, ("layers.Layer", "object"), KWARGS_LOST), "class.not_layer"),
        Wrong("CustomDense = layers.Dense(10)\n", "class.instance"),
        Wrong("def CustomDense(units, activation=None):\n    return layers.Dense(units, activation)\n", "class.type"),
    ),
)

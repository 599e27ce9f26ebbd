"""Exercises of chapter 10: a layer class of one's own, its serialisation, a layer that wraps another."""

from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.layer import attempt, layer_class, named, record, registration, saved, traits, wrap
from autograder.verdict import Finding
from helpers import graph
from helpers.language import mark

# --- ex10a ---

_DENSE = """\
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
_CALL = "self.activation(ops.matmul(inputs, self.kernel) + self.bias)"


def _bent(x: Any) -> Any:
    """An activation that has no name."""
    return x * x * x + x


_ACTIVATIONS = {"None": None, '"relu"': "relu", '"tanh"': "tanh", "lambda x: x ** 3 + x": _bent}


def _cases(parameters: dict) -> dict[str, tuple[int, str, tuple[int, ...]]]:
    """For each label of evidence units, activation, shape of one sample: the first case's alone, then others."""
    units, inputs = parameters["units"], parameters["inputs"]
    return {
        "model": (units, "None", (inputs,)),
        "relu": (units, '"relu"', (inputs,)),
        "function": (units, "lambda x: x ** 3 + x", (inputs,)),
        "other": (units + 3, '"tanh"', (inputs + 2,)),
        "rows": (units, "None", (3, inputs)),
    }


def _shown(name: str, units: int, activation: str) -> str:
    return f"{name}({units})" if activation == "None" else f"{name}({units}, activation={activation})"


def _ask_dense(answer: Answer, parameters: dict) -> None:
    kind, seed = layer_class(answer), parameters["seed"]
    facts = answer.items["facts"] = {"made_of": "", "early": 0, "built": 0}
    for label, (units, activation, shape) in _cases(parameters).items():
        shown = _shown(answer.name, units, activation)
        options = {} if activation == "None" else {"activation": _ACTIVATIONS[activation]}
        layer = answer.call(units, shown=shown, **options)
        if label == "model":
            facts["early"] = len(layer.weights)
            answer.run(
                lambda made=layer, size=shape[-1]: made.build((None, size)), f"{shown}.build((None, {shape[-1]}))"
            )
            facts["built"] = len(layer.weights)
        if label == "rows":
            layer = _on_rows(answer, layer, shape)
        record(answer, label, layer, shape, seed, shown)
        facts["made_of"] = facts["made_of"] or _made_of(kind, layer)
    shown = f'{answer.name}(3, name="scores", dtype="float64", trainable=False)'
    layer = named(answer, 3, shown=shown, name="scores", dtype="float64", trainable=False)
    facts["traits"] = traits(layer)


def _on_rows(answer: Answer, layer: Any, shape: tuple[int, ...]) -> Any:
    import keras

    def call() -> Any:
        layer(keras.Input(shape))
        return layer(np.zeros((2, *shape), "float32"))

    _none, error = attempt(answer, call, "")
    if error:
        raise answer.fault("layer.last_axis", name=answer.name, shape=[None, *shape])
    return layer


def _made_of(kind: type, layer: Any) -> str:
    """The layer with weights of Keras's that this one is, or holds; "" where it makes its weights itself."""
    import keras

    for done in (keras.layers.Dense, keras.layers.EinsumDense):
        if issubclass(kind, done):
            return done.__name__
    return next((type(part).__name__ for part in graph.sublayers(layer) if part.weights), "")


def _dense(units: int, activation: Any, shape: tuple[int, ...], source: str = _DENSE) -> tuple[Any, dict]:
    import keras

    entry = keras.Input(shape)
    return keras.Model(entry, answer_of(source, "CustomDense")(units, activation)(entry)), {}


_SUSPECTS = {
    "layer.activation_ignored": "ops.matmul(inputs, self.kernel) + self.bias",
    "layer.activation_early": "self.activation(ops.matmul(inputs, self.kernel)) + self.bias",
    "layer.bias_unused": "self.activation(ops.matmul(inputs, self.kernel))",
}


def _judge_dense(items: dict, parameters: dict) -> list[Finding]:
    facts = items["facts"]
    if facts["made_of"]:
        return [Finding("layer.made_of", {"name": "CustomDense", "got": str(facts["made_of"])})]
    if facts["early"]:
        return [Finding("layer.early_weights", {"name": "CustomDense", "got": int(facts["early"])})]
    for label, case in _cases(parameters).items():
        found = _judge_case(items[label], *case, parameters["seed"])
        if found and label == "other":
            call = _shown("CustomDense", *case[:2])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    if facts["built"] != 2:
        return [Finding("layer.not_in_build", {"name": "CustomDense"})]
    return _kept_traits(
        facts["traits"], {"name": "scores", "dtype": "float64", "trainable": False}, "layer.kwargs_lost"
    )


def _kept_traits(got: dict, wanted: dict, key: str) -> list[Finding]:
    for argument, value in wanted.items():
        if got[argument] != value:
            values = {"argument": argument, "got": str(got[argument]), "expected": str(value)}
            return [Finding(key, values)]
    return []


def _judge_case(found: dict, units: int, activation: str, shape: tuple[int, ...], seed: int) -> list[Finding]:
    """Findings on one layer: its weights in their order, then what it computes."""
    call = _shown("CustomDense", units, activation)
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
    function = _ACTIVATIONS[activation]
    result = judge.model(found, _dense(units, function, shape)[0], seed)
    if result:
        suspects = {
            key: lambda s=source: _dense(units, function, shape, _DENSE.replace(_CALL, s))
            for key, source in _SUSPECTS.items()
        }
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key, {"call": call})]
    return result


# --- ex10b ---

_GET_CONFIG = """
    def get_config(self):
        config = super().get_config()
        config["units"] = self.units
        config["activation"] = keras.activations.serialize(self.activation)
        return config
"""
_SAVED = '@keras.saving.register_keras_serializable(package="course")\n' + _DENSE + _GET_CONFIG


def _restored_cases(parameters: dict) -> dict[str, tuple[int, str]]:
    units = parameters["units"]
    return {"restored": (units, '"tanh"'), "restored_plain": (units + 3, "None")}


def _ask_saved(answer: Answer, parameters: dict) -> None:
    kind, seed, size = layer_class(answer), parameters["seed"], parameters["inputs"]
    facts: dict[str, Any] = {}
    answer.items["facts"] = facts
    units = parameters["units"]
    layer = answer.call(units, activation="relu", shown=_shown(answer.name, units, '"relu"'))
    record(answer, "model", layer, (size,), seed, _shown(answer.name, units, '"relu"'))
    facts["made_of"] = _made_of(kind, layer)
    with registration(kind) as registered:
        facts["registered"] = bool(registered)
    facts["get_config"] = not _inherits_get_config(kind)
    if not (facts["registered"] and facts["get_config"]):
        return
    for label, (count, activation) in _restored_cases(parameters).items():
        facts[label] = _from_config(answer, label, count, activation, (size,), seed)
    model = _two_layers(lambda *args, **options: named(answer, *args, shown="", **options), parameters)
    loaded = saved(answer, "loaded", model, kind, seed)
    if loaded is not None:
        facts["loaded"] = [traits(part) | {"own": type(part) is kind} for part in loaded.layers[1:]]


def _inherits_get_config(kind: type) -> bool:
    """Whether Keras guesses the configuration, from the constructor's arguments."""
    import keras

    return kind.get_config is keras.Layer.get_config


def _from_config(answer: Answer, label: str, units: int, activation: str, shape: tuple, seed: int) -> dict:
    """Make a layer again from its config, write down what it computes; returns its traits."""
    kind, shown = (
        layer_class(answer),
        f'{answer.name}({units}, activation={activation}, name="scores", dtype="float64")',
    )
    given = {"name": "scores", "dtype": "float64", "activation": _ACTIVATIONS[activation]}
    layer = named(answer, units, shown=shown, **given)
    wrap(answer, layer, shape, shown)
    config = answer.run(layer.get_config, f"{shown}.get_config()")
    if not isinstance(config, dict):
        raise answer.fault("serial.config_type", type=type(config).__name__[:80])
    again, error = attempt(answer, lambda: kind.from_config(dict(config)), f"{answer.name}.from_config(config)")
    if error:
        raise answer.fault("serial.from_config", name=answer.name, message=error)
    if type(again) is not kind:
        raise answer.fault("serial.class", name=answer.name, type=type(again).__name__[:80])
    record(answer, label, again, shape, seed, f"{answer.name}.from_config(config)")
    return traits(again)


def _two_layers(make: Any, parameters: dict) -> Any:
    """A model of two such layers with the traits that a file has to keep."""
    import keras

    entry = keras.Input((parameters["inputs"],), name="entry")
    x = make(parameters["units"], activation="relu", name="hidden_part", dtype="float64")(entry)
    return keras.Model(entry, make(3, name="scores")(x))


def _judge_saved(items: dict, parameters: dict) -> list[Finding]:
    facts, seed, size = items["facts"], parameters["seed"], parameters["inputs"]
    if facts["made_of"]:
        return [Finding("layer.made_of", {"name": "CustomDense", "got": str(facts["made_of"])})]
    found = _judge_case(items["model"], parameters["units"], '"relu"', (size,), seed)
    if found:
        return found
    if not facts["registered"]:
        return [Finding("serial.not_registered", {"name": "CustomDense"})]
    if not facts["get_config"]:
        return [Finding("serial.no_get_config", {"name": "CustomDense"})]
    for label, (units, activation) in _restored_cases(parameters).items():
        found = _kept_traits(facts[label], {"name": "scores", "dtype": "float64"}, "serial.lost")
        found = found or _judge_restored(items[label], units, activation, size, seed)
        if found:
            return found
    if "failed" in items["loaded"]:
        return _failed(items["loaded"], "CustomDense")
    for got, name, dtype in zip(facts["loaded"], ("hidden_part", "scores"), ("float64", "float32"), strict=True):
        if not got["own"]:
            return [Finding("serial.class", {"name": "CustomDense", "type": str(got["name"])})]
        found = _kept_traits(got, {"name": name, "dtype": dtype}, "serial.lost")
        if found:
            return found
    wanted = _two_layers(answer_of(_DENSE, "CustomDense"), parameters)
    return [Finding("serial.outputs")] if judge.model(items["loaded"], wanted, seed) else []


def _failed(loaded: dict, name: str) -> list[Finding]:
    key = loaded["failed"] if loaded["failed"] in ("serial.save", "serial.load") else "serial.load"
    return [Finding(key, {"name": name, "message": str(loaded["message"])})]


def _judge_restored(found: dict, units: int, activation: str, size: int, seed: int) -> list[Finding]:
    """Findings on a layer made again from its config: its units and activation, by what it computes."""
    shapes = [list(w["shape"]) for w in judge.own_weights(found)]
    if shapes != [[size, units], [units]]:
        got = shapes[-1][-1] if shapes and shapes[-1] else 0
        return [Finding("serial.lost", {"argument": "units", "got": str(got), "expected": str(units)})]
    if not judge.model(found, _dense(units, _ACTIVATIONS[activation], (size,))[0], seed):
        return []
    others = {other: lambda o=other: _dense(units, o, (size,)) for other in (None, "relu", "tanh")}
    got = judge.suspect(found, {str(k): make for k, make in others.items()}, seed)
    values = {"argument": "activation", "got": got, "expected": activation.strip('"')}
    return [Finding("serial.lost", values)] if got else [Finding("serial.outputs")]


# --- ex10c ---

_SCALED = """\
class ScaledResidual(layers.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        self.layer = layer

    def build(self, input_shape):
        self.scale = self.add_weight(shape=(), initializer="ones")
        if not self.layer.built:
            self.layer.build(input_shape)

    def call(self, x):
        return x + self.scale * self.layer(x)
"""
_SCALED_CONFIG = """
    def get_config(self):
        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}

    @classmethod
    def from_config(cls, config):
        layer = keras.saving.deserialize_keras_object(config.pop("layer"))
        return cls(layer, **config)
"""
RESIDUAL = '@keras.saving.register_keras_serializable(package="course")\n' + _SCALED + _SCALED_CONFIG
_SUM = "x + self.scale * self.layer(x)"
_RESIDUAL_SUSPECTS = {
    "residual.no_skip": "self.scale * self.layer(x)",
    "residual.scaled_skip": "self.scale * x + self.layer(x)",
    "residual.scaled_sum": "self.scale * (x + self.layer(x))",
    "residual.unscaled": "x + self.layer(x) + 0 * self.scale",
    "residual.subtracted": "x - self.scale * self.layer(x)",
}
_WRAPPED = {
    "model": ('layers.Dense(6, activation="tanh")', (6,)),
    "images": ('layers.Conv2D(3, 3, padding="same")', (5, 5, 3)),
}


def _inner(label: str) -> Any:
    import keras

    layers = keras.layers
    return layers.Dense(6, activation="tanh") if label == "model" else layers.Conv2D(3, 3, padding="same")


def _residual_model(outer: Any, inner: Any, shape: tuple[int, ...], seed: int) -> tuple[Any, dict]:
    """A model of the wrapping layer alone, and the wrapped one as given, with drawn weights."""
    import keras

    entry = keras.Input(shape)
    model = keras.Model(entry, outer(entry))
    entry = keras.Input(shape)
    alone = keras.Model(entry, inner(entry))
    draw = np.random.default_rng([seed, 31])
    alone.set_weights([draw.normal(size=w.shape, scale=0.4).astype("float32") for w in alone.get_weights()])
    return model, {"layer": alone}


def _ask_residual(answer: Answer, parameters: dict) -> None:
    kind, seed = layer_class(answer), parameters["seed"]
    facts: dict[str, Any] = {"initial": {}}
    answer.items["facts"] = facts
    for label, (text, shape) in _WRAPPED.items():
        shown = f"{answer.name}({text})"
        inner = _inner(label)
        outer = answer.call(inner, shown=shown)
        wrap(answer, outer, shape, shown)
        own = [w for w in outer.weights if not any(w is v for v in inner.weights)]
        facts["initial"][label] = [np.asarray(w) for w in own]
        model, given = _residual_model(outer, inner, shape, seed)
        answer.model(label, model, seed, given=given)
    with registration(kind) as registered:
        facts["registered"] = bool(registered)
    if facts["registered"]:
        shown = f'{answer.name}({text}, name="skip")'
        layer = named(answer, _inner("model"), shown=shown, name="skip")
        loaded = saved(answer, "loaded", wrap(answer, layer, _WRAPPED["model"][1], shown), kind, seed)
        if loaded is not None:
            facts["loaded"] = traits(loaded.layers[-1]) | {"own": type(loaded.layers[-1]) is kind}


def _judge_residual(items: dict, parameters: dict) -> list[Finding]:
    facts, seed, name = items["facts"], parameters["seed"], "ScaledResidual"
    for label, (_text, shape) in _WRAPPED.items():
        found = _judge_wrapped(items[label], facts["initial"][label], label, shape, seed)
        if found:
            return found
    if not facts["registered"]:
        return [Finding("serial.not_registered", {"name": name})]
    if "failed" in items["loaded"]:
        return _failed(items["loaded"], name)
    if not facts["loaded"]["own"]:
        return [Finding("serial.class", {"name": name, "type": str(facts["loaded"]["name"])})]
    found = _kept_traits(facts["loaded"], {"name": "skip"}, "serial.lost")
    if found:
        return found
    wanted, _given = _wanted_residual("model", shape=_WRAPPED["model"][1], seed=seed)
    return [Finding("serial.outputs")] if judge.model(items["loaded"], wanted, seed) else []


def _wanted_residual(label: str, shape: tuple[int, ...], seed: int, source: str = _SCALED) -> tuple[Any, dict]:
    inner = _inner(label)
    return _residual_model(answer_of(source, "ScaledResidual")(inner), inner, shape, seed)


def _judge_wrapped(found: dict, initial: list, label: str, shape: tuple[int, ...], seed: int) -> list[Finding]:
    """Findings on one wrapped layer: its weights and the scale, then what it computes."""
    name = "ScaledResidual"
    if judge.given_missing(found):
        return [Finding("layer.not_tracked", {"name": name, "got": "layer"})]
    own = judge.own_weights(found)
    if len(own) != 1:
        return [Finding("residual.no_scale" if not own else "residual.scale_count", {"name": name, "got": len(own)})]
    if own[0]["shape"]:
        return [Finding("residual.scale_shape", {"got": list(own[0]["shape"])})]
    if not own[0]["trainable"]:
        return [Finding("residual.scale_frozen", {"name": name})]
    if not abs(float(initial[0]) - 1) < 1e-6:
        return [Finding("residual.scale_initial", {"got": float(initial[0])})]
    model, given = _wanted_residual(label, shape, seed)
    result = judge.model(found, model, seed, given=given)
    if result:
        suspects = {
            key: lambda s=source: _wanted_residual(label, shape, seed, _SCALED.replace(_SUM, s))
            for key, source in _RESIDUAL_SUSPECTS.items()
        }
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key, {"name": name})]
    return result


_SUPER = ("super().__init__(**kwargs)", "super().__init__()")

EXERCISES = (
    Exercise(
        id="ex10a",
        answer="CustomDense",
        points=3,
        reference=_DENSE,
        ask=_ask_dense,
        judge=_judge_dense,
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
                    _DENSE,
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
                    _DENSE,
                    ('        self.bias = self.add_weight(shape=(self.units,), initializer="zeros")\n', ""),
                    (" + self.bias", ""),
                ),
                "layer.no_bias",
            ),
            Wrong(edited(_DENSE, (" + self.bias", "")), "layer.bias_unused"),
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
            Wrong(edited(_DENSE, (_CALL, "ops.matmul(inputs, self.kernel) + self.bias")), "layer.activation_ignored"),
            Wrong(
                edited(_DENSE, (_CALL, "self.activation(ops.matmul(inputs, self.kernel)) + self.bias")),
                "layer.activation_early",
            ),
            Wrong(edited(_DENSE, ("self.units = units", "self.units = 10")), "arguments.ignored"),
            Wrong(edited(_DENSE, ("keras.activations.get(activation)", "activation")), "answer.raised"),
            Wrong(edited(_DENSE, (", **kwargs)", ")"), _SUPER), "layer.kwargs"),
            Wrong(edited(_DENSE, _SUPER), "layer.kwargs_lost"),
            Wrong(edited(_DENSE, ("input_shape[-1]", "input_shape[1]")), "layer.last_axis"),
            Wrong(edited(_DENSE, ("        return self", "        self")), "layer.returned"),
            Wrong(
                edited(_DENSE, ('initializer="zeros"', 'initializer="zeros", trainable=False')), "layer.weights_frozen"
            ),
            Wrong(edited(_DENSE, ("shape=(self.units,)", "shape=(1, self.units)")), "layer.weight_shapes"),
            Wrong(
                edited(_DENSE, (_CALL, "self.activation(2 * ops.matmul(inputs, self.kernel) + self.bias)")),
                "layer.outputs",
            ),
            Wrong(edited(_DENSE, ("layers.Layer", "object"), _SUPER), "class.not_layer"),
            Wrong("CustomDense = layers.Dense(10)\n", "class.instance"),
            Wrong(
                "def CustomDense(units, activation=None):\n    return layers.Dense(units, activation)\n", "class.type"
            ),
        ),
    ),
    Exercise(
        id="ex10b",
        answer="CustomDense",
        points=3,
        reference=_SAVED,
        ask=_ask_saved,
        judge=_judge_saved,
        parameters={"units": 10, "inputs": 4},
        hints=(
            mark(
                "Loading has to find the class by a name: "
                '`@keras.saving.register_keras_serializable(package="...")` above the class gives it one.'
            ),
            mark(
                "`get_config` returns a dict of what the constructor needs. Begin with `super().get_config()`: it has "
                "`name`, `dtype` and `trainable`, which come back through `**kwargs`."
            ),
            mark(
                "Add `units` and `activation`, the latter as text: `keras.activations.serialize(self.activation)`. "
                "The constructor's `keras.activations.get` reads it."
            ),
        ),
        right=(
            edited(_SAVED, ("keras.activations.serialize(self.activation)", "self.activation")),
            # the option kept as it came, another name
            """\
@keras.saving.register_keras_serializable(name="dense_of_mine")
class CustomDense(keras.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.activation = activation
        self.function = keras.activations.get(activation)

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), name="w")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", name="b")

    def call(self, inputs):
        return self.function(inputs @ self.w + self.b)

    def get_config(self):
        return {**super().get_config(), "units": self.units, "activation": self.activation}
""",
            # without a decorator, with from_config of its own
            _DENSE
            + """
    def get_config(self):
        config = super().get_config()
        config.update(size=self.units, function=self.activation.__name__)
        return config

    @classmethod
    def from_config(cls, config):
        config = dict(config)
        return cls(config.pop("size"), activation=config.pop("function"), **config)

keras.saving.get_custom_objects()["CustomDense"] = CustomDense
""",
            # name and dtype by hand
            """\
@tf.keras.utils.register_keras_serializable()
class CustomDense(tf.keras.layers.Layer):
    def __init__(self, units, activation=None, name=None, dtype=None, trainable=True):
        super().__init__(name=name, dtype=dtype, trainable=trainable)
        self.units = units
        self.activation = tf.keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,))

    def call(self, inputs):
        return self.activation(tf.matmul(inputs, self.kernel) + self.bias)

    def get_config(self):
        activation = tf.keras.activations.serialize(self.activation)
        return {"units": self.units, "activation": activation, "name": self.name, "dtype": self.dtype}
""",
        ),
        wrong=(
            Wrong(_DENSE + _GET_CONFIG, "serial.not_registered"),
            Wrong(edited(_SAVED, (_GET_CONFIG, "")), "serial.no_get_config"),
            Wrong(edited(_SAVED, ("config = super().get_config()", "config = {}")), "serial.lost"),
            Wrong(edited(_SAVED, (", **kwargs)", ")"), _SUPER), "layer.kwargs"),
            Wrong(
                edited(_SAVED, ('        config["activation"] = keras.activations.serialize(self.activation)\n', "")),
                "serial.lost",
            ),
            Wrong(edited(_SAVED, ('        config["units"] = self.units\n', "")), "serial.from_config"),
            Wrong(edited(_SAVED, ('config["units"] = self.units', 'config["units"] = 10')), "serial.lost"),
            Wrong(
                edited(
                    _SAVED,
                    (
                        'config["activation"] = keras.activations.serialize(self.activation)',
                        'config["activation"] = "relu"',
                    ),
                ),
                "serial.lost",
            ),
            Wrong(edited(_SAVED, ("        return config\n", "")), "serial.config_type"),
            Wrong(
                _SAVED + "\n    def from_config(self, config):\n        return CustomDense(**config)\n",
                "serial.from_config",
            ),
            Wrong(
                _SAVED + "\n    @classmethod\n    def from_config(cls, config):\n"
                '        return cls(config["units"], config["activation"])\n',
                "serial.lost",
            ),
            Wrong(
                _SAVED + "\n    @classmethod\n    def from_config(cls, config):\n"
                '        return layers.Dense(config["units"], config["activation"], name=config["name"])\n',
                "serial.class",
            ),
            Wrong(edited(_SAVED, (_CALL, "ops.matmul(inputs, self.kernel) + self.bias")), "layer.activation_ignored"),
            Wrong(
                '@keras.saving.register_keras_serializable(package="course")\nclass CustomDense(layers.Dense):\n    pass\n',
                "layer.made_of",
            ),
        ),
    ),
    Exercise(
        id="ex10c",
        answer="ScaledResidual",
        points=4,
        reference=RESIDUAL,
        ask=_ask_residual,
        judge=_judge_residual,
        hints=(
            mark(
                "The scale is a weight like any other: made in `build` by `self.add_weight`, of shape `()`, "
                'with `initializer="ones"`.'
            ),
            mark(
                "Keep the wrapped layer as an attribute: `self.layer = layer`. Keras then finds its weights by itself. "
                "Build it in `build`, unless it is built already."
            ),
            mark(
                "A config holds plain data: `keras.saving.serialize_keras_object(self.layer)` in `get_config`, and "
                "`keras.saving.deserialize_keras_object` in a classmethod `from_config`."
            ),
        ),
        right=(
            # Keras's own wrapper keeps and serialises the layer
            """\
@keras.saving.register_keras_serializable()
class ScaledResidual(keras.layers.Wrapper):
    def build(self, input_shape=None):
        super().build(input_shape)
        self.alpha = self.add_weight(name="alpha", shape=(), initializer="ones")

    def call(self, inputs):
        return ops.add(inputs, ops.multiply(self.alpha, self.layer(inputs)))
""",
            # the constructor takes the config, too; the layer builds itself when it is called
            """\
@keras.saving.register_keras_serializable(package="mine", name="residual")
class ScaledResidual(keras.Layer):
    def __init__(self, layer, **kwargs):
        super().__init__(**kwargs)
        if isinstance(layer, dict):
            layer = keras.layers.deserialize(layer)
        self.block = layer
        self.scale = self.add_weight(shape=(), initializer=keras.initializers.Constant(1.0))

    def call(self, inputs):
        return self.block(inputs) * self.scale + inputs

    def get_config(self):
        return {**super().get_config(), "layer": keras.layers.serialize(self.block)}
""",
            # layers of Keras inside
            """\
@keras.utils.register_keras_serializable("course")
class ScaledResidual(layers.Layer):
    def __init__(self, layer, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.layer, self.sum = layer, layers.Add()

    def build(self, input_shape):
        self.scale = keras.Variable(1.0, name="scale")

    def call(self, x, training=None):
        return self.sum([x, self.layer(x, training=training) * self.scale])

    def get_config(self):
        config = super().get_config()
        config["layer"] = keras.saving.serialize_keras_object(self.layer)
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        config = dict(config)
        config["layer"] = keras.saving.deserialize_keras_object(config["layer"], custom_objects=custom_objects)
        return cls(**config)
""",
        ),
        wrong=(
            Wrong(_SCALED + _SCALED_CONFIG, "serial.not_registered"),
            Wrong(edited(RESIDUAL, ('self.add_weight(shape=(), initializer="ones")', "1.0")), "residual.no_scale"),
            Wrong(edited(RESIDUAL, ("shape=()", "shape=(1,)")), "residual.scale_shape"),
            Wrong(edited(RESIDUAL, ('initializer="ones"', 'initializer="zeros"')), "residual.scale_initial"),
            Wrong(edited(RESIDUAL, (', initializer="ones"', "")), "residual.scale_initial"),
            Wrong(
                edited(RESIDUAL, ('initializer="ones"', 'initializer="ones", trainable=False')), "residual.scale_frozen"
            ),
            Wrong(edited(RESIDUAL, (_SUM, "self.scale * (x + self.layer(x))")), "residual.scaled_sum"),
            Wrong(edited(RESIDUAL, (_SUM, "self.scale * x + self.layer(x)")), "residual.scaled_skip"),
            Wrong(edited(RESIDUAL, (_SUM, "self.scale * self.layer(x)")), "residual.no_skip"),
            Wrong(edited(RESIDUAL, (_SUM, "x + self.layer(x)")), "residual.unscaled"),
            Wrong(
                edited(RESIDUAL, ("self.layer = layer", "self.layer = layer.from_config(layer.get_config())")),
                "layer.not_tracked",
            ),
            Wrong(edited(RESIDUAL, ("        if not self.layer.built:\n            ", "        ")), "serial.load"),
            Wrong(
                edited(
                    RESIDUAL, (_SCALED_CONFIG, "\n    def get_config(self):\n        return super().get_config()\n")
                ),
                "serial.load",
            ),
            Wrong(
                edited(
                    RESIDUAL,
                    (
                        _SCALED_CONFIG,
                        "\n    def get_config(self):\n"
                        '        return super().get_config() | {"layer": keras.saving.serialize_keras_object(self.layer)}\n',
                    ),
                ),
                "serial.load",
            ),
            Wrong(edited(RESIDUAL, (", **kwargs)", ")"), _SUPER), "layer.kwargs"),
            Wrong(edited(RESIDUAL, ("return super().get_config() | {", "return {")), "serial.lost"),
            Wrong(
                "def ScaledResidual(layer):\n    return lambda x: x + layer(x)\n",
                "class.type",
            ),
        ),
    ),
)

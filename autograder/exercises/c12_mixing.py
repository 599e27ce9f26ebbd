"""Exercises of chapter 12: a functional model inside a layer, the layer in a functional model, `training` and `mask`."""

from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import Rules, canonical
from autograder.layer import attempt, layer_class, named, wrap
from autograder.verdict import Finding
from helpers.language import mark

# --- ex12a ---

_RNN = """\
class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.project_input = layers.Dense(units, activation="tanh")
        self.project_state = layers.Dense(units, activation="tanh")
        self.classifier = classifier

    def call(self, inputs):
        state = ops.zeros((ops.shape(inputs)[0], self.units))
        states = []
        for t in range(inputs.shape[1]):
            state = self.project_input(inputs[:, t]) + self.project_state(state)
            states.append(state)
        return self.classifier(ops.stack(states, axis=1))
"""
_STEP = "state = self.project_input(inputs[:, t]) + self.project_state(state)"
_STACK = "self.classifier(ops.stack(states, axis=1))"
_ZEROS = "ops.zeros((ops.shape(inputs)[0], self.units))"
_NAME = "CustomRNN"


def _changed(old: str, new: str) -> str:
    assert old in _RNN, old
    return _RNN.replace(old, new)


_TANH_INPUT = _changed(
    'self.project_input = layers.Dense(units, activation="tanh")', "self.project_input = layers.Dense(units)"
)
_TANH_STATE = _changed(
    'self.project_state = layers.Dense(units, activation="tanh")', "self.project_state = layers.Dense(units)"
)
_NO_TANH = _RNN.replace(', activation="tanh"', "")
_RNN_SUSPECTS = {
    "rnn.tanh_of_sum": _NO_TANH.replace(_STEP, "state = ops.tanh(" + _STEP.removeprefix("state = ") + ")"),
    "rnn.no_tanh": _NO_TANH,
    "rnn.no_tanh input": _TANH_INPUT,
    "rnn.no_tanh state": _TANH_STATE,
    "rnn.state_forgotten": _changed(_STEP, _STEP.replace("state = ", "new = ")).replace("append(state)", "append(new)"),
    "rnn.state_first": _changed("ops.zeros", "ops.ones"),
    "rnn.input_dropped": _changed(_STEP, _STEP.replace("inputs[:, t])", "inputs[:, t]) * 0")),
    "rnn.reversed": _changed("range(inputs.shape[1])", "reversed(range(inputs.shape[1]))"),
    "rnn.not_stacked reversed": _changed(_STACK, "self.classifier(ops.stack(states[::-1], axis=1))"),
    "rnn.not_stacked reshaped": _changed(
        _STACK, "self.classifier(ops.reshape(ops.stack(states), (-1, inputs.shape[1], self.units)))"
    ),
    "rnn.not_stacked last": _changed(_STACK, "self.classifier(ops.stack([state] * inputs.shape[1], axis=1))"),
}
"""Wrong layers by the key of their fault; what follows a space only tells them apart."""


def _lengths(parameters: dict) -> dict[str, tuple[int, int, int]]:
    """For each label of evidence time steps, numbers a step, units."""
    t, d, units = parameters["timesteps"], parameters["inputs"], parameters["units"]
    return {"model": (t, d, units), "other": (t - 2, d + 1, units + 3)}


def _classifier(label: str, steps: int, units: int, seed: int) -> Any:
    """A functional model with drawn weights that sees the order of the steps, or their mean."""
    import keras

    entry = keras.Input((steps, units))
    x = keras.layers.Flatten()(entry) if label == "model" else keras.layers.GlobalAveragePooling1D()(entry)
    model = keras.Model(entry, keras.layers.Dense(2)(x), name="classifier")
    draw = np.random.default_rng([seed, 32])
    model.set_weights([draw.normal(size=w.shape, scale=0.4).astype("float32") for w in model.get_weights()])
    return model


def _ask_rnn(answer: Answer, parameters: dict) -> None:
    layer_class(answer)
    for label, (steps, width, units) in _lengths(parameters).items():
        classifier = _classifier(label, steps, units, parameters["seed"])
        shown = f"{answer.name}({units}, classifier)"
        layer = answer.call(units, classifier, shown=shown)
        _batch_is_open(answer, layer, (steps, width))
        model = wrap(answer, layer, (steps, width), shown)
        answer.model(label, model, parameters["seed"], given={"classifier": classifier})
    shown = f'{answer.name}({units}, classifier, name="memory")'
    layer = named(answer, units, classifier, shown=shown, name="memory")
    answer.items["name"] = str(layer.name)


def _batch_is_open(answer: Answer, layer: Any, shape: tuple[int, int]) -> None:
    """Tell a layer that wants a fixed batch from one that is broken altogether."""
    import keras

    def call() -> None:
        layer(keras.Input(shape))
        layer(np.zeros((3, *shape), "float32"))

    _none, error = attempt(answer, call, "")
    if error:
        _none, other = attempt(answer, lambda: layer(np.zeros((4, *shape), "float32")), "")
        if not other:
            raise answer.fault("rnn.batch_fixed", name=answer.name, message=error)


def _rnn(label: str, size: tuple[int, int, int], seed: int, source: str = _RNN) -> tuple[Any, dict]:
    import keras

    steps, width, units = size
    classifier = _classifier(label, steps, units, seed)
    entry = keras.Input((steps, width))
    return keras.Model(entry, answer_of(source, _NAME)(units, classifier)(entry)), {"classifier": classifier}


def _judge_rnn(items: dict, parameters: dict) -> list[Finding]:
    for label, size in _lengths(parameters).items():
        found = _judge_steps(items[label], label, size, parameters["seed"])
        if found and label == "other" and found[0].key == "rnn.weights":
            return [Finding("arguments.ignored", {"call": f"{_NAME}({size[2]}, classifier)"}), *found]
        if found:
            return found
    if items["name"] != "memory":
        values = {"argument": "name", "got": str(items["name"]), "expected": "memory"}
        return [Finding("layer.kwargs_lost", values)]
    return []


def _judge_steps(found: dict, label: str, size: tuple[int, int, int], seed: int) -> list[Finding]:
    """Findings on one layer: whose weights it has, then what it computes."""
    if judge.given_missing(found):
        return [Finding("layer.not_tracked", {"name": _NAME, "got": "classifier"})]
    _steps, width, units = size
    shapes = sorted(list(w["shape"]) for w in judge.own_weights(found))
    wanted = sorted([[width, units], [units], [units, units], [units]])
    if shapes != wanted:
        values = {"name": _NAME, "got": str(shapes)[1:-1], "expected": str(wanted)[1:-1]}
        return [Finding("rnn.weights", values)]
    last = found["graph"]["nodes"][found["graph"]["outputs"]["flat"][0][0]]
    if last["shapes"][0][1:] != [2]:
        return [Finding("rnn.classifier_unused", {"name": _NAME})]
    model, given = _rnn(label, size, seed)
    result = judge.model(found, model, seed, given=given)
    if result:
        suspects = {key: lambda s=source: _rnn(label, size, seed, s) for key, source in _RNN_SUSPECTS.items()}
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key.split()[0], {"name": _NAME})]
    return result


# --- ex12b ---

_MODEL = """\
def build_sequence_model(timesteps, input_dim, units):
    features = keras.Input(shape=(None, units))
    x = layers.GlobalAveragePooling1D()(features)
    classifier = keras.Model(features, layers.Dense(1)(x))

    inputs = keras.Input(shape=(timesteps, input_dim))
    x = layers.Conv1D(32, 3)(inputs)
    outputs = CustomRNN(units, classifier)(x)
    return keras.Model(inputs, outputs)
"""
_POOL = "    x = layers.GlobalAveragePooling1D()(features)\n"
_HEADS = (
    "    x = layers.GlobalMaxPooling1D()(features)\n",
    "    x = features\n",
    "    x = features[:, -1]\n",
    "    x = layers.Flatten()(features)\n",
)
"""Other ways to one `Dense(1)`: what stands before it is the learner's."""


def _ask_model(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        answer.model(label, answer.call(*parameters[label]), parameters["seed"])


def _sequence_model(arguments: tuple, head: str = _POOL, rnn: str = _RNN, activation: str = "linear") -> Any:
    source = _MODEL.replace(_POOL, head).replace("layers.Dense(1)", f'layers.Dense(1, activation="{activation}")')
    if "Flatten" in head:
        source = source.replace("(None, units)", "(timesteps - 2, units)")
    return answer_of(rnn + source, "build_sequence_model")(*arguments)


def _judge_sequence(items: dict, parameters: dict) -> list[Finding]:
    for label in ("model", "other"):
        arguments = parameters[label]
        found = _judge_one(items[label], arguments, parameters["seed"])
        if found and label == "other":
            call = "build_sequence_model({}, {}, {})".format(*arguments)
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


def _judge_one(found: dict, arguments: tuple, seed: int) -> list[Finding]:
    got = canonical(found["graph"], Rules(), found["given"])
    if not any(op.custom for op in got.operations):
        return [Finding("rnn.not_in_model")]
    batch = found["graph"]["nodes"][found["graph"]["inputs"]["flat"][0][0]]["shapes"][0][0]
    if batch is not None:
        return [Finding("graph.batch_fixed", {"got": int(batch)})]
    heads = (_sequence_model(arguments, head) for head in _HEADS)
    result = judge.model(found, _sequence_model(arguments), seed, variants=heads)
    if result and result[0].key == "layer.outputs":
        suspects = {
            f"rnn.head_activation {name}": lambda n=name: (_sequence_model(arguments, activation=n), {})
            for name in ("sigmoid", "tanh", "relu")
        } | {key: lambda s=source: (_sequence_model(arguments, rnn=s), {}) for key, source in _RNN_SUSPECTS.items()}
        key, *activation = (judge.suspect(found, suspects, seed) or "layer.outputs").split()
        if key != "layer.outputs":
            return [Finding(key, {"name": _NAME, "got": " ".join(activation)}, nodes=result[0].nodes)]
    return result


# --- ex12c ---

_NOISY = """\
class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.dense = layers.Dense(units)
        self.noise = layers.GaussianNoise(stddev)
        self.supports_masking = True

    def call(self, inputs, training=None):
        return self.noise(self.dense(inputs), training=training)
"""
_ADD = "return self.noise(self.dense(inputs), training=training)"
_NOISY_NAME = "NoisyDense"
_ROWS = 3_000
_LONGEST = 6


def _noisy_cases(parameters: dict) -> dict[str, tuple[int, int, float]]:
    """For each label of evidence width of the input, units, standard deviation."""
    width, units, stddev = parameters["inputs"], parameters["units"], parameters["stddev"]
    return {"model": (width, units, stddev), "other": (width + 1, units + 2, round(stddev * 0.4, 3))}


def _ask_noisy(answer: Answer, parameters: dict) -> None:
    layer_class(answer)
    for label, (width, units, stddev) in _noisy_cases(parameters).items():
        shown = f"{answer.name}({units}, {stddev})"
        layer = answer.call(units, stddev, shown=shown)
        model = wrap(answer, layer, (width,), shown)
        answer.model(label, model, parameters["seed"])
        answer.items[f"{label} noise"] = answer.run(
            lambda m=model, w=width: _noise(m, _rows(parameters["seed"], w)), f"{shown}(x, training=True)"
        )
    shown = f'{answer.name}({units}, {stddev}, name="noisy")'
    layer = named(answer, units, stddev, shown=shown, name="noisy")
    answer.items["name"] = str(layer.name)
    answer.items["mask"] = answer.run(lambda: _mask_behind(layer, parameters), f"{answer.name}(…)(masked)")


def _rows(seed: int, width: int) -> np.ndarray:
    return (3 * np.random.default_rng([seed, 33]).normal(size=(_ROWS, width))).astype("float32")


def _noise(model: Any, rows: np.ndarray) -> dict:
    """The outputs of two calls in inference, and of two in training."""
    plain, again = (np.asarray(model(rows, training=False)) for _call in range(2))
    first, second = (np.asarray(model(rows, training=True)) for _call in range(2))
    return {"plain": plain, "again": again, "first": first, "second": second}


def _steps(seed: int, width: int) -> np.ndarray:
    """Sequences of different length, padded with zeros."""
    draw = np.random.default_rng([seed, 34])
    values = draw.normal(size=(4, _LONGEST, width)).astype("float32")
    for row, length in enumerate((6, 2, 4, 1)):
        values[row, length:] = 0
    return values


def _mask_behind(layer: Any, parameters: dict) -> np.ndarray:
    """The mask that a layer behind `layer` gets, as 0 and 1; -1 where it gets none."""
    import keras

    class Behind(keras.Layer):
        def call(self, x: Any, mask: Any = None) -> Any:
            if mask is None:
                return keras.ops.zeros_like(x[..., 0]) - 1
            return keras.ops.cast(mask, "float32")

    width = parameters["inputs"]
    entry = keras.Input((_LONGEST, width))
    x = layer(keras.layers.Masking()(entry))
    return np.asarray(keras.Model(entry, Behind()(x))(_steps(parameters["seed"], width)))


def _judge_noisy(items: dict, parameters: dict) -> list[Finding]:
    for label, (width, units, stddev) in _noisy_cases(parameters).items():
        call = f"{_NOISY_NAME}({units}, {stddev})"
        found = _judge_plain(items[label], items[f"{label} noise"], width, units, parameters["seed"])
        found = found or _judge_noise(items[f"{label} noise"], stddev, call)
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    if items["name"] != "noisy":
        values = {"argument": "name", "got": str(items["name"]), "expected": "noisy"}
        return [Finding("layer.kwargs_lost", values)]
    wanted = (_steps(parameters["seed"], parameters["inputs"]) != 0).any(-1)
    if items["mask"].shape != wanted.shape or not np.array_equal(items["mask"], wanted.astype("float32")):
        return [Finding("noise.mask", {"name": _NOISY_NAME})]
    return []


def _judge_plain(found: dict, noise: dict, width: int, units: int, seed: int) -> list[Finding]:
    """Findings on inference: a Dense layer and nothing else."""
    import keras

    weights = judge.own_weights(found)
    shapes, wanted = sorted(list(w["shape"]) for w in weights), sorted([[width, units], [units]])
    call = f"{_NOISY_NAME}({units}, stddev)"
    if shapes == [[width, units]]:
        return [Finding("layer.no_bias", {"call": call})]
    if shapes != wanted:
        values = {"call": call, "width": width, "got": str(shapes)[1:-1], "expected": f"[{width}, {units}], [{units}]"}
        return [Finding("layer.weight_shapes", values)]
    entry = keras.Input((width,))
    plain = keras.Model(entry, answer_of(_NOISY, _NOISY_NAME)(units, 0.0)(entry))
    if not judge.model(found, plain, seed):
        return []
    differs = not np.array_equal(noise["plain"], noise["again"])
    return [Finding("noise.at_inference" if differs else "noise.inference", {"name": _NOISY_NAME})]


def _judge_noise(noise: dict, stddev: float, call: str) -> list[Finding]:
    """Findings on the noise of some 10,000 draws; the bounds are 8 standard errors and more."""
    name = {"name": _NOISY_NAME}
    first, second = noise["first"] - noise["plain"], noise["second"] - noise["plain"]
    if first.ndim != 2 or len(first) != _ROWS or not np.isfinite(first).all():
        return [Finding("noise.inference", name)]
    if not np.abs(first).max() > 1e-3 * stddev:
        return [Finding("noise.none", name)]
    if np.allclose(first, second, atol=1e-3 * stddev):
        return [Finding("noise.repeats", name)]
    if _few_draws(first):
        return [Finding("noise.shared", name)]
    count = first.size
    if abs(first.mean()) > 8 * max(first.std(), stddev) / np.sqrt(count):
        return [Finding("noise.mean", name | {"got": round(float(first.mean()), 2)})]
    widths = first.std(0)
    if np.any(np.abs(widths - stddev) > 8 * stddev / np.sqrt(2 * len(first))):
        worst = widths[np.abs(widths - stddev).argmax()]
        return [Finding("noise.std", {"call": call, "got": round(float(worst), 2), "expected": stddev})]
    kurtosis = float(np.mean((first / first.std()) ** 4))
    if abs(kurtosis - 3) > 8 * np.sqrt(24 / count):
        return [Finding("noise.shape", name)]
    return []


def _few_draws(noise: np.ndarray) -> bool:
    """Whether rows, or columns, have the same noise."""
    width = noise.std()
    if np.all(noise.std(0) < 1e-2 * width):
        return True
    return noise.shape[1] > 1 and bool(np.all(noise.std(1) < 1e-2 * width))


_SUPER = ("super().__init__(**kwargs)", "super().__init__()")

EXERCISES = (
    Exercise(
        id="ex12a",
        answer="CustomRNN",
        points=4,
        reference=_RNN,
        ask=_ask_rnn,
        judge=_judge_rnn,
        parameters={"timesteps": 6, "inputs": 3, "units": 5},
        hints=(
            mark(
                "Make the two Dense layers in `__init__`, with `tanh`, and keep the classifier there, too: "
                "attributes are how Keras finds their weights."
            ),
            mark(
                "The length is known while the graph is built: `for t in range(inputs.shape[1])`, with `inputs[:, t]`. "
                "The batch is not: `ops.zeros((ops.shape(inputs)[0], self.units))`."
            ),
            mark(
                "In each step `state = dense_x(x_t) + dense_h(state)`, and append it to a list. "
                "`ops.stack(states, axis=1)` goes to the classifier, whose result is returned."
            ),
        ),
        right=(
            # Keras's loop around a cell
            """\
class Cell(layers.Layer):
    def __init__(self, units, **kwargs):
        super().__init__(**kwargs)
        self.state_size = units
        self.h = layers.Dense(units, "tanh")
        self.x = layers.Dense(units, "tanh")

    def call(self, x, states):
        new = self.x(x) + self.h(states[0])
        return new, [new]

class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.classifier = classifier
        self.rnn = layers.RNN(Cell(units), return_sequences=True)

    def call(self, inputs):
        return self.classifier(self.rnn(inputs))
""",
            # all inputs projected at once, tanh outside, zeros made of the input
            """\
class CustomRNN(keras.Layer):
    def __init__(self, units, classifier, name=None, **kwargs):
        super().__init__(name=name, **kwargs)
        self.head = classifier
        self.wx, self.wh = layers.Dense(units), layers.Dense(units)

    def call(self, inputs, training=False, mask=None):
        xs = ops.tanh(self.wx(inputs))
        state = ops.zeros_like(xs[:, 0, :])
        states = []
        for x in ops.unstack(xs, axis=1):
            state = x + ops.tanh(self.wh(state))
            states.append(ops.expand_dims(state, 1))
        return self.head(ops.concatenate(states, 1), training=training)
""",
            # weights of its own, TensorFlow's functions
            """\
class CustomRNN(tf.keras.layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.classifier = classifier

    def build(self, shape):
        n = self.units
        self.u = self.add_weight(shape=(n, n), initializer="orthogonal")
        self.w = self.add_weight(shape=(shape[-1], n))
        self.c = self.add_weight(shape=(n,), initializer="zeros")
        self.b = self.add_weight(shape=(n,), initializer="zeros")

    def call(self, inputs):
        state = tf.zeros((tf.shape(inputs)[0], self.units))
        steps = []
        for t in range(inputs.shape[1]):
            state = tf.tanh(inputs[:, t, :] @ self.w + self.b) + tf.tanh(state @ self.u + self.c)
            steps.append(state)
        return self.classifier(tf.stack(steps, axis=1))
""",
            # a scan, with the first step outside
            """\
class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.units, self.classifier = units, classifier
        self.parts = {"x": layers.Dense(units, "tanh"), "h": layers.Dense(units, "tanh")}

    def build(self, input_shape):
        self.parts["x"].build((None, input_shape[-1]))
        self.parts["h"].build((None, self.units))

    def call(self, inputs):
        steps = ops.transpose(self.parts["x"](inputs), (1, 0, 2))
        def step(state, x):
            state = x + self.parts["h"](state)
            return state, state
        _last, states = ops.scan(step, ops.zeros_like(steps[0]), steps)
        states = ops.transpose(states, (1, 0, 2))
        return self.classifier(ops.reshape(states, (-1, inputs.shape[1], self.units)))
""",
        ),
        wrong=(
            Wrong(_RNN_SUSPECTS["rnn.tanh_of_sum"], "rnn.tanh_of_sum"),
            Wrong(_NO_TANH, "rnn.no_tanh"),
            Wrong(_TANH_STATE, "rnn.no_tanh"),
            Wrong(_RNN_SUSPECTS["rnn.state_forgotten"], "rnn.state_forgotten"),
            Wrong(_changed("ops.zeros", "ops.ones"), "rnn.state_first"),
            Wrong(_changed(_STEP, _STEP.replace("inputs[:, t]", "inputs[:, 0]")), "layer.outputs"),
            Wrong(_RNN_SUSPECTS["rnn.reversed"], "rnn.reversed"),
            Wrong(_changed(_STACK, "ops.stack(states, axis=1)"), "rnn.classifier_unused"),
            Wrong(_RNN_SUSPECTS["rnn.not_stacked reshaped"], "rnn.not_stacked"),
            Wrong(_changed(_STACK, "self.classifier(ops.stack(states))"), "answer.raised"),
            Wrong(_changed(_STACK, "self.classifier(state)"), "answer.raised"),
            Wrong(_changed(_ZEROS, "ops.zeros((inputs.shape[0], self.units))"), "rnn.batch_fixed"),
            Wrong(_changed(_ZEROS, "ops.zeros((4, self.units))"), "rnn.batch_fixed"),
            Wrong(
                _changed("self.classifier = classifier", "self.classifier = keras.models.clone_model(classifier)"),
                "layer.not_tracked",
            ),
            Wrong(
                edited(
                    _RNN,
                    (
                        'self.project_state = layers.Dense(units, activation="tanh")',
                        'self.project_state = layers.Dense(units, activation="tanh", use_bias=False)',
                    ),
                ),
                "rnn.weights",
            ),
            Wrong(
                edited(_RNN, ("layers.Dense(units,", "layers.Dense(5,"), ("self.units = units", "self.units = 5")),
                "answer.raised",
            ),
            Wrong(edited(_RNN, (", **kwargs)", ")"), _SUPER), "layer.kwargs"),
            Wrong(edited(_RNN, _SUPER), "layer.kwargs_lost"),
            Wrong(
                """\
class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.rnn = layers.SimpleRNN(units, return_sequences=True)
        self.classifier = classifier

    def call(self, inputs):
        return self.classifier(self.rnn(inputs))
""",
                "rnn.weights",
            ),
        ),
    ),
    Exercise(
        id="ex12b",
        answer="build_sequence_model",
        points=3,
        reference=_MODEL,
        before=_RNN,
        ask=_ask_model,
        judge=_judge_sequence,
        parameters={"model": (10, 5, 32), "other": (7, 3, 6)},
        hints=(
            mark(
                "Your layer is called like any other: `CustomRNN(units, classifier)(x)`. First make the classifier, "
                "a functional model that takes states."
            ),
            mark("The classifier: `keras.Input(shape=(None, units))`, a pooling over the steps, `Dense(1)`."),
            mark(
                "`keras.Input(shape=(timesteps, input_dim))` leaves the batch open. Then `Conv1D(32, 3)`, without "
                "an activation, then the layer. The convolution leaves `timesteps - 2` steps."
            ),
        ),
        right=(
            # a Sequential as classifier
            """\
def build_sequence_model(timesteps, input_dim, units):
    classifier = keras.Sequential([keras.Input((None, units)), layers.GlobalAveragePooling1D(), layers.Dense(1)])
    inputs = keras.Input((timesteps, input_dim), name="series")
    x = layers.Conv1D(filters=32, kernel_size=3, strides=1, padding="valid", activation="linear")(inputs)
    return keras.Model(inputs, CustomRNN(units, classifier, name="memory")(x), name="sequence_model")
""",
            # a class of another kind, known length, ops in the classifier
            """\
class CustomRNN(layers.Layer):
    def __init__(self, units, classifier, **kwargs):
        super().__init__(**kwargs)
        self.classifier = classifier
        self.h, self.x = layers.Dense(units, "tanh"), layers.Dense(units, "tanh")

    def call(self, inputs):
        xs = self.x(inputs)
        state, states = ops.zeros_like(xs[:, 0]), []
        for t in range(xs.shape[1]):
            state = xs[:, t] + self.h(state)
            states.append(state)
        return self.classifier(ops.stack(states, 1))

    def get_config(self):
        return {"anything": 1}

def build_sequence_model(timesteps, input_dim, units):
    inputs = keras.Input((timesteps, input_dim))
    x = layers.Conv1D(32, 3)(inputs)
    states = keras.Input((x.shape[1], units))
    classifier = keras.Model(states, layers.Dense(1)(ops.mean(states, axis=1)))
    return keras.Model(inputs, CustomRNN(units, classifier)(x))
""",
            # another way from states to one number
            """\
def build_sequence_model(timesteps, input_dim, units):
    conv = keras.Sequential([keras.Input((timesteps, input_dim)), layers.Conv1D(32, 3)])
    states = keras.Input((timesteps - 2, units))
    classifier = keras.Model(states, layers.Dense(1)(layers.Flatten()(states)))
    inputs = keras.Input((timesteps, input_dim))
    return keras.Model(inputs, CustomRNN(units, classifier)(conv(inputs)))
""",
            _MODEL.replace(_POOL, "    x = features\n"),
        ),
        wrong=(
            Wrong(edited(_MODEL, ("    x = layers.Conv1D(32, 3)(inputs)\n", "    x = inputs\n")), "graph.missing"),
            Wrong(edited(_MODEL, ("Conv1D(32, 3)", 'Conv1D(32, 3, activation="relu")')), "graph.activation_surplus"),
            Wrong(edited(_MODEL, ("Conv1D(32, 3)", "Conv1D(3, 32, padding='same')")), "graph.config"),
            Wrong(edited(_MODEL, ("Conv1D(32, 3)", "Conv1D(32, 3, padding='causal')")), "graph.config"),
            Wrong(
                edited(
                    _MODEL,
                    (
                        "keras.Input(shape=(timesteps, input_dim))",
                        "keras.Input(batch_shape=(16, timesteps, input_dim))",
                    ),
                ),
                "graph.batch_fixed",
            ),
            Wrong(
                edited(
                    _MODEL,
                    (
                        "CustomRNN(units, classifier)(x)",
                        "classifier(layers.SimpleRNN(units, return_sequences=True)(x))",
                    ),
                ),
                "rnn.not_in_model",
            ),
            Wrong(edited(_MODEL, ("layers.Dense(1)", "layers.Dense(2)")), "layer.weights"),
            Wrong(
                edited(_MODEL, ("layers.Dense(1)(x)", 'layers.Dense(1, activation="sigmoid")(x)')),
                "rnn.head_activation",
            ),
            Wrong(edited(_MODEL, ("(timesteps, input_dim)", "(10, input_dim)")), "arguments.ignored"),
            Wrong(edited(_MODEL, ("(timesteps, input_dim)", "(input_dim, timesteps)")), "graph.input_shape"),
            Wrong(edited(_MODEL, ("    return keras.Model(inputs, outputs)", "    return outputs")), "model.tensor"),
            Wrong(_RNN_SUSPECTS["rnn.tanh_of_sum"] + _MODEL, "rnn.tanh_of_sum"),
        ),
    ),
    Exercise(
        id="ex12c",
        answer="NoisyDense",
        points=3,
        reference=_NOISY,
        ask=_ask_noisy,
        judge=_judge_noisy,
        parameters={"inputs": 3, "units": 5, "stddev": 0.5},
        hints=(
            mark(
                "`call(self, inputs, training=None)`: Keras fills in `training` by itself, true in `fit`, "
                "false in `predict` and `evaluate`."
            ),
            mark(
                "A Dense and a `GaussianNoise` inside do it. With your own noise: `keras.random.normal` in the shape of "
                "the outputs, from a `keras.random.SeedGenerator` that the layer keeps."
            ),
            mark("A layer that leaves the time axis alone lets the mask through: `self.supports_masking = True`."),
        ),
        right=(
            # a Dense itself, noise by hand
            """\
class NoisyDense(layers.Dense):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(units, **kwargs)
        self.stddev = stddev
        self.seed_generator = keras.random.SeedGenerator(1337)

    def call(self, inputs, training=False):
        y = super().call(inputs)
        if training:
            y = y + keras.random.normal(ops.shape(y), stddev=self.stddev, seed=self.seed_generator)
        return y
""",
            # weights of its own, the mask by compute_mask
            """\
class NoisyDense(keras.Layer):
    def __init__(self, units, stddev, name=None, dtype=None):
        super().__init__(name=name, dtype=dtype)
        self.units, self.stddev = units, stddev

    def build(self, shape):
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")
        self.w = self.add_weight(shape=(shape[-1], self.units))

    def call(self, x, training=None, mask=None):
        y = ops.matmul(x, self.w) + self.b
        if not training:
            return y
        return y + self.stddev * keras.random.normal(ops.shape(y))

    def compute_mask(self, inputs, mask=None):
        return mask
""",
            # TensorFlow's noise, multiplied by whether it trains
            """\
class NoisyDense(layers.Layer):
    def __init__(self, units, stddev, **kwargs):
        super().__init__(**kwargs)
        self.supports_masking = True
        self.inner = layers.Dense(units, kernel_initializer="he_normal")
        self.stddev = stddev

    def build(self, input_shape):
        self.inner.build(input_shape)

    def call(self, inputs, *, training=False):
        outputs = self.inner(inputs)
        return outputs + float(bool(training)) * tf.random.normal(tf.shape(outputs), 0.0, self.stddev)
""",
        ),
        wrong=(
            Wrong(
                edited(
                    _NOISY,
                    (
                        _ADD,
                        "y = self.dense(inputs)\n        return y + keras.random.normal(ops.shape(y), stddev=self.noise.stddev)",
                    ),
                ),
                "noise.at_inference",
            ),
            Wrong(edited(_NOISY, ("training=training", "training=True")), "noise.at_inference"),
            Wrong(edited(_NOISY, ("training=training", "training=False")), "noise.none"),
            Wrong(edited(_NOISY, (_ADD, "return self.dense(inputs)")), "noise.none"),
            Wrong(
                edited(
                    _NOISY,
                    ("        self.supports_masking = True\n", ""),
                    (_ADD, "return 1 * self.noise(self.dense(inputs), training=training)"),
                ),
                "noise.mask",
            ),
            Wrong(
                edited(_NOISY, (_ADD, "return self.dense(self.noise(inputs, training=training))")),
                "noise.std",
            ),
            Wrong(edited(_NOISY, ("layers.GaussianNoise(stddev)", "layers.GaussianNoise(stddev**2)")), "noise.std"),
            Wrong(edited(_NOISY, ("layers.GaussianNoise(stddev)", "layers.GaussianDropout(0.2)")), "noise.std"),
            Wrong(edited(_NOISY, ("layers.GaussianNoise(stddev)", "layers.GaussianNoise(0.5)")), "arguments.ignored"),
            Wrong(
                edited(
                    _NOISY,
                    (
                        _ADD,
                        "y = self.dense(inputs)\n        return y + keras.random.normal(ops.shape(y), stddev=self.noise.stddev, seed=1) if training else y",
                    ),
                ),
                "noise.repeats",
            ),
            Wrong(
                edited(
                    _NOISY,
                    (
                        _ADD,
                        "y = self.dense(inputs)\n        return y + keras.random.normal(y.shape[1:], stddev=self.noise.stddev) if training else y",
                    ),
                ),
                "noise.shared",
            ),
            Wrong(
                edited(
                    _NOISY,
                    (
                        _ADD,
                        "y = self.dense(inputs)\n        return y + keras.random.uniform(ops.shape(y), 0, self.noise.stddev) if training else y",
                    ),
                ),
                "noise.mean",
            ),
            Wrong(
                edited(
                    _NOISY,
                    (
                        _ADD,
                        "y = self.dense(inputs)\n        width = self.noise.stddev * 3**0.5\n        return y + keras.random.uniform(ops.shape(y), -width, width) if training else y",
                    ),
                ),
                "noise.shape",
            ),
            Wrong(edited(_NOISY, ("layers.Dense(units)", "layers.Dense(units, use_bias=False)")), "layer.no_bias"),
            Wrong(edited(_NOISY, ("layers.Dense(units)", 'layers.Dense(units, activation="relu")')), "noise.inference"),
            Wrong(edited(_NOISY, (", **kwargs)", ")"), _SUPER), "layer.kwargs"),
        ),
    ),
)

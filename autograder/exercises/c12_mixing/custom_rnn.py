"""Exercise 12a: a recurrent layer with a functional model inside."""

from typing import Any

from autograder.exercises.c12_mixing.rnn import CUSTOM_RNN, NAME, NO_TANH, STACK, STEP, SUSPECTS, TANH_STATE
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.exercises.faults import KWARGS_LOST
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c12_mixing.custom_rnn import ask_rnn, drawn_classifier, lengths_of
from helpers.language import mark

_ZEROS = "ops.zeros((ops.shape(inputs)[0], self.units))"


def _rnn(label: str, size: tuple[int, int, int], seed: int, source: str = CUSTOM_RNN) -> tuple[Any, dict]:
    import keras

    steps, width, units = size
    classifier = drawn_classifier(label, steps, units, seed)
    entry = keras.Input((steps, width))
    return keras.Model(entry, answer_of(source, NAME)(units, classifier)(entry)), {"classifier": classifier}


def _judge_rnn(items: dict, parameters: dict) -> list[Finding]:
    for label, size in lengths_of(parameters).items():
        found = _judge_steps(items[label], label, size, parameters["seed"])
        if found and label == "other" and found[0].key == "rnn.weights":
            return [Finding("arguments.ignored", {"call": f"{NAME}({size[2]}, classifier)"}), *found]
        if found:
            return found
    if items["name"] != "memory":
        values = {"argument": "name", "got": str(items["name"]), "expected": "memory"}
        return [Finding("layer.kwargs_lost", values)]
    return []


def _judge_steps(found: dict, label: str, size: tuple[int, int, int], seed: int) -> list[Finding]:
    """Findings on one layer: whose weights it has, then what it computes."""
    if judge.given_missing(found):
        return [Finding("layer.not_tracked", {"name": NAME, "got": "classifier"})]
    _steps, width, units = size
    shapes = sorted(list(w["shape"]) for w in judge.own_weights(found))
    wanted = sorted([[width, units], [units], [units, units], [units]])
    if shapes != wanted:
        values = {"name": NAME, "got": str(shapes)[1:-1], "expected": str(wanted)[1:-1]}
        return [Finding("rnn.weights", values)]
    last = found["graph"]["nodes"][found["graph"]["outputs"]["flat"][0][0]]
    if last["shapes"][0][1:] != [2]:
        return [Finding("rnn.classifier_unused", {"name": NAME})]
    model, given = _rnn(label, size, seed)
    result = judge.model(found, model, seed, given=given)
    if result:
        suspects = {key: lambda s=source: _rnn(label, size, seed, s) for key, source in SUSPECTS.items()}
        key = judge.suspect(found, suspects, seed)
        if key:
            return [Finding(key.split()[0], {"name": NAME})]
    return result


EXERCISE = Exercise(
    id="ex12a",
    answer="CustomRNN",
    points=4,
    reference=CUSTOM_RNN,
    ask=ask_rnn,
    judge=_judge_rnn,
    twice=True,
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
        Wrong(SUSPECTS["rnn.tanh_of_sum"], "rnn.tanh_of_sum"),
        Wrong(NO_TANH, "rnn.no_tanh"),
        Wrong(TANH_STATE, "rnn.no_tanh"),
        Wrong(SUSPECTS["rnn.state_forgotten"], "rnn.state_forgotten"),
        Wrong(edited(CUSTOM_RNN, ("ops.zeros", "ops.ones")), "rnn.state_first"),
        Wrong(edited(CUSTOM_RNN, (STEP, STEP.replace("inputs[:, t]", "inputs[:, 0]"))), "layer.outputs"),
        Wrong(SUSPECTS["rnn.reversed"], "rnn.reversed"),
        Wrong(edited(CUSTOM_RNN, (STACK, "ops.stack(states, axis=1)")), "rnn.classifier_unused"),
        Wrong(SUSPECTS["rnn.not_stacked reshaped"], "rnn.not_stacked"),
        Wrong(edited(CUSTOM_RNN, (STACK, "self.classifier(ops.stack(states))")), "answer.raised"),
        Wrong(edited(CUSTOM_RNN, (STACK, "self.classifier(state)")), "answer.raised"),
        Wrong(edited(CUSTOM_RNN, (_ZEROS, "ops.zeros((inputs.shape[0], self.units))")), "rnn.batch_fixed"),
        Wrong(edited(CUSTOM_RNN, (_ZEROS, "ops.zeros((4, self.units))")), "rnn.batch_fixed"),
        Wrong(
            edited(
                CUSTOM_RNN, ("self.classifier = classifier", "self.classifier = keras.models.clone_model(classifier)")
            ),
            "layer.not_tracked",
        ),
        Wrong(
            edited(
                CUSTOM_RNN,
                (
                    'self.project_state = layers.Dense(units, activation="tanh")',
                    'self.project_state = layers.Dense(units, activation="tanh", use_bias=False)',
                ),
            ),
            "rnn.weights",
        ),
        Wrong(
            edited(CUSTOM_RNN, ("layers.Dense(units,", "layers.Dense(5,"), ("self.units = units", "self.units = 5")),
            "answer.raised",
        ),
        Wrong(edited(CUSTOM_RNN, (", **kwargs)", ")"), KWARGS_LOST), "layer.kwargs"),
        Wrong(edited(CUSTOM_RNN, KWARGS_LOST), "layer.kwargs_lost"),
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
)

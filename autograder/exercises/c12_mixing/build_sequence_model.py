"""Exercise 12b: the recurrent layer in a functional model."""

from typing import Any

from autograder.exercises.c12_mixing.rnn import CUSTOM_RNN, NAME, SUSPECTS
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import Rules, canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c12_mixing.build_sequence_model import ask_model
from helpers.language import mark

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


def _sequence_model(arguments: tuple, head: str = _POOL, rnn: str = CUSTOM_RNN, activation: str = "linear") -> Any:
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
        } | {key: lambda s=source: (_sequence_model(arguments, rnn=s), {}) for key, source in SUSPECTS.items()}
        key, *activation = (judge.suspect(found, suspects, seed) or "layer.outputs").split()
        if key != "layer.outputs":
            return [Finding(key, {"name": NAME, "got": " ".join(activation)}, nodes=result[0].nodes)]
    return result


EXERCISE = Exercise(
    id="ex12b",
    answer="build_sequence_model",
    points=3,
    reference=_MODEL,
    before=CUSTOM_RNN,
    ask=ask_model,
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
        Wrong(SUSPECTS["rnn.tanh_of_sum"] + _MODEL, "rnn.tanh_of_sum"),
    ),
)

"""Exercise 12b: the recurrent layer in a functional model."""

from typing import Any

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.common.rnn import CUSTOM_RNN, NAME, SUSPECTS
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import Rules, canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
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
    cases = {label: parameters[label] for label in LABELS}
    return each(cases, lambda k, case: _judge_one(items[k], case, parameters["seed"]), written("build_sequence_model"))


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
)

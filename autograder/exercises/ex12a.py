"""Exercise 12a: a recurrent layer with a functional model inside."""

from typing import Any

from autograder.exercises.common.keeping import kept_traits
from autograder.exercises.common.rnn import CUSTOM_RNN, NAME, SUSPECTS
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex12a import drawn_classifier, lengths_of
from helpers.language import mark


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
    wanted = {"name": "memory", "dtype": "float64", "trainable": False}
    return kept_traits(items["traits"], wanted, "layer.kwargs_lost")


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
)

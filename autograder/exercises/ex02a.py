"""Exercise 02a: a given model is compiled, as its losses, its optimizer and its metrics tell."""

import numpy as np

from autograder.asking import compiled
from autograder.exercises.exercise import SEED, Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier
from autograder.questions.common.small_classifier import drawn_labels, small_classifier
from autograder.questions.ex02a import WIDTHS
from helpers.language import mark


def _judge_compile(items: dict, parameters: dict) -> list[Finding]:
    for label, rate in parameters["rates"].items():
        # what the learner's process says, then what a model does that is compiled in the same way elsewhere
        asked = [(items[label], parameters["seed"]), (items["elsewhere"].get(label), parameters["elsewhere_seed"])]
        for state, seed in asked:
            found = [] if state is None else _compiled(state, rate, seed)
            if found:
                return found
    return []


def _configurations(items: dict, parameters: dict) -> dict:
    """How the models were compiled: another is compiled so where no code of the learner's is."""
    states = {label: items[label] for label in parameters["rates"]}
    written = {label: s["configuration"] for label, s in states.items() if isinstance(s.get("configuration"), dict)}
    return {"configurations": written, "seed": parameters["elsewhere_seed"]}


def _compiled(state: dict, rate: float, seed: int) -> list[Finding]:
    """Findings on one compiled model of the draw `seed`."""
    labels = drawn_labels(seed, WIDTHS[-1])
    found = classifier.loss(state, labels, seed, WIDTHS[-1])
    if found:
        return found
    if state["optimizer"] != "RMSprop":
        return [Finding("compile.optimizer", {"got": state["optimizer"], "expected": "RMSprop"})]
    if abs(state["learning_rate"] - rate) > 1e-6 * rate:
        return [Finding("compile.learning_rate", {"got": state["learning_rate"], "expected": rate})]
    model = small_classifier(*WIDTHS, seed)
    rows = compiled.rows(model, len(labels), seed)
    if not classifier.reports_accuracy(state, np.asarray(model(rows)), labels):
        return [Finding("compile.metrics")]
    return []


_COMPILE = """\
def compile_classifier(model, learning_rate):
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
"""

EXERCISE = Exercise(
    id="ex02a",
    answer="compile_classifier",
    points=2,
    reference=_COMPILE,
    judge=_judge_compile,
    elsewhere=_configurations,
    hidden={"elsewhere_seed": SEED + 2},
    parameters={"rates": {"first": 0.001, "second": 0.02}},
    hints=(
        mark(
            "`model.compile` takes `optimizer`, `loss` and `metrics`. Name them: the third place is no longer `metrics`."
        ),
        mark(
            "An optimizer given as a string has its default learning rate. Make the object: `keras.optimizers.RMSprop(...)`."
        ),
        mark("The labels are integers, the outputs are logits: `SparseCategoricalCrossentropy(from_logits=True)`."),
    ),
)

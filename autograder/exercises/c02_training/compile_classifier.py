"""Exercise 02a: a given model is compiled, as its losses, its optimizer and its metrics tell."""

import numpy as np

from autograder.asking import probe
from autograder.exercises.exercise import SEED, Exercise, Wrong, edited
from autograder.exercises.faults import PROBABILITIES
from autograder.graphs.finding import Finding
from autograder.judging import classifier
from autograder.questions.c02_training.compile_classifier import WIDTHS, ask_compile
from autograder.questions.c02_training.drawn import drawn_labels, small_classifier
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
    found = classifier.loss(state, labels, seed, WIDTHS[0], WIDTHS[-1])
    if found:
        return found
    if state["optimizer"] != "RMSprop":
        return [Finding("compile.optimizer", {"got": state["optimizer"], "expected": "RMSprop"})]
    if abs(state["learning_rate"] - rate) > 1e-6 * rate:
        return [Finding("compile.learning_rate", {"got": state["learning_rate"], "expected": rate})]
    model = small_classifier(*WIDTHS, seed)
    rows, _logits = probe.rows_and_logits(model, len(labels), seed)
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
    ask=ask_compile,
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
    right=(
        """\
def compile_classifier(model, learning_rate):
    optimizer = keras.optimizers.RMSprop(learning_rate=learning_rate)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=[keras.metrics.SparseCategoricalAccuracy()])
    return model
""",
        """\
def compile_classifier(model, learning_rate):
    def loss(y_true, y_pred):
        return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
    model.compile(optimizer=keras.optimizers.RMSprop(learning_rate), loss=loss, metrics=["acc"])
""",
        """\
def compile_classifier(model, learning_rate):
    model.compile(optimizer="rmsprop", metrics=["sparse_categorical_accuracy"],
                  loss=keras.losses.SparseCategoricalCrossentropy(True))
    model.optimizer.learning_rate = learning_rate
""",
    ),
    wrong=(
        Wrong(edited(_COMPILE, PROBABILITIES), "compile.from_logits"),
        Wrong(
            edited(
                _COMPILE,
                (
                    "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
                    '"sparse_categorical_crossentropy"',
                ),
            ),
            "compile.from_logits",
        ),
        Wrong(edited(_COMPILE, ("RMSprop(", "Adam(")), "compile.optimizer"),
        Wrong(edited(_COMPILE, ("RMSprop(learning_rate)", "RMSprop(0.001)")), "compile.learning_rate"),
        Wrong(edited(_COMPILE, ("Sparse", "")), "compile.one_hot"),
        Wrong(
            edited(_COMPILE, ("keras.losses.SparseCategoricalCrossentropy(from_logits=True)", '"mse"')),
            "compile.loss",
        ),
        Wrong(edited(_COMPILE, ('        metrics=["accuracy"],\n', "")), "compile.metrics"),
        Wrong("def compile_classifier(model, learning_rate):\n    pass\n", "compile.missing"),
        Wrong(
            edited(_COMPILE, ("    model.compile", "    model = keras.models.clone_model(model)\n    model.compile")),
            "compile.missing",
        ),
    ),
)

"""Exercise 06b: a loss, a weight and metrics for each output."""

import numpy as np

from autograder.exercises.c06_multiple import losses, thresholds
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graphs.finding import Finding
from autograder.questions.c06_multiple.compile_ticket_router import ask_compile
from autograder.questions.c06_multiple.tickets import DRAWS
from helpers.language import mark

_COMPILE = """\
def compile_ticket_router(model, priority_weight, department_weight):
    model.compile(
        optimizer=keras.optimizers.RMSprop(1e-3),
        loss={
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"priority": priority_weight, "department": department_weight},
        metrics={
            "priority": [keras.metrics.BinaryAccuracy(threshold=0.0)],
            "department": ["categorical_accuracy"],
        },
    )
"""


def _judge_compile(items: dict, parameters: dict) -> list[Finding]:
    for label in ("first", "other"):
        found = _compiled(items[label], parameters[label], parameters["seed"])
        if found and label == "other":
            call = "compile_ticket_router(model, {}, {})".format(*parameters[label])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


def _compiled(state: dict, weights: tuple[float, float], seed: int) -> list[Finding]:
    if not state["compiled"]:
        return [Finding("compile.missing")]
    error = state.get("error")
    lacking = [o for o in ("priority", "department") if state["given"] and o not in state["given"]]
    if "totals" not in state:
        if lacking:
            return [Finding("router.no_loss", {"output": lacking[0]})]
        if "sparse" in state["given"].get("department", ""):
            return [Finding("router.one_hot")]
        return [Finding("router.compile_raised", {"type": error["type"], "message": error["message"]})]
    if np.shape(state["totals"]) != (DRAWS,):
        return [Finding("evidence.refused", {"reason": "totals"})]
    found = losses.judged(np.asarray(state["totals"], dtype="float64"), weights, seed)
    if found and lacking and found[0].key == "router.loss_nothing":
        return [Finding("router.no_loss", {"output": lacking[0]})]
    if found:
        return found
    if error:
        return [Finding("router.metrics_raised", {"type": error["type"], "message": error["message"]})]
    lacking = [o for o in ("priority", "department") if not _reported(state["reports"], o)]
    if lacking:
        return [Finding("router.metrics", {"outputs": lacking})]
    return thresholds.judged(state.get("read") or {}, seed)


def _reported(reports: list[str], output: str) -> bool:
    return any(name.startswith(f"{output}_") and name != f"{output}_loss" for name in reports)


_LOSSES = """\
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
"""
_METRICS = """\
metrics={
            "priority": [keras.metrics.BinaryAccuracy(threshold=0.0)],
            "department": ["categorical_accuracy"],
        }"""
_WEIGHTS = '{"priority": priority_weight, "department": department_weight}'

EXERCISE = Exercise(
    id="ex06b",
    answer="compile_ticket_router",
    points=3,
    reference=_COMPILE,
    ask=ask_compile,
    judge=_judge_compile,
    parameters={"first": (1.0, 0.2), "other": (0.5, 3.0)},
    shown="",
    hints=(
        mark("`loss`, `loss_weights` and `metrics` each take a dict whose keys are the names of the outputs."),
        mark(
            "The priority is one yes or no: binary cross-entropy. The department is one of several, one-hot: "
            "categorical cross-entropy. Both outputs are logits."
        ),
        mark(
            'A dict of lists for the metrics: `metrics={"priority": [...], "department": [...]}`, '
            "with at least one metric in each. The priority is a logit: its accuracy takes the threshold 0, "
            "`keras.metrics.BinaryAccuracy(threshold=0.0)`."
        ),
    ),
    right=(
        """\
def compile_ticket_router(model, priority_weight, department_weight):
    def priority_loss(y, z):
        return ops.mean(ops.maximum(z, 0) - z * y + ops.log1p(ops.exp(-ops.abs(z))), axis=-1)

    def department_loss(y, z):
        return -ops.sum(y * ops.log_softmax(z), axis=-1)

    model.compile(
        "adam",
        loss=dict(department=department_loss, priority=priority_loss),
        loss_weights=dict(department=department_weight, priority=priority_weight),
        metrics=dict(department=["accuracy"], priority=[keras.metrics.BinaryAccuracy(threshold=0.0)]),
    )
    return model
""",
        # weights inside the losses
        """\
def compile_ticket_router(model, priority_weight, department_weight):
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model.compile(
        optimizer=keras.optimizers.SGD(0.1),
        loss={"priority": lambda y, z: priority_weight * binary(y, z),
              "department": lambda y, z: department_weight * categorical(y, z)},
        metrics={"priority": keras.metrics.AUC(from_logits=True), "department": "categorical_accuracy"},
    )
""",
        # lists in the order of the sorted names
        """\
def compile_ticket_router(model, priority_weight, department_weight):
    losses = {
        "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        "priority": keras.losses.BinaryCrossentropy(from_logits=True),
    }
    weights = {"department": department_weight, "priority": priority_weight}
    names = model.output_names
    right = keras.metrics.BinaryAccuracy(threshold=0)
    model.compile("rmsprop", [losses[n] for n in names], [weights[n] for n in names], metrics=[["accuracy"], [right]])
""",
    ),
    wrong=(
        Wrong(
            edited(_COMPILE, (_WEIGHTS, '{"priority": department_weight, "department": priority_weight}')),
            "router.weights_swapped",
        ),
        Wrong(edited(_COMPILE, (_WEIGHTS, "[priority_weight, department_weight]")), "router.weights_swapped"),
        Wrong(edited(_COMPILE, (f"        loss_weights={_WEIGHTS},\n", "")), "router.weights_missing"),
        Wrong(edited(_COMPILE, (_WEIGHTS, '{"priority": 1.0, "department": 0.2}')), "arguments.ignored"),
        Wrong(edited(_COMPILE, ("BinaryCrossentropy(from_logits=True)", "BinaryCrossentropy()")), "router.from_logits"),
        Wrong(
            edited(_COMPILE, ("CategoricalCrossentropy(from_logits=True)", "CategoricalCrossentropy()")),
            "router.from_logits",
        ),
        Wrong(edited(_COMPILE, ("(from_logits=True)", "()")), "router.from_logits"),
        Wrong(
            edited(
                _COMPILE,
                (
                    "loss={\n" + _LOSSES + "        }",
                    "loss=[\n" + _LOSSES.replace('"priority": ', "").replace('"department": ', "") + "        ]",
                ),
                (_WEIGHTS, "[priority_weight, department_weight]"),
            ),
            "router.losses_swapped",
        ),
        Wrong(
            edited(_COMPILE, ("keras.losses.CategoricalCrossentropy", "keras.losses.SparseCategoricalCrossentropy")),
            "router.one_hot",
        ),
        Wrong(edited(_COMPILE, ("CategoricalCrossentropy", "BinaryCrossentropy")), "router.department_binary"),
        Wrong(edited(_COMPILE, ("keras.losses.BinaryCrossentropy(from_logits=True)", '"mse"')), "router.squares"),
        Wrong(edited(_COMPILE, ("BinaryCrossentropy", "CategoricalCrossentropy")), "router.loss_nothing"),
        Wrong(
            edited(
                _COMPILE,
                ('            "department": keras.losses.CategoricalCrossentropy(from_logits=True),\n', ""),
            ),
            "router.no_loss",
        ),
        Wrong(edited(_COMPILE, (_METRICS, 'metrics=["accuracy"]')), "router.metrics_raised"),
        Wrong(edited(_COMPILE, (_METRICS, 'metrics={"priority": ["binary_accuracy"]}')), "router.metrics"),
        Wrong(edited(_COMPILE, (f"        {_METRICS},\n", "")), "router.metrics"),
        Wrong(edited(_COMPILE, ("[keras.metrics.BinaryAccuracy(threshold=0.0)]", '["accuracy"]')), "router.threshold"),
        Wrong(edited(_COMPILE, ("BinaryAccuracy(threshold=0.0)", "BinaryAccuracy()")), "router.threshold"),
        Wrong(edited(_COMPILE, ("BinaryAccuracy(threshold=0.0)", "Recall()")), "router.threshold"),
        Wrong(
            edited(_COMPILE, ("threshold=0.0)]", "threshold=0.0), keras.metrics.Precision()]")),
            "router.threshold",
        ),
        Wrong(
            "def compile_ticket_router(model, priority_weight, department_weight):\n    return model\n",
            "compile.missing",
        ),
    ),
)

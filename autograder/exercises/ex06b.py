"""Exercise 06b: a loss, a weight and metrics for each output."""

import numpy as np

from autograder.exercises.cases import each
from autograder.exercises.common import losses, thresholds
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.common.tickets import DRAWS
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
    cases = {label: parameters[label] for label in ("first", "other")}
    call = "compile_ticket_router(model, {}, {})"
    return each(cases, lambda k, case: _compiled(items[k], case, parameters["seed"]), lambda case: call.format(*case))


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


EXERCISE = Exercise(
    id="ex06b",
    answer="compile_ticket_router",
    points=3,
    reference=_COMPILE,
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
)

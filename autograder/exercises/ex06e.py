"""Exercise 06e: a router whose outputs, losses and compilation were mixed up, repaired."""

import numpy as np

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.common import losses
from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.tickets import DRAWS, INPUTS, OUTPUTS
from autograder.questions.ex06e import NAMED
from helpers.language import mark

_ROUTER = """\
def repair_router(num_words, num_tags, num_departments):
    title, body = (keras.Input((None,), name=name) for name in ("title", "body"))
    tags = keras.Input((num_tags,), name="tags")
    words = [layers.Embedding(num_words, 16)(text) for text in (title, body)]
    texts = [layers.GlobalAveragePooling1D()(vectors) for vectors in words]
    x = layers.concatenate([*texts, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    binary = keras.losses.BinaryCrossentropy(from_logits=True)
    categorical = keras.losses.CategoricalCrossentropy(from_logits=True)
    model = keras.Model([title, body, tags], {"priority": priority, "department": department})
    model.compile(optimizer="adam", loss={"priority": binary, "department": categorical})
    return model
"""
_CROSSED = edited(_ROUTER, ('{"priority": priority, "department": dep', '{"department": priority, "priority": dep'))
_SHARE = 1 / 3
"""What each of the three faults costs."""


def _judge_router(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        item = items[label]
        got = canonical(item["graph"], NAMED)
        if not got.output_keys and len(got.outputs) == len(OUTPUTS):
            return [Finding("graph.outputs_list", {"expected": list(OUTPUTS)})]
        if len(got.inputs) == len(INPUTS) and got.input_keys != INPUTS:
            return [Finding("graph.input_keys", {"got": list(got.input_keys), "expected": list(INPUTS)})]
        sizes = [got.operations[i].shape[-1] for i, _k in got.outputs]
        crossed = got.output_keys == OUTPUTS and sizes == [1, arguments[2]]
        wanted = answer_of(_CROSSED if crossed else _ROUTER, "repair_router")(*arguments)
        left = [Finding("router.crossed", {"got": arguments[2]}, _SHARE)] if crossed else []
        if not items[f"{label} compiled"]:  # and of the losses nothing is known
            left.append(Finding("router.stale", cost=2 * _SHARE))
        elif label == "model":
            left += _losses(items["state"], parameters["seed"])
        return left + judge.model(item, wanted, parameters["seed"], NAMED)

    return each({label: tuple(parameters[label]) for label in LABELS}, judged, written("repair_router"))


def _losses(state: dict, seed: int) -> list[Finding]:
    """What is wrong with the losses of a compiled router."""
    if not state["named"]:
        return [Finding("router.loss_list", {"type": state["type"]}, _SHARE)]
    lacking = [output for output in ("priority", "department") if output not in state["given"]]
    if lacking:
        return [Finding("router.no_loss", {"output": lacking[0]}, _SHARE)]
    if "totals" not in state:
        return [Finding("router.compile_raised", {k: state["error"][k] for k in ("type", "message")}, _SHARE)]
    if np.shape(state["totals"]) != (DRAWS,):
        return [Finding("evidence.refused", {"reason": "totals"})]
    found = losses.judged(np.asarray(state["totals"], dtype="float64"), (1.0, 1.0), seed)
    return [Finding(found[0].key, found[0].values, _SHARE)] if found else []


EXERCISE = Exercise(
    id="ex06e",
    answer="repair_router",
    points=3,
    reference=_ROUTER,
    judge=_judge_router,
    parameters={"model": (50, 4, 3), "other": (80, 6, 5)},
    one_by_one=True,
    hints=(
        mark("Follow each head to its key: which number of outputs should stand under which name?"),
        mark(
            "`compile` belongs to the one model that it is called on. Which model is compiled here, and which is returned?"
        ),
        mark(
            'Make one model only, with `{"priority": priority, "department": department}`; compile that one, with a dict of '
            "losses under the same two keys; return it."
        ),
    ),
)

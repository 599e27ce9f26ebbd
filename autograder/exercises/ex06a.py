"""Exercise 06a: a functional model with three inputs and two outputs."""

import itertools
from collections.abc import Iterator
from typing import Any

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.tickets import INPUTS, OUTPUTS, RULES
from helpers.language import mark

_BUILD = """\
def build_ticket_router(num_words, num_tags, num_departments):
    title = keras.Input(shape=(None,), name="title")
    body = keras.Input(shape=(None,), name="body")
    tags = keras.Input(shape=(num_tags,), name="tags")
    title_features = layers.LSTM(128)(layers.Embedding(num_words, 64)(title))
    body_features = layers.LSTM(32)(layers.Embedding(num_words, 64)(body))
    x = layers.concatenate([title_features, body_features, tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    return keras.Model([title, body, tags], {"priority": priority, "department": department})
"""
_JOINED = "[title_features, body_features, tags]"


def _routers(arguments: tuple) -> Iterator[Any]:
    """The reference's model with its parts joined in every order, its own order first."""
    for order in itertools.permutations(("title_features", "body_features", "tags")):
        source = _BUILD.replace(_JOINED, f"[{', '.join(order)}]")
        yield answer_of(source, "build_ticket_router")(*arguments)


def _judge_build(items: dict, parameters: dict) -> list[Finding]:
    cases = {label: parameters[label] for label in LABELS}
    return each(cases, lambda k, case: _router(items[k], case, parameters["seed"]), written("build_ticket_router"))


def _router(item: dict, arguments: tuple, seed: int) -> list[Finding]:
    got = canonical(item["graph"], RULES)
    if not got.output_keys and len(got.outputs) == len(OUTPUTS):
        return [Finding("graph.outputs_list", {"expected": list(OUTPUTS)})]
    if len(got.inputs) == len(INPUTS) and got.input_keys != INPUTS:
        return [Finding("graph.input_keys", {"got": list(got.input_keys), "expected": list(INPUTS)})]
    for name, i in zip(got.input_keys, got.inputs, strict=True):
        entry = got.operations[i]
        if name in ("title", "body") and len(entry.shape) == 2 and entry.shape[1] is not None:
            return [Finding("texts.fixed_length", {"layer": entry.name, "got": entry.shape[1]}, nodes=(entry.node,))]
    reference, *variants = _routers(arguments)
    found = judge.model(item, reference, seed, RULES, variants=variants)
    masked = [f for f in found if f.values.get("option") == "mask_zero"]  # a mask shows at the LSTMs, too
    return masked or found


EXERCISE = Exercise(
    id="ex06a",
    answer="build_ticket_router",
    points=4,
    reference=_BUILD,
    judge=_judge_build,
    parameters={"model": (10_000, 12, 4), "other": (300, 7, 3)},
    hints=(
        mark(
            "Three inputs, each with a name: `title` and `body` are rows of word ids of any length, `shape=(None,)`; "
            "`tags` has `num_tags` numbers."
        ),
        mark(
            "Each text goes through an `Embedding(num_words, 64)` of its own and then an LSTM: 128 units for the title, "
            "32 for the body. `layers.concatenate` joins the two results and the tags."
        ),
        mark(
            "Both Dense layers get the joined features, and neither has an activation. End with "
            '`keras.Model([title, body, tags], {"priority": ..., "department": ...})`.'
        ),
    ),
)

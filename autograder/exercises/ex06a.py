"""Exercise 06a: a functional model with three inputs and two outputs."""

import itertools
from collections.abc import Iterator
from functools import partial
from typing import Any

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import Values, varying
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


def _routers(build: str, arguments: tuple) -> Iterator[Any]:
    """The reference's model with its parts joined in every order, its own order first."""
    for order in itertools.permutations(("title_features", "body_features", "tags")):
        source = build.replace(_JOINED, f"[{', '.join(order)}]")
        yield answer_of(source, "build_ticket_router")(*arguments)


def _judged(build: str, items: dict, parameters: dict) -> list[Finding]:
    cases = {label: parameters[label] for label in LABELS}
    seed = parameters["seed"]
    return each(cases, lambda k, case: _router(build, items[k], case, seed), written("build_ticket_router"))


def _router(build: str, item: dict, arguments: tuple, seed: int) -> list[Finding]:
    got = canonical(item["graph"], RULES)
    if not got.output_keys and len(got.outputs) == len(OUTPUTS):
        return [Finding("graph.outputs_list", {"expected": list(OUTPUTS)})]
    if len(got.inputs) == len(INPUTS) and got.input_keys != INPUTS:
        return [Finding("graph.input_keys", {"got": list(got.input_keys), "expected": list(INPUTS)})]
    for name, i in zip(got.input_keys, got.inputs, strict=True):
        entry = got.operations[i]
        if name in ("title", "body") and len(entry.shape) == 2 and entry.shape[1] is not None:
            return [Finding("texts.fixed_length", {"layer": entry.name, "got": entry.shape[1]}, nodes=(entry.node,))]
    reference, *variants = _routers(build, arguments)
    found = judge.model(item, reference, seed, RULES, variants=variants)
    masked = [f for f in found if f.values.get("option") == "mask_zero"]  # a mask shows at the LSTMs, too
    return masked or found


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex06a",
        answer="build_ticket_router",
        points=4,
        reference=reference,
        judge=partial(_judged, reference),
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


def _count(values: Values) -> dict[str, int]:
    """Of the task's example: 10,000 words, 12 tags, 4 departments."""
    width, title, body = values["width"], values["title"], values["body"]
    texts = sum(10_000 * width + 4 * (width * units + units * units + units) for units in (title, body))
    return {"count": texts + (title + body + 12) * 5 + 5}


EXERCISE = varying(
    _exercise,
    _BUILD,
    choices={"width": (24, 32, 40, 48, 64), "title": (56, 72, 80, 96, 128), "body": (16, 20, 28, 32, 36)},
    changes=(
        ("LSTM(128)", "LSTM({title})"),
        ("LSTM(32)", "LSTM({body})"),
        ("Embedding(num_words, 64)", "Embedding(num_words, {width})"),
    ),
    words=(
        (
            "the functional model above for other numbers of",
            "a functional model like the one above, for any numbers of",
        ),
        ("with 64 numbers a word", "with {width} numbers a word"),
        ("128 units for the title, 32 for the body", "{title} units for the title, {body} for the body"),
        ("返回上面那个函数式模型，但词数", "返回一个与上面类似的函数式模型，词数"),
        ("每个词 64 个数值", "每个词 {width} 个数值"),
        ("标题 128 个单元，正文 32 个单元", "标题 {title} 个单元，正文 {body} 个单元"),
        ("1392097", "{count}"),
        ("Embedding(num_words, 64)", "Embedding(num_words, {width})"),
        ("标题用 128 个单元，正文用 32 个", "标题用 {title} 个单元，正文用 {body} 个"),
    ),
    derived=_count,
)

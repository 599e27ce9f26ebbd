"""Exercise 13a: one model that needs everything, from its picture."""

import re
from functools import partial
from typing import Any

from autograder.exercises.cases import each
from autograder.exercises.ex10c import RESIDUAL
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import varying
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex13a import RULES
from helpers.language import mark

_CAPSTONE = """\
def build_capstone(num_words=1000, dim=32, num_classes=4):
    words = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(words)
    x = layers.GlobalAveragePooling1D()(x)
    encoder = keras.Model(words, layers.Dense(dim, activation="relu")(x), name="encoder")

    ticket = keras.Input(shape=(None,), dtype="int32", name="ticket")
    article = keras.Input(shape=(None,), dtype="int32", name="article")
    tags = keras.Input(shape=(12,), name="tags")
    from_ticket, from_article = encoder(ticket), encoder(article)

    x = layers.Concatenate()([from_ticket, from_article, tags])
    x = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim, activation="relu")(x)
    block = layers.Dense(dim)(block)
    x = layers.Add()([x, block])
    x = ScaledResidual(layers.Dense(dim, activation="tanh"))(x)

    common = layers.Multiply()([from_ticket, from_article])
    relevance = layers.Dense(1)(layers.Concatenate()([x, common]))
    department = layers.Dense(num_classes)(x)
    return keras.Model([ticket, article, tags], {"relevance": relevance, "department": department})
"""
_TAIL = re.compile(r"ScaledResidual\((.*)\)\(x\)")
_OPEN = """\
class Scale(layers.Layer):
    def build(self, shape):
        self.scale = self.add_weight(shape=(), initializer="ones")

    def call(self, x):
        return self.scale * x

"""
_OPEN_TAIL = r"layers.Add()([x, Scale()(\1(x))])"


def _build(source: str, arguments: dict) -> Any:
    return answer_of(RESIDUAL + source, "build_capstone")(**arguments)


def _judged(capstone: str, items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: dict) -> list[Finding]:
        # the scaled residual may also be written with a layer that only scales
        variants = (_build(s, arguments) for s in (_OPEN + _TAIL.sub(_OPEN_TAIL, capstone),))
        return judge.model(items[label], _build(capstone, arguments), parameters["seed"], RULES, variants=variants)

    def call(arguments: dict) -> str:
        return "build_capstone({})".format(", ".join(f"{k}={v}" for k, v in arguments.items()))

    return each({"model": {}, "other": parameters["other"]}, judged, call)


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex13a",
        answer="build_capstone",
        points=6,
        reference=reference,
        before=RESIDUAL,
        judge=partial(_judged, reference),
        parameters={"other": {"num_words": 300, "dim": 8, "num_classes": 7}},
        hints=(
            mark(
                "Start at the inputs and follow the arrows. Two boxes that share their weights are one model, "
                "made once and called twice."
            ),
            mark(
                "The encoder: `Embedding`, `GlobalAveragePooling1D`, `Dense` with relu. Keep its two results in "
                "variables of their own: each goes to two places."
            ),
            mark(
                "The residual block adds what goes in to what comes out of two Dense layers, the second without an "
                'activation. Then `ScaledResidual(layers.Dense(dim, activation="tanh"))`.'
            ),
            mark(
                "`department` takes the result of the custom layer. `relevance` takes it, too, joined with the product "
                "of the two encoded texts. Both are logits, returned in a dict by these names."
            ),
        ),
    )


_JOINED, _LAST = "from_ticket, from_article, tags", "x, common"
EXERCISE = varying(
    _exercise,
    _CAPSTONE,
    choices={
        "inner": ("tanh", "elu", "selu", "softsign"),
        "block": ("relu", "gelu", "elu", "silu"),
        "joined": (
            _JOINED,
            "from_article, from_ticket, tags",
            "from_ticket, tags, from_article",
            "from_article, tags, from_ticket",
            "tags, from_ticket, from_article",
            "tags, from_article, from_ticket",
        ),
        "last": (_LAST, "common, x"),
    },
    changes=(
        (_JOINED, "{joined}"),
        (f"[{_LAST}]", "[{last}]"),
        ('block = layers.Dense(dim, activation="relu")', 'block = layers.Dense(dim, activation="{block}")'),
        ('activation="tanh"', 'activation="{inner}"'),
    ),
    words=(('Dense(dim, activation="tanh")', 'Dense(dim, activation="{inner}")'),),
)

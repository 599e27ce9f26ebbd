"""Exercise 06a: a functional model with three inputs and two outputs."""

import itertools
from collections.abc import Iterator
from typing import Any

from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c06_multiple.build_ticket_router import ask_build
from autograder.questions.c06_multiple.tickets import INPUTS, OUTPUTS, RULES
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
    for label in ("model", "other"):
        found = _router(items[label], parameters[label], parameters["seed"])
        if found and label == "other":
            call = "build_ticket_router({}, {}, {})".format(*parameters[label])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


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
    ask=ask_build,
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
    right=(
        # inputs as a dict, another order of joining, word ids as integers
        """\
def build_ticket_router(num_words, num_tags, num_departments):
    inputs = {
        "title": keras.Input((None,), dtype="int32", name="title"),
        "body": keras.Input((None,), dtype="int32", name="body"),
        "tags": keras.Input((num_tags,), name="tags"),
    }
    parts = [inputs["tags"]]
    for name, units in (("body", 32), ("title", 128)):
        x = layers.Embedding(input_dim=num_words, output_dim=64)(inputs[name])
        parts.append(layers.LSTM(units)(x))
    x = ops.concatenate(parts, axis=-1)
    heads = {"department": layers.Dense(num_departments), "priority": layers.Dense(1)}
    return keras.Model(inputs, {name: head(x) for name, head in heads.items()}, name="router")
""",
        # text encoders as models of their own
        """\
def encoder(num_words, units):
    return keras.Sequential([layers.Embedding(num_words, 64), layers.LSTM(units)])

def build_ticket_router(num_words, num_tags, num_departments):
    tags = keras.Input(shape=(num_tags,), name="tags", dtype="int32")
    body = keras.Input(shape=(None,), name="body", dtype="int64")
    title = keras.Input(shape=[None], name="title", dtype="int64")
    joined = layers.Concatenate()([encoder(num_words, 32)(body), encoder(num_words, 128)(title), ops.cast(tags, "float32")])
    outputs = dict(priority=layers.Dense(1)(joined), department=layers.Dense(num_departments, "linear")(joined))
    return keras.Model(inputs=[tags, body, title], outputs=outputs)
""",
        # the last step of a sequence taken by hand, the texts joined before the tags
        """\
def build_ticket_router(num_words, num_tags, num_departments):
    title, body = keras.Input((None,), name="title"), keras.Input((None,), name="body")
    tags = keras.Input((num_tags,), name="tags")
    a = layers.LSTM(128, return_sequences=True)(layers.Embedding(num_words, 64, name="title_words")(title))[:, -1, :]
    b = layers.LSTM(32)(layers.Embedding(num_words, 64, name="body_words")(body))
    x = layers.concatenate([layers.concatenate([a, b]), tags])
    priority = layers.Dense(1, name="priority")(x)
    department = layers.Dense(num_departments, name="department")(x)
    return keras.Model((title, body, tags), {"department": department, "priority": priority})
""",
    ),
    wrong=(
        Wrong(
            edited(_BUILD, ('{"priority": priority, "department": department}', "[priority, department]")),
            "graph.outputs_list",
        ),
        Wrong(
            edited(
                _BUILD,
                ("    title_features =", "    words = layers.Embedding(num_words, 64)\n    title_features ="),
                ("layers.Embedding(num_words, 64)(title)", "words(title)"),
                ("layers.Embedding(num_words, 64)(body)", "words(body)"),
            ),
            "graph.shared",
        ),
        Wrong(
            edited(_BUILD, ("LSTM(128)", "LSTM(0)"), ("LSTM(32)", "LSTM(128)"), ("LSTM(0)", "LSTM(32)")),
            "graph.inputs_exchanged",
        ),
        # the tags go through a layer, since Keras before 3.14 makes no model with an input that no layer gets
        Wrong(
            edited(
                _BUILD,
                ("    x = layers", "    tag_features = layers.Dense(8)(tags)\n    x = layers"),
                ("body_features, tags]", "body_features]"),
            ),
            "graph.edge_missing",
        ),
        Wrong(
            edited(_BUILD, ("num_departments, name", 'num_departments, activation="softmax", name')),
            "graph.activation_surplus",
        ),
        Wrong(edited(_BUILD, ("Dense(1,", 'Dense(1, activation="sigmoid",')), "graph.activation_surplus"),
        Wrong(edited(_BUILD, (', name="title"', ""), (', name="body"', "")), "graph.input_keys"),
        Wrong(
            edited(
                _BUILD,
                ('shape=(None,), name="title"', 'shape=(10,), name="title"'),
                ('shape=(None,), name="body"', 'shape=(100,), name="body"'),
            ),
            "texts.fixed_length",
        ),
        Wrong(edited(_BUILD, ("(num_words, 64)(title)", "(10_000, 64)(title)")), "arguments.ignored"),
        Wrong(edited(_BUILD, ("(num_tags,)", "(12,)")), "arguments.ignored"),
        Wrong(edited(_BUILD, ("(num_words, 64)", "(num_words, 64, mask_zero=True)")), "graph.config_everywhere"),
        Wrong(edited(_BUILD, ('name="department")(x)', 'name="department")(title_features)')), "graph.edge"),
        Wrong(edited(_BUILD, ('name="department")(x)', 'name="department")(priority)')), "graph.edge"),
        Wrong(edited(_BUILD, ('"department": department}', '"departments": department}')), "graph.output_keys"),
        Wrong(
            edited(
                _BUILD,
                (
                    '"priority": priority, "department": department}',
                    '"priority": department, "department": priority}',
                ),
            ),
            "graph.outputs_exchanged",
        ),
        Wrong(edited(_BUILD, ("layers.LSTM(32)", "layers.GRU(32)")), "graph.kind"),
        Wrong(
            edited(_BUILD, ("    priority =", '    x = layers.Dense(64, activation="relu")(x)\n    priority =')),
            "graph.surplus",
        ),
        Wrong(edited(_BUILD, ("Embedding(num_words, 64)", "Embedding(num_words, 32)")), "graph.config_everywhere"),
        Wrong(
            edited(
                _BUILD, ("return keras.Model([title, body, tags], {", "return ({"), ("department})", "department})")
            ),
            "model.type",
        ),
    ),
)

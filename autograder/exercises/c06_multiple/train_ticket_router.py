"""Exercise 06d: a router is trained, as its accuracies on unseen tickets tell."""

import numpy as np

from autograder.exercises.exercise import SEED, Exercise, Wrong, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import ranges
from autograder.questions.c06_multiple.tickets import INPUTS, OUTPUTS, RULES, of
from autograder.questions.c06_multiple.train_ticket_router import ask_train
from helpers.language import mark

_TRAIN = """\
def train_ticket_router(tickets, seed):
    keras.utils.set_random_seed(seed)
    title = keras.Input(shape=(None,), name="title")
    body = keras.Input(shape=(None,), name="body")
    tags = keras.Input(shape=(12,), name="tags")
    title_features = layers.LSTM(128)(layers.Embedding(10_000, 64)(title))
    body_features = layers.LSTM(32)(layers.Embedding(10_000, 64)(body))
    x = layers.concatenate([title_features, body_features, tags])
    outputs = {
        "priority": layers.Dense(1, name="priority")(x),
        "department": layers.Dense(4, name="department")(x),
    }
    model = keras.Model([title, body, tags], outputs)
    model.compile(
        optimizer=keras.optimizers.Adam(3e-3),
        loss={
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        },
    )
    model.fit(
        {name: tickets[name] for name in ("title", "body", "tags")},
        {name: tickets[name] for name in ("priority", "department")},
        batch_size=64, epochs=4, verbose=0,
    )
    return model
"""


def _tickets(parameters: dict) -> dict[str, np.ndarray]:
    from helpers import datasets

    return datasets.tickets(parameters["unseen"], parameters["unseen_seed"])


def _unseen(parameters: dict) -> dict:
    return {"logits": of(_tickets(parameters), INPUTS)}


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    found = _ends(items["model"])
    return found or _accuracies(items["logits"], _tickets(parameters), parameters["least"])


def _ends(item: dict) -> list[Finding]:
    """Findings on the inputs and outputs of a router for the tickets of the data pack."""
    got = canonical(item["graph"], RULES)
    if len(got.inputs) != len(INPUTS):
        return [Finding("graph.input_count", {"got": len(got.inputs), "expected": len(INPUTS)})]
    if got.input_keys != INPUTS:
        return [Finding("graph.input_keys", {"got": list(got.input_keys), "expected": list(INPUTS)})]
    if not got.output_keys and len(got.outputs) == len(OUTPUTS):
        return [Finding("graph.outputs_list", {"expected": list(OUTPUTS)})]
    if len(got.outputs) != len(OUTPUTS):
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": len(OUTPUTS)})]
    if got.output_keys != OUTPUTS:
        return [Finding("graph.output_keys", {"got": list(got.output_keys), "expected": list(OUTPUTS)})]
    for name, (source, _k) in zip(OUTPUTS, got.outputs, strict=True):
        last = got.operations[source]
        if last.op == "Activation":
            kind = str(last.config["activation"])
            key = "router.probabilities" if kind in ("softmax", "sigmoid") else "router.activation"
            return [Finding(key, {"output": name, "got": kind}, nodes=(last.node,))]
    return []


def _accuracies(logits: dict, unseen: dict[str, np.ndarray], least: dict[str, float]) -> list[Finding]:
    """Findings on the share of unseen tickets that each output is right about."""
    findings = []
    for name in ("priority", "department"):
        values, truth = logits[name], unseen[name]
        if values.shape != truth.shape:
            return [Finding("router.units", {"output": name, "got": values.shape[-1], "expected": truth.shape[-1]})]
        if (
            values.min() >= 0
            and values.max() <= 1
            and (name == "priority" or np.allclose(values.sum(-1), 1, atol=1e-3))
        ):
            return [Finding("router.probabilities", {"output": name})]
        right = (values > 0) == (truth > 0) if name == "priority" else values.argmax(-1) == truth.argmax(-1)
        share = float(np.mean(right)) if np.isfinite(values).all() else 0.0
        guess = max(truth.mean(), 1 - truth.mean()) if name == "priority" else truth.mean(0).max()
        if share < least[name]:
            key = "router.chance" if share < guess + 0.2 * (1 - guess) else "router.accuracy"
            numbers = {"got": round(100 * share), "expected": round(100 * least[name])}
            findings.append(Finding(key, {"output": name} | numbers, cost=0.5))
    return findings


_FIT = """\
    model.fit(
        {name: tickets[name] for name in ("title", "body", "tags")},
        {name: tickets[name] for name in ("priority", "department")},
        batch_size=64, epochs=4, verbose=0,
    )
"""

EXERCISE = Exercise(
    id="ex06d",
    answer="train_ticket_router",
    points=4,
    reference=_TRAIN,
    ask=ask_train,
    judge=_judge_train,
    parameters={"tickets": 2_000},
    hidden={
        "unseen": 1_000,
        "unseen_seed": SEED + 1,
        "least": {name: ranges.least("ex06d", name) for name in OUTPUTS},
    },
    unseen=_unseen,
    seconds=180,
    hints=(
        mark("Three steps of this chapter: build the router, compile it, fit it. Then return the model."),
        mark(
            "`fit` takes two dicts: the arrays of the inputs by their names, and those of the outputs by theirs. "
            "There are 10,000 words, 12 tags and 4 departments."
        ),
        mark(
            "Too low? A few more epochs, or `keras.optimizers.Adam(3e-3)`. With a weight of 0.2 the department learns "
            "more slowly than with 1."
        ),
    ),
    right=(
        # the guide's weights and a dataset
        edited(
            _TRAIN,
            (
                _FIT,
                """\
    inputs = {name: tickets[name] for name in ("title", "body", "tags")}
    targets = {name: tickets[name] for name in ("priority", "department")}
    rows = tf.data.Dataset.from_tensor_slices((inputs, targets)).shuffle(2_000, seed=seed)
    model.fit(rows.batch(32), epochs=4, verbose=0)
""",
            ),
            (
                "        },\n    )\n    inputs",
                '        },\n        loss_weights={"priority": 1.0, "department": 0.5},\n    )\n    inputs',
            ),
        ),
        # masked, averaged texts
        """\
def train_ticket_router(tickets, seed):
    keras.utils.set_random_seed(seed)
    inputs = {"title": keras.Input((10,), dtype="int32"), "body": keras.Input((100,), dtype="int32"),
              "tags": keras.Input((12,))}
    words = layers.Embedding(10_000, 32, mask_zero=True)
    texts = [layers.GlobalAveragePooling1D()(words(inputs[name])) for name in ("title", "body")]
    x = layers.Dense(64, "relu")(layers.Concatenate()([*texts, inputs["tags"]]))
    outputs = {"priority": layers.Dense(1)(x), "department": layers.Dense(4)(x)}
    model = keras.Model(inputs, outputs)
    model.compile(
        keras.optimizers.Adam(0.01),
        loss={"priority": keras.losses.BinaryCrossentropy(from_logits=True),
              "department": keras.losses.CategoricalCrossentropy(from_logits=True)},
        metrics={"priority": ["accuracy"], "department": ["accuracy"]},
    )
    targets = {"priority": tickets.pop("priority"), "department": tickets.pop("department")}
    model.fit(tickets, targets, batch_size=64, epochs=6, validation_split=0.1, verbose=0)
    return model
""",
        # a GRU for each text, integer departments
        edited(
            _TRAIN,
            ("layers.LSTM(128)", "layers.GRU(32)"),
            ("layers.LSTM(32)", "layers.GRU(32)"),
            ("keras.losses.CategoricalCrossentropy", "keras.losses.SparseCategoricalCrossentropy"),
            (
                '{name: tickets[name] for name in ("priority", "department")}',
                '{"priority": tickets["priority"], "department": tickets["department"].argmax(axis=-1)}',
            ),
            ("epochs=4", "epochs=5"),
        ),
    ),
    wrong=(
        Wrong(edited(_TRAIN, (_FIT, "")), "router.chance"),
        Wrong(
            edited(
                _TRAIN,
                (
                    '{name: tickets[name] for name in ("priority", "department")}',
                    '{name: np.random.permutation(tickets[name]) for name in ("priority", "department")}',
                ),
            ),
            "router.chance",
        ),
        Wrong(
            edited(
                _TRAIN,
                (
                    '        "priority": layers.Dense(1, name',
                    '        "priority": layers.Dense(1, activation="sigmoid", name',
                ),
                (_FIT, ""),
            ),
            "router.probabilities",
        ),
        Wrong(
            edited(_TRAIN, ("layers.Dense(4, name", 'layers.Dense(4, activation="softmax", name'), (_FIT, "")),
            "router.probabilities",
        ),
        Wrong(
            edited(
                _TRAIN,
                (
                    "keras.Model([title, body, tags], outputs)",
                    'keras.Model([title, body, tags], [outputs["priority"], outputs["department"]])',
                ),
                (_FIT, ""),
            ),
            "graph.outputs_list",
        ),
        Wrong(edited(_TRAIN, ("    return model\n", ""), (_FIT, "")), "answer.returned_none"),
        Wrong(
            edited(_TRAIN, ("    return model\n", "    return model.history\n"), ("epochs=4", "epochs=1")),
            "model.type",
        ),
        Wrong(
            edited(
                _TRAIN,
                ('            "department": keras.losses.CategoricalCrossentropy(from_logits=True),\n', ""),
                (
                    """for name in ("priority", "department")},\n        batch""",
                    """for name in ("priority",)},\n        batch""",
                ),
            ),
            "router.chance",
        ),
        Wrong(
            edited(
                _TRAIN,
                ("[title_features, body_features, tags]", "[title_features, body_features]"),
                ("[title, body, tags], outputs", "[title, body], outputs"),
                (_FIT, ""),
            ),
            "graph.input_count",
        ),
        Wrong(edited(_TRAIN, ('name="title")', 'name="subject")'), (_FIT, "")), "graph.input_keys"),
    ),
)

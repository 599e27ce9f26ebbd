"""Exercise 06d: a router is trained, as its accuracies on unseen tickets tell."""

import numpy as np

from autograder.exercises.exercise import SEED, Exercise
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from autograder.questions.common.tickets import INPUTS, OUTPUTS, RULES, of
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

_TEXTS, _TIERS = ("title", "body"), ("premium", "trial")
_LEAST_FALL = 0.04
"""Of the share of right answers, where the texts of other tickets take the place of a ticket's own: right answers fall by
0.15 to 0.6, and those that were trained on empty texts by less than 0.01."""
_LEAST_RISE = 0.15
"""Of the priority's logit, in the mean, from a trial to a premium customer: 0.5 to 3 in right answers."""


def _tickets(parameters: dict) -> dict[str, np.ndarray]:
    from helpers import datasets

    return datasets.tickets(parameters["unseen"], parameters["unseen_seed"])


def _unseen(parameters: dict) -> dict:
    """The unseen tickets, and the same with other tickets' titles, with other tickets' bodies, and of one tier each."""
    from helpers.datasets.support_tickets import TAGS

    rows = of(_tickets(parameters), INPUTS)
    found = {"logits": rows}
    for text in _TEXTS:
        found[text] = rows | {text: np.roll(rows[text], len(rows[text]) // 2, axis=0)}
    for tier in _TIERS:
        tags = rows["tags"].copy()
        for other in _TIERS:
            tags[:, TAGS.index(other)] = other == tier
        found[tier] = rows | {"tags": tags}
    return found


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    found = _ends(items["model"])
    unseen = _tickets(parameters)
    found = found or _learned(items, unseen, parameters["least"])
    return found or classifier.seed_set(items, "train_ticket_router(…)")


def _learned(items: dict, unseen: dict[str, np.ndarray], least: dict[str, float]) -> list[Finding]:
    """Findings on what the model says of unseen tickets: which input it doesn't read tells more than a share."""
    short = _accuracies(items["logits"], unseen, least)
    if any(finding.key != "router.accuracy" for finding in short):
        return short
    return _unread(items, unseen) + short


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


def _unread(items: dict, unseen: dict[str, np.ndarray]) -> list[Finding]:
    """Findings on the inputs from which the model has learned nothing: the others alone reach the accuracies, too."""
    unread = [text for text in _TEXTS if _fall(items["logits"], items[text], unseen) < _LEAST_FALL]
    premium, trial = (items[tier]["priority"] for tier in _TIERS)
    if not np.mean(premium - trial) > _LEAST_RISE:
        unread.append("tags")
    return [Finding("router.unread", {"input": name}, cost=0.5) for name in unread]


def _fall(own: dict, exchanged: dict, unseen: dict[str, np.ndarray]) -> float:
    """By how much the share of right answers falls with other tickets' texts, of the output where it falls most."""
    return max(float(np.mean(_right(own, unseen, name)) - np.mean(_right(exchanged, unseen, name))) for name in OUTPUTS)


def _right(logits: dict, unseen: dict[str, np.ndarray], name: str) -> np.ndarray:
    """Of which tickets an output says the truth."""
    values, truth = logits[name], unseen[name]
    return (values > 0) == (truth > 0) if name == "priority" else values.argmax(-1) == truth.argmax(-1)


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
        share = float(np.mean(_right(logits, unseen, name))) if np.isfinite(values).all() else 0.0
        guess = max(truth.mean(), 1 - truth.mean()) if name == "priority" else truth.mean(0).max()
        if share < least[name]:
            key = "router.chance" if share < guess + 0.2 * (1 - guess) else "router.accuracy"
            numbers = {"got": round(100 * share), "expected": round(100 * least[name])}
            findings.append(Finding(key, {"output": name} | numbers, cost=0.5))
    return findings


EXERCISE = Exercise(
    id="ex06d",
    answer="train_ticket_router",
    points=4,
    reference=_TRAIN,
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
)

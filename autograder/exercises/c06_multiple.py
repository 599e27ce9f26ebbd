"""Exercises of chapter 06: a router with three inputs and two outputs: build, compile, feed, train."""

import itertools
from collections.abc import Iterator
from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises import c06_dataset, c06_losses
from autograder.exercises.c06_tickets import DRAWS, INPUTS, OUTPUTS, ROWS, drawn_logits, of, small_router, small_tickets
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import Rules, canonical
from autograder.verdict import Finding
from helpers.language import mark

_RULES = Rules(by_name=True, free=frozenset({"Concatenate"}), any_dtype=True)


# ex06a ---

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


def _ask_build(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        answer.model(label, answer.call(*parameters[label]), parameters["seed"], _RULES)


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
    got = canonical(item["graph"], _RULES)
    if not got.output_keys and len(got.outputs) == len(OUTPUTS):
        return [Finding("graph.outputs_list", {"expected": list(OUTPUTS)})]
    if len(got.inputs) == len(INPUTS) and got.input_keys != INPUTS:
        return [Finding("graph.input_keys", {"got": list(got.input_keys), "expected": list(INPUTS)})]
    for name, i in zip(got.input_keys, got.inputs, strict=True):
        entry = got.operations[i]
        if name in ("title", "body") and len(entry.shape) == 2 and entry.shape[1] is not None:
            return [Finding("texts.fixed_length", {"layer": entry.name, "got": entry.shape[1]}, nodes=(entry.node,))]
    reference, *variants = _routers(arguments)
    found = judge.model(item, reference, seed, _RULES, variants=variants)
    masked = [f for f in found if f.values.get("option") == "mask_zero"]  # a mask shows at the LSTMs, too
    return masked or found


# ex06b ---

_COMPILE = """\
def compile_ticket_router(model, priority_weight, department_weight):
    model.compile(
        optimizer=keras.optimizers.RMSprop(1e-3),
        loss={
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"priority": priority_weight, "department": department_weight},
        metrics={"priority": ["binary_accuracy"], "department": ["categorical_accuracy"]},
    )
"""


def _ask_compile(answer: Answer, parameters: dict) -> None:
    for label in ("first", "other"):
        model = small_router()
        weights = parameters[label]
        answer.call(model, *weights, shown="compile_ticket_router(model, {}, {})".format(*weights))
        state = answer.run(lambda m=model: _state(m, parameters["seed"]), "model.evaluate(…)")
        answer.items[label] = state


def _state(model: Any, seed: int) -> dict:
    """What the compiled model says of drawn targets and logits: its total loss, and the metrics it reports."""
    state: dict[str, Any] = {"compiled": bool(model.compiled)}
    if not state["compiled"]:
        return state
    tickets = small_tickets(seed, ROWS)
    inputs, targets = of(tickets, INPUTS), of(tickets, OUTPUTS)
    loss = model.loss if isinstance(model.loss, dict) else {}
    state["given"] = {str(k): str(getattr(v, "name", v))[:80] for k, v in loss.items()}
    doing = "loss"
    try:
        totals = [model.compute_loss(x=inputs, y=targets, y_pred=drawn_logits(seed, k)) for k in range(DRAWS)]
        state["totals"] = np.array([float(t) for t in totals])
        doing = "metrics"
        model.run_eagerly = True  # a few rows: tracing would take longer, and warns when it happens often
        state["reports"] = sorted(str(k) for k in model.evaluate(inputs, targets, verbose=0, return_dict=True))
    except Exception as error:  # a configuration that does not fit raises errors of many kinds
        state["error"] = {"in": doing, "type": type(error).__name__, "message": str(error).strip().split("\n")[0][:200]}
    return state


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
    found = c06_losses.judged(np.asarray(state["totals"], dtype="float64"), weights, seed)
    if found and lacking and found[0].key == "router.loss_nothing":
        return [Finding("router.no_loss", {"output": lacking[0]})]
    if found:
        return found
    if error:
        return [Finding("router.metrics_raised", {"type": error["type"], "message": error["message"]})]
    lacking = [o for o in ("priority", "department") if not _reported(state["reports"], o)]
    return [Finding("router.metrics", {"outputs": lacking})] if lacking else []


def _reported(reports: list[str], output: str) -> bool:
    return any(name.startswith(f"{output}_") and name != f"{output}_loss" for name in reports)


# ex06c ---

_DATASET = """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = {"title": titles, "body": bodies, "tags": tags}
    targets = {"priority": priority, "department": department}
    return tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)
"""
_SPARE = 2
"""How many elements more than needed are taken: a dataset may have no end."""


def _ask_dataset(answer: Answer, parameters: dict) -> None:
    import tensorflow as tf

    for label in ("first", "other"):
        count, size = parameters[label]
        tickets = small_tickets(parameters["seed"], count)
        arrays = [tickets[name].copy() for name in c06_dataset.ARGUMENTS]
        made = answer.call(*arrays, size, shown=c06_dataset.shown(size))
        if made is None:
            raise answer.fault("answer.returned_none", name=answer.name)
        if not isinstance(made, tf.data.Dataset):
            raise answer.fault("dataset.type", name=answer.name, type=type(made).__name__)
        most = -(-count // size) + _SPARE
        found = answer.run(lambda d=made, m=most: c06_dataset.elements_of(d, m), "for inputs, targets in dataset")
        if "elements" in found and label == "first":
            found["fit"] = answer.run(lambda d=made, m=most: c06_dataset.fitted(d.take(m)), "model.fit(dataset)")
        answer.items[label] = found


def _judge_dataset(items: dict, parameters: dict) -> list[Finding]:
    for label in ("first", "other"):
        count, size = parameters[label]
        found = c06_dataset.judged(items[label], small_tickets(parameters["seed"], count), size)
        if found:
            return found
    return []


# ex06d ---

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
_TRIES = 2
"""A miss of a range is trained once more, with another seed, before it counts."""


def _ask_train(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    tickets = datasets.tickets(parameters["tickets"], parameters["seed"])
    unseen = datasets.tickets(parameters["unseen"], parameters["seed"] + 1)
    for attempt in range(_TRIES):
        given = {name: values.copy() for name, values in tickets.items()}
        model = answer.call(given, parameters["seed"] + attempt, shown="train_ticket_router(…)")
        answer.model("model", model, seed=None)
        answer.items["logits"] = {}
        if _ends(answer.items["model"]):
            return
        answer.items["logits"] = answer.run(lambda m=model: _predicted(m, unseen), "model.predict(…)")
        # only saves time: the judge counts for itself
        if not _accuracies(answer.items["logits"], unseen, parameters["least"]):
            return


def _predicted(model: Any, tickets: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    outputs = model.predict(of(tickets, INPUTS), batch_size=256, verbose=0)
    return {str(name): np.asarray(value, dtype="float32") for name, value in outputs.items()}


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    from helpers import datasets

    unseen = datasets.tickets(parameters["unseen"], parameters["seed"] + 1)
    found = _ends(items["model"])
    return found or _accuracies(items["logits"], unseen, parameters["least"])


def _ends(item: dict) -> list[Finding]:
    """Findings on the inputs and outputs of a router for the tickets of the data pack."""
    got = canonical(item["graph"], _RULES)
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


_LOSSES = """\
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
"""
_METRICS = 'metrics={"priority": ["binary_accuracy"], "department": ["categorical_accuracy"]}'
_WEIGHTS = '{"priority": priority_weight, "department": department_weight}'
_SLICES = "tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)"
_FIT = """\
    model.fit(
        {name: tickets[name] for name in ("title", "body", "tags")},
        {name: tickets[name] for name in ("priority", "department")},
        batch_size=64, epochs=4, verbose=0,
    )
"""

EXERCISES = (
    Exercise(
        id="ex06a",
        answer="build_ticket_router",
        points=4,
        reference=_BUILD,
        ask=_ask_build,
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
            Wrong(edited(_BUILD, ("body_features, tags]", "body_features]")), "graph.edge_missing"),
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
    ),
    Exercise(
        id="ex06b",
        answer="compile_ticket_router",
        points=3,
        reference=_COMPILE,
        ask=_ask_compile,
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
                "with at least one metric in each."
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
        metrics={"priority": "binary_accuracy", "department": "categorical_accuracy"},
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
    model.compile("rmsprop", [losses[n] for n in names], [weights[n] for n in names], metrics=[["accuracy"], ["accuracy"]])
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
            Wrong(
                edited(_COMPILE, ("BinaryCrossentropy(from_logits=True)", "BinaryCrossentropy()")), "router.from_logits"
            ),
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
                edited(
                    _COMPILE, ("keras.losses.CategoricalCrossentropy", "keras.losses.SparseCategoricalCrossentropy")
                ),
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
            Wrong(
                "def compile_ticket_router(model, priority_weight, department_weight):\n    return model\n",
                "compile.missing",
            ),
        ),
    ),
    Exercise(
        id="ex06c",
        answer="ticket_dataset",
        points=3,
        reference=_DATASET,
        ask=_ask_dataset,
        judge=_judge_dataset,
        parameters={"first": (23, 8), "other": (5, 6)},
        shown="",
        hints=(
            mark(
                "Each element is a pair: a dict with the names of the model's inputs, and a dict with the names of its outputs."
            ),
            mark(
                "`tf.data.Dataset.from_tensor_slices` takes such a pair of dicts of arrays and cuts all of them into rows."
            ),
            mark("`.batch(batch_size)` puts rows together, in order; the last batch may be smaller."),
        ),
        right=(
            """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = tf.data.Dataset.from_tensor_slices(dict(title=titles, body=bodies, tags=tags))
    targets = tf.data.Dataset.from_tensor_slices(dict(priority=priority, department=department))
    return tf.data.Dataset.zip((inputs, targets)).batch(batch_size).prefetch(tf.data.AUTOTUNE)
""",
            """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    def batches():
        for start in range(0, len(titles), batch_size):
            rows = slice(start, start + batch_size)
            yield ({"title": titles[rows], "body": bodies[rows], "tags": tags[rows]},
                   {"priority": priority[rows], "department": department[rows]})

    def spec(array):
        return tf.TensorSpec((None, *array.shape[1:]), array.dtype)

    signature = ({"title": spec(titles), "body": spec(bodies), "tags": spec(tags)},
                 {"priority": spec(priority), "department": spec(department)})
    return tf.data.Dataset.from_generator(batches, output_signature=signature)
""",
            """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    rows = tf.data.Dataset.from_tensor_slices((titles, bodies, tags, priority, department))

    def name(title, body, tags, priority, department):
        inputs = {"title": tf.cast(title, tf.int64), "body": tf.cast(body, tf.float32), "tags": tf.cast(tags, tf.int32)}
        return inputs, {"department": department, "priority": priority}

    return rows.batch(batch_size, drop_remainder=False).map(name, num_parallel_calls=2).cache()
""",
        ),
        wrong=(
            Wrong(edited(_DATASET, (".batch(", ".shuffle(1000).batch(")), "dataset.order"),
            Wrong(
                edited(_DATASET, (".batch(batch_size)", ".batch(batch_size, drop_remainder=True)")), "dataset.dropped"
            ),
            Wrong(edited(_DATASET, (".batch(batch_size)", "")), "dataset.unbatched"),
            Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(batch_size).repeat()")), "dataset.repeated"),
            Wrong(edited(_DATASET, (".batch(batch_size)", ".repeat(2).batch(batch_size)")), "dataset.repeated"),
            Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(batch_size).batch(1)")), "dataset.batched_twice"),
            Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(32)")), "dataset.batch_size"),
            Wrong(
                edited(_DATASET, ('{"title": titles, "body": bodies, "tags": tags}', "(titles, bodies, tags)")),
                "dataset.inputs_no_dict",
            ),
            Wrong(
                edited(_DATASET, ('{"priority": priority, "department": department}', "(priority, department)")),
                "dataset.targets_no_dict",
            ),
            Wrong(
                edited(_DATASET, ('{"title": titles, "body": bodies', '{"titles": titles, "bodies": bodies')),
                "dataset.input_keys",
            ),
            Wrong(edited(_DATASET, ('"department": department', '"departments": department')), "dataset.target_keys"),
            Wrong(edited(_DATASET, ("(inputs, targets)", "(targets, inputs)")), "dataset.swapped"),
            Wrong(edited(_DATASET, ("((inputs, targets))", "({**inputs, **targets})")), "dataset.no_pair"),
            Wrong(edited(_DATASET, (_SLICES, "inputs, targets")), "dataset.type"),
            Wrong(edited(_DATASET, (f"    return {_SLICES}\n", f"    {_SLICES}\n")), "answer.returned_none"),
            Wrong(
                edited(_DATASET, ('"title": titles, "body": bodies', '"title": bodies, "body": titles')),
                "dataset.shape",
            ),
            Wrong(edited(_DATASET, ('"title": titles', '"title": titles[::-1]')), "dataset.other_values"),
            Wrong(edited(_DATASET, ('"title": titles', '"title": titles.astype(str)')), "dataset.dtype"),
            Wrong(
                "def ticket_dataset(titles, bodies, tags, priority, department, batch_size):\n"
                "    for start in range(0, len(titles), batch_size):\n        yield titles[start:start + batch_size]\n",
                "answer.generator",
            ),
        ),
    ),
    Exercise(
        id="ex06d",
        answer="train_ticket_router",
        points=4,
        reference=_TRAIN,
        ask=_ask_train,
        judge=_judge_train,
        parameters={"tickets": 2_000, "unseen": 1_000, "least": {"priority": 0.68, "department": 0.78}},
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
    ),
)

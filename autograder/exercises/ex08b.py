"""Exercise 08b: the cosine of two texts, by one shared encoder of the learner's choice."""

import itertools

import numpy as np

from autograder.exercises.common.likeness import CLOSE, kind_of
from autograder.exercises.common.texts import judge_both, not_integer, reached_from
from autograder.exercises.exercise import SEED, Exercise
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph, Operation
from autograder.questions.common.texts import ROWS, embedding_faults, input_faults
from helpers.language import mark

_SIMILARITY = """\
def build_similarity(num_words, dim):
    text = keras.Input(shape=(None,), dtype="int32")
    x = layers.Embedding(num_words, dim)(text)
    encoder = keras.Model(text, layers.GlobalAveragePooling1D()(x), name="encoder")

    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    cosine = layers.Dot(axes=1, normalize=True)([encoder(first), encoder(second)])
    return keras.Model([first, second], cosine)
"""


def _judge_similarity(items: dict, parameters: dict) -> list[Finding]:
    def one(item: dict, arguments: tuple[int, int]) -> list[Finding]:
        found = _similarity(item, arguments)
        again = items["elsewhere"].get("model" if arguments == parameters["model"] else "other")
        if found or again == "own" or (again is None and _has_own(item["graph"])):
            return found
        if not isinstance(again, dict) or "error" in again:
            message = again["error"] if isinstance(again, dict) else ""
            return [Finding("similarity.not_rebuilt", {"message": str(message)})]
        return _similarity(again, arguments)

    return judge_both(items, parameters, "build_similarity", one)


def _architectures(items: dict, parameters: dict) -> dict:
    """What the models are made of: they are made again where no code of the learner's is."""
    written = {label: items[label].get("architecture") for label in ("model", "other") if label in items}
    models = {label: data for label, data in written.items() if isinstance(data, dict)}
    words = {label: parameters[label][0] for label in models}
    return {"models": models, "words": words, "seed": parameters["elsewhere_seed"]}


def _has_own(graph: dict) -> bool:
    """Whether a graph calls a class that is not Keras's, or a `Lambda`: no process without it can make it again."""
    parts = [node["graph"] for node in graph["nodes"] if node["kind"] == "model"]
    own = any(node["module"] != "keras" or node["op"] == "Lambda" for node in graph["nodes"])
    return own or any(map(_has_own, parts))


def _similarity(item: dict, arguments: tuple[int, int]) -> list[Finding]:
    got = canonical(item["graph"])
    found = input_faults(got) or not_integer(got)
    if found:
        return found
    if len(got.outputs) != 1:
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": 1})]
    last = got.operations[got.outputs[0][0]]
    if not reached_from(got)[last.id] >= {0, 1}:
        return [Finding("similarity.one_text", nodes=(last.node,))]
    faults = embedding_faults(got, arguments) or _separate(got)
    if faults:
        return faults
    output = np.asarray(item["output"], dtype="float64")
    if output.shape != (ROWS, 1):
        values = {"got": [None, *output.shape[1:]], "expected": [None, 1]}
        return [Finding("similarity.shape", values, nodes=(last.node,))]
    kind = kind_of(output[:, 0], [np.asarray(v, dtype="float64") for v in item["vectors"]])
    if kind != "cosine":
        after = _after(got)
        if kind is None and after:
            return [Finding("similarity.layer_after", {"layer": after.name}, nodes=(after.node,))]
        return [Finding(f"similarity.{kind or 'not_cosine'}", nodes=(last.node,))]
    if np.allclose(output, 1, atol=1e-3):
        return [Finding("similarity.one_text", nodes=(last.node,))]
    alike = [(item["turned"], output), *((equal, np.ones_like(output)) for equal in item["equal"])]
    if len(alike) != 3 or not all(
        got.shape == wanted.shape and np.allclose(got, wanted, **CLOSE) for got, wanted in alike
    ):
        return [Finding("similarity.unlike", nodes=(last.node,))]
    return []


def _separate(got: Graph) -> list[Finding]:
    """Findings on layers with weights that work on one of the texts only."""
    reaches = reached_from(got)
    sides: dict[int, list[set[int]]] = {}
    first: dict[int, Operation] = {}
    for op in got.operations:
        if op.weights and len(reaches[op.id]) == 1:
            sides.setdefault(op.layer, []).append(reaches[op.id])
            first.setdefault(op.layer, op)
    lone = [first[layer] for layer, found in sides.items() if found.count({0}) != found.count({1})]
    findings = []
    for kind, group in itertools.groupby(sorted(lone, key=lambda op: op.op), key=lambda op: op.op):
        members = list(group)
        nodes = tuple(op.node for op in members)
        if len(members) > 1:
            values = {"op": kind, "layers": [op.name for op in members], "count": len(members)}
            findings.append(Finding("graph.not_shared", values, nodes=nodes))
        else:
            findings.append(Finding("similarity.one_side", {"layer": members[0].name}, nodes=nodes))
    order = {op.op: op.id for op in reversed(lone)}
    return sorted(findings, key=lambda f: order.get(f.values.get("op"), len(got.operations)))


def _after(got: Graph) -> Operation | None:
    """A layer with weights that gets both texts."""
    reaches = reached_from(got)
    return next((op for op in got.operations if op.weights and len(reaches[op.id]) == 2), None)


EXERCISE = Exercise(
    id="ex08b",
    answer="build_similarity",
    points=3,
    reference=_SIMILARITY,
    judge=_judge_similarity,
    elsewhere=_architectures,
    hidden={"elsewhere_seed": SEED + 2},
    parameters={"model": (1000, 32), "other": (80, 12)},
    hints=(
        mark(
            "Two parts: an encoder that turns a text into one vector, and a number that says how alike two vectors "
            "are. Make the encoder first, as a model of its own."
        ),
        mark(
            "An Embedding gives one vector for each word; `layers.GlobalAveragePooling1D()` or an `LSTM` makes one "
            "of them all. Call the same encoder on both texts."
        ),
        mark(
            "The cosine is the dot product of vectors of length 1: `layers.Dot(axes=1, normalize=True)([u, v])` "
            "has the shape (n, 1) already."
        ),
    ),
)

"""Exercise 08b: the cosine of two texts, by one shared encoder of the learner's choice."""

import itertools

import numpy as np

from autograder.exercises.c08_shared.likeness import CLOSE, kind_of
from autograder.exercises.c08_shared.texts import judge_both, reached_from
from autograder.exercises.exercise import SEED, Exercise, Wrong, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph, Operation
from autograder.questions.c08_shared.build_similarity import ask_similarity
from autograder.questions.c08_shared.texts import ROWS, embedding_faults, input_faults
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
    found = input_faults(got)
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


_COSINE = "layers.Dot(axes=1, normalize=True)([encoder(first), encoder(second)])"
_LSTM = edited(
    _SIMILARITY,
    ("layers.GlobalAveragePooling1D()(x)", "layers.LSTM(16)(x)"),
)
_OPEN = """\
def build_similarity(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32")
    second = keras.Input(shape=(None,), dtype="int32")
    embedding = layers.Embedding(num_words, dim)
    lstm = layers.LSTM(12)
    dense = layers.Dense(8)
    u = dense(lstm(embedding(first)))
    v = dense(lstm(embedding(second)))
    return keras.Model([first, second], layers.Dot(axes=-1, normalize=True)([u, v]))
"""

EXERCISE = Exercise(
    id="ex08b",
    answer="build_similarity",
    points=3,
    reference=_SIMILARITY,
    ask=ask_similarity,
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
    right=(
        _LSTM,
        _OPEN,
        # ops, with the division written out
        edited(
            _OPEN,
            (
                "    return keras.Model([first, second], layers.Dot(axes=-1, normalize=True)([u, v]))",
                "    lengths = ops.norm(u, axis=1, keepdims=True) * ops.norm(v, axis=1, keepdims=True)\n"
                "    return keras.Model([first, second], ops.sum(u * v, axis=1, keepdims=True) / lengths)",
            ),
        ),
        edited(
            _SIMILARITY,
            (
                f"cosine = {_COSINE}",
                "u, v = ops.normalize(encoder(first)), ops.normalize(encoder(second))\n"
                "    cosine = ops.expand_dims(ops.sum(ops.multiply(u, v), axis=-1), -1)",
            ),
        ),
        edited(
            _SIMILARITY,
            (
                f"cosine = {_COSINE}",
                "cosine = -keras.losses.cosine_similarity(encoder(first), encoder(second))\n"
                "    cosine = layers.Reshape((1,))(cosine)",
            ),
        ),
        # normalised inside of the encoder, by a layer; a plain dot product after it
        edited(
            _SIMILARITY,
            ("layers.GlobalAveragePooling1D()(x)", "layers.UnitNormalization()(layers.GlobalMaxPooling1D()(x))"),
            ("axes=1, normalize=True", "axes=1"),
        ),
        # a Lambda that does it all after the embedding
        """\
def build_similarity(num_words, dim):
    embed = layers.Embedding(num_words, dim, mask_zero=True)
    a, b = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    def cosine(pair):
        u, v = [ops.mean(t, axis=1) for t in pair]
        return ops.sum(ops.normalize(u, axis=-1) * ops.normalize(v, axis=-1), axis=-1, keepdims=True)
    return keras.Model([a, b], layers.Lambda(cosine, output_shape=(1,))([embed(a), embed(b)]))
""",
        # a subclassed encoder, a layer of one's own for the cosine, inputs without a dtype
        """\
class Encoder(keras.Model):
    def __init__(self, num_words, dim):
        super().__init__()
        self.steps = [layers.Embedding(num_words, dim), layers.Conv1D(24, 3, activation="relu"),
                      layers.GlobalAveragePooling1D(), layers.Dropout(0.3), layers.Dense(10)]

    def call(self, x):
        for step in self.steps:
            x = step(x)
        return x

class Cosine(keras.layers.Layer):
    def call(self, u, v):
        top = ops.einsum("nd,nd->n", u, v)
        return (top / ops.sqrt(ops.sum(u * u, -1) * ops.sum(v * v, -1)))[:, None]

def build_similarity(num_words, dim):
    first, second = keras.Input((None,)), keras.Input((None,))
    encoder = Encoder(num_words, dim)
    return keras.Model([first, second], Cosine()(encoder(first), encoder(second)))
""",
        # bidirectional, normalised, a matrix product of rows
        """\
def build_similarity(num_words, dim):
    encoder = keras.Sequential([
        layers.Embedding(num_words, dim), layers.Bidirectional(layers.GRU(7)), layers.BatchNormalization(),
        layers.Dense(5, activation="tanh"),
    ])
    texts = {name: keras.Input((None,), dtype="int32", name=name) for name in ("a", "b")}
    u, v = (layers.UnitNormalization()(encoder(text)) for text in texts.values())
    cosine = ops.reshape(u, (-1, 1, 5)) @ ops.reshape(v, (-1, 5, 1))
    return keras.Model(texts, layers.Flatten()(cosine))
""",
        # the whole wrapped once more
        edited(_LSTM, ("def build_similarity", "def inner"))
        + """\

def build_similarity(num_words, dim):
    a, b = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    return keras.Model([a, b], inner(num_words, dim)([a, b]))
""",
    ),
    wrong=(
        Wrong(edited(_SIMILARITY, (", normalize=True", "")), "similarity.dot"),
        Wrong(
            """\
def build_similarity(num_words, dim):
    def encode(text):
        return layers.GlobalAveragePooling1D()(layers.Embedding(num_words, dim)(text))
    first, second = keras.Input((None,), dtype="int32"), keras.Input((None,), dtype="int32")
    return keras.Model([first, second], layers.Dot(axes=1, normalize=True)([encode(first), encode(second)]))
""",
            "graph.not_shared",
        ),
        Wrong(
            edited(_OPEN, ("dense(lstm(embedding(second)))", "dense(layers.LSTM(12)(embedding(second)))")),
            "graph.not_shared",
        ),
        Wrong(
            edited(_OPEN, ("v = dense(lstm(embedding(second)))", "v = layers.Dense(8)(lstm(embedding(second)))")),
            "graph.not_shared",
        ),
        Wrong(edited(_OPEN, ("v = dense(lstm", "v = (lstm"), ("Dense(8)", "Dense(12)")), "similarity.one_side"),
        Wrong(
            edited(
                _SIMILARITY,
                (_COSINE, "ops.norm(encoder(first) - encoder(second), axis=1, keepdims=True)"),
            ),
            "similarity.distance",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                (_COSINE, "ops.exp(-ops.norm(encoder(first) - encoder(second), axis=1, keepdims=True))"),
            ),
            "similarity.distance",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                (_COSINE, "-keras.losses.cosine_similarity(encoder(first), encoder(second))"),
            ),
            "similarity.shape",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                (_COSINE, "ops.expand_dims(keras.losses.cosine_similarity(encoder(first), encoder(second)), -1)"),
            ),
            "similarity.negative",
        ),
        Wrong(
            edited(_SIMILARITY, (_COSINE, f"1 - {_COSINE}")),
            "similarity.one_minus",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                (_COSINE, 'layers.Activation("sigmoid")(layers.Dot(axes=1)([encoder(first), encoder(second)]))'),
            ),
            "similarity.sigmoid",
        ),
        Wrong(edited(_SIMILARITY, (_COSINE, f"ops.sigmoid({_COSINE})")), "similarity.rescaled"),
        Wrong(
            edited(
                _SIMILARITY,
                (
                    _COSINE,
                    'layers.Dense(1, activation="sigmoid")(layers.concatenate([encoder(first), encoder(second)]))',
                ),
            ),
            "similarity.layer_after",
        ),
        Wrong(
            edited(_SIMILARITY, (_COSINE, f'layers.Dense(1, activation="sigmoid")({_COSINE})')),
            "similarity.layer_after",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                ("    cosine =", "    u, v = encoder(first), encoder(second)\n    cosine ="),
                ("[encoder(first), encoder(second)]", "[u, u]"),
            ),
            "similarity.one_text",
        ),
        Wrong(
            edited(
                _SIMILARITY,
                (
                    "[encoder(first), encoder(second)]",
                    "[layers.UnitNormalization()(encoder(first)), encoder(second)]",
                ),
                (", normalize=True", ""),
            ),
            "similarity.dot",
        ),
        Wrong(
            edited(_SIMILARITY, (_COSINE, "ops.cos(layers.Dot(axes=1)([encoder(first), encoder(second)]))")),
            "similarity.not_cosine",
        ),
        # turned round for one text only
        Wrong(edited(_SIMILARITY, ("encoder(second)]", "ops.flip(encoder(second), axis=1)]")), "similarity.unlike"),
        Wrong(edited(_SIMILARITY, ("Embedding(num_words, dim)", "Embedding(num_words, 32)")), "arguments.ignored"),
        Wrong(edited(_SIMILARITY, ("Embedding(num_words, dim)", "Embedding(dim, num_words)")), "graph.config"),
        Wrong(
            edited(_SIMILARITY, ("layers.Embedding(num_words, dim)(text)", "ops.one_hot(text, num_words)")),
            "similarity.no_embedding",
        ),
        Wrong(edited(_SIMILARITY, ("shape=(None,)", "shape=(30,)")), "texts.fixed_length"),
        Wrong(
            edited(_SIMILARITY, ("[first, second], cosine)", "[first, second], [cosine, cosine])")),
            "graph.output_count",
        ),
        Wrong(edited(_SIMILARITY, ("return keras.Model([first, second], cosine)", "return cosine")), "model.tensor"),
    ),
)

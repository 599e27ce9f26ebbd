"""Exercises of chapter 08: one Embedding for two texts, and the likeness of two texts by one shared encoder."""

import contextlib
import itertools
from collections.abc import Iterator
from typing import Any
from unittest import mock

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import Graph, Operation, Rules, canonical
from autograder.verdict import Finding
from helpers.language import mark

_ROWS = 6
_LENGTHS = (19, 24)
"""Words in the first and in the second text: unlike, and long enough for a stack of convolutions."""


def _texts(seed: int, num_words: int) -> list[np.ndarray]:
    """Two batches of drawn texts, word ids from 1 on: 0 is often taken for padding."""
    draw = np.random.default_rng([seed, 81])
    return [draw.integers(1, num_words, (_ROWS, length)).astype("int32") for length in _LENGTHS]


def _run(model: Any, texts: list[np.ndarray]) -> list[np.ndarray]:
    """What a model of two texts gives for them."""
    import keras

    found = model(keras.tree.pack_sequence_as(model.input, texts), training=False)
    return [np.asarray(keras.ops.convert_to_numpy(t)) for t in keras.tree.flatten(found)]


def _inputs(got: Graph) -> list[Finding]:
    """Findings on the inputs: two texts of any length."""
    if len(got.inputs) != 2:
        return [Finding("graph.input_count", {"got": len(got.inputs), "expected": 2})]
    for entry in (got.operations[i] for i in got.inputs):
        values = {"layer": entry.name, "got": list(entry.shape[1:])}
        if len(entry.shape) == 2 and entry.shape[1] is not None:
            return [Finding("texts.fixed_length", values | {"got": entry.shape[1]}, nodes=(entry.node,))]
        if len(entry.shape) != 2:
            return [Finding("texts.input_shape", values, nodes=(entry.node,))]
    return []


def _again(items: dict, parameters: dict, name: str, one: Any) -> list[Finding]:
    """Findings of `one(item, arguments)` for the example's arguments, then for others."""
    for label in ("model", "other"):
        found = one(items[label], parameters[label])
        if found and label == "other":
            call = "{}({}, {})".format(name, *parameters[label])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


# ex08a ---

_SHARED = """\
def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    embedding = layers.Embedding(num_words, dim)
    return keras.Model([first, second], [embedding(first), embedding(second)])
"""
_RULES = Rules(any_dtype=True)
"""Any integers will do for word ids; that they are integers is checked beside."""


def _ask_shared(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, seed, _RULES)
        found = answer.items[label]
        got = canonical(found["graph"])
        if not _inputs(got) and not _embedding(got, parameters[label]):
            texts = _texts(seed, parameters[label][0])
            outputs = answer.run(lambda m=model, t=texts: _run(m, t), "model([first, second])")
            found["shapes"] = [list(values.shape) for values in outputs]


def _judge_shared(items: dict, parameters: dict) -> list[Finding]:
    return _again(items, parameters, "build_shared_embedding", lambda i, a: _shared(i, a, parameters["seed"]))


def _shared(item: dict, arguments: tuple[int, int], seed: int) -> list[Finding]:
    got = canonical(item["graph"])
    found = _inputs(got)
    if found:
        return found
    for entry in (got.operations[i] for i in got.inputs):
        if not entry.dtype.startswith(("int", "uint")):
            values = {"layer": entry.name, "got": entry.dtype, "expected": "int32"}
            return [Finding("graph.input_dtype", values, nodes=(entry.node,))]
    if len(got.outputs) != 2:
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": 2})]
    reaches = _reaches(got)
    sides = [reaches[i] for i, _k in got.outputs]
    if sides == [{1}, {0}]:
        return [Finding("texts.crossed")]
    if sides in ([{0}, {0}], [{1}, {1}]):
        return [Finding("texts.same")]
    found = judge.model(item, answer_of(_SHARED, "build_shared_embedding")(*arguments), seed, _RULES)
    wanted = [[_ROWS, length, arguments[1]] for length in _LENGTHS]
    if not found and item["shapes"] != wanted:
        return [Finding("texts.shapes", {"got": str(item["shapes"]), "expected": str(wanted)})]
    return found


# ex08b ---

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
_MOST_SEEN = 120
_WIDEST = 2048
_CLOSE = {"rtol": 2e-3, "atol": 5e-4}


def _ask_similarity(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, seed=None)
        got = canonical(answer.items[label]["graph"])
        if _inputs(got) or len(got.outputs) != 1 or _embedding(got, parameters[label]):
            return
        drawn = (model, _texts(parameters["seed"], parameters[label][0]), parameters["seed"])
        answer.items[label] |= answer.run(lambda d=drawn: _likeness(*d), "model([first, second])")


def _draw_weights(model: Any, seed: int) -> None:
    """No two weights alike, biases neither: what starts alike must not hide that it is not shared."""
    for place, weight in enumerate(model.weights):
        draw = np.random.default_rng([seed, 82, place])
        if str(weight.dtype).startswith("float"):
            fan = max(1, int(np.prod(weight.shape[:-1]))) if len(weight.shape) > 1 else 4
            positive = weight.path.endswith("variance")
            size = tuple(weight.shape)
            weight.assign(draw.uniform(0.5, 1.5, size) if positive else draw.normal(size=size) / min(fan, 4) ** 0.5)


def _likeness(model: Any, texts: list[np.ndarray], seed: int) -> dict:
    """Outputs for the two texts, turned round, and for equal texts; what each call inside gave on the way."""
    _draw_weights(model, seed)
    first, second = texts
    with _listening() as heard:
        (straight,) = _run(model, [first, second])
    return {
        "output": straight,
        "turned": _run(model, [second, first])[0],
        "equal": [_run(model, [text, text])[0] for text in texts],
        "vectors": _vectors(heard),
    }


@contextlib.contextmanager
def _listening() -> Iterator[list]:
    """Collects the outputs of all calls of layers and operations, in nested and subclassed models too."""
    import keras

    heard: list = []
    call = keras.Operation.__call__

    def listen(self: Any, *args: Any, **kwargs: Any) -> Any:
        found = call(self, *args, **kwargs)
        heard.extend(keras.tree.flatten(found))
        return found

    with mock.patch.object(keras.Operation, "__call__", listen):
        yield heard


def _vectors(heard: list) -> list[np.ndarray]:
    """One row of numbers for each text: outputs of that form, and the usual summaries of a row for each word."""
    found: list[np.ndarray] = []
    for tensor in heard:
        try:
            values = np.asarray(tensor)
        except Exception:  # a tensor inside of a traced loop has no values
            continue
        if values.dtype.kind != "f" or values.ndim < 2 or len(values) != _ROWS:
            continue
        kinds = [values]
        if values.ndim == 3 and values.shape[1] in _LENGTHS:
            kinds = [values.mean(1), values.max(1), values[:, -1]]
        for kind in kinds:
            row = kind.reshape(_ROWS, -1)
            known = any(row.shape == f.shape and np.array_equal(row, f) for f in found)
            if 1 < row.shape[1] <= _WIDEST and not known and len(found) < _MOST_SEEN:
                found.append(row.astype("float32"))
    return found


def _judge_similarity(items: dict, parameters: dict) -> list[Finding]:
    return _again(items, parameters, "build_similarity", _similarity)


def _similarity(item: dict, arguments: tuple[int, int]) -> list[Finding]:
    got = canonical(item["graph"])
    found = _inputs(got)
    if found:
        return found
    if len(got.outputs) != 1:
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": 1})]
    last = got.operations[got.outputs[0][0]]
    if not _reaches(got)[last.id] >= {0, 1}:
        return [Finding("similarity.one_text", nodes=(last.node,))]
    faults = _embedding(got, arguments) or _separate(got)
    if faults:
        return faults
    output = np.asarray(item["output"], dtype="float64")
    if output.shape != (_ROWS, 1):
        values = {"got": [None, *output.shape[1:]], "expected": [None, 1]}
        return [Finding("similarity.shape", values, nodes=(last.node,))]
    kind = _kind(output[:, 0], [np.asarray(v, dtype="float64") for v in item["vectors"]])
    if kind != "cosine":
        after = _after(got)
        if kind is None and after:
            return [Finding("similarity.layer_after", {"layer": after.name}, nodes=(after.node,))]
        return [Finding(f"similarity.{kind or 'not_cosine'}", nodes=(last.node,))]
    if np.allclose(output, 1, atol=1e-3):
        return [Finding("similarity.one_text", nodes=(last.node,))]
    alike = [(item["turned"], output), *((equal, np.ones_like(output)) for equal in item["equal"])]
    if len(alike) != 3 or not all(
        got.shape == wanted.shape and np.allclose(got, wanted, **_CLOSE) for got, wanted in alike
    ):
        return [Finding("similarity.unlike", nodes=(last.node,))]
    return []


def _embedding(got: Graph, arguments: tuple[int, int]) -> list[Finding]:
    """Findings where there is no Embedding of the asked size; one inside of a layer is known by its weight."""
    if any(shape == tuple(arguments) for op in got.operations for _i, shape, _t in op.weights):
        return []
    options = dict(zip(("input_dim", "output_dim"), arguments, strict=True))
    for op in got.operations:
        if op.op == "Embedding":
            option = next(o for o in options if op.config.get(o) != options[o])
            values = {"layer": op.name, "op": op.op, "place": 0, "option": option}
            values |= {"got": op.config.get(option), "expected": options[option]}
            return [Finding("graph.config", values, nodes=(op.node,))]
    return [Finding("similarity.no_embedding", {"expected": "Embedding({}, {})".format(*arguments)})]


def _reaches(got: Graph) -> list[set[int]]:
    """For each operation the places of the inputs that lead to it."""
    places = {i: k for k, i in enumerate(got.inputs)}
    found: list[set[int]] = []
    for op in got.operations:
        own = {places[op.id]} if op.id in places else set()
        found.append(own.union(*(found[s] for s, _k in op.inputs)))
    return found


def _separate(got: Graph) -> list[Finding]:
    """Findings on layers with weights that work on one of the texts only."""
    reaches = _reaches(got)
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
    reaches = _reaches(got)
    return next((op for op in got.operations if op.weights and len(reaches[op.id]) == 2), None)


def _kind(output: np.ndarray, vectors: list[np.ndarray]) -> str | None:
    """What the output is of some pair of the vectors met on the way: "cosine", a known mistake, or None."""
    found = set()
    some = [v for v in vectors[:_MOST_SEEN] if v.ndim == 2 and v.shape[1] <= _WIDEST and len(v) == len(output)]
    with np.errstate(all="ignore"):  # evidence may hold any numbers
        for u, v in itertools.combinations(some, 2):
            if u.shape == v.shape:
                names, values = zip(*_kinds(u, v), strict=True)
                near = np.isclose(np.stack(values), output, **_CLOSE).all(axis=1)
                found |= {name for name, fits in zip(names, near, strict=True) if fits}
    return next((kind for kind in _KINDS if kind in found), None)


def _kinds(u: np.ndarray, v: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """What learners make of two vectors, by the name of the finding."""
    dot, apart = (u * v).sum(-1), np.linalg.norm(u - v, axis=-1)
    cosine = dot / np.maximum(np.linalg.norm(u, axis=-1) * np.linalg.norm(v, axis=-1), 1e-12)
    yield "cosine", cosine
    yield "negative", -cosine
    yield "one_minus", 1 - cosine
    yield "sigmoid", _sigmoid(dot)
    for rescaled in ((1 + cosine) / 2, _sigmoid(cosine), np.abs(cosine), np.maximum(cosine, 0)):
        yield "rescaled", rescaled
    for product in (dot, dot / u.shape[-1], dot / u.shape[-1] ** 0.5):
        yield "dot", product
    for distance in (apart, -apart, apart**2, -(apart**2), np.exp(-apart), 1 / (1 + apart), 1 - apart):
        yield "distance", distance


_KINDS = ("cosine", "dot", "negative", "one_minus", "sigmoid", "distance", "rescaled")
"""The first that fits leads: where vectors have length 1 already, their dot product is their cosine."""


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))


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

EXERCISES = (
    Exercise(
        id="ex08a",
        answer="build_shared_embedding",
        points=2,
        reference=_SHARED,
        ask=_ask_shared,
        judge=_judge_shared,
        parameters={"model": (1000, 128), "other": (70, 6)},
        hints=(
            mark("Sharing needs no option: a layer that is created once and called twice is shared."),
            mark(
                'A text of any length is `keras.Input(shape=(None,), dtype="int32")`: one sample is a row of word ids, '
                "and word ids are integers."
            ),
            mark(
                "Create `embedding = layers.Embedding(num_words, dim)` before you call it on either text. The model's "
                "outputs are the list `[embedding(first), embedding(second)]`."
            ),
        ),
        right=(
            """\
def build_shared_embedding(num_words, dim):
    shared = layers.Embedding(num_words, dim, name="words")
    texts = [keras.Input((None,), dtype="int64", name=name) for name in ("query", "answer")]
    return keras.Model(texts, [shared(text) for text in texts])
""",
            # a shared nested model
            """\
def build_shared_embedding(num_words, dim):
    encoder = keras.Sequential([keras.Input((None,), dtype="int32"), layers.Embedding(num_words, dim)])
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    return keras.Model(inputs=(a, b), outputs=(encoder(a), encoder(b)))
""",
            # a layer of one's own, and a mask that changes no number
            """\
class Words(keras.layers.Layer):
    def __init__(self, num_words, dim):
        super().__init__()
        self.table = layers.Embedding(num_words, dim, mask_zero=True)

    def call(self, ids):
        return self.table(ids)

def build_shared_embedding(num_words, dim):
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    words = Words(num_words, dim)
    return keras.Model([a, b], [words(a), words(b)])
""",
            """\
def build_shared_embedding(num_words, dim):
    a = keras.Input(batch_shape=(None, None), dtype="uint16")
    b = keras.Input(batch_shape=(None, None), dtype="uint16")
    embed = layers.Embedding(input_dim=num_words, output_dim=dim, embeddings_initializer="normal")
    second = embed(b)
    first = embed(a)
    return keras.Model([a, b], [first, layers.Activation("linear")(second)])
""",
        ),
        wrong=(
            Wrong(
                edited(_SHARED, ("embedding(second)", "layers.Embedding(num_words, dim)(second)")), "graph.not_shared"
            ),
            Wrong(
                """\
def build_shared_embedding(num_words, dim):
    texts = [keras.Input((None,), dtype="int32") for _ in range(2)]
    return keras.Model(texts, [layers.Embedding(num_words, dim)(text) for text in texts])
""",
                "graph.not_shared",
            ),
            Wrong(
                edited(_SHARED, ("[embedding(first), embedding(second)]", "[embedding(second), embedding(first)]")),
                "texts.crossed",
            ),
            Wrong(edited(_SHARED, ("embedding(second)", "embedding(first)")), "texts.same"),
            Wrong(edited(_SHARED, (', dtype="int32"', "")), "graph.input_dtype"),
            Wrong(edited(_SHARED, ("shape=(None,)", "shape=(100,)")), "texts.fixed_length"),
            Wrong(edited(_SHARED, ("shape=(None,)", "shape=(None, 1)")), "texts.input_shape"),
            Wrong(edited(_SHARED, ("(num_words, dim)\n", "(1000, 128)\n")), "arguments.ignored"),
            Wrong(edited(_SHARED, ("Embedding(num_words, dim)", "Embedding(dim, num_words)")), "graph.config"),
            Wrong(
                edited(
                    _SHARED,
                    (
                        "[embedding(first), embedding(second)]",
                        "layers.concatenate([embedding(first), embedding(second)], axis=1)",
                    ),
                ),
                "graph.output_count",
            ),
            Wrong(
                edited(_SHARED, ("keras.Model([first, second],", 'keras.Model({"first": first, "second": second},')),
                "graph.inputs_dict",
            ),
            Wrong(
                edited(
                    _SHARED,
                    (
                        "[embedding(first), embedding(second)]",
                        '{"first": embedding(first), "second": embedding(second)}',
                    ),
                ),
                "graph.outputs_dict",
            ),
            Wrong(
                edited(
                    _SHARED,
                    (
                        "embedding(first), embedding(second)",
                        "layers.GlobalAveragePooling1D()(t) for t in (embedding(first), embedding(second))",
                    ),
                ),
                "graph.surplus",
            ),
            Wrong(
                """\
def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32")
    return keras.Model(first, layers.Embedding(num_words, dim)(first))
""",
                "graph.input_count",
            ),
            Wrong(
                edited(
                    _SHARED,
                    (
                        "    return keras.Model([first, second], [embedding(first), embedding(second)])",
                        "    return [embedding(first), embedding(second)]",
                    ),
                ),
                "model.type",
            ),
        ),
    ),
    Exercise(
        id="ex08b",
        answer="build_similarity",
        points=3,
        reference=_SIMILARITY,
        ask=_ask_similarity,
        judge=_judge_similarity,
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
            Wrong(edited(_SIMILARITY, ("encoder(second)]", "encoder(first)]")), "similarity.one_text"),
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
            Wrong(
                edited(_SIMILARITY, ("return keras.Model([first, second], cosine)", "return cosine")), "model.tensor"
            ),
        ),
    ),
)

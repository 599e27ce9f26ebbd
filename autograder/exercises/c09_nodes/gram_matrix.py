"""Exercise 09b: which channels of features go together, one matrix for each image."""

import numpy as np

from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graphs.finding import Finding
from autograder.questions.c09_nodes.gram_matrix import SHAPES, ask_gram, drawn_features
from helpers.language import mark

_GRAM = """\
def gram_matrix(features):
    height, width = features.shape[1], features.shape[2]
    return ops.einsum("nhwc,nhwd->ncd", features, features) / (height * width)
"""


def _judge_gram(items: dict, parameters: dict) -> list[Finding]:
    for label in SHAPES:
        found = _gram(items[label], drawn_features(parameters["seed"], label).astype("float64"))
        if found:
            return found
    return []


def _gram(item: dict, x: np.ndarray) -> list[Finding]:
    call, got = "gram_matrix(features)", item.get("value")
    n, h, w, c = x.shape
    if item.get("type") == "NoneType":
        return [Finding("value.none", {"call": call})]
    if not isinstance(got, np.ndarray):
        return [Finding("gram.type", {"call": call, "type": item.get("type")})]
    shapes = {"given": list(x.shape), "got": list(got.shape), "expected": [n, c, c]}
    if got.shape != (n, c, c):
        keys = {(c, c): "gram.batch", (n, h * w, h * w): "gram.places", (n, h, w, c): "gram.features"}
        return [Finding(keys.get(got.shape, "gram.shape"), shapes)]
    got = got.astype("float64")
    rows = x.reshape(n, h * w, c)
    sums = np.einsum("nkc,nkd->ncd", rows, rows)
    if _close(got, sums / (h * w)):
        return []
    factor = float((got * sums).sum() / (sums * sums).sum())
    if _close(got, sums):
        return [Finding("gram.not_divided", {"expected": h * w})]
    if factor and _close(got, sums * factor):
        return [Finding("gram.divisor", {"got": 1 / factor, "expected": h * w})]
    mixed = x.reshape(n, c, h * w)
    turned = x.transpose(0, 2, 1, 3).reshape(n, c, h * w)
    if any(_parallel(got, np.einsum("nck,ndk->ncd", m, m)) for m in (mixed, turned)):
        return [Finding("gram.mixed", {"expected": [n, h * w, c]})]
    centred = rows - rows.mean(1, keepdims=True)
    if _parallel(got, np.einsum("nkc,nkd->ncd", centred, centred)):
        return [Finding("gram.centred")]
    if _parallel(got, np.broadcast_to(sums.sum(0), got.shape)):
        return [Finding("gram.batch", shapes)]
    return [Finding("gram.values", {"call": call})]


def _close(got: np.ndarray, wanted: np.ndarray) -> bool:
    return bool(np.allclose(got, wanted, rtol=1e-3, atol=1e-3 * np.abs(wanted).max()))


def _parallel(got: np.ndarray, wanted: np.ndarray) -> bool:
    """Equal but for a factor."""
    factor = (got * wanted).sum() / (wanted * wanted).sum()
    return bool(factor) and _close(got, wanted * factor)


EXERCISE = Exercise(
    id="ex09b",
    answer="gram_matrix",
    points=2,
    reference=_GRAM,
    ask=ask_gram,
    judge=_judge_gram,
    shown="none",
    hints=(
        mark(
            "For each image and each pair of channels: multiply the two channels place by place, and add up over "
            "all places. Height and width disappear, the batch stays."
        ),
        mark(
            "`ops.einsum` says just that: which letters stand in the inputs, which are left in the output. Or make "
            "rows of shape (n, h * w, c) and multiply them, transposed, by themselves."
        ),
        mark('`ops.einsum("nhwc,nhwd->ncd", features, features)`, divided by `h * w`.'),
    ),
    right=(
        """\
def gram_matrix(features):
    features = ops.convert_to_tensor(features)
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return ops.matmul(ops.transpose(rows, (0, 2, 1)), rows) / (h * w)
""",
        """\
def gram_matrix(features):
    features = np.asarray(features)
    n, h, w, c = features.shape
    columns = features.transpose(0, 3, 1, 2).reshape(n, c, -1)
    return np.stack([m @ m.T / m.shape[1] for m in columns])
""",
        """\
def gram_matrix(features):
    shape = tf.shape(features)
    places = tf.cast(shape[1] * shape[2], tf.float32)
    return tf.linalg.einsum("bijc,bijd->bcd", features, features) / places
""",
        # means of products, a layer, features that must be a tensor
        """\
def gram_matrix(features):
    array = features.numpy()
    return (array[..., :, None] * array[..., None, :]).mean(axis=(1, 2))
""",
        """\
def gram_matrix(features):
    rows = layers.Reshape((-1, features.shape[-1]))(features)
    return layers.Dot(axes=1)([rows, rows]) / rows.shape[1]
""",
    ),
    wrong=(
        Wrong(edited(_GRAM, (" / (height * width)", "")), "gram.not_divided"),
        Wrong(edited(_GRAM, ("(height * width)", "features.shape[-1]")), "gram.divisor"),
        Wrong(edited(_GRAM, ("(height * width)", "(height * width * features.shape[-1])")), "gram.divisor"),
        Wrong(edited(_GRAM, ("(height * width)", "(height * height)")), "gram.divisor"),
        Wrong(edited(_GRAM, ("->ncd", "->cd")), "gram.batch"),
        Wrong(
            """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
""",
            "gram.places",
        ),
        Wrong(
            """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, c, h * w))
    return rows @ ops.transpose(rows, (0, 2, 1)) / (h * w)
""",
            "gram.mixed",
        ),
        Wrong(
            """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n, h * w, c))
    rows = rows - ops.mean(rows, axis=1, keepdims=True)
    return ops.transpose(rows, (0, 2, 1)) @ rows / (h * w)
""",
            "gram.centred",
        ),
        Wrong(
            """\
def gram_matrix(features):
    n, h, w, c = features.shape
    rows = ops.reshape(features, (n * h * w, c))
    gram = ops.transpose(rows) @ rows / (h * w)
    return ops.repeat(gram[None], n, axis=0)
""",
            "gram.batch",
        ),
        Wrong(edited(_GRAM, ("nhwc,nhwd->ncd", "nhwc,nhwc->nc")), "gram.shape"),
        Wrong(
            """\
def gram_matrix(features):
    rows = ops.mean(features, axis=(1, 2))
    return rows[:, :, None] * rows[:, None, :]
""",
            "gram.values",
        ),
        Wrong(edited(_GRAM, ("    return ops", "    ops")), "value.none"),
        Wrong(
            edited(_GRAM, ("return ops.einsum", 'return str, "gram" + str(ops.einsum'), ("width)", "width))")),
            "gram.type",
        ),
        Wrong(edited(_GRAM, ("features.shape[1], features.shape[2]", "4, 6")), "gram.divisor"),
    ),
)

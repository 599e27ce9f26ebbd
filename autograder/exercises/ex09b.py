"""Exercise 09b: which channels of features go together, one matrix for each image."""

import numpy as np

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.ex09b import SHAPES, drawn_features
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
)

"""Exercise 11d: rows that are too long are shortened, each by its own values."""

import numpy as np

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier, judge
from autograder.questions.ex11d import drawn_rows
from helpers.language import mark

_CLIP = """\
def clip_by_norm(dim, limit):
    rows = keras.Input(shape=(dim,))
    norm = ops.norm(rows, axis=1, keepdims=True)
    long = norm > limit
    shorter = rows * (limit / ops.where(long, norm, 1.0))
    return keras.Model(rows, ops.where(long, shorter, rows))
"""


def _judge_clip(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, arguments: tuple) -> list[Finding]:
        dim, limit = arguments
        found = classifier.ends(items[label], (dim,), dim)
        weights = [node["name"] for node in items[label]["graph"]["nodes"] if node["weights"]]
        if found or weights:
            return found or [Finding("clip.weights", {"layers": weights})]
        rows = drawn_rows(parameters["seed"], dim, limit)
        return _of_rows(items[f"{label} rows"], items[f"{label} some"], rows, limit)

    return each({label: tuple(parameters[label]) for label in LABELS}, judged, written("clip_by_norm"))


def _of_rows(got: np.ndarray, some: np.ndarray, rows: np.ndarray, limit: float) -> list[Finding]:
    """The first of the demands on the rows that is missed; the first row is of zeros."""
    norms = np.linalg.norm(rows, axis=1, keepdims=True)
    wanted = rows * np.minimum(1, limit / np.maximum(norms, 1e-9))
    if judge.close(got, wanted) and judge.close(some, wanted[::2]):
        return []
    if not np.isfinite(got[0]).all():
        return [Finding("clip.zeros")]
    if not judge.close(some, got[::2]):
        return [Finding("clip.batch")]
    long = norms[:, 0] > limit
    if judge.close(got, np.clip(rows, -limit, limit)):
        return [Finding("clip.numbers", {"limit": limit})]
    if not judge.close(got[~long], rows[~long]):
        return [Finding("clip.short", {"limit": limit})]
    if judge.close(got[long], rows[long]):
        return [Finding("clip.long", {"limit": limit})]
    lengths = np.linalg.norm(got[long], axis=1)
    if np.allclose(lengths, limit, rtol=1e-3):
        return [Finding("clip.direction")]
    return [Finding("clip.length", {"got": round(float(lengths[0]), 3), "limit": limit})]


EXERCISE = Exercise(
    id="ex11d",
    answer="clip_by_norm",
    points=2,
    reference=_CLIP,
    judge=_judge_clip,
    parameters={"model": (3, 2.0), "other": (5, 0.5)},
    hints=(
        mark(
            "An `if` would ask a tensor that has no values yet. What is decided for each row is an operation: `ops.where`."
        ),
        mark(
            "One norm for each row: `ops.norm(rows, axis=1, keepdims=True)` has the shape (n, 1), so that it can be divided by and "
            "compared row by row."
        ),
        mark(
            "`ops.where(norm > limit, rows * (limit / norm), rows)` chooses. In a row of zeros the result that isn't chosen divides "
            "by 0; `ops.maximum(norm, limit)` as the divisor does without."
        ),
    ),
)

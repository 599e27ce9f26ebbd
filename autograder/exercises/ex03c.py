"""Exercise 03c: the weights alone go from one model to another, or to none that they don't fit."""

from typing import Any

from autograder.exercises.common.weights import alike
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.ex03c import CALL, drawn_tower, pairs_of
from helpers.language import mark

_TRANSFER = """\
def transfer_weights(source, target):
    if [w.shape for w in source.weights] != [w.shape for w in target.weights]:
        raise ValueError("The two models differ in number or shapes of their weights.")
    target.set_weights(source.get_weights())
"""


def _judge_transfer(items: dict, parameters: dict) -> list[Finding]:
    for case, widths in pairs_of(parameters["seed"]).items():
        source, target = (
            drawn_tower(w, s, parameters["seed"]) for w, s in zip(widths, ("source", "target"), strict=True)
        )
        found = (_copied if widths[0] == widths[1] else _refused)(items[case], source, target)
        if found:
            return found
    return []


def _copied(item: dict, source: Any, target: Any) -> list[Finding]:
    wanted, before, error = source.get_weights(), target.get_weights(), item["error"]
    if error is not None:
        values = {"call": CALL, "type": str(error["type"]), "message": str(error["message"]), "line": 0, "code": ""}
        return [Finding("answer.raised", values)]
    if not alike(item["source"], wanted):
        return [Finding("weights.reversed" if alike(item["source"], before) else "weights.source_changed")]
    if alike(item["target"], wanted):
        return []
    if alike(item["target"], before):
        return [Finding("weights.unchanged")]
    pairs = zip(item["target"], before, target.weights, strict=True)
    kept = [w.path for got, old, w in pairs if alike([got], [old])]
    return [Finding("weights.left_out", {"layers": kept})] if kept else [Finding("weights.other")]


def _refused(item: dict, source: Any, target: Any) -> list[Finding]:
    """Findings on two models whose weights don't fit: an error is asked for, and nothing changed."""
    wanted, before = source.get_weights(), target.get_weights()
    error = item["error"]
    values = {"call": CALL, "got": len(wanted), "expected": len(before)}
    if error is None and len(wanted) != len(before):
        return [Finding("weights.no_error_count", values)]
    if error is None:
        place, a, b = next((k, a, b) for k, (a, b) in enumerate(zip(wanted, before, strict=True)) if a.shape != b.shape)
        shapes = {"place": place + 1, "got": list(a.shape), "expected": list(b.shape)}
        return [Finding("weights.no_error_shape", values | shapes)]
    if not error["value_error"]:
        return [Finding("weights.error_type", values | {"type": error["type"], "message": error["message"]})]
    if not alike(item["source"], wanted):
        return [Finding("weights.source_changed")]
    if not alike(item["target"], before):
        pairs = zip(item["target"], before, strict=True)
        changed = sum(not alike([got], [old]) for got, old in pairs)
        return [Finding("weights.half_copied", {"got": changed, "expected": len(before)})]
    return []


EXERCISE = Exercise(
    id="ex03c",
    answer="transfer_weights",
    points=3,
    reference=_TRANSFER,
    judge=_judge_transfer,
    hints=(
        mark("`source.get_weights()` gives the weights as a list of arrays, `target.set_weights(...)` takes one."),
        mark(
            "`set_weights` copies one weight after the other and stops at the first that does not fit. "
            "What it has copied until then stays."
        ),
        mark(
            "So compare before you copy: the shapes of `source.weights` and `target.weights`, as two lists. "
            "Where they differ, `raise ValueError(...)`."
        ),
    ),
)

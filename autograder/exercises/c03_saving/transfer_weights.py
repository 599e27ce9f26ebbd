"""Exercise 03c: the weights alone go from one model to another, or to none that they don't fit."""

from typing import Any

from autograder.exercises.c03_saving.weights import alike
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graphs.finding import Finding
from autograder.questions.c03_saving.transfer_weights import CALL, ask_transfer, drawn_tower, pairs_of
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
    ask=ask_transfer,
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
    right=(
        """\
def transfer_weights(source, target):
    pairs = list(zip(source.weights, target.weights, strict=True))
    for its, mine in pairs:
        if tuple(its.shape) != tuple(mine.shape):
            raise ValueError(f"{its.path} does not fit {mine.path}")
    for its, mine in pairs:
        mine.assign(its)
    return target
""",
        # try, and put back
        """\
def transfer_weights(source, target):
    before = target.get_weights()
    try:
        target.set_weights(source.get_weights())
    except ValueError:
        target.set_weights(before)
        raise
""",
        """\
class Mismatch(ValueError):
    pass

def transfer_weights(source, target):
    values = source.get_weights()
    if len(values) != len(target.weights):
        raise Mismatch("number")
    if not all(v.shape == w.shape for v, w in zip(values, target.get_weights())):
        raise Mismatch("shapes")
    for value, variable in zip(values, target.weights):
        variable.assign(ops.convert_to_tensor(value))
""",
    ),
    wrong=(
        Wrong(
            "def transfer_weights(source, target):\n    target.set_weights(source.get_weights())\n",
            "weights.half_copied",
        ),
        Wrong(
            """\
def transfer_weights(source, target):
    for mine, its in zip(target.weights, source.weights):
        mine.assign(its)
""",
            "weights.no_error_count",
        ),
        Wrong(
            """\
def transfer_weights(source, target):
    for mine, its in zip(target.layers, source.layers):
        mine.set_weights(its.get_weights())
""",
            "weights.no_error_count",
        ),
        Wrong(
            """\
def transfer_weights(source, target):
    if len(source.weights) != len(target.weights):
        raise ValueError
    for mine, its in zip(target.weights, source.weights):
        if mine.shape == its.shape:
            mine.assign(its)
""",
            "weights.no_error_shape",
        ),
        Wrong(
            """\
def transfer_weights(source, target):
    if source.count_params() != target.count_params():
        raise ValueError("models differ")
    for mine, its in zip(target.weights, source.weights):
        mine.assign(ops.reshape(its, mine.shape))
""",
            "weights.no_error_shape",
        ),
        Wrong(
            """\
def transfer_weights(source, target):
    for mine, its in zip(target.weights, source.weights, strict=True):
        if mine.shape != its.shape:
            raise ValueError(mine.path)
        mine.assign(its)
""",
            "weights.half_copied",
        ),
        Wrong(
            edited(
                _TRANSFER,
                ("if [", "assert ["),
                ("!=", "=="),
                (":\n        raise ValueError(", ", ("),
            ),
            "weights.error_type",
        ),
        Wrong(edited(_TRANSFER, ("raise ValueError(", "return print(")), "weights.no_error_count"),
        Wrong(
            edited(_TRANSFER, ("target.set_weights(source.get_weights())", "source.set_weights(target.get_weights())")),
            "weights.reversed",
        ),
        Wrong(
            edited(
                _TRANSFER,
                (
                    "    target.set_weights(source.get_weights())\n",
                    "    for mine, its in zip(target.trainable_weights, source.trainable_weights):\n"
                    "        mine.assign(its)\n",
                ),
            ),
            "weights.left_out",
        ),
        Wrong(
            edited(
                _TRANSFER,
                (
                    "    target.set_weights(source.get_weights())\n",
                    "    target = keras.models.clone_model(source)\n"
                    "    target.set_weights(source.get_weights())\n    return target\n",
                ),
            ),
            "weights.unchanged",
        ),
        Wrong(
            edited(_TRANSFER, ("target.set_weights(source.get_weights())", "target.set_weights(source)")),
            "answer.raised",
        ),
    ),
)

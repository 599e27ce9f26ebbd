"""A declared exercise -> the data that a pack holds of it, checked: kinds, arguments, hints, rows, its own check."""

import base64
import inspect
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring import kinds, source_file, varied
from autograder.authoring.declared import Declared, Words
from autograder.authoring.stub import solved, stub
from autograder.feedback.words import sentence
from helpers.errors import CourseError
from helpers.language import translate as _

ID = re.compile(r"[a-z][a-z0-9_]{1,19}")
_COURSES = re.compile(r"ex\d\d[a-z]")
MOST_ROWS = 6 * 2**20
"""Bytes of the packed rows for training: they go to the learner's process as a message."""


def compiled(source: str, one: Declared, least: float | None, names: dict[str, Any]) -> dict[str, Any]:
    """The data of an exercise.

    Args:
        source: of the author's file.
        least: the accuracy that passes, where it was calibrated.
        names: what the file gives.

    Raises:
        CourseError: something in the declaration can't be.
    """
    _want_id(one)
    kind = kind_of(one)
    if not (isinstance(one.points, int | float) and 0 < one.points <= 1000):
        raise CourseError(_("{id}: points must be a number above 0.", id=one.id))
    reference = source_file.reference(source, one.reference.__name__)
    spec: dict[str, Any] = {
        "id": one.id,
        "kind": kind,
        "answer": one.reference.__name__,
        "points": float(one.points),
        "reference": reference,
        "stub": stub(reference),
        "solved": solved(reference),
        "before": source_file.before(source, one.reference.__name__),
        "task": _both(one.task or inspect.getdoc(one.reference) or one.reference.__name__),
        "hints": [_both(hint) for hint in one.hints],
        "arguments": _plain(one, one.arguments),
        "rules": {"names": one.names, "any_dtype": one.any_dtype, "by_name": one.by_name, "noisy": one.noisy}
        | {"free": list(one.free)},
        "seconds": float(one.seconds),
    }
    if one.variants is not None:
        spec["variants"] = varied.checked(one.id, one.variants, names, reference)
    if not spec["arguments"]:
        raise CourseError(_("{id}: arguments has no case. Without any argument it is [()].", id=one.id))
    if kind == "layer":
        spec["inputs"] = _plain(one, one.inputs)
        if len(spec["inputs"]) != len(spec["arguments"]):
            raise CourseError(_("{id}: give one shape in inputs for each case in arguments.", id=one.id))
    if kind == "trained":
        spec |= _rows(one) | {"least": least or 0.0, "logits": bool(one.logits)}
    return spec


def kind_of(one: Declared) -> str:
    """Which of the kinds an exercise is.

    Raises:
        CourseError: the decorator stands on something else than a function or a class.
    """
    if inspect.isclass(one.reference):
        return "layer"
    if not inspect.isfunction(one.reference):
        raise CourseError(_("{id}: @exercise belongs above a function or a class.", id=one.id))
    return "trained" if one.data is not None else "model"


def fails(spec: dict[str, Any]) -> str:
    """Why the reference does not pass its own check, in words; "" where it does."""
    exercise = kinds.made(spec)
    found = exercise.check(exercise.solved())
    return "" if found.correct else " ".join(sentence(f) for f in found.findings)


def variants_fail(spec: dict[str, Any]) -> str:
    """Why an exercise can't have numbers of each learner's own, in words; "" where it can.

    For each constant: the reference passes with each of its values, and not with the next one's.
    """
    if "variants" not in spec:
        return ""
    usual, choices = spec["variants"]["usual"], spec["variants"]["choices"]
    for name, values in choices.items():
        made = [kinds.made(varied.with_values(spec, usual | {name: value})) for value in values]
        for k, exercise in enumerate(made):
            found, said = exercise.check(exercise.solved()), {"name": name, "value": repr(values[k])}
            if not found.correct:
                why = " ".join(sentence(f) for f in found.findings)
                return _("with {name} = {value} the reference fails its own check: {why}", why=why, **said)
            other = (k + 1) % len(values)
            if spec["kind"] != "trained" and made[other].check(exercise.solved()).correct:
                return _(
                    "what is right for {name} = {value} is also right for {other}: the check can't tell one from the other.",
                    other=repr(values[other]),
                    **said,
                )
    return ""


def _want_id(one: Declared) -> None:
    if not isinstance(one.id, str) or not ID.fullmatch(one.id) or _COURSES.fullmatch(one.id):
        raise CourseError(
            _(
                "{id!r} can't be an exercise's id. Use small letters, digits and _, beginning with a letter, at most 20; "
                "ex01a and its like are the course's.",
                id=one.id,
            )
        )


def _both(text: Words | str) -> dict[str, str]:
    return {"en": text.en, "zh": text.zh} if isinstance(text, Words) else {"en": str(text), "zh": str(text)}


def _plain(one: Declared, value: Any) -> Any:
    """Arguments as data: numbers, texts, lists of them; tuples become lists."""
    try:
        found = json.loads(json.dumps(value, allow_nan=False))
        if not isinstance(found, list) or not all(isinstance(case, list) for case in found):
            raise TypeError
        return found
    except (TypeError, ValueError):
        raise CourseError(
            _("{id}: arguments and inputs are lists of tuples of numbers, texts and lists.", id=one.id)
        ) from None


def _rows(one: Declared) -> dict[str, Any]:
    assert one.data is not None
    try:
        (x, y), (unseen, truth) = one.data()
        x, y, unseen, truth = map(np.asarray, (x, y, unseen, truth))
    except Exception as error:
        raise CourseError(
            _(
                "{id}: data() must give (x, y), (x_unseen, y_unseen) ({reason}).",
                id=one.id,
                reason=f"{type(error).__name__}: {error}"[:200],
            )
        ) from None
    labels = [side.dtype.kind in "iu" and side.ndim == 1 for side in (y, truth)]
    if not all(labels) or len(x) != len(y) or len(unseen) != len(truth) or x.shape[1:] != unseen.shape[1:]:
        raise CourseError(
            _("{id}: data() must give rows of one shape, and for each row a whole number as label.", id=one.id)
        )
    train = {"x": _packed(x), "y": _packed(y)}
    if sum(map(len, train.values())) > MOST_ROWS:
        raise CourseError(
            _(
                "{id}: the rows for training take {size} MB packed, more than {most}. Give fewer, or as uint8.",
                id=one.id,
                size=round(sum(map(len, train.values())) / 2**20),
                most=MOST_ROWS // 2**20,
            )
        )
    classes = int(max(y.max(), truth.max())) + 1
    return {"train": train, "unseen": {"x": _packed(unseen), "y": _packed(truth)}, "classes": classes}


def _packed(array: np.ndarray) -> str:
    file = io.BytesIO()
    np.savez_compressed(file, a=array)
    return base64.b64encode(file.getvalue()).decode()


def path_of_ranges(path: Path) -> Path:
    """The file beside an author's file in which accuracies that pass are kept."""
    return path.with_suffix(".ranges.json")

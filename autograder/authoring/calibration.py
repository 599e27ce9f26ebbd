"""`kfa exercise calibrate`: which accuracy right answers reach, over seeds, and what a model reaches that learned nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from autograder.authoring import build, compiled, kinds
from autograder.exercises.exercise import SEED
from autograder.judging import ranges
from autograder.questions.own_trained import array
from helpers.errors import CourseError
from helpers.language import translate as _


def calibrated(path: Path, exercise: str, seeds: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Train the reference once for each seed, a few times on labels that are shuffled, and keep the accuracy that passes.

    Raises:
        CourseError: the exercise is not judged by an accuracy, or training learns nothing.
    """
    _introduction, (spec,) = build.specs(path, [exercise], calibrated=False)
    if spec["kind"] != "trained":
        raise CourseError(_("{id} is not judged by an accuracy: it has no data=.", id=exercise))
    right = [_accuracy(spec, SEED + k, False, say, k, seeds) for k in range(seeds)]
    wrong = [_accuracy(spec, SEED + k, True, say) for k in range(max(1, seeds // 5))]
    least, low = ranges.least_of(right, wrong), min(right)
    if low <= max(wrong):
        raise CourseError(
            _(
                "{id}: the reference reaches {low}, and {top} with shuffled labels: no accuracy tells one from the other. "
                "Train longer, or give more rows.",
                id=exercise,
                low=f"{low:.3f}",
                top=f"{max(wrong):.3f}",
            )
        )
    entry = {"least": least, "lowest": low, "seeds": seeds, "shuffled": max(wrong)}
    known = build.known_ranges(path) | {exercise: entry}
    place = compiled.path_of_ranges(path)
    try:
        place.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=place, reason=reason)) from None
    return entry


def _accuracy(spec: dict, seed: int, shuffled: bool, say: Callable, place: int = 0, seeds: int = 0) -> float:
    rows, labels = (array(spec["train"][side]) for side in ("x", "y"))
    if shuffled:
        labels = np.random.default_rng(seed).permutation(labels)
    exercise = kinds.made(spec)
    model = exercise.solved()(rows, labels, seed, *spec["arguments"][0])
    outputs = np.asarray(model.predict(array(spec["unseen"]["x"]), verbose=0))
    found = float(np.mean(outputs.argmax(-1) == array(spec["unseen"]["y"])))
    if seeds:
        say(_("seed {place} of {all}: {accuracy}", place=place + 1, all=seeds, accuracy=f"{found:.3f}"))
    return found

"""Gradescope's `results.json`, made of the marks of one submission as `kfa grade` writes them."""

import json
from typing import Any

from autograder.submissions.causes import OTHERS


def results(marks: dict[str, Any], visibility: str = "visible") -> bytes:
    """The file that Gradescope reads from `/autograder/results/`.

    A submission that was not graded has no score: Gradescope then shows that its autograder failed, which is not 0.
    """
    look = "\n".join(one["text"] for one in marks.get("look", []) if one.get("cause") != OTHERS)
    whole: dict[str, Any] = {
        "execution_time": marks["seconds"],
        "output_format": "text",
        "visibility": visibility,
        "stdout_visibility": "hidden",
        "extra_data": {"chapter": marks["chapter"]},
    }
    if marks["score"] is None:
        return _written(whole | {"output": look})
    return _written(whole | {"output": look, "tests": [_test(k, e) for k, e in enumerate(marks["exercises"], 1)]})


def not_graded(why: str) -> bytes:
    """The file for a submission that could not be graded: no score, and why."""
    return _written({"output": why, "output_format": "text", "visibility": "visible", "stdout_visibility": "hidden"})


def _test(number: int, exercise: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": exercise["id"],
        "number": str(number),
        "score": exercise["score"],
        "max_score": exercise["max_score"],
        "status": "passed" if exercise["status"] == "correct" else "failed",
        "output": "\n".join(finding["text"] for finding in exercise["findings"]),
        "output_format": "text",
    }


def _written(whole: dict[str, Any]) -> bytes:
    return json.dumps(whole, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"

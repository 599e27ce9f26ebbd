"""The notebook of an author's exercises, in one language: as it is handed out, and the instructor's with the solutions."""

from collections.abc import Sequence
from typing import Any

from helpers.language import translate as _

KERNEL = {"display_name": "Keras functional API (kfa)", "language": "python", "name": "kfa"}
_IMPORTS = "import keras\nimport numpy as np\nfrom keras import layers, ops"


def notebook(name: str, introduction: str, specs: Sequence[dict], lang: str, solutions: bool = False) -> dict[str, Any]:
    """The notebook as its file has it.

    Args:
        solutions: for an instructor: nbgrader's `generate_assignment` makes the other edition of it.
    """
    return {
        "cells": cells(introduction, specs, lang, solutions),
        "metadata": {
            "kernelspec": KERNEL,
            "kfa": {"chapter": name, "lang": lang},
            "language_info": {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def cells(introduction: str, specs: Sequence[dict], lang: str, solutions: bool = False) -> list[dict]:
    """Its cells: what the author says, the door, for each exercise its task, its stub and its check."""
    found = [_text("introduction", introduction)] if introduction.strip() else []
    found.append(
        _code("setup", f'from autograder.notebook import start\n\ncheck, hint, solution, progress = start("{lang}")')
    )
    found.append(_code("imports", _IMPORTS))
    for spec in specs:
        points = _("Points: {points}", lang, points=f"{spec['points']:g}")
        found.append(
            _text(f"{spec['id']}-task", f"### {spec['id']} · `{spec['answer']}`\n\n{spec['task'][lang]}\n\n{points}")
        )
        answer = _code(spec["id"], spec["solved"] if solutions else spec["stub"])
        answer["metadata"] = {"nbgrader": _nbgrader(spec["id"], None)}
        check = _code(f"check-{spec['id']}", f'check("{spec["id"]}", {spec["answer"]})')
        check["metadata"] = {"nbgrader": _nbgrader(f"check-{spec['id']}", spec["points"])}
        found += [answer, check]
    return found


def _nbgrader(name: str, points: float | None) -> dict[str, Any]:
    """nbgrader's own metadata, schema 3: of an answer, or of a check that gives points."""
    test = points is not None
    data = {"schema_version": 3, "grade_id": name, "grade": test, "solution": not test, "locked": test, "task": False}
    return data | ({"points": int(points) if points == int(points) else points} if points is not None else {})


def _code(name: str, source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": name,
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def _text(name: str, source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "id": name, "metadata": {}, "source": source.strip().splitlines(keepends=True)}

"""The chapters as they were handed out: their cells by name, and the exercises that they have."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from autograder.exercises import Exercise, every
from helpers.language import LANGUAGES

_NOTEBOOKS = Path(__file__).resolve().parent.parent.parent / "notebooks"


@cache
def chapters() -> tuple[str, ...]:
    """The chapters that have exercises."""
    digits = {e.id[2:4] for e in every()}
    return tuple(sorted(p.stem for p in (_NOTEBOOKS / "en").glob("*.ipynb") if p.stem[:2] in digits))


def exercises(chapter: str) -> list[Exercise]:
    """The exercises of a chapter, by its name such as "05_models_are_callable"; none for a name that isn't one."""
    return [e for e in every() if e.id[2:4] == chapter[:2]] if chapter in chapters() else []


@cache
def code(chapter: str) -> dict[str, str]:
    """The code of a chapter's cells by their names; the same in both languages but for messages."""
    return {name: source for (name, kind), source in _cells(chapter, "en").items() if kind == "code"}


@cache
def texts(chapter: str) -> frozenset[tuple[str, str]]:
    """Names and sources of a chapter's cells of text, in all languages."""
    found = [_cells(chapter, lang).items() for lang in LANGUAGES]
    return frozenset((name, source) for cells in found for (name, kind), source in cells if kind != "code")


def _cells(chapter: str, lang: str) -> dict[tuple[str, str], str]:
    cells = json.loads((_NOTEBOOKS / lang / f"{chapter}.ipynb").read_text("utf-8"))["cells"]
    return {(name_of(cell), cell["cell_type"]): "".join(cell["source"]) for cell in cells if name_of(cell)}


def name_of(cell: Mapping[str, Any]) -> str:
    """The cell's id in the course: nbgrader's, else Jupyter's."""
    grading = cell.get("metadata", {}).get("nbgrader", {})
    name = grading.get("grade_id") if isinstance(grading, dict) else None
    name = name if isinstance(name, str) else cell.get("id", "")
    return name if isinstance(name, str) else ""

"""The chapters as they were handed out: their cells by name, and the exercises that they have."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from autograder.exercises import Exercise, every, of_chapter, register, variants
from helpers.language import LANGUAGES

_NOTEBOOKS = Path(__file__).resolve().parent.parent.parent / "notebooks"
_OF_THE_COURSE = re.compile(r"ex\d\d[a-z]")


def chapters() -> tuple[str, ...]:
    """The chapters that have exercises: the course's, and the notebooks of the packs in use."""
    return (*_courses(), *(pack.name for pack in register.packs()))


@cache
def _courses() -> tuple[str, ...]:
    digits = {e.id[2:4] for e in every()}
    return tuple(sorted(p.stem for p in (_NOTEBOOKS / "en").glob("*.ipynb") if p.stem[:2] in digits))


def exercises(chapter: str) -> list[Exercise]:
    """The exercises of a chapter, by its name such as "05_models_are_callable"; none for a name that isn't one."""
    if chapter in _courses():
        return of_chapter(chapter[:2])
    pack = register.pack(chapter)
    return [variants.varied(e) for e in pack.exercises] if pack else []


def chapter_of(exercise: str) -> str:
    """The chapter in which an exercise stands; "" where there is none of this id."""
    if _OF_THE_COURSE.fullmatch(exercise):
        return next((chapter for chapter in _courses() if chapter.startswith(exercise[2:4])), "")
    return next((p.name for p in register.packs() if any(e.id == exercise for e in p.exercises)), "")


def code(chapter: str) -> dict[str, str]:
    """The code of a chapter's cells by their names; the same in both languages but for messages."""
    return {name: source for (name, kind), source in _cells(chapter, "en").items() if kind == "code"}


def texts(chapter: str) -> frozenset[tuple[str, str]]:
    """Names and sources of a chapter's cells of text, in all languages."""
    found = [_cells(chapter, lang).items() for lang in LANGUAGES]
    return frozenset((name, source) for cells in found for (name, kind), source in cells if kind != "code")


def cells_of(chapter: str, lang: str) -> dict[tuple[str, str], str]:
    """A chapter's cells by name and kind, as the course has them."""
    return dict(_cells(chapter, lang))


def _cells(chapter: str, lang: str) -> dict[tuple[str, str], str]:
    """A chapter's cells by name and kind, as they were handed out to whose values are in use."""
    pack = None if chapter in _courses() else register.pack(chapter)
    cells = _by_name(pack.cells[lang]) if pack else _of_a_file(chapter, lang)
    return variants.written(cells, exercises(chapter)) if variants.used() else cells


@cache
def _of_a_file(chapter: str, lang: str) -> dict[tuple[str, str], str]:
    return _by_name(json.loads((_NOTEBOOKS / lang / f"{chapter}.ipynb").read_text("utf-8"))["cells"])


def _by_name(cells: list[dict]) -> dict[tuple[str, str], str]:
    return {(name_of(cell), cell["cell_type"]): "".join(cell["source"]) for cell in cells if name_of(cell)}


def name_of(cell: Mapping[str, Any]) -> str:
    """The cell's id in the course: nbgrader's, else Jupyter's."""
    grading = cell.get("metadata", {}).get("nbgrader", {})
    name = grading.get("grade_id") if isinstance(grading, dict) else None
    name = name if isinstance(name, str) else cell.get("id", "")
    return name if isinstance(name, str) else ""

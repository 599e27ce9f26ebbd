"""A learner's notebook as it was handed in: its cells, its answers, and what is wrong with it."""

import json
import re
import time
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import nbformat

from autograder.exercises import Exercise, every
from autograder.running.needed import Names, names_of
from autograder.running.patience import patience
from autograder.verdict import Finding

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_BYTES = 50 * 2**20
MOST_CELLS = 2000
_MOST_SECONDS = 20.0
_LONGEST = 5.0
"""Seconds that reading all cells' code, and that of one, may take."""
_CHECK = re.compile(r"^\s*check\(\s*[\"'](\w+)[\"']\s*,[^\n]*\)\s*$")


class Unreadable(Exception):
    """What was handed in is not a notebook of this course; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.key)
        self.finding = finding


@dataclass(frozen=True)
class Cell:
    """A code cell that is run: its id in the course (or ""), its code, whether the learner wrote or changed it, its names."""

    name: str
    source: str
    own: bool
    names: Names


@dataclass(frozen=True)
class Answer:
    """Where an exercise is answered.

    Args:
        exercise: what is asked.
        cells: positions of the cells that give the answer's name, the exercise's own first.
        asked: the answer is asked after this many cells.
        notes: what was found missing, altered, moved or doubled, and how it was read.
        missing: there is no cell for it any more, and none that gives the name.
    """

    exercise: Exercise
    cells: tuple[int, ...]
    asked: int
    notes: tuple[Finding, ...] = ()
    missing: bool = False


@dataclass(frozen=True)
class Submission:
    """Code cells without checks, and the answers among them."""

    chapter: str
    cells: tuple[Cell, ...]
    answers: tuple[Answer, ...]


def exercises(chapter: str) -> list[Exercise]:
    """The exercises of a chapter, by its name such as "05_models_are_callable"; none for a name that isn't one."""
    return [e for e in every() if e.id[2:4] == chapter[:2]] if chapter in chapters() else []


@cache
def chapters() -> tuple[str, ...]:
    """The chapters that have exercises."""
    digits = {e.id[2:4] for e in every()}
    return tuple(sorted(p.stem for p in (ROOT / "notebooks" / "en").glob("*.ipynb") if p.stem[:2] in digits))


def notebook(chapter: str, data: bytes) -> nbformat.NotebookNode:
    """What was handed in for a chapter, as a notebook of format 4 with each cell's type and source.

    Raises:
        Unreadable: too large, not JSON, not a notebook, or none of this course.
    """
    book = _notebook(data)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    if len(code) > MOST_CELLS:
        raise Unreadable(Finding("submission.too_large", {"what": f"{len(code)} cells", "most": f"{MOST_CELLS} cells"}))
    released = _released(chapter)
    if not any(name_of(cell) in released for cell in code) and not any(map(check_in, code)):
        raise Unreadable(Finding("submission.other_course", {"chapter": chapter}))
    return book


def read(chapter: str, data: bytes) -> Submission:
    """Read what was handed in for a chapter; raises as `notebook`."""
    book = notebook(chapter, data)
    code = [cell for cell in book.cells if cell.cell_type == "code"]
    asked = exercises(chapter)
    released = _released(chapter)
    cells: list[Cell] = []
    end = time.process_time() + _MOST_SECONDS
    checks: dict[str, int] = {}
    altered: set[str] = set()
    for cell in code:
        name, exercise = name_of(cell), check_in(cell)
        if exercise:  # a check never enters the kernel
            checks[exercise] = len(cells)
            if name.startswith("check-") and released.get(name, cell.source) != cell.source:
                altered.add(exercise)
            continue
        names = _names(cell.source, end)
        cells.append(Cell(name, cell.source, released.get(name) != cell.source, names))
    answers = tuple(_answer(e, cells, checks, e.id in altered) for e in asked)
    return Submission(chapter, tuple(cells), answers)


def _notebook(data: bytes) -> nbformat.NotebookNode:
    if len(data) > MOST_BYTES:
        sizes = {"what": f"{len(data) / 2**20:.0f} MB", "most": f"{MOST_BYTES / 2**20:.0f} MB"}
        raise Unreadable(Finding("submission.too_large", sizes))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Finding("submission.encoding")) from None
    try:
        raw = json.loads(text)
        if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
            raise ValueError
        with patience(_MOST_SECONDS), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of cells without an id, or with that of another
            book = nbformat.reads(text, as_version=4)
        for cell in book.cells:  # what is read below
            if not isinstance(cell.source, str) or not isinstance(cell.cell_type, str):
                raise ValueError
    except Exception:  # nbformat fails in many ways on what only looks like a notebook
        raise Unreadable(Finding("submission.not_a_notebook")) from None
    return book


@cache
def _released(chapter: str) -> dict[str, str]:
    """The code of the released notebook's cells by their names; the same in both languages but for messages."""
    path = ROOT / "notebooks" / "en" / f"{chapter}.ipynb"
    book = nbformat.read(path, as_version=4)
    return {name_of(cell): cell.source for cell in book.cells if cell.cell_type == "code" and name_of(cell)}


def name_of(cell: nbformat.NotebookNode) -> str:
    """The cell's id in the course: nbgrader's, else Jupyter's."""
    grading = cell.get("metadata", {}).get("nbgrader", {})
    name = grading.get("grade_id") if isinstance(grading, dict) else None
    name = name if isinstance(name, str) else cell.get("id", "")
    return name if isinstance(name, str) else ""


def _names(source: str, end: float) -> Names:
    """What a cell does with names; unknown where that takes long, or all cells have taken long."""
    try:
        with patience(_LONGEST):
            return names_of(source) if time.process_time() < end else Names(opaque=True)
    except TimeoutError:
        return Names(opaque=True)


def check_in(cell: nbformat.NotebookNode) -> str:
    """The exercise that a cell checks: by its name, or because it does nothing else; "" for any other cell."""
    if cell.cell_type != "code":
        return ""
    name = name_of(cell)
    found = _CHECK.match(cell.source)
    return name.removeprefix("check-") if name.startswith("check-") else found[1] if found else ""


def _answer(exercise: Exercise, cells: Sequence[Cell], checks: dict[str, int], altered: bool) -> Answer:
    notes = []
    own = [k for k, cell in enumerate(cells) if cell.name == exercise.id]
    giving = [k for k, cell in enumerate(cells) if exercise.answer in cell.names.given]
    values = {"exercise": exercise.id, "name": exercise.answer}
    if altered:
        notes.append(Finding("submission.check_altered", values, cost=0))
    if exercise.id not in checks:
        notes.append(Finding("submission.check_missing", values, cost=0))
    if len(own) > 1:
        notes.append(Finding("submission.cell_doubled", values, cost=0))
    asked = checks.get(exercise.id, len(cells))
    found = own or [k for k in giving if k < asked][-1:] or giving[-1:]
    if not own and found:
        notes.append(Finding("submission.cell_moved", values, cost=0))
    if not found:
        return Answer(exercise, (), asked, (*notes, Finding("submission.cell_missing", values)), missing=True)
    if max(found) >= asked:  # the answer was moved below its check
        asked = len(cells)
    before = [k for k in giving if k < asked]
    return Answer(exercise, tuple(dict.fromkeys([*found, *before[-1:]])), asked, tuple(notes))

"""A learner's notebook as it was handed in: its cells, its answers, and what is wrong with it.

To read it is work on hostile data, so a grader does it in a child with limits (`autograder.running.desk`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import nbformat

from autograder.exercises import Exercise, every
from autograder.running import book
from autograder.running.book import MOST_BYTES, Unreadable
from autograder.running.needed import Names, Search, TooMuch, effort, names_of
from autograder.verdict import Finding

__all__ = ["MOST_BYTES", "Answer", "Cell", "Submission", "Unreadable", "chapters", "exercises", "notebook", "read"]

ROOT = Path(__file__).resolve().parent.parent.parent
_MOST_EFFORT = 500_000
"""Characters of code that are parsed; cells that come after them are run without a look at their names."""
_CHECK = re.compile(r"^\s*check\(\s*[\"'](\w+)[\"']\s*,[^\n]*\)\s*$")


@dataclass(frozen=True)
class Cell:
    """A code cell that is run.

    Args:
        name: its id in the course, or "".
        source: its code.
        own: whether the learner wrote or changed it.
        suspect: whether others may depend on it, unseen: it changes a module, or does what can't be read.
    """

    name: str
    source: str
    own: bool
    suspect: bool = False


@dataclass(frozen=True)
class Answer:
    """Where an exercise is answered.

    Args:
        exercise: what is asked.
        cells: positions of the cells that give the answer's name, the exercise's own first.
        asked: the answer is asked after this many cells.
        notes: what was found missing, altered, moved or doubled, and how it was read.
        missing: there is no cell for it any more, and none that gives the name.
        needs: positions of the cells that it can't do without.
        plan: those, and what must run where its own cells do what can't be read.
    """

    exercise: Exercise
    cells: tuple[int, ...]
    asked: int
    notes: tuple[Finding, ...] = ()
    missing: bool = False
    needs: frozenset[int] = frozenset()
    plan: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Submission:
    """Code cells without checks, and the answers among them.

    Args:
        everywhere: positions of cells that are run for each answer: suspect ones that answer nothing.
        whole: which cells an answer needs is not known: all are run for each.
    """

    chapter: str
    cells: tuple[Cell, ...]
    answers: tuple[Answer, ...]
    everywhere: frozenset[int] = frozenset()
    whole: bool = False


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
    found = book.of(data)
    code = [cell for cell in found.cells if cell.cell_type == "code"]
    released = _released(chapter)
    if not any(name_of(cell) in released for cell in code) and not any(map(check_in, code)):
        raise Unreadable(Finding("submission.other_course", {"chapter": chapter}))
    return found


def read(chapter: str, data: bytes, parse: bool = True) -> Submission:
    """Read what was handed in for a chapter.

    Args:
        parse: look at what the code does with names. Without, it is only known by its place in the notebook, and all
            of it is run.

    Raises:
        Unreadable: as `notebook`.
    """
    released = _released(chapter)
    cells: list[Cell] = []
    names: list[Names] = []
    left = _MOST_EFFORT if parse else 0
    checks: dict[str, int] = {}
    altered: set[str] = set()
    for cell in notebook(chapter, data).cells:
        if cell.cell_type != "code":
            continue
        name, exercise = name_of(cell), check_in(cell)
        if exercise:  # a check never enters the kernel
            checks[exercise] = len(cells)
            if name.startswith("check-") and released.get(name, cell.source) != cell.source:
                altered.add(exercise)
            continue
        left -= effort(cell.source)
        names.append(names_of(cell.source) if left >= 0 else Names(opaque=True))
        cells.append(Cell(name, cell.source, released.get(name) != cell.source))
    asked = exercises(chapter)
    answers = [_answer(e, cells, names, checks, e.id in altered) for e in asked]
    return _planned(Submission(chapter, tuple(cells), tuple(answers), whole=not parse), names)


def _planned(whole: Submission, names: list[Names]) -> Submission:
    """The submission with what must run for its answers."""
    search = Search(names)
    suspect = [k for k, cell in enumerate(whole.cells) if cell.own and search.suspect(k)]
    cells = tuple(replace(cell, suspect=search.suspect(k)) for k, cell in enumerate(whole.cells))
    answering = {k for answer in whole.answers for k in answer.cells}
    end = len(cells)
    try:
        everywhere = search.needed([(k, end) for k in suspect if k not in answering])
        answers = []
        for answer in whole.answers:
            roots = [(k, answer.asked) for k in answer.cells]
            needs = search.needed(roots)
            odd = [(k, end) for k in suspect if k in answer.cells]
            plan = search.needed([*roots, *odd]) if odd else needs
            answers.append(replace(answer, needs=frozenset(needs), plan=frozenset(plan)))
    except TooMuch:
        return replace(whole, cells=cells, whole=True)
    return replace(whole, cells=cells, answers=tuple(answers), everywhere=frozenset(everywhere))


@cache
def _released(chapter: str) -> dict[str, str]:
    """The code of the released notebook's cells by their names; the same in both languages but for messages."""
    path = ROOT / "notebooks" / "en" / f"{chapter}.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    return {name_of(cell): cell.source for cell in cells if cell.cell_type == "code" and name_of(cell)}


def name_of(cell: nbformat.NotebookNode) -> str:
    """The cell's id in the course: nbgrader's, else Jupyter's."""
    grading = cell.get("metadata", {}).get("nbgrader", {})
    name = grading.get("grade_id") if isinstance(grading, dict) else None
    name = name if isinstance(name, str) else cell.get("id", "")
    return name if isinstance(name, str) else ""


def check_in(cell: nbformat.NotebookNode) -> str:
    """The exercise that a cell checks: by its name, or because it does nothing else; "" for any other cell."""
    if cell.cell_type != "code":
        return ""
    name = name_of(cell)
    found = _CHECK.match(cell.source)
    return name.removeprefix("check-") if name.startswith("check-") else found[1] if found else ""


def _answer(
    exercise: Exercise, cells: Sequence[Cell], names: Sequence[Names], checks: dict[str, int], altered: bool
) -> Answer:
    notes = []
    own = [k for k, cell in enumerate(cells) if cell.name == exercise.id]
    giving = [k for k, found in enumerate(names) if exercise.answer in found.given]
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

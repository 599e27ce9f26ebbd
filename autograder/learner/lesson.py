"""A chapter's own text: which cells are the lesson's, which an exercise's, and which names they give and read."""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from autograder.learner.cells import Run, given_by, read_by
from helpers.language import current
from helpers.workspace import ROOT

_EXERCISE = re.compile(r"ex\d\d[a-z]")


@dataclass(frozen=True)
class Cell:
    """A code cell of a chapter; `kind` is "lesson", "answer" or "check"."""

    id: str
    source: str
    kind: str


class Lesson:
    """The code cells of one chapter as the course has them, in their order; none where the course's notebook is not there."""

    def __init__(self, stem: str, cells: tuple[Cell, ...]) -> None:
        self.stem, self.cells = stem, cells
        self._texts = {cell.source.strip() for cell in cells if cell.kind == "lesson"}
        self._answers = {cell.id for cell in cells if cell.kind == "answer"}

    def own(self, run: Run) -> bool:
        """Whether what ran is a cell of the lesson as it stands in the chapter."""
        return run.source.strip() in self._texts

    def exercise_of(self, run: Run) -> str:
        """The exercise in whose cell this ran; "" where it is none's, or unknown."""
        return run.cell if run.cell in self._answers else ""

    def names_above(self, exercise: str) -> set[str]:
        """What the lesson's cells above an exercise give."""
        found: set[str] = set()
        for cell in self.cells:
            if cell.id == exercise:
                break
            if cell.kind == "lesson":
                found |= given_by(cell.source)
        return found

    def read_below(self, exercise: str) -> set[str]:
        """What the lesson's cells below an exercise read, and did not give again before."""
        below = [cell.id for cell in self.cells].index(exercise) if exercise in self._answers else len(self.cells)
        given: set[str] = set()
        found: set[str] = set()
        for cell in self.cells[below:]:
            if cell.kind == "lesson":
                found |= read_by(cell.source) - given
                given |= given_by(cell.source)
        return found


def lesson_of(exercise: str, root: Path = ROOT) -> Lesson:
    """The chapter that an exercise stands in."""
    if not _EXERCISE.fullmatch(exercise):
        return Lesson("", ())
    paths = sorted((root / "notebooks" / current()).glob(f"{exercise[2:4]}_*.ipynb"))
    try:
        return _read(paths[0], paths[0].stat().st_mtime_ns)
    except (IndexError, OSError, ValueError, KeyError, TypeError):
        return Lesson("", ())


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Lesson:
    book = json.loads(path.read_text(encoding="utf-8"))
    code = [cell for cell in book["cells"] if cell["cell_type"] == "code"]
    return Lesson(path.stem, tuple(Cell(str(c.get("id", "")), "".join(c["source"]), _kind(c)) for c in code))


def _kind(cell: dict) -> str:
    if cell.get("metadata", {}).get("nbgrader", {}).get("grade"):
        return "check"
    return "answer" if _EXERCISE.fullmatch(str(cell.get("id", ""))) else "lesson"

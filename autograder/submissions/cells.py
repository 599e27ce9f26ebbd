"""A notebook's cells as a grader runs them: which are code, which checks, which were meant as code."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from autograder.exercises import Exercise
from autograder.sandbox.names import Names, effort, names_of
from autograder.submissions import released
from autograder.submissions.book import Node

_MOST_EFFORT = 500_000
"""Characters of code that are parsed; cells that come after them are run without a look at their names."""
_MOST_TEXT = 20_000
"""Characters of a cell of text that are kept to be shown."""
_CHECK = re.compile(r"""^check\([ \t]*["'](\w+)["'][ \t]*,[^\n]*\)[ \t;]*(?:#[^\n]*)?$""", re.MULTILINE)
_FENCED = re.compile(r"^```[^\n`]*\n(.*?)^```[ \t]*$", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Cell:
    """A cell that is run as code.

    Args:
        name: its id in the course, or "".
        source: its code.
        own: whether the learner wrote or changed it.
        index: its position among all cells of the notebook as it was handed in.
        suspect: whether others may depend on it, unseen: it changes a module, or does what can't be read.
    """

    name: str
    source: str
    own: bool
    index: int = 0
    suspect: bool = False


@dataclass
class Cells:
    """What is run of a notebook, and what was seen on the way.

    Args:
        cells, names: in the notebook's order, with what each does with names.
        checks: by exercise, after how many cells it is checked.
        altered: exercises whose check is not as it was handed out.
        as_text: exercises that are answered in a cell of text.
        exercises: ids of the chapter's exercises.
        texts: what the learner wrote in other cells of text, with their positions in the notebook.
    """

    cells: list[Cell] = field(default_factory=list)
    names: list[Names] = field(default_factory=list)
    checks: dict[str, list[int]] = field(default_factory=dict)
    altered: set[str] = field(default_factory=set)
    as_text: set[str] = field(default_factory=set)
    exercises: frozenset[str] = frozenset()
    texts: list[tuple[int, str]] = field(default_factory=list)


def of(book: Sequence[Node], chapter: str, parse: bool) -> Cells:
    """The cells of a chapter's notebook.

    Args:
        parse: look at what the code does with names; without, all of it is only known by its place.
    """
    return _Reader(chapter, parse).read(book)


def check_in(cell: Node) -> str:
    """The exercise that a cell checks, by its name or because it does nothing else; "" for any other cell."""
    if cell.cell_type != "code":
        return ""
    name = released.name_of(cell)
    if name.startswith("check-"):
        return name.removeprefix("check-")
    source = cell.source.strip()
    found = _CHECK.search(source)
    return found[1] if found and not _code_of(_beside_checks(source)) else ""


def checks_in(source: str) -> list[str]:
    """The exercises that code checks, beside whatever else it does."""
    return list(dict.fromkeys(_CHECK.findall(source)))


def _beside_checks(source: str) -> str:
    return _CHECK.sub("", source)


def code_in(text: str) -> str:
    """What may be code in a cell of text: what is fenced, or all of it."""
    return "\n".join(_FENCED.findall(text)) or text


class _Reader:
    def __init__(self, chapter: str, parse: bool) -> None:
        self.handed_out, self.texts = released.code(chapter), released.texts(chapter)
        self.lessons = frozenset(self.handed_out.values())  # a cell that lost its id is still the lesson's
        asked = {source for name, source in self.handed_out.items() if name.startswith("check-")}
        self.shown = self.lessons - asked  # the lesson's own call of `check`, on a model of its own, asks no answer
        self.exercises = released.exercises(chapter)
        self.ids = {e.id for e in self.exercises}
        self.left = _MOST_EFFORT if parse else 0
        self.found = Cells(exercises=frozenset(self.ids))

    def read(self, book: Sequence[Node]) -> Cells:
        as_code = self._meant_as_code(book)
        for index, cell in enumerate(book):
            name = released.name_of(cell)
            if cell.cell_type == "code":
                self._code(index, name, cell)
            elif index in as_code:
                self.found.as_text.update(as_code[index])
                self._add(index, name, code_in(cell.source))
            elif (name, cell.source) not in self.texts and cell.source.strip():
                self.found.texts.append((index, cell.source[:_MOST_TEXT]))
        return self.found

    def _code(self, index: int, name: str, cell: Node) -> None:
        exercise, source = check_in(cell), cell.source
        if exercise:
            if name.startswith("check-") and self.handed_out.get(name, source) != source:
                self.found.altered.add(exercise)
            if self.handed_out.get(name) != source and _code_of(rest := _beside_checks(source)):
                self._add(index, "", rest)
        else:
            self._add(index, name, source)
        if source in self.shown:
            return
        for checked in [exercise] if exercise else checks_in(source):
            self.found.checks.setdefault(checked, []).append(len(self.found.cells))

    def _add(self, index: int, name: str, source: str) -> None:
        self.left -= effort(source)
        self.found.names.append(names_of(source) if self.left >= 0 else Names(opaque=True))
        own = self.handed_out.get(name) != source and source not in self.lessons
        self.found.cells.append(Cell(name, source, own, index))

    def _meant_as_code(self, book: Sequence[Node]) -> dict[int, list[str]]:
        """Cells of text that answer exercises: an exercise's own cell, or one that defines what no code does."""
        found = {
            index: [name]
            for index, cell in enumerate(book)
            if cell.cell_type != "code" and (name := released.name_of(cell)) in self.ids
        }
        open_ones = self._without_code(book, {name for names in found.values() for name in names})
        if open_ones:
            for index, cell in enumerate(book):
                if cell.cell_type == "code" or index in found or len(cell.source) > self.left:
                    continue
                if any(e.answer in cell.source for e in open_ones):
                    self.left -= effort(cell.source)
                    given = names_of(code_in(cell.source)).given
                    answered = [e.id for e in open_ones if e.answer in given]
                    if answered:
                        found[index] = answered
        return found

    def _without_code(self, book: Iterable[Node], answered: set[str]) -> list[Exercise]:
        """Exercises whose answers are named in no code that a learner wrote."""
        written = "\n".join(
            cell.source
            for cell in book
            if cell.cell_type == "code" and self.handed_out.get(released.name_of(cell)) != cell.source
        )
        return [e for e in self.exercises if e.id not in answered and not _mentions(written, e.answer)]


def _mentions(source: str, name: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", _beside_checks(source)) is not None


def _code_of(source: str) -> bool:
    """Whether there is more in it than comments."""
    return any(line.strip() and not line.strip().startswith("#") for line in source.split("\n"))

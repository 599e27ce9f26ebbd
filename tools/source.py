"""A chapter's source: one bilingual py:percent file, read into cells.

English and Chinese prose stand side by side, code stands once (`docs/authoring.md` has the format).
"""

import ast
import hashlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

import jupytext

ROOT = Path(__file__).resolve().parent.parent
CHAPTERS = ROOT / "chapters"
# The course in its order: a chapter's last cell leads to the next of these.
STEMS = (
    "00_setup",
    "01_introduction",
    "02_training",
    "03_saving",
    "04_one_graph_many_models",
    "05_models_are_callable",
    "06_multiple_inputs_outputs",
    "07_toy_resnet",
    "08_shared_layers",
    "09_reusing_nodes",
    "10_custom_layers",
    "11_when_to_use",
    "12_mixing_styles",
    "13_capstone",
    "14_project",
)
SETUP = "setup"
GIVEN = "# as it was given, with its faults:"
"""Stands above the code that a repair begins with: in the learner's cell behind nbgrader's stub, here behind the solution."""
_KEYS = frozenset({"id", "lang", "role", "points", "tags", "broken"})


class Problem(NamedTuple):
    """What is wrong with a chapter, and where: `cell` is a cell id, or "" for the whole chapter."""

    chapter: str
    cell: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.chapter}: {self.cell + ': ' if self.cell else ''}{self.sentence}"


@dataclass(frozen=True)
class Cell:
    """One cell of the source. `lang` is "" for code, which belongs to every language."""

    id: str
    kind: str  # "markdown" or "code"
    source: str
    lang: str = ""
    role: str = ""  # "", "solution", "work", "test"; of prose: "", "ask" or "manual"
    points: float = 0
    tags: tuple[str, ...] = ()
    broken: str = ""  # of a repair: the id of the cell whose function is to be mended
    unknown: tuple[str, ...] = ()  # metadata that the format does not have

    def in_language(self, lang: str) -> str:
        """The source in a notebook of this language: only the setup cell differs."""
        if self.id == SETUP:
            return self.source.replace('start("en")', f'start("{lang}")')
        return self.source


@dataclass(frozen=True)
class Chapter:
    """One chapter: its stem (`01_introduction`) and its cells, both languages in the order of the file."""

    stem: str
    cells: tuple[Cell, ...] = field(default=())

    def code(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "code"]

    def prose(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.kind == "markdown"]

    def edition(self, lang: str) -> list[Cell]:
        """The cells of one language's notebook, in which a question is the call that asks it."""
        return [self._called(cell) for cell in self.cells if cell.kind == "code" or cell.lang == lang]

    def _called(self, cell: Cell) -> Cell:
        if cell.role != "ask":
            return cell
        called = f'ask("{self.stem.split("_")[0]}-{cell.id.removesuffix("-ask")}")'
        return replace(cell, kind="code", source=called, role="", tags=())

    def code_sha256(self, lang: str) -> str:
        """A hash of what is executed, in hexadecimal: stored outputs belong to exactly this code."""
        code = [[cell.id, cell.in_language(lang), list(cell.tags)] for cell in self.code()]
        code += [[cell.id, cell.source] for cell in self.prose() if cell.role == "ask" and cell.lang == lang]
        return hashlib.sha256(json.dumps(code, ensure_ascii=False).encode()).hexdigest()


def parse(stem: str, text: str) -> Chapter:
    """Read the text of a py:percent file. Never fails: what is odd is left to `tools.checks`."""
    notebook = jupytext.reads(text, fmt="py:percent")
    cells = [_cell(cell) for cell in notebook.cells]
    sources = {cell.id: cell.source for cell in cells if cell.kind == "code"}
    return Chapter(stem, tuple(_with_faults(cell, sources) for cell in cells))


def _with_faults(cell: Cell, sources: dict[str, str]) -> Cell:
    """The cell of a repair with the code that is to be mended, which stands in an earlier cell; others as they are."""
    try:
        found = [f for f in ast.parse(sources.get(cell.broken, "")).body if isinstance(f, ast.FunctionDef)]
    except SyntaxError:
        found = []
    if not cell.broken or not found:
        return cell
    body = found[0].body[1 if ast.get_docstring(found[0]) else 0 :]
    lines = sources[cell.broken].splitlines()[body[0].lineno - 1 : body[-1].end_lineno]
    return replace(cell, source="\n".join([cell.source.rstrip(), f"    {GIVEN}", *lines]))


def _cell(cell) -> Cell:
    data = dict(cell.metadata)
    data.pop("lines_to_next_cell", None)  # jupytext's own, about the layout of the file
    tags = data.get("tags", [])
    return Cell(
        # jupytext draws a random `cell.id` on each reading: the one in the metadata is ours.
        id=str(data.get("id", "")),
        kind=cell.cell_type,
        source=cell.source,
        lang=str(data.get("lang", "")),
        role=str(data.get("role", "")),
        points=data.get("points", 0),
        tags=tuple(tags) if isinstance(tags, list) else (str(tags),),
        broken=str(data.get("broken", "")),
        unknown=tuple(sorted(set(data) - _KEYS)),
    )


def read(stem: str, folder: Path = CHAPTERS) -> Chapter:
    return parse(stem, (folder / f"{stem}.py").read_text(encoding="utf-8"))


def read_all(folder: Path = CHAPTERS) -> list[Chapter]:
    return [read(path.stem, folder) for path in sorted(folder.glob("[0-9][0-9]_*.py"))]

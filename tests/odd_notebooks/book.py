"""A notebook on its way to odd: a released chapter with answers, as plain JSON that a case may change in any way."""

import json
from typing import Any

from autograder.exercises import find
from autograder.submissions.submission import chapters, exercises
from tests import answers
from tests.handed_in import answered
from tools.notebook import encode

_IMPORTS = {"01": "intro-imports", "03": "saving-imports", "05": "callable-imports", "08": "shared-imports"}
_IMPORTS |= {"10": "custom-imports", "11": "when-imports"}
_STUBS = "raise NotImplementedError()"


class Book:
    """A chapter's notebook with an answer in the cell of each exercise.

    Args:
        digits: of the chapter, such as "01".
        answers: code by exercise.
        right: right answers by exercise, for a case that needs one beside a wrong one.

    Attributes:
        cells: the notebook's cells as JSON.
        top: its other keys, such as "metadata".
        files: what lies beside it, contents by name.
        name: of the file; the chapter's by default.
        raw: what is handed in in place of the notebook; None for the notebook.
        alone: the notebook's own file is handed in; False where `files` has all.
    """

    def __init__(self, digits: str, answers: dict[str, str], right: dict[str, str]) -> None:
        self.chapter = chapter_of(digits)
        self.answers, self.right = answers, right
        self.top: dict[str, Any] = json.loads(encode(answered(self.chapter, answers)))
        self.cells: list[dict[str, Any]] = self.top.pop("cells")
        for cell in self.cells:
            cell["source"] = "".join(cell["source"])
        self.files: dict[str, bytes] = {}
        self.name = f"{self.chapter}.ipynb"
        self.raw: bytes | None = None
        self.alone = True
        self._released = {c.id: c.source for c in answered(self.chapter, {}).cells}

    @property
    def ids(self) -> list[str]:
        """Of the exercises, in their order."""
        return list(self.answers)

    @property
    def imports(self) -> str:
        """The id of the cell that imports Keras."""
        return _IMPORTS[self.chapter[:2]]

    def stub(self, exercise: str) -> str:
        """The exercise's cell as it was handed out."""
        assert _STUBS in self._released[exercise]
        return self._released[exercise]

    def at(self, name: str) -> int:
        """The position of a cell."""
        return next(k for k, cell in enumerate(self.cells) if cell.get("id") == name)

    def __getitem__(self, name: str) -> str:
        return self.cells[self.at(name)]["source"]

    def __setitem__(self, name: str, source: str) -> None:
        self.cells[self.at(name)]["source"] = source

    def cell(self, name: str) -> dict[str, Any]:
        return self.cells[self.at(name)]

    def new(self, source: str, kind: str = "code", **more: Any) -> dict[str, Any]:
        """A cell that a learner made, with an id of its own and no other mark."""
        cell = {"cell_type": kind, "id": f"mine-{len(self.cells)}", "metadata": {}, "source": source}
        return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {}) | more

    def before(self, name: str, *sources: str, kind: str = "code") -> None:
        """Put new cells above a cell."""
        for source in sources:
            self.cells.insert(self.at(name), self.new(source, kind))

    def after(self, name: str, *sources: str, kind: str = "code") -> None:
        """Put new cells below a cell."""
        for source in reversed(sources):
            self.cells.insert(self.at(name) + 1, self.new(source, kind))

    def last(self, *sources: str, kind: str = "code") -> None:
        """Put new cells at the end."""
        for source in sources:
            self.cells.append(self.new(source, kind))

    def copy(self, name: str, source: str) -> dict[str, Any]:
        """A cell as JupyterLab pastes it: another id, the same metadata."""
        copied = json.loads(json.dumps(self.cell(name)))
        return copied | {"id": f"pasted-{len(self.cells)}", "source": source}

    def remove(self, *names: str) -> None:
        self.cells = [cell for cell in self.cells if cell.get("id") not in names]

    def on_top(self, name: str, text: str) -> None:
        """Put lines above a cell's own."""
        self[name] = text.rstrip("\n") + "\n" + self[name]

    def below(self, name: str, text: str) -> None:
        """Put lines below a cell's own."""
        self[name] = self[name].rstrip("\n") + "\n" + text

    def replace(self, name: str, old: str, new: str) -> None:
        """Change a part of a cell that must be there.

        Where the answer is a wrong one, the part may be what is wrong: then nothing changes.
        """
        assert old in self[name] or self.answers != self.right, (name, old)
        self[name] = self[name].replace(old, new)

    @property
    def json(self) -> dict[str, Any]:
        return {"cells": self.cells, **self.top}

    def data(self) -> bytes:
        """The file that is handed in."""
        return self.raw if self.raw is not None else json.dumps(self.json, ensure_ascii=False, indent=1).encode()

    def handed_in(self) -> dict[str, bytes]:
        """All that lies in the submission's folder, by name."""
        return ({self.name: self.data()} if self.alone else {}) | self.files


def chapter_of(digits: str) -> str:
    return next(chapter for chapter in chapters() if chapter.startswith(digits))


def right(digits: str) -> dict[str, str]:
    """The answers that the chapter itself has in mind: they take their names from the notebook, as a learner's do."""
    return {e.id: e.reference for e in exercises(chapter_of(digits))}


_WRONG = {"01": (0, 1, 2), "05": (0, 1), "10": (4, 6), "03": (0,), "08": (0,), "11": (0,)}
"""Of the kept wrong answers, those that need no names but the notebook's own."""


def wrong(digits: str, turn: int) -> tuple[dict[str, str], dict[str, str]]:
    """Wrong answers, and the key of the finding that names the fault of each.

    Args:
        turn: which ones; any number.
    """
    kept = {}
    for exercise in exercises(chapter_of(digits)):
        numbers = _WRONG[digits]
        kept[exercise.id] = answers.wrong(exercise.id)[numbers[turn % len(numbers)] % len(answers.wrong(exercise.id))]
    return {e: w.source for e, w in kept.items()}, {e: w.key for e, w in kept.items()}


def points(digits: str) -> dict[str, float]:
    return {e.id: float(find(e.id).points) for e in exercises(chapter_of(digits))}

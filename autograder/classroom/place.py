"""What lies in a learner's folder of an assignment: which file is which notebook, and what is none."""

import os
from pathlib import Path

from autograder.pools import glance, which
from autograder.pools.which import Choice, shown
from autograder.submissions.released import chapters
from helpers.language import translate as _


class Place:
    """A learner's folder of an assignment.

    Args:
        folder: `submitted/<student>/<assignment>`.
        wanted: the names of the assignment's notebooks; without any, all that lie there are.
    """

    def __init__(self, folder: Path, wanted: list[str]) -> None:
        self.folder = folder
        self.found: dict[str, Path] = {}
        """By the path that each notebook should have, where it lies."""
        self.notes: list[str] = []
        """What a person should know of the folder."""
        self.reason = ""
        """Why no notebook of the assignment was found."""
        there = list(which.notebooks(folder, 1))
        names = wanted or [path.stem for path in folder.glob("*.ipynb")]
        missing = [reason for name in names if (reason := self._find(name, names))]
        if self.found:
            self.notes += missing + [_not_of_it(path) for path in there if self._is_another(path, names)]
        else:
            self.reason = "; ".join(missing) or _("there is no notebook of this assignment")

    def _find(self, name: str, names: list[str]) -> str:
        """Find one notebook; returns why it isn't found, as the end of a sentence, or ""."""
        exact = self.folder / f"{name}.ipynb"
        if name not in chapters():
            choice = Choice(exact) if os.path.lexists(exact) else Choice(reason=_("{name} is missing", name=exact.name))
        elif len(names) == 1 or os.path.lexists(exact):
            choice = which.notebook(self.folder, name)
        else:
            choice = which.chosen([path for path in self._free(names) if _may_be(path, name)], exact, name)
        self.notes += [text for _cause, text in choice.look]
        if choice.path:
            self.found[str(exact)] = choice.path
        return choice.reason

    def _free(self, names: list[str]) -> list[Path]:
        """The notebooks that don't have the name of one of the assignment's."""
        return [path for path in which.notebooks(self.folder) if path.stem not in names]

    def _is_another(self, path: Path, names: list[str]) -> bool:
        return path not in self.found.values() and glance.chapter_of(path)[0] not in names


def _may_be(path: Path, chapter: str) -> bool:
    return glance.chapter_of(path)[0] in (chapter, "")


def _not_of_it(path: Path) -> str:
    return _("{name} is no notebook of this assignment: it was not graded.", name=shown(path.name))

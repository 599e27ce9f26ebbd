"""One student's folder: the notebook of each chapter, wherever in it they lie, and what can't be graded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from autograder.pools import fit, glance, misplaced, which
from autograder.pools.which import Choice, Look, shown
from autograder.submissions.released import chapters
from helpers.language import translate as _

_MOST = 50
"""Files and folders of a student that are looked at, beside those of chapters."""


@dataclass(frozen=True)
class HandedIn:
    """A notebook that was handed in.

    Args:
        look: what a person should know of how it was found: causes and sentences.
    """

    student: str
    chapter: str
    path: Path
    look: tuple[Look, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Something in the folder that can't be graded, and why, in words.

    Args:
        path: where, in the folder.
        student, chapter: whose work it is, where that is known; a submission that is not graded has both.
        cause: as in `marks["look"]`.
        lost: it may be somebody's work; False for a file that is in the way of nobody.
    """

    path: str
    reason: str
    student: str = ""
    chapter: str = ""
    cause: str = "not_graded"
    lost: bool = True


class Student:
    """A student in a folder of submissions.

    Args:
        name: as marks have it.
        folders: names of their folders: more than one where Unicode has more than one way to write the name.
    """

    def __init__(self, folder: Path, name: str, folders: Sequence[str]) -> None:
        self.folder, self.name, self.folders = folder, name, folders
        self.found: list[HandedIn] = []
        self.problems: list[Problem] = []
        self._chosen: dict[str, list[Choice]] = {}
        """By chapter, what was found in its folder, or in its folders."""
        self._loose: dict[str, list[Path]] = {}
        """By chapter, notebooks that lie elsewhere."""
        self._look()

    def _look(self) -> None:
        empty = True
        for folder in self.folders:
            names, unreadable = fit.names(self.folder / folder)
            if unreadable:
                self._problem(folder, _unreadable(unreadable))
            empty = empty and not names and not unreadable
            others = [name for name in names if name not in chapters()]
            if len(others) > _MOST:
                count = len(others) - _MOST
                self._problem(folder, _("{count} more files and folders in it were not looked at", count=count))
            for name in [*(name for name in names if name in chapters()), *others[:_MOST]]:
                try:
                    self._entry(folder, name)
                except OSError as error:
                    chapter = name if name in chapters() else ""
                    self._problem(f"{folder}/{name}", _unreadable(fit.reason(error)), chapter=chapter)
        if empty:
            self._problem(self.name, _("the folder is empty: nothing was handed in"), lost=False)
        for chapter, paths in self._loose.items():
            self._take_loose(chapter, paths)
        for chapter, choices in self._chosen.items():
            self._take(chapter, choices)

    def _problem(self, place: str, reason: str, **more: object) -> None:
        self.problems.append(Problem(shown(place), reason, self.name, **more))  # type: ignore[arg-type]

    def _entry(self, folder: str, name: str) -> None:
        path = self.folder / folder / name
        if name in chapters():
            choice = _in_its_folder(path)
            self._chosen.setdefault(name, []).append(choice)
            return
        reason = fit.bad_name(name) or (_("is a link") if path.is_symlink() else "")
        known = False
        for book in () if reason else _below(path):
            if chapter := glance.chapter_of(book)[0]:
                self._loose.setdefault(chapter, []).append(book)
                known = True
        if not known:
            lost = path.is_dir() or misplaced.kind(path) != "file"
            self._problem(f"{folder}/{name}", reason or _no_chapter(path), lost=lost)

    def _take_loose(self, chapter: str, paths: list[Path]) -> None:
        """Notebooks that lie in no folder of their chapter count where there is none in it."""
        known = [choice.path for choice in self._chosen.get(chapter, []) if choice.path]
        if not known:
            place = self.folder / self.folders[0] / chapter / f"{chapter}.ipynb"
            self._chosen[chapter] = [which.chosen(paths, place, chapter)]
            return
        differ = [path for path in paths if not glance.same([known[0], path])]
        if differ:
            sentence = _(
                "Another notebook of {chapter} lies elsewhere, and was not graded: {others}.",
                chapter=chapter,
                others=self._listed(differ),
            )
            self._chosen[chapter].append(Choice(known[0], (("twins", sentence),)))

    def _take(self, chapter: str, choices: list[Choice]) -> None:
        place = f"{self.name}/{chapter}"
        paths = list(dict.fromkeys(choice.path for choice in choices if choice.path))
        if len(paths) > 1 and not glance.same(paths):
            reason = _(
                "there are several notebooks of this chapter, and they differ: {names}", names=self._listed(paths)
            )
            self._problem(place, reason, chapter=chapter, cause="twins")
            return
        reason = fit.bad_file(paths[0], self.folder) if paths else choices[0].reason
        if reason:
            cause = "twins" if choices[0].twins else "not_graded"
            self._problem(place, reason, chapter=chapter, cause=cause)
        else:
            seen = [one for choice in choices for one in choice.look]
            self.found.append(HandedIn(self.name, chapter, paths[0], (*seen, *self._two_folders())))

    def _two_folders(self) -> list[Look]:
        if len(self.folders) == 1:
            return []
        sentence = _(
            "There are two folders of {student}: Unicode can write this name in two ways. They were taken as one person's.",
            student=self.name,
        )
        return [("twins", sentence)]

    def _listed(self, paths: Sequence[Path]) -> str:
        return which.listed([shown(path.relative_to(self.folder).as_posix()) for path in paths])


def _in_its_folder(path: Path) -> Choice:
    """The notebook of a chapter in its folder."""
    if path.is_symlink():
        return Choice(reason=_("is a link"))
    if not path.is_dir():
        return Choice(reason=_("is no folder"))
    _found, unreadable = fit.names(path)
    return Choice(reason=_unreadable(unreadable)) if unreadable else which.notebook(path, path.name)


def _below(path: Path) -> Iterator[Path]:
    """Notebooks in a folder, or the one that a file is."""
    if path.is_dir():
        yield from which.notebooks(path)
    elif which.is_notebook(path.name):
        yield path


def _unreadable(reason: str) -> str:
    return _("can't be read ({reason})", reason=reason)


def _no_chapter(path: Path) -> str:
    kind = misplaced.kind(path)
    if kind == "archive":
        return _("is an archive: unpack it")
    return _("is no notebook of this course") if kind == "notebook" else _("is no chapter of this course")

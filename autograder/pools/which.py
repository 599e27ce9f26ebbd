"""Which file of a folder is the notebook of a chapter: the one of its name, else one that was renamed."""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from autograder.pools import glance
from autograder.submissions import parcel
from helpers.language import current
from helpers.language import translate as _

_NOTEBOOK = re.compile(r".*\.ipynb(?:\.(?:txt|json|download))?", re.IGNORECASE | re.DOTALL)
"""Browsers add an ending of their own."""
_MOST_NOTEBOOKS = 20
"""That are looked at, of one chapter."""
_MOST_LOOKED_AT, _MOST_IN_A_FOLDER = 1000, 5000
_MOST_TOLD = 10
"""Names in a sentence."""
_DEEPEST = 4
"""Folders within folders."""

Look = tuple[str, str]
"""What a person should look at: the cause, as `marks["look"]` has it, and a sentence."""


@dataclass(frozen=True)
class Choice:
    """What was found for a chapter.

    Args:
        path: of the notebook; None where there is none, or nobody knows which it is.
        look: what a person should look at.
        reason: why there is no path, as the end of a sentence.
        twins: that is because there are several.
    """

    path: Path | None = None
    look: tuple[Look, ...] = ()
    reason: str = ""
    twins: bool = False


def notebook(folder: Path, chapter: str) -> Choice:
    """The notebook of a chapter in the folder that was handed in for it.

    The file of the chapter's name counts. Where there is none, or it is empty or another chapter's, it is the one that
    says that it is this chapter's; of several with the same content, any.
    """
    exact = folder / f"{chapter}.ipynb"
    others = [path for path in notebooks(folder, 1) if path != exact]
    if not os.path.lexists(exact):
        return _renamed(exact, chapter, others or list(notebooks(folder, _DEEPEST)) or _by_content(folder, chapter))
    mine = [path for path in others[:_MOST_NOTEBOOKS] if glance.chapter_of(path)[0] == chapter]
    if mine and not _usable(exact, chapter):
        return _renamed(exact, chapter, mine)
    rivals = [path for path in mine if not glance.same([exact, path])]
    return Choice(exact, tuple([_beside(exact, rivals)] if rivals else []))


def chosen(paths: Sequence[Path], place: Path, chapter: str) -> Choice:
    """The notebook of a chapter among files that lie elsewhere than at their place."""
    return _renamed(place, chapter, paths)


def notebooks(folder: Path, deep: int = _DEEPEST) -> Iterator[Path]:
    """Files below a folder that are called as notebooks are, by their names; links and litter left out."""
    for path in _files(folder, deep):
        if is_notebook(path.name):
            yield path


def is_notebook(name: str) -> bool:
    """Whether a file is called as notebooks are."""
    return _NOTEBOOK.fullmatch(name) is not None


def _files(folder: Path, deep: int) -> Iterator[Path]:
    for k, path in enumerate(_walk(folder, deep)):
        if k >= _MOST_LOOKED_AT:
            return
        yield path


def _walk(folder: Path, deep: int) -> Iterator[Path]:
    try:
        entries = sorted(islice(os.scandir(folder), _MOST_IN_A_FOLDER), key=lambda entry: entry.name)
    except OSError:
        return
    below = []
    for entry in entries:
        if parcel.litter(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            below.append(Path(entry.path))
        elif entry.is_file(follow_symlinks=False):
            yield Path(entry.path)
    for path in below if deep > 1 else []:
        yield from _walk(path, deep - 1)


def _by_content(folder: Path, chapter: str) -> list[Path]:
    """Files of any name that say that they are this chapter's notebook."""
    some = list(_files(folder, 1))[:_MOST_NOTEBOOKS]
    return [path for path in some if glance.chapter_of(path) == (chapter, glance.BY_ITSELF)]


def _usable(exact: Path, chapter: str) -> bool:
    try:
        if exact.lstat().st_size == 0:
            return False
    except OSError:
        return True  # told when it is opened
    found, how = glance.chapter_of(exact)
    return found == chapter or how < glance.BY_CELLS


def _renamed(place: Path, chapter: str, paths: Sequence[Path]) -> Choice:
    """One of the files that aren't at their place."""
    if not paths:
        return Choice(reason=_missing(place))
    if len(paths) > _MOST_NOTEBOOKS:
        return _several(place, list(paths))
    found = [(path, *glance.chapter_of(path)) for path in paths]
    mine = [(how, path) for path, of, how in found if of == chapter]
    unknown = [(how, path) for path, of, how in found if not of]
    best = max((how for how, _path in mine or unknown), default=-1)
    likely = [path for how, path in mine or unknown if how == best] or list(paths)
    if len(likely) > 1 and not glance.same(likely):
        return _several(place, likely)
    path = min(likely, key=lambda p: (len(p.parts), len(p.name), p.name))
    return Choice(path, (_taken(place, path, also=[p for p in likely if p != path]),))


def _taken(place: Path, path: Path, also: Sequence[Path]) -> Look:
    values = {"other": _short(place, path), "name": _name(place)}
    if also:
        same = listed([_short(place, p) for p in also])
        return "renamed", _("{name} was handed in as {other}, and once more, the same, as {same}.", same=same, **values)
    return "renamed", _("{name} was handed in as {other}.", **values)


def _beside(exact: Path, rivals: Sequence[Path]) -> Look:
    others = listed([_short(exact, path) for path in rivals])
    sentence = _(
        "Beside {name}, which was graded, lies another notebook of the chapter: {others}.",
        others=others,
        name=_name(exact),
    )
    return "twins", sentence


def _several(place: Path, paths: Sequence[Path]) -> Choice:
    names = listed([_short(place, path) for path in paths])
    reason = _(
        "there are several notebooks of this chapter, and they differ: {names}. Give the one that counts the name {name}",
        names=names,
        name=_name(place),
    )
    return Choice(reason=reason, twins=True)


def _missing(place: Path) -> str:
    """What there is instead of a notebook."""
    there = [path.name for path in _files(place.parent, 1)]
    for endings, sentence in _INSTEAD:
        if name := next((name for name in there if name.casefold().endswith(endings)), ""):
            return sentence(name)
    return _("{name} is missing", name=place.name)


_INSTEAD = (
    (
        (".zip", ".7z", ".rar", ".gz", ".tar", ".tgz"),
        lambda name: _("{name} is an archive: unpack it there", name=shown(name)),
    ),
    ((".html", ".htm", ".mhtml"), lambda name: _("{name} is a web page, and there is no notebook", name=shown(name))),
    ((".py",), lambda name: _("{name} is a script, and there is no notebook", name=shown(name))),
    ((".pdf", ".docx", ".doc", ".png", ".jpg"), lambda name: _("there is {name}, and no notebook", name=shown(name))),
)


def _short(place: Path, path: Path) -> str:
    """Where a file lies, seen from the folder of its chapter, else from the student's."""
    for folder in (place.parent, place.parent.parent):
        if path.is_relative_to(folder):
            return shown(path.relative_to(folder).as_posix())
    return shown(path.name)


def _name(place: Path) -> str:
    return shown(place.name)


def listed(names: Sequence[str]) -> str:
    """Names one behind the other; of many, the first ones."""
    some = [*names[:_MOST_TOLD], *(["…"] if len(names) > _MOST_TOLD else [])]
    return ("、" if current() == "zh" else ", ").join(some)


def shown(name: str) -> str:
    """A name that somebody else chose, harmless on a terminal."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in name)

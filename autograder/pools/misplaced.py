"""What a folder is that is no folder of a class: what it looks like, and which step makes one of it."""

import os
import re
import shlex
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from autograder.pools.which import shown
from autograder.submissions import parcel
from autograder.submissions.released import chapters
from helpers.language import translate as _

_MOODLE = re.compile(r".+_\d+_assignsubmission_.+")
_CANVAS = re.compile(r"[^_]+_(?:LATE_)?\d+_\d+_.+\.\w+")
_BLACKBOARD = re.compile(r".+_attempt_\d{4}-\d\d-\d\d.*")
_ARCHIVE = re.compile(r".+\.(?:zip|7z|rar|tar|gz|tgz|bz2|xz)", re.IGNORECASE)
_NOTEBOOK = re.compile(r".+\.ipynb(?:\.\w+)?", re.IGNORECASE)
_NBGRADERS = ("nbgrader_config.py", "gradebook.db", "source", "release", "autograded", "feedback")
_MOST = 5000
"""Entries of a folder that are looked at."""
EXAMPLE = "DIR/<student>/01_introduction/01_introduction.ipynb"


def kind(entry: Path) -> str:
    """What an entry of a folder of students is, by its name, if it is no student's: "moodle", "canvas", ...; else ""."""
    for name, form in (("moodle", _MOODLE), ("blackboard", _BLACKBOARD), ("canvas", _CANVAS)):
        if form.fullmatch(entry.name) and (name == "moodle" or not os.path.isdir(entry)):
            return name
    if os.path.isdir(entry):
        return "chapter" if entry.name in chapters() else ""
    if _ARCHIVE.fullmatch(entry.name):
        return "archive"
    return "notebook" if _NOTEBOOK.fullmatch(entry.name) else "file"


def told(folder: Path) -> str:
    """What a folder is, if most of it is something else than students' folders; "" if it may be a class."""
    entries = list(_entries(folder))
    if (folder / "submitted").is_dir() and any((folder / name).exists() for name in _NBGRADERS):
        return _nbgraders(folder)
    kinds = {entry: kind(entry) for entry in entries}
    students = [entry for entry in entries if not kinds[entry] and os.path.isdir(entry) and not os.path.islink(entry)]
    counts = Counter(name for name in kinds.values() if name in _SENTENCES)
    name, count = max(counts.items(), key=lambda item: item[1], default=("", 0))
    if count > len(students):
        return _SENTENCES[name](folder, next(entry for entry in entries if kinds[entry] == name))
    if any(map(_has_chapters, students)):
        return ""
    least = 1 if len(students) == 1 else 2  # of several, each may be a student who put all into one more folder
    below = next((entry for entry in students if _students_in(entry) >= least), None)
    return _too_high(folder, below) if below else ""


def of_a_file(path: Path) -> str:
    """What a file is that was given in the place of a folder."""
    if _ARCHIVE.fullmatch(path.name):
        return _("{path} is an archive. Unpack it, and give the folder that comes of it.", path=shown(str(path)))
    if _NOTEBOOK.fullmatch(path.name):
        return _(
            "{path} is a single notebook. Give the folder of the class, with {example}; to try one notebook, use kfa check.",
            path=shown(str(path)),
            example=EXAMPLE,
        )
    return _("{path} is no folder.", path=shown(str(path)))


def _entries(folder: Path) -> Iterator[Path]:
    try:
        for k, entry in enumerate(sorted(folder.iterdir())):
            if k >= _MOST:
                return
            if not parcel.litter(entry.name):
                yield entry
    except OSError:
        return


def _students_in(folder: Path) -> int:
    """How many folders of students lie in it, with chapters in them."""
    return sum(_has_chapters(entry) for entry in _entries(folder) if not kind(entry))


def _is_of_chapters(folder: Path) -> bool:
    """Whether a folder of a chapter has folders of students in it."""
    inside = list(_entries(folder))
    return not any(kind(entry) == "notebook" for entry in inside) and any(map(os.path.isdir, inside))


def _has_chapters(student: Path) -> bool:
    return any(kind(entry) == "chapter" for entry in _entries(student))


def _command(folder: Path) -> str:
    return f"kfa grade {shlex.quote(shown(str(folder)))} --json marks.json"


def _nbgraders(folder: Path) -> str:
    return _(
        "{path} is a course of nbgrader's: what was handed in lies in submitted. Give {command}.",
        path=shown(str(folder)),
        command=_command(folder / "submitted"),
    )


def _too_high(folder: Path, below: Path) -> str:
    return _(
        "The students' folders lie one level deeper, in {path}. Give {command}.",
        path=shown(str(below)),
        command=_command(below),
    )


def _too_low(folder: Path, example: Path) -> str:
    if _is_of_chapters(example):
        return _(
            "{path} has a folder for each chapter, and in it one for each student. It must be the other way round: "
            "{example}. Move them, then give the same command again.",
            path=shown(str(folder)),
            example=EXAMPLE,
        )
    return _(
        "{path} is the folder of one student: {name} in it is a chapter. Give the folder above: {command}.",
        path=shown(str(folder)),
        name=shown(example.name),
        command=_command(folder.resolve().parent),
    )


def _download(where: str) -> Callable[[Path, Path], str]:
    def sentence(folder: Path, example: Path) -> str:
        return _(
            "{path} is a download from {where} ({name}), with another order of folders than {example}. nbgrader can sort "
            "it: put the zip file into mycourse/downloaded/01_introduction/archive (mycourse is made by kfa class init "
            "mycourse), and give nbgrader zip_collect 01_introduction in mycourse; then grade mycourse/submitted. See "
            "docs/instructors.md.",
            path=shown(str(folder)),
            where=where,
            name=shown(example.name),
            example=EXAMPLE,
        )

    return sentence


def _archives(folder: Path, example: Path) -> str:
    return _(
        "{path} has archives in it, such as {name}. Unpack them, so that each submission is a file as {example}; then give "
        "the same command again.",
        path=shown(str(folder)),
        name=shown(example.name),
        example=EXAMPLE,
    )


def _notebooks(folder: Path, example: Path) -> str:
    above = folder.resolve()
    if above.name in chapters():
        return _(
            "{path} is the folder of one chapter of one student. Give the folder of the class, two levels higher: {command}.",
            path=shown(str(folder)),
            command=_command(above.parent.parent),
        )
    return _(
        "In {path} lie notebooks, such as {name}, and not a folder for each student. Move each of them, so that it is a file "
        "as {example}; then give the same command again.",
        path=shown(str(folder)),
        name=shown(example.name),
        example=EXAMPLE,
    )


_SENTENCES: dict[str, Callable[[Path, Path], str]] = {
    "moodle": _download("Moodle"),
    "canvas": _download("Canvas"),
    "blackboard": _download("Blackboard"),
    "chapter": _too_low,
    "archive": _archives,
    "notebook": _notebooks,
}

"""Whose a file of a download is: as Canvas, Moodle, ILIAS, or a folder for each learner, name their files."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

MOODLE = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)_?(?P<rest>.*)")
"""A folder `Jan Müller_1234567_assignsubmission_file_`, or, without folders, a file that goes on behind it."""
CANVAS = re.compile(r"(?P<name>[^_]+)_(?P<late>LATE_)?(?P<number>\d+)_\d+_(?P<rest>.+)")
"""`mullerjan_LATE_4711_815001_01_introduction-1.ipynb`: the user's number, the upload's, `-1` where it was handed in again."""
ILIAS = re.compile(r"(?P<last>[^_]+)_(?P<first>[^_]+)_(?P<login>[^_]+)_(?P<number>\d+)")
"""A folder `Müller_Jan_jmueller_4711`."""
_AGAIN = re.compile(r"(?:-|\s*\()(\d+)\)?$")
_COPY = re.compile(r"(?:\s*[-–]?\s*(?:copy|kopie|copie|副本)(?:\s*\d+)?|-copy\d*)$", re.IGNORECASE)
SYSTEMS = ("moodle", "canvas", "ilias", "folders")


@dataclass(frozen=True)
class Owner:
    """Whose a file is.

    Args:
        names: by which the roster may know them, the surest first.
        id: of their folder, where no roster knows them.
        place: what of the path says so: the folder, or the beginning of the file's name, as the system gave it.
        rest: the path below that.
        late: the system says so.
        again: how often it was handed in again, as the file's name says.
    """

    system: str
    names: tuple[str, ...]
    id: str
    place: str
    rest: str
    late: bool = False
    again: int = 0


def system(paths: Iterable[PurePosixPath]) -> str:
    """Which system a download is of, by what most of its paths look like."""
    votes = Counter(name for path in paths for name in [_looks_like(path)] if name)
    return votes.most_common(1)[0][0] if votes else "folders"


def _looks_like(path: PurePosixPath) -> str:
    if any(MOODLE.fullmatch(part) for part in path.parts):
        return "moodle"
    if CANVAS.fullmatch(path.name):
        return "canvas"
    return "ilias" if any(ILIAS.fullmatch(part) for part in path.parts[:-1]) else "folders"


def owner(path: PurePosixPath, kind: str, root: int = 0, named: re.Pattern[str] | None = None) -> Owner | None:
    """Whose a file is; None where nothing says so.

    Args:
        kind: of `SYSTEMS`.
        root: how many folders stand above all learners'.
        named: the instructor's own expression, with a group `student` and, if it likes, `file`.
    """
    if named is not None:
        found = named.search(path.as_posix())
        if not found:
            return None
        groups = found.groupdict()
        student = groups["student"]
        return Owner("named", (student,), student, student, groups.get("file") or path.name)
    if kind == "moodle":
        return _first(path, MOODLE, _moodle)
    if kind == "canvas":
        return _first(path, CANVAS, _canvas)
    if kind == "ilias":
        return _first(path, ILIAS, _ilias)
    parts = path.parts[root:]
    return Owner("folders", (parts[0],), parts[0], parts[0], "/".join(parts[1:])) if len(parts) > 1 else None


def _first(path: PurePosixPath, form: re.Pattern[str], made: object) -> Owner | None:
    """The first part of the path in a system's form says whose it is: what lies below, a learner may have named."""
    for k, part in enumerate(path.parts):
        if found := form.fullmatch(part):
            return made(found, part, "/".join(path.parts[k + 1 :]))  # type: ignore[operator]
    return None


def _moodle(found: re.Match[str], part: str, below: str) -> Owner:
    place = part if below else part.removesuffix(found["rest"])
    rest = below or found["rest"]
    return Owner("moodle", (found["name"],), found["name"], place, rest, again=_again(rest))


def _canvas(found: re.Match[str], part: str, below: str) -> Owner:
    rest = below or found["rest"]
    names = (found["number"], found["name"])
    known = f"{found['name']}_{found['number']}"
    return Owner(
        "canvas",
        names,
        known,
        part.removesuffix(found["rest"]),
        rest,
        bool(found["late"]),
        _again(found["rest"]),
    )


def _again(name: str) -> int:
    """How often something was handed in again: Canvas and browsers put a number behind the name."""
    found = _AGAIN.search(PurePosixPath(name).stem)
    return int(found[1]) if found else 0


def _ilias(found: re.Match[str], part: str, below: str) -> Owner:
    names = (found["login"], f"{found['first']} {found['last']}")
    return Owner("ilias", names, found["login"], part, below)


def plain_name(name: str) -> str:
    """A file's name without what browsers and systems put behind it: `(1)`, `-1`, `Copy`."""
    path = PurePosixPath(name)
    stem = path.name.split(".ipynb")[0]
    while True:
        shorter = _COPY.sub("", _AGAIN.sub("", stem)).strip()
        if shorter == stem or not shorter:
            return stem
        stem = shorter

"""Whether what lies in a folder of submissions can be used, and why not: names, files, links."""

import os
import stat
import unicodedata
from pathlib import Path

from autograder.pools.which import shown
from autograder.submissions import parcel
from autograder.submissions.released import chapters
from helpers.language import translate as _


def names(folder: Path) -> tuple[list[str], str]:
    """The entries of a folder, without litter and in order; and why it can't be read, or ""."""
    try:
        return sorted(name for name in os.listdir(folder) if not parcel.litter(name)), ""
    except OSError as error:
        return [], reason(error)


def bad_name(name: str) -> str:
    """Why a name can't be a student's, or ""."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return _("the name is not in UTF-8")
    if not all(c.isprintable() for c in name):
        return _("the name has control characters")
    if ".." in name or any(c in name for c in '\\/:<>"|?*'):
        return _("the name has characters that a folder of a student can't have")
    return ""


def twice(name: str, known: dict[str, str]) -> str:
    """Names that differ in case alone, or only as Unicode writes them, are one name on many machines."""
    key = unicodedata.normalize("NFKC", name).casefold()
    if key in known:
        return _("there is another submission of this name: {other}", other=known[key])
    known[key] = name
    return ""


def bad_chapter(name: str) -> str:
    """Why a name can't be a chapter's, or ""."""
    if name not in chapters():
        return bad_name(name) or _("is no chapter of this course")
    return ""


def bad_file(path: Path, folder: Path) -> str:
    """Why a file that lies somewhere in a folder can't be read, or ""; nothing on the way to it may be a link."""
    try:
        place = folder.resolve() / path.relative_to(folder)
        target = path.resolve(strict=True)
        if target != place:
            return _("{name} is a link out of the folder", name=shown(path.name))
        if not stat.S_ISREG(path.stat().st_mode):
            return _("{name} is no file", name=shown(path.name))
        with path.open("rb"):
            return ""
    except FileNotFoundError:
        return _("{name} is missing", name=shown(path.name))
    except (OSError, RuntimeError) as error:  # a RuntimeError: links that lead in a circle
        return _("{name} can't be read ({reason})", name=shown(path.name), reason=reason(error))


def reason(error: Exception) -> str:
    """What the system says of a file."""
    return getattr(error, "strerror", None) or type(error).__name__

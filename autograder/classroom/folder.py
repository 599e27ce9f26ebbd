"""A course's folder for nbgrader: its configuration file, which names this course's grader, and the chapters to release."""

import ast
import re
from pathlib import Path

from helpers import language, whole_file
from helpers.errors import CourseError
from helpers.language import translate as _

FILE = "nbgrader_config.py"
ROOT = Path(__file__).resolve().parents[2]

_TITLE = "# nbgrader grades with kfa, in a sandbox: docs/instructors.md in the course's repository says more.\n"
_OWN = """\
# nbgrader looks for modules in this folder first: no file here may take the place of an installed one.
import os
import sys

sys.path.sort(key=lambda path: os.path.realpath(path or ".") == os.path.realpath("."))
"""
_CONFIGURE = """\
from autograder.classroom import configure

c = get_config()
configure(c)
"""
_COURSE = "c.CourseDirectory.course_id = {course}\n"
_DATABASE = "c.CourseDirectory.db_url = {url}\n"

_TEXT = _TITLE + _OWN + _CONFIGURE + _COURSE
_OLDER = (_TITLE + _CONFIGURE + _COURSE, _TITLE + _CONFIGURE)
"""What earlier editions of this course wrote. Whoever changes the text adds the one that it had."""
_STRING = r"'(?:[^'\\\n]|\\.)*'|\"(?:[^\"\\\n]|\\.)*\""


def text(course: str, db_url: str = "") -> str:
    """A course's `nbgrader_config.py`.

    Args:
        course: its id: nbgrader's exchange has a folder of this name, and no gradebook in PostgreSQL does without.
        db_url: of the gradebook, as SQLAlchemy writes it; "" for nbgrader's own, the file gradebook.db (SQLite).
    """
    return _TEXT.format(course=repr(course)) + (_DATABASE.format(url=repr(db_url)) if db_url else "")


def install(folder: Path, db_url: str = "") -> tuple[Path, bool]:
    """Make a course's folder, closed to others, and write its `nbgrader_config.py`; the folder's name is the course's.

    One that an earlier edition of this course wrote is brought up to date; its course, its gradebook and what was
    added below stay.

    Returns:
        the file, and whether it was written: False where it is as it should be.

    Raises:
        CourseError: there is another one, or it can't be written.
    """
    path = folder / FILE
    wanted = text(folder.resolve().name, db_url)
    try:
        if not folder.exists():
            folder.mkdir(parents=True)
            folder.chmod(0o700)  # nbgrader's own files in it, the gradebook and the submissions, are as the umask says
        known = path.read_text(encoding="utf-8") if path.exists() else None
        if known is not None:
            renewed = _renewed(known, folder.resolve().name)
            if renewed is None or (db_url and _DATABASE.format(url=repr(db_url)) not in renewed):
                raise CourseError(
                    _(
                        "{path} is there already and is not changed. Add these lines to it yourself:\n{lines}",
                        path=path,
                        lines=wanted,
                    )
                )
            wanted = renewed
        if known == wanted:
            return path, False
        # as readable as the password that an address of a database has in it
        path.touch(mode=0o600 if db_url else 0o644)
        path.write_text(wanted, encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _not_written(path, error) from None
    return path, True


def _renewed(known: str, name: str) -> str | None:
    """A file that this course wrote, as it writes it now; None where it is somebody else's, or was changed."""
    for old in (_TEXT, *_OLDER):
        begin = re.escape(old.format(course="COURSE")).replace("COURSE", f"(?P<course>{_STRING})")
        found = re.match(
            f"{begin}(?:{re.escape(_DATABASE.format(url='URL')).replace('URL', f'(?P<url>{_STRING})')})?", known
        )
        if found:
            parts = found.groupdict()
            course = ast.literal_eval(parts["course"]) if parts.get("course") else name
            url = ast.literal_eval(parts["url"]) if parts["url"] else ""
            return text(course, url) + known[found.end() :]
    return None


def bring(folder: Path, chapters: list[str]) -> list[tuple[Path, bool]]:
    """Put the chapters that will be released, with their solutions, where nbgrader looks for them.

    Args:
        folder: of the course.
        chapters: their names, or as much of the beginning as tells one from the others ("01", "1").

    Returns:
        the notebooks, and whether each was written: False where there was one already, which stays.

    Raises:
        CourseError: no such chapter, no solutions, or a folder that can't be written.
    """
    solutions = ROOT / "solutions" / language.current()
    found = []
    for stem in [_named(chapter, solutions) for chapter in chapters]:
        path = folder / "source" / stem / f"{stem}.ipynb"
        try:
            if path.exists():
                found.append((path, False))
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            whole_file.write(path, (solutions / path.name).read_bytes())
        except OSError as error:
            raise _not_written(path, error) from None
        found.append((path, True))
    return found


def _named(chapter: str, solutions: Path) -> str:
    stems = sorted(path.stem for path in solutions.glob("*.ipynb"))
    if not stems:
        raise CourseError(
            _("There are no notebooks in {path}. Start from a complete copy of the course.", path=solutions)
        )
    asked = chapter.removesuffix(".ipynb")
    asked = asked.zfill(2) if asked.isdigit() else asked
    found = [stem for stem in stems if stem == asked] or [stem for stem in stems if asked and stem.startswith(asked)]
    if len(found) != 1:
        raise CourseError(
            _("There is no chapter {name!r}. The chapters are: {all}.", name=chapter, all=", ".join(stems))
        )
    return found[0]


def _not_written(path: Path, error: Exception) -> CourseError:
    reason = getattr(error, "strerror", None) or type(error).__name__
    return CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason))

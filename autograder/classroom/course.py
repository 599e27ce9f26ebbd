"""A course's folder: where its submissions, its marks and its names are."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import CourseError
from helpers.language import translate as _


@dataclass(frozen=True)
class Course:
    """The folder that `kfa class init` made, or any in which `marks.json` and `submitted/` lie."""

    folder: Path

    @property
    def submitted(self) -> Path:
        return self.folder / "submitted"

    @property
    def marks_file(self) -> Path:
        return self.folder / "marks.json"

    @property
    def pages(self) -> Path:
        return self.folder / "marks_feedback"

    @property
    def roster_file(self) -> Path:
        return self.folder / "roster.csv"

    def marks(self, chosen: Sequence[str] = ()) -> list[dict]:
        """The marks of `kfa class grade`, or `kfa grade`.

        Args:
            chosen: chapters; without any, all.

        Raises:
            CourseError: there are none, or the file is none of theirs.
        """
        path = self.marks_file
        try:
            found = json.loads(path.read_bytes())
            mine = [m for m in found if not chosen or m["chapter"] in chosen]
            if not all(isinstance(m["exercises"], list) and m["student"] for m in mine):
                raise TypeError
        except FileNotFoundError:
            raise CourseError(_("There is no {path} yet. First: kfa class grade", path=path)) from None
        except (OSError, ValueError, TypeError, KeyError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise CourseError(_("{path} is no file of marks ({reason}).", path=path, reason=reason)) from None
        if not mine:
            raise CourseError(_("{path} has no marks of {chosen}.", path=path, chosen=", ".join(chosen) or "…"))
        return mine


def at(folder: str) -> Course:
    """The course in a folder.

    Raises:
        CourseError: there is no such folder.
    """
    path = Path(folder or ".")
    if not path.is_dir():
        raise CourseError(_("There is no folder {path}.", path=path))
    return Course(path)

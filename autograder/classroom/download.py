"""`nbgrader zip_collect` for what Moodle and Canvas let an instructor download: whose file it is stands in its name."""

import hashlib
import os
import re
from pathlib import Path

from nbgrader.plugins import FileNameCollectorPlugin

from helpers.language import translate as _

MOODLE = re.compile(
    r"(?:.*?/)??(?P<name>[^/]+?)_(?P<number>\d+)_assignsubmission_file(?:[^/]*/(?:.*/)?|_)(?P<file>[^/]+)"
)
"""`Jan Müller_1234567_assignsubmission_file_/01_introduction.ipynb`, the form with folders, whose last `_` newer editions
leave out; or with all files in one folder: `Jan Müller_1234567_assignsubmission_file_01_introduction.ipynb`. The number
is another one in each assignment."""
CANVAS = re.compile(r"(?:.*?/)??(?P<name>[^/_]+)(?:_LATE)?_(?P<number>\d+)_\d+_(?:[^/]+/(?:.*/)?)?(?P<file>[^/]+)")
"""`mullerjan_4711_815001_01_introduction.ipynb`: a user's number, which is theirs for good, and the upload's; `_LATE`
behind the name, and `-1` before `.ipynb` where something was handed in again.

In both, the first folder or file of such a name says whose it is: what lies below it, a learner may have named.
Archives in them were unpacked into folders that are named as they are."""
_LITTER = re.compile(r"\.|~\$|thumbs\.db$|desktop\.ini$|.*\.(zip|gz)$", re.IGNORECASE)
_LITTER_FOLDERS = {"__MACOSX", ".ipynb_checkpoints", "__pycache__"}


class Collector(FileNameCollectorPlugin):
    """Knows Moodle's and Canvas's names of files; an expression of the instructor's own comes before both.

    With a notebook come the files that it may need. A notebook that was renamed keeps its name: whoever grades finds it.
    """

    def __init__(self, **more: object) -> None:
        super().__init__(**more)
        self._numbers: dict[str, str] = {}
        """Moodle's number of each name."""
        self._taken: dict[tuple[str, str], str] = {}
        """Where the file of a student comes from."""

    def collect(self, submitted_file: str) -> dict | None:
        """As nbgrader's: `student_id` and `file_id` of a file, or None to leave it out."""
        if self.named_regexp:
            return super().collect(submitted_file)
        path = Path(os.path.relpath(submitted_file, self._root()))
        if _LITTER.match(path.name) or _LITTER_FOLDERS & {*path.parts}:
            return None
        matches = [m for form in (MOODLE, CANVAS) if (m := form.fullmatch(path.as_posix()))]
        if not matches:
            return None
        found = min(matches, key=lambda match: match.start("name"))
        if found.re is MOODLE:
            student = self._of_moodle(found["name"], found["number"])
        else:
            student = f"{found['name']}_{found['number']}"
        if not self._first(student, found["file"], submitted_file):
            return None
        return {"student_id": student, "file_id": found["file"]}

    def _root(self) -> str:
        """Where nbgrader has unpacked the download."""
        return self.parent._format_collect_path(self.parent.extracted_directory) if self.parent else "/"

    def _of_moodle(self, name: str, number: str) -> str:
        if self._numbers.setdefault(name, number) == number:
            return name
        student = f"{name}_{number}"
        if student not in self._numbers:
            self._numbers[student] = number
            self.log.warning(
                _("There are two learners named {name}: see which of them is {student}.", name=name, student=student)
            )
        return student

    def _first(self, student: str, name: str, path: str) -> bool:
        """Whether it is the first of its name; nbgrader would end the whole collecting at a second one."""
        other = self._taken.setdefault((student, name), path)
        if other == path:
            return True
        if _digest(other) != _digest(path):
            self.log.warning(
                _(
                    "{student}: there are two files {name}; this one is taken: {path}",
                    student=student,
                    name=name,
                    path=other,
                )
            )
        return False


def _digest(path: str) -> bytes:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").digest()

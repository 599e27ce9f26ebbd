"""nbgrader's reader of submissions: one of this course is graded, and read as it was repaired; others are read as ever."""

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from traitlets import Bool, Float, Integer, Unicode

from autograder.authoring import pack
from autograder.classroom import converter, edition, marks, repair
from autograder.classroom.faults import SENTENCES
from autograder.pools.grading import Settings
from autograder.sandbox import walls
from autograder.submissions import submission
from helpers.errors import CourseError
from helpers.language import LANGUAGES, current
from helpers.language import translate as _

MARKS = "kfa_marks"
"""Where preprocessors find the marks of a submission in nbconvert's resources; absent for other courses' notebooks."""


class MarkedExporter(NotebookExporter):
    """Reads what was handed in, whatever it is, and has it graded. Its parent is nbgrader's `Autograde`.

    nbgrader reads each notebook twice: as it was submitted, and as it was kept after its first preprocessors. The
    marks are those of the first reading, so that they are what `kfa grade` gives for the same file.
    """

    marks_file = Unicode(
        "marks.json", help="The file of marks of `kfa grade` in the course's folder; its journal is shared."
    ).tag(config=True)
    lang = Unicode("", help="Language of feedback, en or zh; by default that of the released notebook.").tag(
        config=True
    )
    memory = Integer(walls.Limits.memory, help="MiB that a submission may use.").tag(config=True)
    seconds = Float(0.0, help="Seconds that an exercise may take; 0: as each exercise says.").tag(config=True)
    unsafe_no_sandbox = Bool(False, help="Where there is no sandbox: the learners' code can do what you can.").tag(
        config=True
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.log.addFilter(SENTENCES)
        self._marks: dict[tuple, dict] = {}
        self.found: dict | None = None
        """The marks of the notebook that was read last; None where it is not of this course."""
        if self.parent is not None:
            pack.use_all(Path(self.parent.coursedir.root))
        converter.adopt(self.parent)

    def from_filename(self, filename: str, resources: Any = None, **more: Any) -> tuple[str, dict]:
        """As nbconvert's; while nbgrader reads submissions, the notebook that is read is graded, too.

        Raises:
            CourseError: it can't be graded, through no fault of its author: nbgrader gives no mark then.
        """
        of = resources["nbgrader"]
        if of["notebook"] not in submission.chapters():
            self.found = None
            return super().from_filename(filename, resources, **more)
        if not self.parent._sanitizing:
            return super().from_filename(filename, resources | {MARKS: self._marks.pop(tuple(of.values()))}, **more)
        path = converter.where(self.parent, filename)
        submitted = edition.digest(of["student"], of["notebook"], path)
        book, found = self._graded(path, of)
        edition.sign(book, submitted)
        self.found = found
        self._marks = {tuple(of.values()): found}
        place = {"name": of["notebook"], "path": str(Path(filename).parent)}
        return self.from_notebook_node(book, resources | {MARKS: found, "metadata": place}, **more)

    def _graded(self, path: Path, of: dict[str, str]) -> tuple[NotebookNode, dict]:
        released = self._released(of)
        lang = self.lang or _chosen(released)
        book, found, page = marks.of_submission(
            of["student"], of["notebook"], path, self._settings(), lang, self.log.warning
        )
        for text in dict.fromkeys(f["text"] for e in found["exercises"] for f in e["findings"] if _repair(f)):
            self.log.warning("%s: %s", of["student"], text)
        if book is None:
            return repair.unanswered(released, found), found
        return repair.repaired(book, released, found, page), found

    def _settings(self) -> Settings:
        out = Path(self.parent.coursedir.root, self.marks_file)
        return Settings(out, sandboxed=not self.unsafe_no_sandbox, memory=self.memory, seconds=self.seconds)

    def _released(self, of: dict[str, str]) -> NotebookNode:
        """The notebook that this course handed out; its check cells and its points are the gradebook's."""
        course = self.parent.coursedir
        folder = course.format_path(course.release_directory, ".", of["assignment"])
        path = Path(folder, f"{of['notebook']}.ipynb")
        try:
            return nbformat.read(path, as_version=4)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or type(error).__name__
            message = _(
                "{path} can't be read ({reason}). Generate the assignment again, then grade.", path=path, reason=reason
            )
            raise CourseError(message) from None


def _repair(finding: dict) -> bool:
    return finding["key"].startswith("submission.")


def _chosen(released: NotebookNode) -> str:
    lang = released.metadata.get("kfa", {}).get("lang")
    return lang if lang in LANGUAGES else current()

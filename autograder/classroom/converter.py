"""nbgrader's `autograde` for a class: what is new is graded, whatever its file is named, and the end says what to look at."""

import glob
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import OperationalError

from autograder.classroom import edition
from autograder.classroom.faults import unreachable
from autograder.classroom.kept import Kept
from autograder.classroom.place import Place
from autograder.classroom.quiet import quiet
from autograder.classroom.tally import Tally
from helpers.language import translate as _


class MarkedAutograde(Autograde):
    """What nbgrader's converter becomes once our exporter knows that it is its parent (`adopt`).

    nbgrader's configuration names the classes of exporters and preprocessors, not that of the converter; but a
    converter makes its exporter when it has found the submissions, and before it goes through them.
    """

    def convert_notebooks(self) -> None:
        wanted = self._wanted()
        if not wanted and not self._generated():
            name = self.coursedir.assignment_id
            self.log.error(_("{name} was not generated yet: nbgrader generate_assignment {name}", name=name))
            raise NbGraderException(name)
        places = {folder: Place(Path(folder), wanted) for folder in self._folders()}
        self.places = {self._student(folder): place for folder, place in places.items()}
        self.tally = Tally(self.coursedir.assignment_id, list(self.places))
        for student, place in self.places.items():
            for text in place.notes:
                self.tally.look(student, text)
            if not place.found:
                self.tally.not_graded(student, place.reason)
        self.assignments = {folder: list(place.found) for folder, place in places.items() if place.found}
        self._kept = Kept()
        with quiet(self.log), warnings.catch_warnings():
            warnings.filterwarnings("ignore", "Object of type")  # SQLAlchemy, on nbgrader's own tables
            try:
                super().convert_notebooks()
            finally:
                self._kept.settle()
                self.tally.tell(self.log)
        if self.tally.failed:
            raise NbGraderException(_("Some submissions were not graded."))

    def init_destination(self, assignment_id: str, student_id: str) -> bool:
        """Whether to grade: what nbgrader says, and where another notebook was handed in than the one that was graded."""
        self._now = student_id
        self._kept.settle()  # how the one before has ended is known by now
        self._kept.keep(Path(self._format_dest(assignment_id, student_id)))
        if super().init_destination(assignment_id, student_id):
            return True
        if student_id in self.coursedir.student_id_exclude.split(",") or not self._changed(assignment_id, student_id):
            self.tally.skipped(student_id)
            return False
        self.tally.look(student_id, _("Another notebook was handed in since the last grading: it is graded now."))
        before, self.force = self.force, True
        try:
            return super().init_destination(assignment_id, student_id)
        finally:
            self.force = before

    def init_assignment(self, assignment_id: str, student_id: str) -> None:
        """nbgrader gives 0 points where the file of a notebook is missing; one of another name isn't missing."""
        renamed = [Path(p).stem for p, place in self.places[student_id].found.items() if Path(p) != place]
        with self._told(student_id):
            before = {name: self._scores(name, assignment_id, student_id) for name in renamed}
            super().init_assignment(assignment_id, student_id)
            for name, scores in before.items():
                self._restore(name, assignment_id, student_id, scores)

    def convert_single_notebook(self, notebook_filename: str) -> None:
        with self._told(self._now):
            super().convert_single_notebook(notebook_filename)
        self.tally.graded(self._now, self.exporter.found, self.log)

    @contextmanager
    def _told(self, student: str) -> Iterator[None]:
        try:
            yield
        except OperationalError as error:
            self.tally.not_graded(student, unreachable(error))
            raise
        except Exception as error:
            self.tally.not_graded(student, str(error) or type(error).__name__)
            raise

    def _wanted(self) -> list[str]:
        """The notebooks of this assignment that are to be graded now."""
        released = self.coursedir.format_path(self.coursedir.release_directory, ".", self.coursedir.assignment_id)
        return sorted(path.stem for path in Path(released).glob(f"{self.coursedir.notebook_id}.ipynb"))

    def _generated(self) -> bool:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                return bool(gradebook.find_assignment(self.coursedir.assignment_id))
            except MissingEntry:
                return False
            except OperationalError:
                return True  # told where the first submission is graded

    def _folders(self) -> list[str]:
        """Those of this assignment, of all learners that are to be graded, also where nbgrader sees no notebook in it."""
        pattern = self._format_source(self.coursedir.assignment_id, self.coursedir.student_id)
        return sorted({*self.assignments, *(path for path in glob.glob(pattern) if Path(path).is_dir())})

    def _student(self, folder: str) -> str:
        pattern = self._format_source("(?P<assignment_id>.*)", "(?P<student_id>.*)", escape=True)
        found = re.match(pattern, folder)
        assert found, folder
        return found["student_id"]

    def _changed(self, assignment_id: str, student_id: str) -> bool:
        graded = Path(self._format_dest(assignment_id, student_id))
        for path, place in self.places[student_id].found.items():
            if not (graded / Path(path).name).exists():
                return True
            signed = edition.signed(graded / Path(path).name)
            if signed and signed != edition.digest(student_id, Path(path).stem, place):
                return True
        return False

    def _scores(self, name: str, assignment: str, student: str) -> dict[str, tuple[float | None, bool]]:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                grades = gradebook.find_submission_notebook(name, assignment, student).grades
            except MissingEntry:
                return {}
            return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in grades}

    def _restore(self, name: str, assignment: str, student: str, scores: dict[str, tuple[float | None, bool]]) -> None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            for grade in gradebook.find_submission_notebook(name, assignment, student).grades:
                grade.auto_score, grade.needs_manual_grade = scores.get(grade.name, (None, True))
            gradebook.db.commit()


def adopt(parent: object) -> None:
    """Make nbgrader's converter one of ours; one that somebody has made of it stays what it is."""
    if type(parent) is Autograde:
        parent.__class__ = MarkedAutograde


def where(parent: object, path: str) -> Path:
    """Where a notebook really lies that nbgrader knows by the path that it should have."""
    if not isinstance(parent, MarkedAutograde):
        return Path(path)
    return parent.places[parent._student(str(Path(path).parent))].found[path]

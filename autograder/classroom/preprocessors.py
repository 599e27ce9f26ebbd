"""nbgrader's steps as they are for a submission that this course has marked; for others they are nbgrader's own."""

from typing import Any

from nbformat import NotebookNode
from nbgrader import preprocessors, utils
from nbgrader.api import Gradebook

from autograder.classroom.exporter import MARKS
from autograder.classroom.repair import comment
from helpers.language import translate as _


class ClearOutput(preprocessors.ClearOutput):
    """Leaves the outputs of a marked notebook: they are the grader's."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        return (nb, resources) if MARKS in resources else super().preprocess(nb, resources)


class Execute(preprocessors.Execute):
    """Runs what is no chapter of this course, as nbgrader does; a marked notebook has been run, in a sandbox."""

    def preprocess(self, nb: NotebookNode, resources: dict, *more: Any) -> tuple[NotebookNode, dict]:
        if MARKS in resources:
            return nb, resources
        name = resources["nbgrader"]["notebook"]
        self.log.warning(
            _("{name} is no chapter of this course: nbgrader runs it itself, without a sandbox.", name=name)
        )
        return super().preprocess(nb, resources, *more)


class SaveMarks(preprocessors.SaveAutoGrades):
    """Writes marks and findings to the gradebook, all of a notebook's or none; what an instructor wrote there stays.

    Where an instructor gave a check cell other points than the course, the score is that part of them.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        if MARKS not in resources:
            return super().preprocess(nb, resources)
        marks = {e["id"]: e for e in resources[MARKS]["exercises"]}
        of = resources["nbgrader"]
        place = of["notebook"], of["assignment"], of["student"]
        with Gradebook(of["db_url"]) as gradebook:
            for cell in nb.cells:
                name = cell.metadata.get("nbgrader", {}).get("grade_id", "")
                if utils.is_grade(cell):
                    self._score(gradebook.find_grade(name, *place), cell, marks)
                if utils.is_solution(cell) or utils.is_task(cell):
                    _comment(gradebook.find_comment(name, *place), cell, marks)
            gradebook.db.commit()
        return nb, resources

    def _score(self, grade: Any, cell: NotebookNode, marks: dict[str, dict]) -> None:
        name = cell.metadata["nbgrader"]["grade_id"]
        exercise = marks.get(name.removeprefix("check-"))
        if exercise:
            grade.auto_score = exercise["score"] * grade.max_score / exercise["max_score"]
        elif utils.is_solution(cell):
            grade.auto_score = utils.determine_grade(cell, self.log)[0]
        else:
            self.log.warning(_("{name} is no check of this course: give its points by hand.", name=name))
            grade.auto_score = None
        grade.needs_manual_grade = grade.manual_score is not None or grade.auto_score is None


def _comment(kept: Any, cell: NotebookNode, marks: dict[str, dict]) -> None:
    exercise = marks.get(cell.metadata["nbgrader"]["grade_id"])
    if exercise:
        kept.auto_comment = comment(exercise)
    else:
        same = cell.metadata["nbgrader"].get("checksum") == utils.compute_checksum(cell)
        kept.auto_comment = "No response." if same and not utils.is_task(cell) else None

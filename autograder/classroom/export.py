"""`nbgrader export` as a table that spreadsheets read as it is: quoted, any alphabet, empty where there is no mark."""

import csv
from collections.abc import Iterable, Iterator
from typing import Any

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment, SubmittedNotebook
from nbgrader.plugins import ExportPlugin
from sqlalchemy.orm import selectinload

from autograder.pools.spreadsheet import cells

_OF_NBGRADER = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)
COLUMNS = (*_OF_NBGRADER, "state")
"""nbgrader's own, in its order, and one that says what the score is worth: `graded`, `to_review` (a person has points to
give, or has given some), `not_graded`, `missing` (nothing was handed in). In the last two there is no score."""


class Csv(ExportPlugin):
    """Writes the gradebook to a CSV file, `grades.csv` without `--to`, in UTF-8 with the mark by which Excel knows it."""

    def export(self, gradebook: Gradebook) -> None:
        to = self.to or "grades.csv"
        self.log.info("Exporting grades to %s", to)
        with open(to, "w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(COLUMNS)
            table.writerows(cells([row[name] for name in COLUMNS]) for row in self._rows(gradebook))

    def _rows(self, gradebook: Gradebook) -> Iterator[dict[str, Any]]:
        assignments, students = [str(a) for a in self.assignment], [str(s) for s in self.student]
        chosen = [student for student in gradebook.students if not students or student.id in students]
        for assignment in gradebook.assignments:
            if not assignments or assignment.name in assignments:
                yield from rows(gradebook, assignment, chosen)


def rows(gradebook: Gradebook, assignment: Assignment, students: Iterable[Student]) -> list[dict[str, Any]]:
    """What is known of each learner in an assignment, by the names of the columns; a few queries, however many they are."""
    notebooks = selectinload(SubmittedAssignment.notebooks).selectinload(SubmittedNotebook.grades)
    found = gradebook.db.query(SubmittedAssignment).filter_by(assignment_id=assignment.id).options(notebooks)
    submissions = {submission.student_id: submission for submission in found}
    return [_row(assignment, student, submissions.get(student.id)) for student in students]


def _row(assignment: Assignment, student: Student, submission: SubmittedAssignment | None) -> dict[str, Any]:
    found = dict.fromkeys(COLUMNS) | {
        "assignment": assignment.name,
        "duedate": assignment.duedate,
        "student_id": student.id,
        "last_name": student.last_name,
        "first_name": student.first_name,
        "email": student.email,
        "max_score": assignment.max_score,
        "state": "missing",
    }
    if submission is None:
        return found
    found |= {"timestamp": submission.timestamp, "state": "not_graded"}
    if not all(_marked(notebook) for notebook in submission.notebooks):
        return found
    grades = [grade for notebook in submission.notebooks for grade in notebook.grades]
    score = float(sum(grade.score for grade in grades))
    penalty = float(sum(notebook.late_submission_penalty or 0 for notebook in submission.notebooks))
    return found | {
        "raw_score": score,
        "late_submission_penalty": penalty,
        "score": max(0.0, score - penalty),
        "state": "to_review" if any(grade.needs_manual_grade for grade in grades) else "graded",
    }


def _marked(notebook: Any) -> bool:
    """Whether anybody, grader or person, gave a mark in it."""
    grades = notebook.grades
    return not grades or any(g.auto_score is not None or g.manual_score is not None for g in grades)

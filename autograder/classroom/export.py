"""`nbgrader export` as a table that spreadsheets read as it is: quoted, any alphabet, empty where there is no mark."""

import csv
from collections.abc import Iterator
from typing import Any

from nbgrader.api import Assignment, Gradebook, MissingEntry, Student
from nbgrader.plugins import ExportPlugin

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
        for assignment in gradebook.assignments:
            for student in gradebook.students:
                if (not assignments or assignment.name in assignments) and (not students or student.id in students):
                    yield row(gradebook, assignment, student)


def row(gradebook: Gradebook, assignment: Assignment, student: Student) -> dict[str, Any]:
    """What is known of a learner in an assignment, by the names of the columns."""
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
    try:
        submission = gradebook.find_submission(assignment.name, student.id)
    except MissingEntry:
        return found
    found |= {"timestamp": submission.timestamp, "state": "not_graded"}
    if not all(_marked(notebook) for notebook in submission.notebooks):
        return found
    penalty = submission.late_submission_penalty or 0.0
    return found | {
        "raw_score": submission.score,
        "late_submission_penalty": penalty,
        "score": max(0.0, submission.score - penalty),
        "state": "to_review" if submission.needs_manual_grade else "graded",
    }


def _marked(notebook: Any) -> bool:
    """Whether anybody, grader or person, gave a mark in it."""
    grades = notebook.grades
    return not grades or any(g.auto_score is not None or g.manual_score is not None for g in grades)

"""What each learner has in an assignment: a score and what it is worth, from nbgrader's gradebook, else from `marks.json`."""

from dataclasses import dataclass

from autograder.classroom.course import Course
from autograder.classroom.gradebook import address, opened
from autograder.classroom.roster import Roster


@dataclass(frozen=True)
class Score:
    """A learner's score; None where there is none, which is not 0.

    Args:
        state: "graded", "to_review", "not_graded" or "missing".
        penalised: something is off already for being late.
    """

    student: str
    score: float | None
    most: float
    state: str
    penalised: bool = False


def of(course: Course, assignment: str, roster: Roster) -> list[Score]:
    """The scores of an assignment; of the roster also those who handed in nothing.

    Raises:
        CourseError: there are none, or the gradebook can't be read.
    """
    found = _of_gradebook(course, assignment) or _of_marks(course, assignment)
    most = max((s.most for s in found), default=0.0)
    known = {s.student for s in found}
    found += [Score(p.id, None, most, "missing") for p in roster.persons if p.id not in known]
    return sorted(found, key=lambda s: s.student)


def _of_marks(course: Course, assignment: str) -> list[Score]:
    marks = course.marks([assignment])
    return [
        Score(m["student"], m["score"], m["max_score"], "not_graded" if m["score"] is None else "graded") for m in marks
    ]


def _of_gradebook(course: Course, assignment: str) -> list[Score]:
    """Those of the gradebook, with what was given by hand and what is off for being late; none without a gradebook."""
    url = address(course.folder)
    if not url:
        return []
    try:
        from nbgrader.api import MissingEntry

        from autograder.classroom.export import rows
    except ImportError:
        return []
    with opened(url) as gradebook:
        try:
            of = gradebook.find_assignment(assignment)
        except MissingEntry:
            return []
        found = rows(gradebook, of, gradebook.students)
    return [
        Score(r["student_id"], r["score"], r["max_score"], r["state"], bool(r.get("late_submission_penalty")))
        for r in found
    ]

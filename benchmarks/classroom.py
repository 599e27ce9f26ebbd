"""A synthetic class, and how long its report, its export and the search for copies take: `python -m benchmarks.classroom`.

300 learners by 6 assignments, seeded: right, wrong, partial, late, broken, copied, in a gradebook of nbgrader's too. Half as
many learners show how each grows, and the queries to the gradebook. Nothing is graded there: marks are drawn. Then 24
submissions (`--graded`) are graded twice: with no two alike, and with two thirds that are equal: stubs, copies, and what was
saved again.
"""

import argparse
import json
import os
import random
import tempfile
import time
from pathlib import Path

from nbgrader import api
from sqlalchemy import event
from sqlalchemy.engine import Engine

from autograder import classroom
from autograder.classroom import report, scores, tables, with_nbgrader
from autograder.classroom import roster as rosters
from autograder.classroom.course import Course
from autograder.pools import grading
from autograder.submissions import released
from tests import class_of_many
from tests.handed_in import answered, right, wrong
from tools.notebook import encode

CHAPTERS = (
    "01_introduction",
    "02_training",
    "05_models_are_callable",
    "06_multiple_inputs_outputs",
    "07_toy_resnet",
    "08_shared_layers",
)
_BROKEN = 0.02


def made(folder: Path, count: int, copies: int, seed: int) -> Course:
    """A course with its submissions, its marks and its roster."""
    course, draw = Course(folder), random.Random(seed)
    marks = []
    for k, chapter in enumerate(CHAPTERS):
        sources, _planted = class_of_many.handed_in(count, copies, seed + k)
        book = json.loads((released._NOTEBOOKS / "en" / f"{chapter}.ipynb").read_text("utf-8"))
        ids = [e.id for e in released.exercises(chapter)]
        for m in class_of_many.marks(
            count, seed + k, chapter, tuple(float(e.points) for e in released.exercises(chapter))
        ):
            code = list(sources[m["student"]].values())
            written = {i: code[place % len(code)] for place, i in enumerate(ids)}
            cells = [c | {"source": written.get(c.get("id"), c["source"])} for c in book["cells"]]
            path = course.submitted / m["student"] / chapter / f"{chapter}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            text = json.dumps(book | {"cells": cells})
            path.write_text(text[: len(text) // 2] if draw.random() < _BROKEN else text, "utf-8")
            for e, i in zip(m["exercises"], ids, strict=True):
                e["id"] = i
            marks.append(m)
    course.marks_file.write_text(json.dumps(marks), "utf-8")
    _in_gradebook(course, marks)
    lines = [f"learner{k:03},First{k},Last{k},l{k}@x.org" for k in range(count)]
    course.roster_file.write_text("id,first_name,last_name,email\n" + "\n".join(lines) + "\n", "utf-8")
    return course


def _in_gradebook(course: Course, marks: list[dict]) -> None:
    """nbgrader's gradebook with the marks in it."""
    classroom.install(course.folder)
    os.environ["PATH"] = with_nbgrader.search_path()
    with api.Gradebook(f"sqlite:///{course.folder / 'gradebook.db'}") as gradebook:
        students = {student: api.Student(id=student) for student in {m["student"] for m in marks}}
        gradebook.db.add_all(students.values())
        for chapter in CHAPTERS:
            gradebook.add_assignment(chapter)
            gradebook.add_notebook(chapter, chapter)
            for e in released.exercises(chapter):
                name = f"check-{e.id}"
                gradebook.add_grade_cell(name, chapter, chapter, max_score=e.points, cell_type="code")
        for m in marks:
            book = gradebook.find_notebook(m["chapter"], m["chapter"])
            cells = {cell.name.removeprefix("check-"): cell.id for cell in book.grade_cells}
            with gradebook.db.no_autoflush:
                handed_in = api.SubmittedAssignment(assignment=book.assignment, student=students[m["student"]])
                mine = api.SubmittedNotebook(notebook=book, assignment=handed_in)
                for e in m["exercises"]:
                    score = e["score"]
                    api.Grade(cell_id=cells[e["id"]], notebook=mine, auto_score=score, needs_manual_grade=score is None)
        gradebook.db.commit()


def measured(course: Course) -> dict[str, float]:
    """Seconds of each, and how often the export asks the gradebook."""
    found = {}
    asked: list[str] = []

    def timed(name: str, action: object) -> None:
        began = time.perf_counter()
        action()  # type: ignore[operator]
        found[name] = time.perf_counter() - began

    def export() -> None:
        known = rosters.read(course.roster_file)
        for chapter in CHAPTERS:
            tables.plain(chapter, scores.of(course, chapter, known), known)

    timed("similarity", lambda: report.write_alike(course, (), course.folder / "alike.html", None))
    timed("report", lambda: report.write(course, (), course.folder / "report.html"))
    event.listen(Engine, "before_cursor_execute", lambda _to, _cursor, statement, *_more: asked.append(statement))
    timed("export", export)
    return found | {"queries": len(asked)}


def graded(count: int, workers: int) -> dict[str, float]:
    """Seconds that a class takes without equal submissions, and with two thirds of them."""
    found = {}
    for equal in (False, True):
        with tempfile.TemporaryDirectory(prefix="kfa-") as place:
            folder = Path(place, "in")
            for k in range(count):
                path = folder / f"s{k:03}" / CHAPTERS[0] / f"{CHAPTERS[0]}.ipynb"
                path.parent.mkdir(parents=True)
                path.write_bytes(_notebook(k, equal))
            began = time.perf_counter()
            grading.grade(folder, grading.Settings(Path(place, "marks.json"), workers=workers))
            found["two thirds equal" if equal else "no two alike"] = time.perf_counter() - began
    return found


def _notebook(k: int, equal: bool) -> bytes:
    """Of three one is a learner's own, one a stub that was saved again, one a copy of the first."""
    kind = k % 3 if equal else 0
    answers = wrong(CHAPTERS[0], k) if k % 2 else right(CHAPTERS[0], k)
    if kind == 2:
        answers = right(CHAPTERS[0])
    elif kind == 0:
        answers = {exercise: f"# s{k:03}\n{source}" for exercise, source in answers.items()}
    book = answered(CHAPTERS[0], {} if kind == 1 else answers)
    if kind == 1:
        book.metadata["saved"] = k
    return encode(book).encode()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.classroom", description=__doc__.split("\n")[0])
    parser.add_argument("--learners", type=int, default=300)
    parser.add_argument("--copies", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--graded", type=int, default=24)
    parser.add_argument("--workers", type=int, default=1)
    options = parser.parse_args()
    rows = {}
    for count in (options.learners // 2, options.learners):
        with tempfile.TemporaryDirectory(prefix="kfa-") as folder:
            rows[count] = measured(made(Path(folder), count, options.copies, options.seed))
    print("| | " + " | ".join(f"{count} by {len(CHAPTERS)}" for count in rows) + " |\n|---|" + "---|" * len(rows))
    for name in ("report", "export", "similarity"):
        print(f"| {name} | " + " | ".join(f"{found[name]:.1f} s" for found in rows.values()) + " |")
    print("| queries of the export | " + " | ".join(f"{found['queries']:.0f}" for found in rows.values()) + " |")
    if options.graded:
        seconds = graded(options.graded, options.workers)
        for name, of in seconds.items():
            print(f"{options.graded} submissions graded, {name}: {of:.1f} s")
        apart, shared = seconds.values()
        print(f"What shared verdicts save: {1 - shared / apart:.0%}")


if __name__ == "__main__":
    main()

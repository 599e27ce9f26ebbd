"""The scores of an assignment: the gradebook's where there is one, with what a person gave; no mark is no 0."""

import contextlib
import json
import logging
import shutil
import sqlite3
import traceback
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import event
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError

from autograder.classroom import faults, roster, scores, with_nbgrader
from autograder.classroom.course import Course
from helpers.errors import CourseError
from tests.class_of_many import CHAPTER, marks

NAMES = roster.Roster([roster.Person("ada"), roster.Person("bob"), roster.Person("cy")])


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A course of nbgrader's: ada was graded and has points by hand, bob was not graded, cy handed in nothing."""
    place = tmp_path_factory.mktemp("course")
    (place / "nbgrader_config.py").write_text("c = get_config()\n", "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", with_nbgrader.search_path())
        gradebook = Gradebook(f"sqlite:///{place}/gradebook.db")
    with gradebook:
        gradebook.add_assignment("week1")
        gradebook.add_notebook("week1", "week1")
        gradebook.add_grade_cell("check-my01", "week1", "week1", max_score=3, cell_type="code")
        for student in ("ada", "bob", "cy"):
            gradebook.add_student(student)
        for student, points in (("ada", 1.0), ("bob", None)):
            gradebook.add_submission("week1", student)
            grade = gradebook.find_grade("check-my01", "week1", "week1", student)
            grade.auto_score, grade.manual_score = points, 2.5 if points else None
            grade.needs_manual_grade = False
        gradebook.db.commit()
    return place


@pytest.fixture
def course(made, tmp_path) -> Course:
    return Course(Path(shutil.copytree(made, tmp_path / "mycourse")))


def test_the_gradebook_counts_with_what_a_person_gave(course):
    found = {s.student: (s.score, s.most, s.state) for s in scores.of(course, "week1", NAMES)}
    assert found["ada"][:2] == (2.5, 3.0) and found["bob"] == (None, 3.0, "not_graded")
    assert found["cy"] == (None, 3.0, "missing")


def test_who_asks_for_scores_writes_nothing_into_the_gradebook(course):
    path = course.folder / "gradebook.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("INSERT INTO course VALUES ('physics')")
        database.execute("UPDATE assignment SET course_id = 'physics'")
        database.execute("DELETE FROM course WHERE id != 'physics'")
        database.commit()
        before = list(database.iterdump())
        assert len(scores.of(course, "week1", NAMES)) == 3
        assert list(database.iterdump()) == before


def test_without_the_assignment_in_the_gradebook_the_marks_count(course):
    course.marks_file.write_text(json.dumps(marks(2)), "utf-8")
    found = {s.student: s.state for s in scores.of(course, CHAPTER, NAMES)}
    assert found == {
        "learner000": "graded",
        "learner001": "graded",
        "ada": "missing",
        "bob": "missing",
        "cy": "missing",
    }


def test_the_gradebook_is_asked_no_more_often_for_a_larger_class(course):
    asked, counts = [], []

    def ask(*_of_what) -> None:
        asked.append(1)

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        for more in ("", "dora", "emil", "fay"):
            if more:
                with Gradebook(f"sqlite:///{course.folder}/gradebook.db") as gradebook:
                    gradebook.add_student(more)
                    gradebook.add_submission("week1", more)
            asked.clear()
            assert len(scores.of(course, "week1", NAMES)) == 3 + len(counts)
            counts.append(len(asked))
    finally:
        event.remove(Engine, "before_cursor_execute", ask)
    assert len(set(counts)) == 1


def test_a_gradebook_of_an_older_nbgrader_is_told(course):
    with sqlite3.connect(course.folder / "gradebook.db") as book:
        book.execute("ALTER TABLE student RENAME COLUMN lms_user_id TO gone")
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        scores.of(course, "week1", NAMES)
    with pytest.raises(CourseError, match="nbgrader db upgrade"):
        with_nbgrader.add_students(course, NAMES)


@pytest.mark.parametrize("fault", ["no such column: student.lms_user_id", "database is locked"])
def test_nbgraders_log_has_a_sentence_in_place_of_a_traceback(caplog, fault):
    log = logging.getLogger("of-nbgrader")
    log.addFilter(faults.SENTENCES)
    try:
        raise OperationalError("SELECT", {}, Exception(fault))
    except OperationalError:
        log.error(traceback.format_exc())
        log.error("This may occur if you recently upgraded nbgrader: `nbgrader db upgrade`.")
    assert fault in caplog.text and "Traceback" not in caplog.text
    assert ("nbgrader db upgrade" in caplog.text) == ("no such" in fault)


@pytest.mark.parametrize("fault", ["no database", "no driver"])
def test_a_gradebook_that_can_not_be_opened_is_told(course, fault):
    if fault == "no database":
        (course.folder / "gradebook.db").write_text("grades", "utf-8")
    else:
        (course.folder / "nbgrader_config.py").write_text(
            'get_config().CourseDirectory.db_url = "mysql+pymysql://h/b"\n'
        )
    for ask in (lambda: scores.of(course, "week1", NAMES), lambda: with_nbgrader.add_students(course, NAMES)):
        with pytest.raises(CourseError, match=r"The gradebook can't be read .*(not a database|pymysql)"):
            ask()


def test_a_configuration_that_raises_is_told(course):
    (course.folder / "nbgrader_config.py").write_text("1 / 0\n", "utf-8")
    with pytest.raises(CourseError, match="raises ZeroDivisionError"):
        scores.of(course, "week1", NAMES)

"""nbgrader with our configuration: marks are the engine's, submissions are repaired, nothing of a learner runs in a page."""

import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import nbformat
import psutil
import psycopg
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.exc import OperationalError
from traitlets.config import PyFileConfigLoader

from autograder import classroom
from autograder.classroom import marks as marks_of
from autograder.classroom import preprocessors
from autograder.exercises import find
from autograder.pools.pool import LocalPool, NotGraded
from helpers.errors import CourseError
from tests import needs, postgres
from tests.handed_in import answered, edited, handed_in, place, released, right, wrong
from tests.processes import PATIENCE, still_running, until
from tests.test_inert import Shown
from tools.execute import environment
from tools.notebook import SOLUTIONS, encode

pytestmark = [
    pytest.mark.filterwarnings("ignore:Object of type"),  # SQLAlchemy on nbgrader's gradebook
]

CHAPTER = "01_introduction"
POINTS = {name: find(name).points for name in right(CHAPTER)}
ALL, NONE = POINTS, dict.fromkeys(POINTS, 0)
SCRIPT = "<script>alert('mine')</script>"


class Course:
    """A course with our configuration file, and what an instructor asks nbgrader for."""

    def __init__(self, root: Path, db_url: str = "", lang: str = "en") -> None:
        self.root = root
        root.mkdir(exist_ok=True)
        classroom.install(root, db_url)
        source = root / "source" / CHAPTER / f"{CHAPTER}.ipynb"
        source.parent.mkdir(parents=True)
        shutil.copy(SOLUTIONS / lang / source.name, source)
        result = self.api().generate_assignment(CHAPTER)
        assert result["success"], result

    def copy(self, root: Path) -> "Course":
        """As it stands now, but for the student whose notebook is too large, for a test that goes on with it."""
        other = object.__new__(Course)
        other.root = shutil.copytree(self.root, root, symlinks=True, ignore=shutil.ignore_patterns("large"))
        return other

    def api(self) -> NbGraderAPI:
        config = PyFileConfigLoader(classroom.FILE, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def hand_in(self, student: str, data: bytes) -> Path:
        shutil.rmtree(self.root / "submitted" / student, ignore_errors=True)
        return place(self.root / "submitted", student, CHAPTER, data)

    def autograde(self, student: str) -> dict:
        """As the formgrader's button does."""
        return self.api().autograde(CHAPTER, student)

    def command(self, *arguments: str) -> subprocess.CompletedProcess:
        command = [sys.executable, "-m", "nbgrader", *arguments]
        return subprocess.run(command, cwd=self.root, capture_output=True, text=True, check=False, timeout=PATIENCE)

    def gradebook(self) -> Gradebook:
        return Gradebook(self.api().coursedir.db_url)

    def scores(self, student: str) -> dict[str, float | None]:
        """Exercise -> score of the grader, None where it has none."""
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(CHAPTER, CHAPTER, student)
            return {grade.name.removeprefix("check-"): grade.auto_score for grade in found.grades}

    def comments(self, student: str) -> dict[str, str | None]:
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(CHAPTER, CHAPTER, student)
            return {comment.name: comment.comment for comment in found.comments}

    def released(self) -> nbformat.NotebookNode:
        return nbformat.read(self.root / "release" / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)

    def autograded(self, student: str) -> nbformat.NotebookNode:
        return nbformat.read(self.root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)

    def feedback(self, student: str) -> str:
        result = self.api().generate_feedback(CHAPTER, student)
        assert result["success"], result
        return (self.root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module", autouse=True)
def _environment(tmp_path_factory):
    needs.sandbox()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(tmp_path_factory.mktemp("home")).items():
            patch.setenv(name, value)
        patch.setenv("KFA_LANG", "en")
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        yield
    marks_of._pool.close()


def notebook_of(student: str) -> bytes:
    """What each student of the class hands in."""
    good = handed_in(CHAPTER, right(CHAPTER))
    match student:
        case "right":
            return good
        case "wrong":
            return handed_in(CHAPTER, wrong(CHAPTER))
        case "partly":
            return handed_in(CHAPTER, right(CHAPTER) | {"ex01b": wrong(CHAPTER)["ex01b"]})
        case "untouched":
            return encode(released(CHAPTER)).encode()
        case "deleted":
            return edited(good, lambda cells: [c for c in cells if c["id"] not in ("check-ex01a", "ex01b")])
        case "doubled":
            return edited(good, lambda cells: [c for cell in cells for c in [cell] * (1 + cell["id"].startswith("ex"))])
        case "forged":
            return edited(good, _forged)
        case "broken":
            return b"{"
        case "foreign":
            return good.decode().encode("utf-16")
        case "old":
            return json.dumps({"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}).encode()
        case "odd":
            return handed_in(CHAPTER, right(CHAPTER) | {"ex01a": _ODD}).replace(b"IMPORT", b"\\ud800 \\u0000")
        case "script":
            return encode(_scripts()).encode()
    raise KeyError(student)


CLASS = (
    *("right", "wrong", "partly", "untouched", "deleted", "doubled", "forged"),
    *("broken", "foreign", "old", "odd", "script"),
)
_ODD = 'print("IMPORT")\ndef build_mlp(*sizes):\n    raise ValueError("\\ud800 \\0 \\x1b[31m")'


def _forged(cells: list[dict]) -> None:
    """A check that checks nothing, and more points."""
    for cell in cells:
        if cell["id"].startswith("check-"):
            cell["source"] = "print('all right')"
            cell["metadata"]["nbgrader"]["points"] = 100


def _scripts() -> nbformat.NotebookNode:
    """Every place of a notebook where a learner can write has a script in it."""
    book = answered(CHAPTER, wrong(CHAPTER) | {"ex01b": f"from IPython.display import HTML\nHTML({SCRIPT!r})"})
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source += f"\n{SCRIPT}\n[link](javascript:alert(1)) $\\href{{javascript:alert(1)}}{{x}}$"
        else:
            data = {"text/html": SCRIPT, "application/javascript": "alert('mine')"}
            cell.outputs = [nbformat.v4.new_output("display_data", data)]
    book.cells.append(nbformat.v4.new_markdown_cell(f"`{SCRIPT}`\n\n<img src=x onerror=alert(1)>&#60;b>"))
    book.cells.append(nbformat.v4.new_code_cell(f"print({SCRIPT!r})"))
    book.cells.append(nbformat.v4.new_raw_cell(SCRIPT, metadata={"raw_mimetype": "text/html"}))
    book.metadata["title"] = SCRIPT
    first = next(cell for cell in book.cells if cell.id == "ex01a")
    first.source = (
        "def build_mlp(*sizes):\n    raise ValueError(\"<script>alert('mine')</script> ![a](javascript:alert(1))\")"
    )
    return book


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    return Course(tmp_path_factory.mktemp("class") / "course")


@pytest.fixture(scope="module")
def graded(course):
    """The whole class, by the command line."""
    for student in CLASS:
        course.hand_in(student, notebook_of(student))
    outside = course.root / "elsewhere.ipynb"
    outside.write_bytes(notebook_of("right"))
    link = course.hand_in("link", b"")
    link.unlink()
    link.symlink_to(outside)
    with course.hand_in("large", b'{"cells": [').open("ab") as file:
        file.truncate(201 * 2**20)
    result = course.command("autograde", CHAPTER)
    assert result.returncode == 0, result.stderr
    return result


@pytest.fixture
def later(course, graded, tmp_path):
    """The course after the class was graded, for a test that goes on with it."""
    return course.copy(tmp_path / "course")


EXPECTED = {
    "right": ALL,
    "wrong": NONE,
    "partly": ALL | {"ex01b": 0},
    "untouched": NONE,
    "deleted": ALL | {"ex01b": 0},
    "doubled": ALL,
    "forged": ALL,
    "broken": NONE,
    "foreign": ALL,
    "old": NONE,
    "odd": ALL | {"ex01a": 0},
    "script": NONE,
    "link": NONE,
    "large": NONE,
}


@pytest.mark.parametrize("student", EXPECTED)
def test_the_gradebook_has_the_marks(course, graded, student):
    assert course.scores(student) == EXPECTED[student]


@pytest.mark.parametrize("student", EXPECTED)
def test_an_autograded_notebook_has_each_graded_cell_once_and_as_released(course, graded, student):
    wanted = {c.id: c for c in course.released().cells if "nbgrader" in c.metadata}
    found = [c for c in course.autograded(student).cells if "nbgrader" in c.metadata]
    assert [c.metadata.nbgrader.grade_id for c in found] == list(wanted)
    for cell in found:
        given = wanted[cell.metadata.nbgrader.grade_id]
        assert cell.metadata.nbgrader == given.metadata.nbgrader
        assert cell.source == given.source or given.metadata.nbgrader.solution


def test_a_card_is_an_output_of_its_check(course, graded):
    cells = {c.id: c for c in course.autograded("partly").cells}
    shown = {name: cells[f"check-{name}"].outputs[0].data for name in POINTS}
    assert all("kfa-card" in data["text/html"] for data in shown.values())
    assert shown["ex01a"]["text/plain"].startswith("ex01a: 3 / 3") and shown["ex01b"]["text/plain"].startswith(
        "ex01b: 0"
    )
    wrong_one = next(c for c in course.autograded("wrong").cells if c.id == "check-ex01a")
    assert "<img" in wrong_one.outputs[0].data["text/html"]
    for name in POINTS:  # nbgrader's own rule would not call a failed check a full one
        assert not [o for o in cells[f"check-{name}"].outputs if o.output_type in ("error", "stream")]


def test_repairs_are_told_in_the_log_and_to_the_learner(course, graded):
    assert "deleted: The check of `ex01a` is missing" in graded.stderr
    assert "forged: The check of `ex01a` was altered" in graded.stderr
    assert "Traceback" not in graded.stderr
    assert "check of `ex01a` is missing" in course.comments("deleted")["ex01a"]
    assert "cell of `ex01b` is missing" in course.comments("deleted")["ex01b"]
    assert "more than one cell for `ex01c`" in course.comments("doubled")["ex01c"]
    assert set(course.comments("right").values()) == {None}


REASONS = {"broken": "breaks off", "old": "another one", "link": "a link", "large": "too large"}


@pytest.mark.parametrize("student", REASONS)
def test_what_can_not_be_read_gets_the_reason_as_comment(course, graded, student):
    assert all(REASONS[student] in text for text in course.comments(student).values())
    with course.gradebook() as gradebook:
        assert not gradebook.find_submission_notebook(CHAPTER, CHAPTER, student).needs_manual_grade


def engine(course: Course, out: Path) -> dict[str, dict]:
    """What `kfa grade` says of the same submissions with the same secret, graded anew."""
    head = (course.root / "marks.json.journal").read_bytes().split(b"\n")[0] + b"\n"
    out.with_name(f"{out.name}.journal").write_bytes(head)
    command = [sys.executable, "-m", "autograder.cli", "grade", str(course.root / "submitted"), "--json", str(out)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert result.returncode == 1 and "link" in result.stdout, result.stderr  # the link alone is not graded
    return {marks["student"]: marks | {"seconds": 0} for marks in json.loads(out.read_text())}


def test_marks_are_those_of_the_engine(course, graded, tmp_path):
    lines = (course.root / "marks.json.journal").read_text().splitlines()[1:]
    journalled = {line["result"]["student"]: line["result"] | {"seconds": 0} for line in map(json.loads, lines)}
    expected = engine(course, tmp_path / "marks.json")
    assert expected.pop("link")["score"] is None
    assert expected.keys() == EXPECTED.keys() - {"link"} and expected == journalled
    for student, marks in expected.items():
        assert {e["id"]: e["score"] for e in marks["exercises"]} == course.scores(student)


def test_one_secret_for_a_class_which_others_can_not_read(course, graded):
    journal = course.root / "marks.json.journal"
    assert journal.stat().st_mode & 0o777 == 0o600
    before = journal.read_bytes()
    assert course.autograde("right")["success"]
    assert journal.read_bytes() == before  # known already


class _Live(HTMLParser):
    """What of a page a browser runs or follows."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._in_script = tag == "script"
        self.found += [v or "" for k, v in attrs if k.startswith("on") or (v or "").strip().startswith("javascript:")]

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script:
            self.found.append(data)


def test_the_parser_of_this_test_finds_what_lives():
    page = "<script>alert(1)</script><img src=x onerror=alert(2)><a href='javascript:alert(3)'>"
    assert sum("alert" in text for text in _Live(page).found) == 3


def test_no_script_of_a_learner_survives(course, graded):
    page = course.feedback("script")
    assert "kfa-card" in page and "alert(" in page  # shown as text
    assert "alert(" in course.comments("script")["ex01a"]  # which are Markdown to nbgrader
    assert not [text for text in _Live(page).found if "alert(" in text]
    shown = Shown(page)
    assert "\\href{javascript:" in shown.text and "\\href{" not in shown.loud  # MathJax would make a link of it
    hrefs = [attrs["href"] for tag, attrs in shown.tags if tag == "a" and "href" in attrs]
    assert hrefs and all(href.startswith("#") or href.endswith(".ipynb") for href in hrefs)  # nbgrader's, the course's
    for cell in course.autograded("script").cells:
        for output in cell.get("outputs", []):
            assert output.data.keys() == {"text/html", "text/plain"}
            assert not [text for text in _Live(output.data["text/html"]).found if "alert(" in text]
    assert "title" not in course.autograded("script").metadata


def test_feedback_of_the_class_by_the_command_line(course, graded):
    result = course.command("generate_feedback", CHAPTER)
    assert result.returncode == 0, result.stderr
    pages = sorted(path.parts[-3] for path in course.root.glob("feedback/*/*/*.html"))
    assert pages == sorted(EXPECTED)


def test_what_an_instructor_wrote_stays(later):
    with later.gradebook() as gradebook:
        gradebook.find_grade("check-ex01b", CHAPTER, CHAPTER, "partly").manual_score = 1.5
        gradebook.find_comment("ex01b", CHAPTER, CHAPTER, "partly").manual_comment = "Nearly."
        gradebook.db.commit()
    later.hand_in("partly", handed_in(CHAPTER, right(CHAPTER) | {"ex01a": wrong(CHAPTER)["ex01a"]}))
    assert later.autograde("partly")["success"]
    assert later.scores("partly") == ALL | {"ex01a": 0}
    assert later.comments("partly")["ex01b"] == "Nearly." and later.comments("partly")["ex01a"]
    with later.gradebook() as gradebook:
        grade = gradebook.find_grade("check-ex01b", CHAPTER, CHAPTER, "partly")
        assert (grade.manual_score, grade.score, grade.needs_manual_grade) == (1.5, 1.5, True)
        assert gradebook.find_submission(CHAPTER, "partly").score == 1.5 + POINTS["ex01c"] + POINTS["ex01d"]


def test_an_old_page_is_not_shown_with_newer_marks(later):
    """The first notebook once more: its marks are known, the page that is kept is the second one's."""
    later.hand_in("back", notebook_of("right"))
    for data in (notebook_of("right"), notebook_of("wrong"), notebook_of("right")):
        later.hand_in("back", data)
        assert later.autograde("back")["success"]
    assert later.scores("back") == ALL
    for cell in later.autograded("back").cells:
        assert "kfa-card no" not in str(cell.get("outputs"))


# Faults that are nobody's: no mark is given or changed, the same command again succeeds


class _NoWorker(LocalPool):
    def results(self, tasks, data):
        for task in tasks:
            yield task, NotGraded("no memory left")


def test_a_fault_of_ours_gives_no_mark(later, monkeypatch):
    answers = right(CHAPTER)  # as nobody else has written them: what is equal has its marks already
    later.hand_in("unlucky", handed_in(CHAPTER, answers | {"ex01a": answers["ex01a"] + "\n# mine"}))
    marks_of._pool.close()
    monkeypatch.setattr(marks_of, "LocalPool", _NoWorker)
    result = later.autograde("unlucky")
    marks_of._pool.close()
    monkeypatch.undo()
    assert not result["success"] and "unlucky was not graded" in result["log"] and "no memory left" in result["log"]
    assert "Traceback" not in result["log"]
    assert later.scores("unlucky") == dict.fromkeys(POINTS)
    assert not later.api().get_submission(CHAPTER, "unlucky")["autograded"]
    assert later.autograde("unlucky")["success"] and later.scores("unlucky") == ALL


def test_without_a_sandbox_nobody_is_graded(later, monkeypatch):
    later.hand_in("right", notebook_of("wrong"))
    monkeypatch.setattr(marks_of.remote, "no_sandbox", lambda: "no namespaces")
    result = later.autograde("right")
    assert not result["success"] and "unsafe_no_sandbox" in result["log"] and "Traceback" not in result["log"]
    assert later.scores("right") == ALL


def locked(course: Course) -> sqlite3.Connection:
    """The gradebook as another program leaves it that writes for long."""
    connection = sqlite3.connect(course.root / "gradebook.db", isolation_level=None)
    connection.execute("BEGIN EXCLUSIVE")
    return connection


@pytest.mark.parametrize("when", ["before", "while"])
def test_a_locked_gradebook_loses_and_changes_nothing(later, monkeypatch, when):
    later.hand_in("ada", notebook_of("right"))
    assert later.autograde("ada")["success"]
    later.hand_in("ada", notebook_of("wrong"))
    held = []
    if when == "before":
        held.append(locked(later))
    else:
        graded_as = marks_of.of_submission

        def then_locked(*arguments):
            found = graded_as(*arguments)
            held.append(locked(later))
            return found

        monkeypatch.setattr(marks_of, "of_submission", then_locked)
    result = later.autograde("ada")
    held.pop().close()
    monkeypatch.undo()
    told_of_no_gradebook(result, "database is locked")
    assert later.scores("ada") == ALL
    assert later.autograde("ada")["success"] and later.scores("ada") == NONE


def test_marks_of_a_notebook_are_written_all_or_none(later, monkeypatch):
    later.hand_in("ada", notebook_of("right"))
    assert later.autograde("ada")["success"]
    later.hand_in("ada", notebook_of("wrong"))
    write = preprocessors._comment

    def fails_at_last(kept, cell, marks):
        if cell.id == "ex01c":
            raise OperationalError("UPDATE", {}, Exception("disk is full"))
        write(kept, cell, marks)

    monkeypatch.setattr(preprocessors, "_comment", fails_at_last)
    assert "disk is full" in later.autograde("ada")["log"]
    assert later.scores("ada") == ALL and set(later.comments("ada").values()) == {None}


@pytest.mark.thorough("two gradings at once; a second one beside a learner's loop is a quick test")
def test_two_at_a_time_wait_for_each_other(later):
    """The command line and the formgrader's button: one journal, one after the other."""
    for student in ("ada", "ben"):
        later.hand_in(student, notebook_of("right"))
    command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER, "--student", "ben", "--force"]
    other = subprocess.Popen(command, cwd=later.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert later.autograde("ada")["success"]
    assert other.wait(timeout=PATIENCE) == 0
    assert later.scores("ada") == later.scores("ben") == ALL


@pytest.mark.thorough("twenty seconds of a learner's loop; that one is ended by ctrl-c is a quick test of operation")
def test_a_second_one_does_not_wait_for_a_learners_loop_and_ctrl_c_ends_that(later):
    answers = right(CHAPTER)
    later.hand_in("looper", handed_in(CHAPTER, answers | {"ex01a": "while True: pass\n" + answers["ex01a"]}))
    later.hand_in("ben", notebook_of("right"))
    command = [sys.executable, "-m", "nbgrader", "autograde", CHAPTER, "--student", "looper"]
    with subprocess.Popen(
        command,
        cwd=later.root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),  # a background job ignores it
    ) as other:
        process = psutil.Process(other.pid)
        try:
            # a worker, its warm process, its desk, a kernel
            until(lambda: len(process.children(recursive=True)) > 3 or other.poll() is not None)
            assert later.autograde("ben")["success"]
            assert other.poll() is None
            family = process.children(recursive=True)
            other.send_signal(signal.SIGINT)
            assert other.wait(timeout=PATIENCE) != 0
        finally:
            other.kill()
    assert not still_running(family)
    assert later.scores("ben") == ALL and later.scores("looper") == dict.fromkeys(POINTS)


def test_what_was_autograded_stays_where_it_can_not_be_graded_anew(later, monkeypatch):
    later.hand_in("ada", notebook_of("right"))
    assert later.autograde("ada")["success"]
    graded = later.root / "autograded" / "ada" / CHAPTER / f"{CHAPTER}.ipynb"
    before = graded.read_bytes()
    later.hand_in("ada", notebook_of("wrong"))
    monkeypatch.setattr(marks_of.remote, "no_sandbox", lambda: "no namespaces")
    assert not later.autograde("ada")["success"]
    assert graded.read_bytes() == before and later.scores("ada") == ALL
    monkeypatch.undo()
    assert later.autograde("ada")["success"] and later.scores("ada") == NONE
    assert [path.name for path in graded.parents[1].iterdir()] == [CHAPTER]


# A gradebook in PostgreSQL


@pytest.mark.thorough("a minute of a server; the gradebook in SQLite goes the same way")
def test_a_gradebook_in_postgresql(tmp_path):
    with postgres.server() as server:
        with server.running():
            course = Course(tmp_path / "course", server.url)
            assert not (course.root / "gradebook.db").exists()
            students = ("right", "partly", "deleted", "broken", "odd", "script")
            for student in students:
                course.hand_in(student, notebook_of(student))
            result = course.command("autograde", CHAPTER)
            assert result.returncode == 0, result.stderr
            assert {student: course.scores(student) for student in students} == {s: EXPECTED[s] for s in students}
            assert all(REASONS["broken"] in text for text in course.comments("broken").values())
            with course.gradebook() as gradebook:
                gradebook.find_grade("check-ex01b", CHAPTER, CHAPTER, "partly").manual_score = 0.5
                gradebook.db.commit()
            assert course.autograde("partly")["success"]
            with course.gradebook() as gradebook:
                assert gradebook.find_submission(CHAPTER, "partly").score == sum(ALL.values()) - POINTS["ex01b"] + 0.5
            assert "kfa-card" in course.feedback("right")

            course.hand_in("right", notebook_of("wrong"))
            with psycopg.connect(server.url.replace("+psycopg", "")) as other:
                other.execute("LOCK TABLE grade IN ACCESS EXCLUSIVE MODE")
                told_of_no_gradebook(course.autograde("right"), "lock timeout")
            assert course.scores("right") == ALL
        told_of_no_gradebook(course.autograde("right"), "connection")
        with server.running():
            assert course.scores("right") == ALL
            assert course.autograde("right")["success"] and course.scores("right") == NONE


def told_of_no_gradebook(result: dict, why: str) -> None:
    assert not result["success"] and "The gradebook can't be read or written now" in result["log"]
    assert why in result["log"] and "Traceback" not in result["log"] and "upgrade" not in result["log"]


# Other notebooks, other languages


def test_a_chinese_class_is_told_in_chinese(tmp_path):
    course = Course(tmp_path / "course", lang="zh")
    course.hand_in("ada", notebook_of("broken"))
    course.hand_in("ben", notebook_of("wrong"))
    for student in ("ada", "ben"):
        assert course.autograde(student)["success"]
        assert all(re.search("[一-鿿]", text) for text in course.comments(student).values())
    assert 'lang="zh"' in course.feedback("ben")


def test_another_notebook_is_nbgraders_own(later):
    """Not of this course: run and marked as nbgrader always did."""
    book = nbformat.v4.new_notebook(metadata={"kernelspec": {"name": "python3", "display_name": "Python 3"}})
    marks = {"grade": True, "solution": False, "task": False, "locked": True, "schema_version": 3}
    check = nbformat.v4.new_code_cell("assert 1 == 1", id="one")
    check.metadata["nbgrader"] = marks | {"grade_id": "one", "points": 1}
    wrong_check = nbformat.v4.new_code_cell("assert 1 == 2", id="two")
    wrong_check.metadata["nbgrader"] = marks | {"grade_id": "two", "points": 1}
    book.cells = [check, wrong_check]
    for folder in ("source", "submitted/ada"):
        path = later.root / folder / "own" / "own.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(book, path)
    assert later.api().generate_assignment("own")["success"]
    result = later.api().autograde("own", "ada")
    assert result["success"] and "own is no chapter of this course" in result["log"]
    with later.gradebook() as gradebook:
        found = gradebook.find_submission_notebook("own", "own", "ada")
        assert {grade.name: grade.auto_score for grade in found.grades} == {"one": 1, "two": 0}


# The configuration


def test_a_configuration_is_written_once(tmp_path):
    path, written = classroom.install(tmp_path)
    text = path.read_text()
    assert written and classroom.install(tmp_path) == (path, False)
    assert path.read_text() == text == classroom.text(tmp_path.name)
    with pytest.raises(CourseError, match="not changed"):
        classroom.install(tmp_path, "postgresql+psycopg://host/kfa")
    assert path.read_text() == text
    with pytest.raises(CourseError, match="can't be written"):
        classroom.install(path / "below a file")


def test_a_database_is_named_in_a_file_for_its_owner(tmp_path):
    path, _written = classroom.install(tmp_path, "postgresql+psycopg://ada:secret@host/kfa")
    config = PyFileConfigLoader(path.name, path=str(tmp_path)).load_config()
    assert config.CourseDirectory.db_url == "postgresql+psycopg://ada:secret@host/kfa"
    assert path.stat().st_mode & 0o077 == 0


def test_it_imports_neither_nbgrader_nor_keras():
    """Each command of nbgrader, and JupyterLab's server, reads the file."""
    code = (
        "import sys; from autograder.classroom import text; print({'nbgrader', 'keras', 'tensorflow'} & {*sys.modules})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"

"""Stock nbgrader in a plain course: its own release equals ours, and its gradebook has the marks we mean."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.exercises import find
from tests import answers
from tests.handed_in import IMPORTS, ONE_STEP
from tools.execute import environment
from tools.notebook import NOTEBOOKS, SOLUTIONS, decode, encode
from tools.source import read_all

GRADED = [chapter.stem for chapter in read_all() if any(cell.role == "test" for cell in chapter.code())]
PARTLY = {"ex02d": 2}
"""What a first wrong answer earns that repairs some of several faults."""


def load(folder: Path, stem: str) -> NotebookNode:
    return decode((folder / "en" / f"{stem}.ipynb").read_text("utf-8"))


def exercises(notebook: NotebookNode) -> list[str]:
    """Their ids; cells of an open task, which nothing checks, are none."""
    checked = {cell.id.removeprefix("check-") for cell in notebook.cells if cell.id.startswith("check-")}
    return [cell.id for cell in notebook.cells if cell.id in checked]


def right_answer(name: str) -> str:
    """A right answer that holds in any notebook: what it takes from an earlier answer comes with it."""
    return IMPORTS + find(name).before + answers.right(name)[0]


def answer(notebook: NotebookNode, answers: dict[str, str]) -> NotebookNode:
    """A learner's copy with these answers, exercise id -> code."""
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    return notebook


class Course:
    """A course with nbgrader's defaults; only its folder is ours, and how long a cell may take on a busy machine."""

    def __init__(self, root: Path):
        self.root = root
        config = Config()
        config.CourseDirectory.root = str(root)
        config.Execute.timeout = 300
        self.api = NbGraderAPI(CourseDirectory(config=config), config=config)

    def place(self, folder: str, stem: str, notebook: NotebookNode) -> None:
        path = self.root / folder / stem / f"{stem}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(encode(notebook), encoding="utf-8")

    def release(self, stem: str) -> NotebookNode:
        """The student version of a chapter, made once."""
        if (self.root / "release" / stem).exists():
            return decode((self.root / "release" / stem / f"{stem}.ipynb").read_text("utf-8"))
        self.place("source", stem, load(SOLUTIONS, stem))
        result = self.api.generate_assignment(stem)
        assert result["success"], result
        return decode((self.root / "release" / stem / f"{stem}.ipynb").read_text("utf-8"))

    def autograde(self, stem: str, student: str) -> dict[str, tuple[float, float]]:
        """Exercise id -> (score, highest score), read from the gradebook."""
        result = self.api.autograde(stem, student)
        assert result["success"], result
        with Gradebook(self.api.coursedir.db_url) as gradebook:
            submission = gradebook.find_submission_notebook(stem, stem, student)
            assert not submission.needs_manual_grade
            checks = [
                grade for grade in submission.grades if grade.name.startswith("check-")
            ]  # not what a person marks
            return {grade.name.removeprefix("check-"): (grade.score, grade.max_score) for grade in checks}


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> Iterator[Course]:
    """One for all tests, since nbgrader takes long to make a gradebook; each has a chapter or students of its own."""
    folder = tmp_path_factory.mktemp("nbgrader")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder / "home").items():
            patch.setenv(name, value)
        patch.delenv("KFA_LANG", raising=False)
        patch.chdir(folder)  # its configuration files are looked for here: there are none
        yield Course(folder / "course")


@pytest.mark.parametrize("stem", GRADED)
def test_its_release_is_ours(course, stem):
    stub = load(NOTEBOOKS, stem)
    released = course.release(stem)
    assert [(cell.id, cell.source) for cell in released.cells] == [(cell.id, cell.source) for cell in stub.cells]
    assert [cell.metadata for cell in released.cells] == [cell.metadata for cell in stub.cells]


@pytest.mark.thorough("runs every chapter in a kernel; chapter 01 is graded so by a quick test")
@pytest.mark.filterwarnings("ignore:Object of type")  # SQLAlchemy on nbgrader's gradebook
@pytest.mark.parametrize("stem", GRADED)
def test_its_marks_are_ours(course, stem):
    stub = load(NOTEBOOKS, stem)
    course.release(stem)
    names = exercises(stub)
    right = {name: right_answer(name) for name in names}
    faulty = {name: IMPORTS + answers.wrong(name)[0].source for name in names[::2]}
    submitted = answer(load(NOTEBOOKS, stem), right | faulty)
    submitted.cells.insert(0, v4.new_code_cell(ONE_STEP))
    course.place("submitted/ben", stem, submitted)
    points = {name: find(name).points for name in names}
    expected = {name: (PARTLY.get(name, 0) if name in faulty else highest, highest) for name, highest in points.items()}
    assert course.autograde(stem, "ben") == expected


@pytest.mark.filterwarnings("ignore:Object of type")
def test_marks_of_a_full_and_of_an_untouched_submission(course):
    stem = "01_introduction"
    course.release(stem)
    stub = load(NOTEBOOKS, stem)
    right = {name: right_answer(name) for name in exercises(stub)}
    course.place("submitted/ada", stem, answer(load(NOTEBOOKS, stem), right))
    course.place("submitted/cleo", stem, stub)
    points = {name: find(name).points for name in right}
    assert course.autograde(stem, "ada") == {name: (highest, highest) for name, highest in points.items()}
    assert course.autograde(stem, "cleo") == {name: (0, highest) for name, highest in points.items()}

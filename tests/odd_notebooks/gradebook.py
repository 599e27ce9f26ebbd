"""Odd notebooks through nbgrader: what stands in its gradebook when its own command has graded them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder import classroom
from tests.odd_notebooks.book import chapter_of
from tests.odd_notebooks.case import Notebook
from tests.odd_notebooks.graded import lay_out
from tests.processes import PATIENCE
from tools.execute import environment
from tools.notebook import SOLUTIONS

Scores = dict[str, float | None]
"""Of the automatic grading, by exercise; None where there is none."""


def scores(root: Path, notebooks: list[Notebook]) -> dict[str, Scores]:
    """What nbgrader's gradebook says of each, by its name; {} of one that it doesn't know.

    Args:
        root: an empty folder, for a course with our configuration.
    """
    course = root / "course"
    classroom.install(course)
    lay_out(course / "submitted", notebooks)
    found: dict[str, Scores] = {}
    for digits in sorted({notebook.case.chapter for notebook in notebooks}):
        chapter = chapter_of(digits)
        (course / "source" / chapter).mkdir(parents=True)
        shutil.copy(SOLUTIONS / "en" / f"{chapter}.ipynb", course / "source" / chapter)
        _nbgrader(root, "generate_assignment", chapter)
        _nbgrader(root, "autograde", chapter)
        students = [notebook.name for notebook in notebooks if notebook.case.chapter == digits]
        found |= _read(course, chapter, students)
    return found


def _nbgrader(root: Path, *arguments: str) -> None:
    """As an instructor types it; that some could not be graded is no failure of the test."""
    env = environment(root / "home") | {"KFA_LANG": "en"}
    command = [sys.executable, "-m", "nbgrader", *arguments]
    subprocess.run(
        command, cwd=root / "course", env=env, capture_output=True, text=True, check=False, timeout=4 * PATIENCE
    )


def _read(course: Path, chapter: str, students: Iterable[str]) -> dict[str, Scores]:
    found: dict[str, Scores] = {}
    with Gradebook(f"sqlite:///{os.fspath(course / 'gradebook.db')}") as gradebook:
        for student in students:
            try:
                grades = gradebook.find_submission_notebook(chapter, chapter, student).grades
            except MissingEntry:
                found[student] = {}
            else:
                found[student] = {grade.name.removeprefix("check-"): grade.auto_score for grade in grades}
    return found

"""Odd notebooks through nbgrader: what stands in its gradebook when its own command has graded them."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Container, Iterable
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder import classroom
from autograder.pools.grading import Settings
from tests.odd_notebooks.book import chapter_of
from tests.odd_notebooks.case import Notebook
from tests.odd_notebooks.graded import lay_out
from tests.processes import PATIENCE
from tools.execute import environment
from tools.notebook import SOLUTIONS

Scores = dict[str, float | None]
"""Of the automatic grading, by exercise; None where there is none."""


def scores(root: Path, notebooks: list[Notebook], known: Path, anew: Container[str]) -> dict[str, Scores]:
    """What nbgrader's gradebook says of each, by its name; {} of one that it doesn't know.

    Args:
        root: an empty folder, for a course with our configuration.
        known: where `kfa grade` has put its marks of the same notebooks, which nbgrader goes on with.
        anew: names of those of which nbgrader knows nothing, and which it grades itself.
    """
    course = root / "course"
    classroom.install(course)
    lay_out(course / "submitted", notebooks)
    _go_on(Settings(known / "marks.json"), Settings(course / "marks.json"), anew)
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


def _go_on(before: Settings, now: Settings, anew: Container[str]) -> None:
    """Have a course know what was graded before: journal and pages."""
    if not before.journal.exists():
        return
    head, *lines = before.journal.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if json.loads(line)["result"]["student"] not in anew]
    now.journal.write_bytes(b"".join([head, *kept]))
    shutil.copytree(before.pages, now.pages)


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

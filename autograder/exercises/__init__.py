"""The exercises of the course: a module for each chapter or, where it would be long, a package with a module for each exercise."""

import importlib

from autograder.exercises.exercise import Exercise, Wrong
from helpers.errors import CourseError
from helpers.language import translate as _

__all__ = ["CHAPTERS", "Exercise", "Wrong", "every", "find"]

CHAPTERS = {
    "00": "c00_setup",
    "01": "c01_introduction",
    "02": "c02_training",
    "03": "c03_saving",
    "04": "c04_one_graph",
    "05": "c05_callable",
    "06": "c06_multiple",
    "07": "c07_resnet",
    "08": "c08_shared",
    "09": "c09_nodes",
    "10": "c10_custom",
    "11": "c11_when",
    "12": "c12_mixing",
    "13": "c13_capstone",
}
"""Module or package of each chapter's exercises, by the two digits that the exercises' ids begin with."""


def find(exercise: str) -> Exercise:
    """The exercise with this id, such as "ex01a".

    Raises:
        CourseError: when there is none, naming those that there are.
    """
    chapter = CHAPTERS.get(exercise[2:4]) if isinstance(exercise, str) else None
    known = _of(chapter) if chapter else {}
    if exercise not in known:
        ids = ", ".join(e for c in CHAPTERS.values() for e in _of(c)) if not known else ", ".join(known)
        raise CourseError(_("There is no exercise {id}. There are: {ids}.", id=repr(exercise), ids=ids))
    return known[exercise]


def every() -> list[Exercise]:
    """All exercises, in the order of the course."""
    return [exercise for chapter in CHAPTERS.values() for exercise in _of(chapter).values()]


def _of(chapter: str) -> dict[str, Exercise]:
    module = importlib.import_module(f"autograder.exercises.{chapter}")
    return {exercise.id: exercise for exercise in module.EXERCISES}

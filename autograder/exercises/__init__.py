"""The exercises of the course: a module for each, named by its id, with its reference, its judgement and its hints."""

import importlib
import pkgutil
import re

from autograder.exercises import register, variants
from autograder.exercises.exercise import Exercise
from helpers.errors import CourseError
from helpers.language import translate as _

__all__ = ["Exercise", "chapters", "every", "find", "of_chapter"]

_ID = re.compile(r"ex\d\d[a-z]")
_IDS = tuple(found.name for found in pkgutil.iter_modules(__path__) if _ID.fullmatch(found.name))


def find(exercise: str) -> Exercise:
    """The exercise with this id, such as "ex01a": the course's, or one of a pack in use; with the values in use.

    Raises:
        CourseError: when there is none, naming those that there are.
    """
    if not isinstance(exercise, str) or not exercise:
        raise CourseError(_('Which exercise? Its name stands first, in quotes, such as "ex01a".'))
    if exercise in _IDS:
        return variants.varied(importlib.import_module(f"{__name__}.{exercise}").EXERCISE)
    if own := register.find(exercise):
        return variants.varied(own)
    chapter = [known for known in _IDS if known[:4] == exercise[:4]]
    others = [e.id for pack in register.packs() for e in pack.exercises]
    ids = ", ".join(chapter or [*others, *_IDS])
    raise CourseError(_("There is no exercise {id}. There are: {ids}.", id=repr(exercise), ids=ids))


def every() -> list[Exercise]:
    """All exercises, in the order of the course."""
    return [find(exercise) for exercise in _IDS]


def of_chapter(digits: str) -> list[Exercise]:
    """The exercises of a chapter of the course, by its two digits."""
    return [find(exercise) for exercise in _IDS if exercise[2:4] == digits]


def chapters() -> list[str]:
    """The chapters that have exercises, by the two digits that the exercises' ids have."""
    return list(dict.fromkeys(exercise[2:4] for exercise in _IDS))

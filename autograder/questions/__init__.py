"""The questions of the exercises, one module for each, named by its id: the learner's side of a check.

Exercises of somebody's own share three (`own_model`, `own_layer`, `own_trained`): what they ask is in the parameters.

A question is all that the process of a learner's code knows of an exercise. No reference, no right or wrong answer and
nothing that judges may stand here: what is imported here lies in the memory of a graded submission.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable
from types import ModuleType

from autograder.asking import heldout
from autograder.asking.collect import Answer

_ID = re.compile(r"ex\d\d[a-z]|own_[a-z]+")


def find(exercise: str) -> Callable[[Answer, dict], None]:
    """The questions of an exercise: `ask(answer, parameters)` puts evidence into the answer.

    Raises:
        KeyError: there is no such exercise.
    """
    return _module(exercise).ask


def look(data: bytes) -> bytes:
    """What is asked where no code of the learner's is, of data from their process (`autograder.asking.heldout`)."""

    def looked(asked: dict) -> dict:
        return _module(asked["exercise"]).look(asked["asked"]) if "exercise" in asked else heldout.rebuilt(asked)

    return heldout.replied(data, looked)


def import_all() -> None:
    """Import the questions of all exercises."""
    for found in pkgutil.iter_modules(__path__):
        if _ID.fullmatch(found.name):
            _module(found.name)


def _module(exercise: str) -> ModuleType:
    if not _ID.fullmatch(exercise):
        raise KeyError(exercise)
    try:
        return importlib.import_module(f"{__name__}.{exercise}")
    except ModuleNotFoundError:
        raise KeyError(exercise) from None

"""Right and wrong answers of each exercise: files named `right_NN.py` and `wrong_NN_<family>-<key>.py`, read as text.

The key is that of the finding that must lead the verdict.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.exercises.exercise import edited

__all__ = ["Wrong", "edited", "right", "wrong"]

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Wrong:
    """A wrong answer and the key of the finding that must lead its verdict."""

    source: str
    key: str


@cache
def right(exercise: str) -> tuple[str, ...]:
    """Sources of answers that must pass, beside the reference."""
    return tuple(path.read_text() for path in sorted((_FOLDER / exercise).glob("right_*.py")))


@cache
def wrong(exercise: str) -> tuple[Wrong, ...]:
    """Answers that must not pass."""
    paths = sorted((_FOLDER / exercise).glob("wrong_*.py"))
    return tuple(Wrong(path.read_text(), path.stem.split("_", 2)[2].replace("-", ".", 1)) for path in paths)

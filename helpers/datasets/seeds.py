"""Random streams that are the same on every machine and in every version of NumPy."""

import numbers

import numpy as np

from helpers.errors import CourseError
from helpers.language import translate as _

_MOST = 1_000_000


def stream(seed: int) -> np.random.RandomState:
    """The stream of `seed`, 0 to 2**32 - 1. NumPy promises never to change RandomState's; Generator's may change.

    Raises:
        CourseError: for another seed.
    """
    if not _whole(seed) or not 0 <= seed < 2**32:
        raise CourseError(_("The seed must be a whole number from 0 to 4294967295, not {seed}.", seed=repr(seed)))
    return np.random.RandomState(int(seed))


def count(number: int) -> int:
    """`number` as an int, if that many examples can be drawn (0 to 1,000,000).

    Raises:
        CourseError: for another number.
    """
    if not _whole(number) or not 0 <= number <= _MOST:
        raise CourseError(
            _(
                "The number of examples must be a whole number from 0 to {most}, not {number}.",
                most=_MOST,
                number=repr(number),
            )
        )
    return int(number)


def _whole(number: object) -> bool:
    return isinstance(number, numbers.Integral) and not isinstance(number, bool)

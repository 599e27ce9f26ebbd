"""Questions of exercise 01b: the parameters of a chain of Dense layers, counted by hand."""

import numpy as np

from autograder.asking.collect import Answer

_SIZES = ([784, 64, 64, 10], [3, 1], [5, 4, 3, 2, 1], [100, 7])
_DRAWN = 8


def sizes_of(seed: int) -> list[list[int]]:
    """The sizes that are asked for: the chapter's, and others that are drawn, so that a table of numbers won't do."""
    draw = np.random.default_rng([seed, 12])
    drawn = [[int(n) for n in draw.integers(2, 900, draw.integers(2, 7))] for _k in range(_DRAWN)]
    return [*(list(sizes) for sizes in _SIZES), *drawn]


def ask(answer: Answer, parameters: dict) -> None:
    for place, sizes in enumerate(sizes_of(parameters["seed"])):
        answer.note(str(place), answer.call(list(sizes)))

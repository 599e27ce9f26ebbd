"""Questions of exercise 01b: the parameters of a chain of Dense layers, counted by hand."""

import contextlib
import os
from collections.abc import Iterator

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.profile import calls_heard

_SIZES = ([784, 64, 64, 10], [3, 1], [5, 4, 3, 2, 1], [100, 7])
_DRAWN = 8


def sizes_of(seed: int) -> list[list[int]]:
    """The sizes that are asked for: the chapter's, and others that are drawn, so that a table of numbers won't do."""
    draw = stream(seed, "sizes")
    drawn = [[int(n) for n in draw.integers(2, 900, draw.integers(2, 7))] for _k in range(_DRAWN)]
    return [*(list(sizes) for sizes in _SIZES), *drawn]


@contextlib.contextmanager
def keras_heard() -> Iterator[list[str]]:
    """Within: which modules of Keras run, by their names below `keras`; the first one is enough."""
    heard: list[str] = []
    mark = f"{os.sep}keras{os.sep}src{os.sep}"

    def hear(path: str) -> None:
        if not heard and mark in path:
            below = path.split(mark)[1]
            heard.append(f"keras.{below.removesuffix('.py').replace(os.sep, '.')}")

    with calls_heard(hear):
        yield heard


def ask(answer: Answer, parameters: dict) -> None:
    with keras_heard() as heard:
        for place, sizes in enumerate(sizes_of(parameters["seed"])):
            answer.note(str(place), answer.call(list(sizes)))
    answer.items["heard"] = heard

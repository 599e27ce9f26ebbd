"""Questions of chapter 00: the warm-up that shows what a check does."""

from autograder.asking.collect import Answer
from autograder.asking.streams import stream

_CASES = ((784, 64), (64, 10), (3, 1))
_DRAWN = 5


def cases_of(seed: int) -> list[tuple[int, int]]:
    """Inputs and units that are asked for: the chapter's, and others that are drawn."""
    drawn = stream(seed, "sizes").integers(2, 900, (_DRAWN, 2))
    return [*_CASES, *((int(inputs), int(units)) for inputs, units in drawn)]


def ask(answer: Answer, parameters: dict) -> None:
    for inputs, units in cases_of(parameters["seed"]):
        answer.note(f"{inputs}, {units}", answer.call(inputs, units))

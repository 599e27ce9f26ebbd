"""What an author's file declares: `@exercise(...)` on a reference, and words in two languages."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from helpers.language import current

Thing = TypeVar("Thing")


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if current() == "zh" else self.en


def en_zh(en: str, zh: str) -> Words:
    """A text in English and in Chinese."""
    return Words(en, zh)


@dataclass(frozen=True)
class Declared:
    """One exercise as its author's file declares it; the arguments are those of `exercise`."""

    id: str
    reference: Any
    points: float
    arguments: Sequence[Sequence[Any]]
    task: Words | str = ""
    hints: Sequence[Words | str] = ()
    inputs: Sequence[Sequence[int | None]] = ()
    data: Callable[[], Any] | None = None
    names: bool = False
    any_dtype: bool = False
    by_name: bool = False
    noisy: bool = False
    free: Sequence[str] = ()
    seconds: float = 60.0
    logits: bool = True
    variants: Mapping[str, Sequence[Any]] | None = None


@dataclass
class Collected:
    """The exercises of the file that is being read, in its order."""

    found: list[Declared] = field(default_factory=list)


collected = Collected()


def exercise(
    id: str,
    points: float = 1,
    arguments: Sequence[Sequence[Any]] = ((),),
    task: Words | str = "",
    hints: Sequence[Words | str] = (),
    inputs: Sequence[Sequence[int | None]] = (),
    data: Callable[[], Any] | None = None,
    names: bool = False,
    any_dtype: bool = False,
    by_name: bool = False,
    noisy: bool = False,
    free: Sequence[str] = (),
    seconds: float = 60.0,
    logits: bool = True,
    variants: Mapping[str, Sequence[Any]] | None = None,
) -> Callable[[Thing], Thing]:
    """Declare an exercise: the function, or the class, below is its reference.

    Args:
        id: letters, digits and `_`, such as "my01"; unique in the file.
        points: what it is worth.
        arguments: with which the answer is called; each tuple is a case. Two cases tell an answer that heeds its
            arguments from one that doesn't.
        task: what is asked, Markdown; `en_zh` gives both languages.
        hints: sentences, from a nudge to nearly the answer.
        inputs: for a layer class: for each case the shape of one sample that the layer is called on.
        data: for a function that trains: `data()` gives `(x, y), (x_unseen, y_unseen)`; the answer is called with
            `(x, y, seed, *arguments)` and judged by its accuracy on what it has not seen.
        names: layers must bear the reference's names, too.
        any_dtype: inputs may have any dtype.
        by_name: inputs are told apart by their names, not by their order.
        noisy: a class in the answer may compute something else in training than in inference.
        free: operations whose inputs may stand in any order, such as "Concatenate".
        seconds: time limit of one call.
        logits: for a function that trains: its last layer must have no activation.
        variants: for numbers of each learner's own: constants of the file that the reference uses, each with the values
            of which one is drawn. In the task and in hints `{WIDTH}` stands for the constant WIDTH.
    """

    def declare(reference: Thing) -> Thing:
        collected.found.append(
            Declared(
                id, reference, points, arguments, task, hints, inputs, data, names, any_dtype, by_name, noisy, free,
                seconds, logits, variants,
            )
        )  # fmt: skip
        return reference

    return declare

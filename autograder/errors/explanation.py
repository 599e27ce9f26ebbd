"""The registry of explanations: each recognises a kind of error by its structure and says what is known of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from autograder.errors.scene import Scene


@dataclass(frozen=True)
class Explanation:
    """Why an error happened.

    Args:
        key: family and name, such as "shapes.rank".
        sentences: what is there, why it doesn't fit, the smallest change; each a sentence with fields.
        values: what the sentences name.
        places: names of layers, tensors and arguments that the error is about, the one to change first.
        things: layers to be marked in the picture.
        stopped: a call that could not be made, to be drawn as one that is missing: its class and its name.
        sources: tensors that this call was given, to be marked as its inputs.
    """

    key: str
    sentences: tuple[str, ...]
    values: dict[str, Any] = field(default_factory=dict)
    places: tuple[str, ...] = ()
    things: tuple = ()
    stopped: tuple[str, str] | None = None
    sources: tuple = ()
    read: dict | None = None


Recognises = Callable[[Scene], Explanation | None]
FAMILIES: list[Recognises] = []
"""All that can be recognised, in the order in which it is tried: what is known for sure first."""


def explains(function: Recognises) -> Recognises:
    """Enter a function that recognises one kind of error, None where it is another."""
    FAMILIES.append(function)
    return function


def shown(shape: Any) -> str:
    """A shape for a sentence, sizes left open as `?`."""
    parts = ["?" if d is None else str(d) for d in shape]
    return f"({parts[0]},)" if len(parts) == 1 else f"({', '.join(parts)})"

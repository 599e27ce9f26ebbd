"""What judges an answer: evidence, verdict, feedback; and, for any two models, `diff`."""

from typing import Any

_DOORS = ("diff", "same_model", "assert_same_model")


def __getattr__(name: str) -> Any:
    """`from autograder import diff`: what compares models is imported when it is asked for."""
    if name in _DOORS:
        from autograder.comparing import comparison

        return getattr(comparison, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOORS])

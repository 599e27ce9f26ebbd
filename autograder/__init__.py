"""What judges an answer: evidence, verdict, feedback; and what a person calls on a model of their own."""

import importlib

_DOORS = {
    "assert_same_model": "autograder.comparing.comparison",
    "diff": "autograder.comparing.comparison",
    "lint": "autograder.doubts.lint",
    "same_model": "autograder.comparing.comparison",
    "watch": "autograder.doubts.watch",
    "why": "autograder.errors.why",
}
"""What is called from here, by the module that has it: imported when first used, so that this import stays cheap."""


def __getattr__(name: str) -> object:
    if name not in _DOORS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_DOORS[name]), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_DOORS])

"""What a notebook of the course imports: data sets, pictures, the environment check."""

import importlib

from helpers import language
from helpers.doctor import doctor  # at once: imported later, its module would take the function's name
from helpers.errors import CourseError

__all__ = ["CourseError", "between", "course_map", "doctor", "draw", "explore", "language"]

# Imported when first used: `import helpers` stays cheap.
_LATER = {
    "between": "helpers.slider",
    "course_map": "helpers.course_map",
    "draw": "helpers.drawing",
    "explore": "helpers.explorer",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_LATER[name]), name)

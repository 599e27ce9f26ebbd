"""The lines of a journal: the first one has its secret, each other one a submission's marks. Any of them may be damaged."""

import json
from typing import Any

VERSION = 1
Of = tuple[str, str, str]
"""A submission: student, chapter, digest of all that its marks depend on."""


def head(of: bytes) -> dict[str, Any]:
    """A first line with this secret."""
    return {"version": VERSION, "secret": of.hex()}


def secret(line: bytes) -> bytes | None:
    """The secret of a first line; None if it is none."""
    try:
        head = json.loads(line)
        return bytes.fromhex(head["secret"]) if head["version"] == VERSION and len(head["secret"]) == 64 else None
    except (ValueError, KeyError, TypeError):
        return None


def version(line: bytes) -> Any:
    try:
        return json.loads(line)["version"]
    except (ValueError, KeyError, TypeError):
        return None


def record(line: bytes) -> tuple[Of, dict] | None:
    """A line's submission and its marks; None for a line of another form."""
    try:
        found = json.loads(line)
        student, chapter, digest = found["of"]
        marks = found["result"]
        fits = all(isinstance(text, str) for text in found["of"]) and _are_marks(marks)
        return ((student, chapter, digest), marks) if fits and marks["chapter"] == chapter else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _are_marks(marks: Any) -> bool:
    """Whether this has the form that `kfa grade` writes; raises KeyError, TypeError or AttributeError, or says no."""
    number, text = (int, float), str
    return (
        isinstance(marks["student"], text)
        and isinstance(marks["score"], (*number, type(None)))
        and isinstance(marks["max_score"], number)
        and isinstance(marks["seconds"], number)
        and all(
            isinstance(e["id"], text)
            and isinstance(e["status"], text)
            and isinstance(e["score"], (*number, type(None)))
            and isinstance(e["max_score"], number)
            and all(isinstance(f["key"], text) and isinstance(f["text"], text) for f in e["findings"])
            for e in marks["exercises"]
        )
        and all(isinstance(value, text) for entry in marks.get("look", []) for value in entry.values())
    )

"""Models that are staged in git, compared with those of the last commit."""

import json
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from autograder.comparing.comparison import Difference
from autograder.comparing.source import of_file


def changes(files: Iterable[str]) -> Iterator[tuple[str, Difference | None]]:
    """For each file that is a model what changed since the last commit; None for one that is new.

    Raises:
        CourseError: one of them can't be read.
    """
    for path in files:
        after = _content(f":{path}")
        if after is None or not _is_model(path, after):
            continue
        before = _content(f"HEAD:{path}")
        yield path, None if before is None else _compared(path, before, after)


def _compared(path: str, before: bytes, after: bytes) -> Difference:
    name = Path(path).name
    with tempfile.TemporaryDirectory() as folder:
        sides = []
        for when, content in (("HEAD", before), ("staged", after)):
            place = Path(folder) / when
            place.mkdir()
            sides.append(place / name)
            sides[-1].write_bytes(content)
        one, other = map(of_file, sides)
        one.label, other.label = f"HEAD:{path}", path
        found = Difference(one, other)
        _ = found.weights  # they are read while the files are there
        return found


def _is_model(path: str, content: bytes) -> bool:
    """Whether a file is a model: JSON may be anything."""
    if not path.endswith(".json"):
        return True
    try:
        return {"class_name", "config"} <= set(json.loads(content))
    except (ValueError, TypeError, RecursionError):
        return False


def _content(what: str) -> bytes | None:
    """What git has under this name; None where it has nothing."""
    shown = subprocess.run(["git", "show", what], capture_output=True, check=False)
    return shown.stdout if shown.returncode == 0 else None

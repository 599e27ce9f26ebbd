"""What marks depend on beside the notebook: the course and what it runs on. It loads nothing but Python's own library."""

import hashlib
import importlib.metadata
import sys
from contextlib import suppress
from functools import cache
from pathlib import Path

_PACKAGES = ("dask", "distributed", "keras", "numpy", "tensorflow", "tensorflow-cpu")


@cache
def edition() -> dict[str, str]:
    """What must be the same where submissions are handed out and where they are graded, so that the marks are."""
    found = {"python": "{}.{}".format(*sys.version_info), "course": course()[:12]}
    for name in _PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name.removesuffix("-cpu")] = importlib.metadata.version(name)
    return found


@cache
def course() -> str:
    """A digest of what marks depend on: the code, the data pack, the notebooks as they are handed out."""
    root = Path(__file__).resolve().parent.parent.parent
    parts = ("autograder/**/*.*", "helpers/**/*.*", "notebooks/*/*.ipynb")
    found = hashlib.sha256()
    for path in sorted(path for part in parts for path in root.glob(part)):
        if path.suffix != ".pyc" and path.is_file():
            found.update(path.read_bytes())
    return found.hexdigest()

"""What a worker of a Dask cluster does: says whether it may grade, and grades; called there by name, with plain data."""

import importlib.metadata
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from typing import Any

from autograder.running.pool import NotGraded, grade_here

_PACKAGES = ("dask", "distributed", "keras", "numpy", "tensorflow", "tensorflow-cpu")


@cache
def edition() -> dict[str, str]:
    """What must be the same where submissions are handed out and where they are graded, so that the marks are."""
    from autograder.running.grading import course  # only now: a worker loads this module while it answers its scheduler

    found = {"python": "{}.{}".format(*sys.version_info), "course": course()[:12]}
    for name in _PACKAGES:
        with suppress(importlib.metadata.PackageNotFoundError):
            found[name.removesuffix("-cpu")] = importlib.metadata.version(name)
    return found


def unfit(wanted: dict[str, str], sandboxed: bool) -> dict[str, str]:
    """Why this worker must not grade; empty if it may.

    Args:
        wanted: the `edition` of who hands out.

    Returns:
        {"differs": what, "there": here, "here": wanted}, seen from who hands out, or {"sandbox": why there is none}.
    """
    mine = edition()
    for name in sorted(wanted.keys() | mine.keys(), key=lambda name: (name == "course", name)):
        if mine.get(name) != wanted.get(name):
            return {"differs": name, "there": mine.get(name, "-"), "here": wanted.get(name, "-")}
    why = no_sandbox() if sandboxed else ""
    return {"sandbox": why} if why else {}


def grade(content: bytes, task: dict[str, Any], sandboxed: bool, wanted: dict[str, str]) -> dict[str, Any]:
    """Grade on this worker: {"marks", "page"}, or {"failed": why}, or {"unfit": see `unfit`}; with its address, "by"."""
    from distributed import get_worker

    by = {"by": get_worker().address}
    why = unfit(wanted, sandboxed)
    if why:
        return by | {"unfit": why}
    result = grade_here(content, task, sandboxed)
    if isinstance(result, NotGraded):
        return by | {"failed": str(result)}
    return by | {"marks": result[0], "page": result[1]}


_asked: list[str] = []
_asking = threading.Lock()


def no_sandbox() -> str:
    """Why there is no sandbox here; empty where there is one. A process of its own is asked, once: this one has threads,
    and a fork of it could hang."""
    with _asking:
        if not _asked:
            command = [sys.executable, "-c", "from autograder.running import sandbox; print(sandbox.unavailable())"]
            try:
                result = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
                _asked.append(result.stdout.strip())
            except (OSError, subprocess.SubprocessError) as error:
                _asked.append(type(error).__name__)
        return _asked[0]

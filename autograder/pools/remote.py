"""What a worker of a Dask cluster does: says whether it may grade, and grades; called there by name, with plain data.

A Dask worker was started by somebody, somewhere: what lies in its folder may be in front of its imports. So nothing but
this and what starts processes is loaded into it, with Python's own library; the rest of the course is in those.
"""

import subprocess
import tempfile
import threading
from typing import Any

from autograder.pools.edition import SHORT, edition, on_disk
from autograder.pools.pool import NotGraded, grade_here
from autograder.pools.worker import OtherEdition
from helpers import isolated

edition()  # of the files that this process has loaded; they may be changed while it runs


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
    now = on_disk()[:SHORT]  # what processes that are started from here will load
    if now != wanted["course"]:
        return _other_course(now, wanted)
    why = no_sandbox() if sandboxed else ""
    return {"sandbox": why} if why else {}


def grade(content: bytes, task: dict[str, Any], sandboxed: bool, wanted: dict[str, str]) -> dict[str, Any]:
    """Grade on this worker: {"marks", "page"}, or {"failed": why}, or {"unfit": see `unfit`}; with its address, "by"."""
    from distributed import get_worker

    by = {"by": get_worker().address}
    why = unfit(wanted, sandboxed)
    if why:
        return by | {"unfit": why}
    try:
        result = grade_here(content, task, sandboxed)
    except OtherEdition as error:
        return by | {"unfit": _other_course(error.there[:SHORT], wanted)}
    if isinstance(result, NotGraded):
        return by | {"failed": str(result)}
    return by | {"marks": result[0], "page": result[1]}


def _other_course(there: str, wanted: dict[str, str]) -> dict[str, str]:
    return {"differs": "course", "there": there or "-", "here": wanted["course"]}


_asked: list[str] = []
_asking = threading.Lock()
_ASK = "from autograder.sandbox import walls as sandbox; print(sandbox.unavailable())"


def no_sandbox() -> str:
    """Why there is no sandbox here; empty where there is one. A process of its own is asked, once: this one has threads,
    and a fork of it could hang."""
    with _asking:
        if not _asked:
            with tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as own:
                command, env = isolated.python("-c", _ASK), isolated.environment(own)
                try:
                    result = subprocess.run(
                        command, cwd=own, env=env, capture_output=True, encoding="utf-8", timeout=60, check=True
                    )
                    _asked.append(result.stdout.strip())
                except (OSError, subprocess.SubprocessError) as error:
                    _asked.append(type(error).__name__)
        return _asked[0]

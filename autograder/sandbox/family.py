"""What a process and all that descend from it hold of the machine, seen from outside of their sandbox; Linux alone."""

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path

_HELD = re.compile(r"^(?:RssAnon|RssShmem|VmSwap|VmPTE):\s*(\d+) kB", re.MULTILINE)
_SHARE = re.compile(r"^(?:Pss_Anon|Pss_Shmem|SwapPss):\s*(\d+) kB", re.MULTILINE)
_BUFFER = 256 * 2**10
"""Bytes that a connection may hold for who doesn't read: Linux's own limit, which a sandbox can't raise, and some."""


def members(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{parent}/task"):
                found += map(int, Path(f"/proc/{parent}/task/{task}/children").read_text().split())
    return found


def held(pids: Iterable[int]) -> int:
    """Bytes that processes hold, in memory or swapped out, and for the tables of it, beside the files that they mapped.

    What they share is counted for each of them.
    """
    return sum(_sum(pid, "status", _HELD) for pid in pids)


def proportional(pids: Iterable[int]) -> int | None:
    """The same, but a page that several processes share is counted once; None where it can't be told.

    It takes milliseconds for each process: `held`, which is never less, should be asked first.
    """
    found = 0
    for pid in pids:
        share = _sum(pid, "smaps_rollup", _SHARE)
        if not share and _sum(pid, "status", _HELD):
            return None
        found += share
    return found


def unread(pid: int) -> int:
    """Bytes that the connections within a sandbox may hold, whoever has them: also those that nobody has any more."""
    try:
        lines = Path(f"/proc/{pid}/net/unix").read_bytes().count(b"\n")
    except OSError:
        return 0
    return _BUFFER * max(lines - 1, 0)


def _sum(pid: int, name: str, fields: re.Pattern[str]) -> int:
    try:
        text = Path(f"/proc/{pid}/{name}").read_text()
    except OSError:
        return 0
    return 1024 * sum(int(size) for size in fields.findall(text))

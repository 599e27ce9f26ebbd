"""The pieces of the graphs that a class built, beside the journal: what says who built alike, whatever they wrote."""

import contextlib
import json
import os
from pathlib import Path

Graphs = dict[str, list[int]]
"""By exercise, the pieces of what was answered (`autograder.graphs.pieces`)."""


class KeptGraphs:
    """A file with a line for each submission; the last one of a submission counts. What is damaged is left out.

    Args:
        path: see `Settings.graphs`.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.found: dict[tuple[str, str], Graphs] = {}
        with contextlib.suppress(OSError), path.open("rb") as file:
            for line in file:
                with contextlib.suppress(ValueError, TypeError, KeyError, AttributeError):
                    known = json.loads(line)
                    student, chapter = known["of"]
                    self.found[student, chapter] = {str(e): [int(n) for n in p] for e, p in known["graphs"].items()}

    def keep(self, student: str, chapter: str, graphs: Graphs) -> None:
        """Write down what a submission built; nothing where that is known, or can't be written: no mark hangs on it."""
        if self.found.get((student, chapter), {}) == graphs:
            return
        self.found[student, chapter] = graphs
        line = json.dumps({"of": [student, chapter], "graphs": graphs}, ensure_ascii=False).encode() + b"\n"
        with contextlib.suppress(OSError):
            handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o600)
            with os.fdopen(handle, "ab", buffering=0) as file:
                file.write(line)

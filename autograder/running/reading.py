"""A submission, read where that may go wrong: at the desk, from where it comes as plain data."""

from typing import Any

from autograder.exercises import find
from autograder.running.desk import Desk, Fault
from autograder.running.submission import Answer, Cell, Submission, Unreadable
from autograder.verdict import Finding

SECONDS = 20.0
"""That reading may take; of a long notebook it takes less than one."""


def read(desk: Desk, chapter: str, data: bytes) -> Submission:
    """Read what was handed in for a chapter.

    Where a look at its code goes wrong, it is read without: all of it is run then.

    Raises:
        Unreadable: it is none of this course, or too large, or to read it takes too much.
        NoDesk: not the submission's fault.
    """
    for parse in (True, False):
        try:
            reply, sources = desk.work(SECONDS, data, do="read", chapter=chapter, parse=parse)
        except Fault as fault:
            found = _FAULTS[fault.why](desk.memory, fault.reason)
            continue
        if "unreadable" in reply:
            raise Unreadable(Finding(*reply["unreadable"]))
        return _unpacked(chapter, reply, sources)
    raise Unreadable(found)


_FAULTS = {
    "timeout": lambda _memory, _reason: Finding("submission.too_long", {"seconds": round(SECONDS)}),
    "killed": lambda memory, _reason: Finding("submission.too_hard", {"memory": memory}),
    "failed": lambda _memory, reason: Finding("submission.failed", {"reason": reason}),
}


def packed(whole: Submission) -> tuple[dict, bytes]:
    """A submission as plain data, and the sources of its cells one behind the other."""
    sources = [cell.source.encode("utf-8", "surrogatepass") for cell in whole.cells]
    cells = [[c.name, len(source), c.own, c.suspect] for c, source in zip(whole.cells, sources, strict=True)]
    answers = [
        {
            "exercise": a.exercise.id,
            "cells": a.cells,
            "asked": a.asked,
            "notes": [[note.key, note.values, note.cost] for note in a.notes],
            "missing": a.missing,
            "needs": sorted(a.needs),
            "plan": sorted(a.plan),
        }
        for a in whole.answers
    ]
    reply = {"cells": cells, "answers": answers, "everywhere": sorted(whole.everywhere), "whole": whole.whole}
    return reply, b"".join(sources)


def _unpacked(chapter: str, reply: dict, sources: bytes) -> Submission:
    cells, begin = [], 0
    for name, length, own, suspect in reply["cells"]:
        source = sources[begin : begin + length].decode("utf-8", "surrogatepass")
        cells.append(Cell(name, source, own, suspect))
        begin += length
    answers = tuple(map(_answer, reply["answers"]))
    return Submission(chapter, tuple(cells), answers, frozenset(reply["everywhere"]), reply["whole"])


def _answer(of: dict[str, Any]) -> Answer:
    notes = tuple(Finding(*parts) for parts in of["notes"])
    sets = (frozenset(of[name]) for name in ("needs", "plan"))
    return Answer(find(of["exercise"]), tuple(of["cells"]), of["asked"], notes, of["missing"], *sets)

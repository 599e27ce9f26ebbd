"""A submission, read where that may go wrong: at the desk, from where it comes as plain data."""

from collections.abc import Iterable, Sequence
from typing import Any

from autograder.exercises import find, variants
from autograder.graphs.finding import Finding
from autograder.sandbox.desk import Desk, Fault
from autograder.submissions.submission import Answer, Cell, Place, Submission, Unreadable

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
            reply, sources = desk.work(SECONDS, data, do="read", chapter=chapter, parse=parse, values=variants.used())
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
    """A submission as plain data, and the sources of its cells and texts one behind the other."""
    sources = [source.encode("utf-8", "surrogatepass") for source in _sources(whole)]
    answers = [
        {
            "exercise": a.exercise.id,
            "cells": a.cells,
            "places": [[place.asked, place.by] for place in a.places],
            "notes": _plain(a.notes),
            "missing": a.missing,
            "untouched": a.untouched,
            **{name: sorted(getattr(a, name)) for name in _SETS},
        }
        for a in whole.answers
    ]
    reply = {
        "lengths": list(map(len, sources)),
        "cells": [[c.name, c.own, c.index, c.suspect] for c in whole.cells],
        "texts": [index for index, _text in whole.texts],
        "notes": _plain(whole.notes),
        "answers": answers,
        "everywhere": sorted(whole.everywhere),
        "whole": whole.whole,
    }
    return reply, b"".join(sources)


_SETS = ("barred", "needs", "plan", "whole", "late")


def _plain(notes: Iterable[Finding]) -> list[list]:
    return [[note.key, note.values, note.cost] for note in notes]


def _sources(whole: Submission) -> list[str]:
    return [*(cell.source for cell in whole.cells), *(text for _index, text in whole.texts)]


def _unpacked(chapter: str, reply: dict, data: bytes) -> Submission:
    sources, begin = [], 0
    for length in reply["lengths"]:
        sources.append(data[begin : begin + length].decode("utf-8", "surrogatepass"))
        begin += length
    count = len(reply["cells"])
    found = zip(reply["cells"], sources[:count], strict=True)
    return Submission(
        chapter,
        tuple(Cell(name, source, own, index, suspect) for (name, own, index, suspect), source in found),
        tuple(map(_answer, reply["answers"])),
        frozenset(reply["everywhere"]),
        reply["whole"],
        tuple(zip(reply["texts"], sources[count:], strict=True)),
        _findings(reply["notes"]),
    )


def _findings(notes: Iterable[Sequence]) -> tuple[Finding, ...]:
    return tuple(Finding(*parts) for parts in notes)


def _answer(of: dict[str, Any]) -> Answer:
    return Answer(
        find(of["exercise"]),
        tuple(of["cells"]),
        tuple(Place(*place) for place in of["places"]),
        _findings(of["notes"]),
        of["missing"],
        of["untouched"],
        *(frozenset(of[name]) for name in _SETS),
    )

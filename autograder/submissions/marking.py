"""A submission's bytes -> its marks, as the contract of `kfa grade` has them, and its feedback page."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import replace

from autograder.authoring import pack
from autograder.exercises import register, variants
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict, verdict
from autograder.sandbox.desk import Desk
from autograder.sandbox.walls import Limits
from autograder.sandbox.zygote import Zygote
from autograder.submissions import causes, clerk, execution, page, parcel, reading, submission
from autograder.submissions.bounds import reason
from autograder.submissions.judging import OURS
from autograder.submissions.task import Task
from helpers import language

_LONGEST = 2000
"""Characters of a finding's text."""
_MOST_PAGE = 32 * 2**20


def desk() -> Desk:
    """The desk at which a worker's submissions are read and judged. Made once, before there is any."""
    return Desk(clerk.serve)


def mark(zygote: Zygote, at: Desk, data: bytes, task: Task) -> tuple[dict, bytes]:
    """Grade a notebook. Whatever is raised on the way is this submission's: its exercises have an error then.

    Args:
        at: see `desk`.
        data: the notebook as it was handed in, with the files beside it (`parcel`).

    Returns:
        the marks as `kfa grade` writes them, and the feedback page as HTML in UTF-8.

    Raises:
        ZygoteDied, NoDesk: not the submission's fault.
    """
    language.use(task["lang"])
    try:
        return _marked(zygote, at, data, task)
    except OURS:
        raise
    except Exception as error:
        finding = Finding("submission.failed", {"reason": reason(error)})
        return unread(task, finding, "error"), page.refused(task, finding)


def _marked(zygote: Zygote, at: Desk, data: bytes, task: Task) -> tuple[dict, bytes]:
    _know(at, task)
    variants.use(task.get("values", {}), task.get("others", {}))
    at.refresh()
    notebook, files, much = parcel.unpacked(data)
    try:
        handed_in = reading.read(at, task["chapter"], notebook)
    except submission.Unreadable as error:
        return unread(task, error.finding), page.refused(task, error.finding)
    secret = bytes.fromhex(task["secret"])
    limits = Limits(memory=task["memory"])
    key = _key(handed_in, files, task)
    graded = _kept.get(key) or execution.grade(
        handed_in, zygote, at, secret, limits, task["seconds"], task["number"], files
    )
    _keep(key, graded)
    marks = _marks(task, list(graded.verdicts.values()), graded.seconds)
    mended = [
        causes.others_notebook(note.values["said"]) if note.key == submission.OTHERS else ("", "mended", note)
        for note in handed_in.notes
    ]
    sizes = {"count": parcel.MOST_FILES, "most": f"{parcel.MOST_BYTES / 2**20:.0f} MB"}
    left_out = [("", "files_left_out", Finding("look.files_left_out", sizes, cost=0))] if much else []
    marks |= {"graphs": graded.graphs} if graded.graphs else {}
    return _looked_at(marks, [*mended, *left_out, *graded.look]), _page(task, handed_in, graded)


OF_THE_MOMENT = {"timeout", "killed", "error", "infrastructure"}
"""Statuses that another run may not give."""
_MOST_KEPT = 64
_LARGEST = 2**20
"""Characters of the pictures and outputs of what is kept."""
_kept: dict[str, execution.Graded] = {}
"""What this process has graded last, by all that it depends on."""


def _key(handed_in: submission.Submission, files: parcel.Files, task: Task) -> str:
    """A digest of all that a verdict depends on: cells, texts, files beside, and how it is graded; not of whose it is."""
    reply, sources = reading.packed(handed_in)
    how = {name: value for name, value in task.items() if name not in ("student", "number", "digest", "longest")}
    found = hashlib.sha256(json.dumps([reply, how, [[n, len(d)] for n, d in files.items()]], sort_keys=True).encode())
    for part in (sources, *files.values()):
        found.update(part)
    return found.hexdigest()


def _keep(key: str, graded: execution.Graded) -> None:
    """Keep what was graded for a submission that runs the same code: an equal stub, a copy, one that was saved again."""
    size = sum(map(len, graded.pictures.values())) + len(repr(graded.outputs))
    if size <= _LARGEST and not any(v.status in OF_THE_MOMENT for v in graded.verdicts.values()):
        _kept.pop(key, None)
        _kept[key] = graded
        if len(_kept) > _MOST_KEPT:
            del _kept[next(iter(_kept))]


def forget() -> None:
    """Keep nothing of what was graded: this process was stopped meanwhile, and it may say nothing."""
    _kept.clear()


def _know(at: Desk, task: Task) -> None:
    """Know the pack of exercises that a notebook is of, here and at the desk."""
    data = base64.b64decode(task.get("pack", ""))
    known = register.pack(task["chapter"])
    if data and (known is None or known.data != data):
        register.use(pack.of(data))
        at.close()  # a child that was forked before doesn't know these exercises


def _page(task: Task, handed_in: submission.Submission, graded: execution.Graded) -> bytes:
    """The feedback page; without what the cells showed, or without the cells, where it would be too large."""
    for shown in (graded, replace(graded, outputs={})):
        found = page.feedback(task, handed_in, shown)
        if len(found) <= _MOST_PAGE:
            return found
    sizes = {"what": f"{len(found) / 2**20:.0f} MB", "most": f"{_MOST_PAGE / 2**20:.0f} MB"}
    return page.refused(task, Finding("submission.too_large", sizes))


def _looked_at(marks: dict, look: Sequence[tuple[str, str, Finding]]) -> dict:
    """The marks with what a person should look at, where there is something."""
    entries = [
        {"exercise": exercise, "cause": cause, "text": sentence(finding)[:_LONGEST]}
        for exercise, cause, finding in look
    ]
    return marks | {"look": entries} if entries else marks


def unread(task: Task, finding: Finding, status: str = "unreadable") -> dict:
    """The marks of a submission that can't be read: none of its exercises has an answer.

    One of the status "infrastructure" was not graded, through no fault of its own: it has no score, not even zero.
    """
    found = [verdict(e.id, e.points, [finding]) for e in submission.exercises(task["chapter"])]
    marks = _marks(task, found, 0.0)
    ours = status == "infrastructure"
    for exercise in marks["exercises"]:
        exercise["status"] = status
        exercise["score"] = None if ours else exercise["score"]
    marks["score"] = None if ours else marks["score"]
    return _looked_at(marks, [("", "not_graded" if ours else "unreadable", finding)])


def _marks(task: Task, verdicts: list[Verdict], seconds: float) -> dict:
    return {
        "student": task["student"],
        "chapter": task["chapter"],
        "score": round(sum(v.score for v in verdicts), 2),
        "max_score": float(sum(v.max_score for v in verdicts)),
        "seconds": round(seconds, 2),
        "exercises": [
            {
                "id": v.exercise,
                "score": float(v.score),
                "max_score": float(v.max_score),
                "status": v.status,
                "findings": [{"key": f.key, "text": sentence(f)[:_LONGEST]} for f in v.findings],
            }
            for v in verdicts
        ],
    }

"""What a worker is told of each submission, and the digest of all that its marks depend on."""

import base64
import hashlib
import json

from autograder.exercises import register
from autograder.graphs.finding import Finding
from autograder.pools import own_numbers
from autograder.pools.inbox import HandedIn
from autograder.pools.settings import Settings
from autograder.submissions import execution, marking, submission
from autograder.submissions.task import Task
from helpers.language import current

_AROUND = 180.0
"""Seconds that reading a submission, or judging one exercise of it, twice and with its picture, takes at most."""


class Orders:
    """Makes the tasks of a grading.

    Args:
        secret: that the questions' numbers are drawn from.

    Raises:
        CourseError: the secret of learners' own numbers is missing, or another one.
    """

    def __init__(self, settings: Settings, secret: bytes) -> None:
        self.settings, self.secret = settings, secret
        self.numbers = own_numbers.read(settings.course or settings.out.parent)
        self.course = ""
        """Digest of the edition of the course that is wanted."""

    def task(self, handed_in: HandedIn) -> Task:
        """What is told of a submission; its digest is not known yet."""
        s = self.settings
        return {
            "student": handed_in.student,
            "chapter": handed_in.chapter,
            "digest": "",
            "lang": current(),
            "secret": self.secret.hex(),
            "memory": s.memory,
            "seconds": s.seconds,
            "sandboxed": s.sandboxed,
            "course": self.course,
            "longest": _longest(handed_in.chapter),
            **_pack_of(handed_in.chapter),  # type: ignore[typeddict-item]
            **self._own(handed_in),
        }

    def _own(self, handed_in: HandedIn) -> dict:
        """What is a learner's own in a chapter, and what is others'."""
        of = handed_in.student, handed_in.chapter
        if not self.numbers or handed_in.chapter not in self.numbers.handed_out:
            return {}
        return {"values": self.numbers.of(*of), "others": self.numbers.others(*of)}

    def digest(self, data: bytes, task: Task) -> str:
        """What the marks depend on: the notebook, the course or somebody's own exercises, and how it is graded."""
        s = self.settings
        own = [*_pack_of(task["chapter"]).values(), *([task["values"]] if "values" in task else [])]
        how = json.dumps([self.course, current(), s.memory, s.seconds, s.sandboxed, *own])
        return hashlib.sha256(how.encode() + data).hexdigest()


def of(task: Task) -> tuple[str, str, str]:
    """What a submission is known by in the journal."""
    return task["student"], task["chapter"], task["digest"]


def not_graded(task: Task, reason: str) -> dict:
    """The marks of a submission that was not graded, through no fault of its own."""
    return marking.unread(task, Finding("run.infrastructure", {"reason": reason}), "infrastructure")


def _pack_of(chapter: str) -> dict[str, str]:
    """The pack that a worker needs for a notebook of somebody's own exercises, as text; nothing for the course's."""
    pack = register.pack(chapter)
    return {"pack": base64.b64encode(pack.data).decode()} if pack else {}


def _longest(chapter: str) -> float:
    """Seconds that no submission of a chapter takes: its own limit, and what reading and judging may take."""
    return execution.WHOLE + _AROUND * (1 + len(submission.exercises(chapter)))

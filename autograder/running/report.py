"""What a grading gave, for the instructor: the mean of each chapter, what became of the exercises, what could not be graded."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from autograder.running.inbox import Problem
from helpers.language import translate as _


@dataclass
class Report:
    """What a grading gave: marks in the order of students and chapters, and what could not be graded."""

    marks: list[dict]
    problems: list[Problem] = field(default_factory=list)
    sandboxed: bool = True

    @property
    def complete(self) -> bool:
        return not self.problems and all(map(_graded, self.marks))

    def __str__(self) -> str:
        lines = [] if self.sandboxed else [_("Graded without a sandbox: the learners' code could do what you can.")]
        for chapter in sorted({m["chapter"] for m in self.marks}):
            mine = [m for m in self.marks if m["chapter"] == chapter and _graded(m)]
            if not mine:
                continue
            mean = sum(m["score"] for m in mine) / len(mine)
            lines.append(
                _(
                    "{chapter}: {count} submissions, {mean} of {max} points on average",
                    chapter=chapter,
                    count=len(mine),
                    mean=f"{mean:.1f}",
                    max=f"{mine[0]['max_score']:g}",
                )
            )
        failed = [m for m in self.marks if not _graded(m)]
        for marks in failed:
            reason = marks["exercises"][0]["findings"][0]["text"]
            lines.append(
                _("Not graded: {path}: {reason}.", path=f"{marks['student']}/{marks['chapter']}", reason=_plain(reason))
            )
        statuses = Counter(e["status"] for m in self.marks for e in m["exercises"])
        lines.append(_("Exercises:") + " " + ", ".join(f"{_STATUS[s]()} {n}" for s, n in statuses.most_common()))
        for problem in self.problems:
            lines.append(_("Not graded: {path}: {reason}.", path=problem.path, reason=_plain(problem.reason)))
        return "\n".join(lines)


def _plain(reason: str) -> str:
    """A reason as a part of a sentence: without its own full stop."""
    return reason.rstrip(".。")


def _graded(marks: dict) -> bool:
    return not any(e["status"] == "infrastructure" for e in marks["exercises"])


_STATUS: dict[str, Callable[[], str]] = {
    "correct": lambda: _("correct"),
    "partial": lambda: _("partly correct"),
    "incorrect": lambda: _("incorrect"),
    "not_attempted": lambda: _("not attempted"),
    "error": lambda: _("raised an error"),
    "timeout": lambda: _("took too long"),
    "killed": lambda: _("ended their kernel"),
    "not_found": lambda: _("not found"),
    "unreadable": lambda: _("not readable"),
    "infrastructure": lambda: _("not graded"),
}

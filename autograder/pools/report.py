"""What a grading gave, for the instructor: means, statuses, what a person should look at, what could not be graded."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from autograder.pools.inbox import HandedIn, Problem, shown
from autograder.pools.which import listed
from autograder.submissions.released import exercises
from helpers.language import translate as _

ALL_WELL, NOT_GRADED, LOOK = 0, 1, 3
"""Exit codes; 2 is for what a person must mend before anything can be graded."""


@dataclass
class Report:
    """What a grading gave.

    Args:
        marks: as the file of marks has them, in the order of students and chapters; "score" is None where there is none.
        problems: what in the folder could not be graded.
        gone: submissions that an earlier grading had marks of, and that are not there any more.
    """

    marks: list[dict]
    problems: list[Problem] = field(default_factory=list)
    sandboxed: bool = True
    gone: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, marks: Iterable[dict], submissions: Iterable[HandedIn], problems: Sequence[Problem], sandboxed: bool
    ) -> "Report":
        """The report on marks as workers gave them, and on how the submissions were found."""
        seen = {(h.student, h.chapter): h.look for h in submissions}
        whole = [_with(m, seen.get((m["student"], m["chapter"]), ())) for m in marks]
        whole += [_not_graded(problem) for problem in problems if problem.student and problem.chapter]
        return cls(sorted(whole, key=lambda m: (m["student"], m["chapter"])), list(problems), sandboxed)

    @property
    def complete(self) -> bool:
        """Whether all that may be somebody's work was graded."""
        return not any(problem.lost for problem in self.problems) and all(map(graded, self.marks))

    @property
    def code(self) -> int:
        """The exit code of `kfa grade`."""
        if not self.complete:
            return NOT_GRADED
        return LOOK if self.problems or self.gone or any(m.get("look") for m in self.marks) else ALL_WELL

    def compare(self, path: Path) -> None:
        """Look which submissions the file of marks has that this report will take the place of."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            before = {f"{m['student']}/{m['chapter']}" for m in json.loads(path.read_bytes())}
            self.gone = sorted(before - {f"{m['student']}/{m['chapter']}" for m in self.marks})

    def json(self) -> bytes:
        """The file of marks."""
        return json.dumps(self.marks, ensure_ascii=False, indent=1).encode("utf-8", "replace") + b"\n"

    def __str__(self) -> str:
        lines = [] if self.sandboxed else [_("Graded without a sandbox: the learners' code could do what you can.")]
        lines += [_mean(chapter, self.marks) for chapter in sorted({m["chapter"] for m in self.marks if graded(m)})]
        statuses = Counter(e["status"] for m in self.marks for e in m["exercises"])
        if statuses:
            lines.append(_("Exercises:") + " " + ", ".join(f"{status_word(s)} {n}" for s, n in statuses.most_common()))
        for title, entries in ((_("Look at these:"), self._to_look_at()), (_("Not graded:"), self._lost())):
            if entries:
                lines += ["", title, *entries]
        return "\n".join(lines)

    def _to_look_at(self) -> list[str]:
        found = [_line(m, one) for m in self.marks if graded(m) for one in m.get("look", [])]
        found += [f"  {p.path}: {_whole(p.reason)}" for p in self.problems if not p.lost]
        if self.gone:
            names = listed([shown(name) for name in self.gone])
            words = _(
                "{count} submissions of the last grading are not there any more: {names}. Their marks are left in the "
                "journal alone.",
                count=len(self.gone),
                names=names,
            )
            found.append(f"  {words}")
        return found

    def _lost(self) -> list[str]:
        failed = [m for m in self.marks if m["exercises"] and not graded(m)]
        found = [_line(m, one) for m in failed for one in m.get("look", [])]
        return found + [f"  {p.path}: {_whole(p.reason)}" for p in self.problems if p.lost]


def graded(marks: dict) -> bool:
    """Whether a submission has marks: "not graded" is no mark, not even zero."""
    return marks["score"] is not None


def _with(marks: dict, seen: Sequence[tuple[str, str]]) -> dict:
    look = [{"exercise": "", "cause": cause, "text": text} for cause, text in seen] + marks.get("look", [])
    return marks | {"look": look} if look else marks


def _not_graded(problem: Problem) -> dict:
    """The entry of a submission that no worker saw."""
    text = _("Not graded: {reason}.", reason=problem.reason.rstrip(".。"))
    return {
        "student": problem.student,
        "chapter": problem.chapter,
        "score": None,
        "max_score": float(sum(e.points for e in exercises(problem.chapter))),
        "seconds": 0.0,
        "exercises": [],
        "look": [{"exercise": "", "cause": problem.cause, "text": text}],
    }


def _mean(chapter: str, marks: Iterable[dict]) -> str:
    mine = [m for m in marks if m["chapter"] == chapter and graded(m)]
    return _(
        "{chapter}: {count} submissions, {mean} of {max} points on average",
        chapter=chapter,
        count=len(mine),
        mean=f"{sum(m['score'] for m in mine) / len(mine):.1f}",
        max=f"{mine[0]['max_score']:g}",
    )


def _line(marks: dict, one: dict) -> str:
    where = " ".join(filter(None, [f"{marks['student']}/{marks['chapter']}", one.get("exercise", "")]))
    return f"  {shown(where)}: {shown(' '.join(one['text'].split()))}"


def _whole(reason: str) -> str:
    """A part of a sentence as a sentence."""
    end = _("{sentence}.", sentence="")
    return reason if reason.endswith((".", "。")) else reason + end


def status_word(status: str) -> str:
    """A status as a person reads it; one that is not known, as it stands."""
    return _STATUS[status]() if status in _STATUS else status


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

"""What became of each submission of an assignment, for nbgrader's log: a line while it goes on, a summary at the end."""

import logging
from collections.abc import Sequence

from autograder.pools.inbox import shown
from helpers.language import current
from helpers.language import translate as _


class Tally:
    """The submissions of one run of `nbgrader autograde`.

    Args:
        assignment: its name.
        students: all whose submissions are there.
    """

    def __init__(self, assignment: str, students: Sequence[str]) -> None:
        self.assignment = assignment
        self.open = set(students)
        """Whom the run has not come to yet."""
        self.scores: dict[str, list[tuple[float, float]]] = {}
        """Of each student who was graded, the points of each notebook, and how many there were to get."""
        self.as_before: list[str] = []
        self.failed: dict[str, str] = {}
        """Why a student has no mark."""
        self._look: dict[str, list[str]] = {}
        self._all = len(self.open)

    def graded(self, student: str, marks: dict | None, log: logging.Logger) -> None:
        """A notebook has its marks; None where this course did not give them."""
        self.open.discard(student)
        mine = self.scores.setdefault(student, [])
        text = shown(student)
        if marks is not None:
            mine.append((marks["score"], marks["max_score"]))
            where = "" if marks["chapter"] == self.assignment else f"{marks['chapter']}  "
            text += f"  {where}{marks['score']:g} / {marks['max_score']:g}"
            for entry in marks.get("look", ()):
                self.look(student, entry["text"], entry.get("exercise", ""))
        log.info("%d / %d  %s", self._all - len(self.open), self._all, text)

    def skipped(self, student: str) -> None:
        """Nothing new was handed in since it was graded; or it was to be left out."""
        self.open.discard(student)
        self.as_before.append(student)

    def not_graded(self, student: str, reason: str) -> None:
        self.open.discard(student)
        self.scores.pop(student, None)
        self.failed.setdefault(student, reason)

    def look(self, student: str, text: str, exercise: str = "") -> None:
        """Something that a person should look at."""
        line = _line(", ".join(filter(None, [student, exercise])), text)
        lines = self._look.setdefault(student, [])
        if line not in lines:
            lines.append(line)

    def tell(self, log: logging.Logger) -> None:
        """The summary."""
        counts = [_("{count} graded", count=len(self.scores))]
        if self.as_before:
            counts.append(_("{count} as before (--force grades them again)", count=len(self.as_before)))
        if self.failed:
            counts.append(_("{count} not graded", count=len(self.failed)))
        if self.open:
            counts.append(_("{count} not begun", count=len(self.open)))
        comma, semicolon = ("，", "；") if current() == "zh" else (", ", "; ")
        log.info("%s: %s", self.assignment, semicolon.join(filter(None, [comma.join(counts), self._mean()])))
        if self.failed:
            lines = [_line(student, reason) for student, reason in self.failed.items()]
            log.error("%s\n%s", _("Not graded:"), "\n".join(lines))
        lines = [line for student, mine in self._look.items() if student not in self.as_before for line in mine]
        if lines:
            log.warning("%s\n%s", _("Look at these:"), "\n".join(lines))

    def _mean(self) -> str:
        sums = [tuple(map(sum, zip(*notebooks, strict=True))) for notebooks in self.scores.values() if notebooks]
        if not sums:
            return ""
        most = max(points for _score, points in sums)
        mean = sum(score for score, _points in sums) / len(sums)
        return _("{mean} of {max} points on average", mean=f"{mean:.1f}", max=f"{most:g}")


def _line(who: str, text: str) -> str:
    """A line for a terminal, whatever a learner's words in it are."""
    return shown(f"{who}: {' '.join(text.split())}")

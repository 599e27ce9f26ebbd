"""One submission, graded: its cells run in a sandboxed kernel, its answers are asked there and judged at the desk.

A fault costs the exercise that it belongs to. After a kernel died the rest is run in a new one, without that cell. An
exercise that fares badly behind cells that it doesn't need, which may have done it, is tried once more without them.
Whatever is raised on the way is this submission's, but for the end of the warm process.
"""

import time
from dataclasses import dataclass, field, replace

from autograder.running.bounds import Shown, bounded, reason
from autograder.running.desk import Desk
from autograder.running.judging import OTHER_CELLS, OURS, Judging, Missing
from autograder.running.sandbox import Limits
from autograder.running.submission import Answer, Submission
from autograder.running.zygote import Kernel, KernelDied, Zygote
from autograder.verdict import Finding, Verdict, verdict

WHOLE = 1200.0
"""Seconds that a submission may take."""
_DEATHS = 6
"""Kernels that a submission may lose beside two for each exercise."""

_FAULTS = {"timeout": "run.timeout", "killed": "run.killed"}
"""The finding on an answer whose kernel died, by why it did."""


@dataclass
class Graded:
    """What became of a submission.

    Args:
        verdicts: by exercise, in the course's order; the notes on altered cells are among their findings.
        pictures: by exercise, the answer's graph with the marks of its findings, as HTML.
        outputs: what cells showed, by position; cells that nothing needed did not run.
        seconds: that its cells and answers took.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    outputs: dict[int, list[dict]] = field(default_factory=dict)
    seconds: float = 0.0


def grade(
    submission: Submission,
    zygote: Zygote,
    desk: Desk,
    secret: bytes,
    limits: Limits | None = None,
    most_seconds: float = 0.0,
    number: int = 0,
) -> Graded:
    """Run a submission and judge its answers.

    Args:
        zygote: gives the kernels.
        desk: judges and draws.
        secret: what the questions' numbers are drawn from.
        limits: of each kernel.
        most_seconds: a lower limit than the exercises' own, for all of them; 0 for theirs.
        number: of the kernel: two at the same time have different ones.

    Raises:
        ZygoteDied, NoDesk: nothing could be run; the submission is not at fault.
    """
    return _Run(submission, zygote, desk, secret, limits or Limits(), most_seconds, number).graded()


class _Run:
    def __init__(
        self,
        submission: Submission,
        zygote: Zygote,
        desk: Desk,
        secret: bytes,
        limits: Limits,
        most_seconds: float,
        number: int,
    ) -> None:
        self.submission, self.zygote = submission, zygote
        self.judging = Judging(submission, zygote, desk, secret, limits, number, self._left)
        self.limits, self.most_seconds, self.number = limits, most_seconds or float("inf"), number
        self.result = Graded()
        self.shown = Shown()
        self.errors: dict[int, dict] = {}
        self.deadly: set[int] = set()  # cells that ended a kernel
        self.alone: set[str] = set()  # exercises that are tried once more without the others
        self.whole = submission.whole
        self.end = time.monotonic() + WHOLE

    def graded(self) -> Graded:
        for answer in self.submission.answers:
            if answer.missing:
                found = verdict(answer.exercise.id, answer.exercise.points, answer.notes)
                self.result.verdicts[answer.exercise.id] = replace(found, status="tampered")
        for _death in range(2 * len(self.submission.answers) + _DEATHS):
            if not self._open():
                break
            try:
                self._once()
            except OURS:
                raise
            except Exception as error:
                for answer in self._open():
                    self._failed(answer, reason(error))
        for answer in self._open():
            self._dead(answer, "killed")
        order = [a.exercise.id for a in self.submission.answers]
        self.result.verdicts = {e: self.result.verdicts[e] for e in order}
        return self.result

    def _open(self) -> list[Answer]:
        return [a for a in self.submission.answers if a.exercise.id not in self.result.verdicts]

    def _once(self) -> None:
        """One kernel, from the first cell to the last, or until it dies or a cell turns out to be missing."""
        answers = self._open()
        answers = [a for a in answers if a.exercise.id in self.alone][:1] or answers
        plan = self._plan(answers)
        kernel = self.zygote.kernel(self.limits, self.number)
        began = time.monotonic()
        try:
            for k in range(len(self.submission.cells) + 1):
                for answer in answers:
                    if answer.asked == k and not self._asked(kernel, answer, plan):
                        return
                if k in plan and not self._ran(kernel, k, plan):
                    return
        finally:
            self.result.seconds += time.monotonic() - began
            kernel.close()

    def _plan(self, answers: list[Answer]) -> set[int]:
        """The cells that are run for these answers."""
        if self.whole:
            plan = set(range(len(self.submission.cells)))
        else:
            plan = set(self.submission.everywhere).union(*(answer.plan for answer in answers))
        return plan - self.deadly

    def _once_more(self, answer: Answer, plan: set[int], died: bool = False) -> bool:
        """Whether cells that an answer doesn't need may be why it fared badly; it is tried without them then."""
        cells = self.submission.cells
        others = [k for k in plan - answer.needs if k < answer.asked and cells[k].own]
        blamed = died or any(cells[k].suspect for k in others)
        if answer.exercise.id in self.alone or not others or not blamed:
            return False
        self.alone.add(answer.exercise.id)
        return True

    def _ran(self, kernel: Kernel, k: int, plan: set[int]) -> bool:
        """Run a cell; False when the kernel died of it."""
        cell = self.submission.cells[k]
        answered = [a for a in self._open() if k in a.cells]
        seconds = max([a.exercise.seconds for a in answered], default=OTHER_CELLS)
        try:
            reply, _data = kernel.ask(self._left(seconds), do="run", code=cell.source)
        except KernelDied as error:
            again = [self._once_more(answer, plan, error.why == "killed") for answer in answered]
            if not any(again):
                self.deadly.add(k)
            for answer, more in zip(answered, again, strict=True):
                if not more:
                    self._dead(answer, error.why)
            return False
        failed = reply.get("error")
        self.result.outputs[k] = self.shown.kept(reply.get("outputs"))
        self.errors.pop(k, None)
        if isinstance(failed, dict):
            self.errors[k] = failed
        return True

    def _asked(self, kernel: Kernel, answer: Answer, plan: set[int]) -> bool:
        """Ask an answer and judge it; False when this kernel is of no more use."""
        exercise = answer.exercise
        try:
            found, marked = self.judging.verdict(kernel, answer, plan)
        except Missing:
            found, marked = verdict(exercise.id, exercise.points, [self._missing(answer)]), False
        except KernelDied as error:
            if not self._once_more(answer, plan, error.why == "killed"):
                self._dead(answer, error.why)
            return False
        if self._unknown_name(found) and not self.whole and len(plan) < len(self.submission.cells):
            self.whole = True  # a cell that looked needless was not
            return False
        if not found.correct and self._once_more(answer, plan):
            return True
        self.result.verdicts[exercise.id] = replace(found, findings=(*found.findings, *answer.notes))
        if marked:
            self.result.pictures[exercise.id] = self.judging.picture()
        return found.status != "timeout"  # what was stopped may go on in a thread

    def _missing(self, answer: Answer) -> Finding:
        """Why the answer's name is not there."""
        error = next((self.errors[k] for k in answer.cells if k in self.errors), None)
        if error is None:
            return Finding("answer.not_defined", {"name": answer.exercise.answer})
        if error.get("stub"):
            return Finding("answer.not_attempted", {"name": answer.exercise.answer})
        return Finding("answer.cell_raised", {"name": answer.exercise.answer} | _plain(error))

    def _unknown_name(self, found: Verdict) -> bool:
        first = found.findings[0] if found.findings else None
        return first is not None and first.values.get("type") == "NameError"

    def _dead(self, answer: Answer, why: str) -> None:
        exercise = answer.exercise
        values = {"name": exercise.answer, "seconds": round(min(exercise.seconds, self.most_seconds))}
        values |= {"memory": self.limits.memory}
        found = verdict(exercise.id, exercise.points, [Finding(_FAULTS[why], values), *answer.notes])
        self.result.verdicts[exercise.id] = replace(found, status=why)

    def _failed(self, answer: Answer, why: str) -> None:
        exercise = answer.exercise
        found = Finding("run.failed", {"name": exercise.answer, "reason": why})
        failed = verdict(exercise.id, exercise.points, [found, *answer.notes])
        self.result.verdicts[exercise.id] = replace(bounded(failed), status="error")

    def _left(self, seconds: float) -> float:
        return max(0.1, min(seconds, self.most_seconds, self.end - time.monotonic()))


def _plain(error: dict) -> dict:
    """An error as the kernel told it, as text and number."""
    line = error.get("line")
    texts = {key: str(error.get(key, ""))[:600] for key in ("type", "message", "code")}
    return texts | {"line": line if isinstance(line, int) else 0}

"""One submission, graded: its cells run in a sandboxed kernel, its answers are asked there and judged at the desk.

At first the cells are run that the answers seem to need. What fares badly that way, though something was left out that it
may depend on, is asked once more in the whole notebook, from top to bottom: a guess never costs a mark. An exercise is
asked wherever it may have been answered; the best answer counts.

A fault costs the exercise that it belongs to. After a kernel died the rest is run in a new one, without that cell. An
exercise that fares badly behind cells that it doesn't need, which may have done it, is tried once more without them.
Whatever is raised on the way is this submission's, but for the end of the warm process.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from autograder.sandbox.desk import Desk
from autograder.sandbox.walls import Limits
from autograder.sandbox.zygote import Kernel, KernelDied, Zygote
from autograder.submissions import causes
from autograder.submissions.bounds import Shown, reason
from autograder.submissions.judging import OTHER_CELLS, OURS, Judging, Missing
from autograder.submissions.parcel import Files
from autograder.submissions.submission import Answer, Place, Submission
from autograder.submissions.tried import Tried

WHOLE = 1200.0
"""Seconds that a submission may take."""
_DEATHS = 6
"""Kernels that a submission may lose beside two for each exercise, each of the two ways."""
_MOST_ABSENT = 20
"""Of one cell's statements that want what isn't here, so many are kept."""


@dataclass
class Graded:
    """What became of a submission.

    Args:
        verdicts: by exercise, in the course's order; the notes on altered cells are among their findings.
        pictures: by exercise, the answer's graph with the marks of its findings, as HTML.
        outputs: what cells showed, by position; cells that nothing needed did not run.
        look: what a person should look at: exercises, why, and a finding without cost that says so.
        seconds: that its cells and answers took.
        graphs: by exercise, the pieces of the graph that was answered.
    """

    verdicts: dict[str, Verdict] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    outputs: dict[int, list[dict]] = field(default_factory=dict)
    look: list[tuple[str, str, Finding]] = field(default_factory=list)
    seconds: float = 0.0
    graphs: dict[str, list[int]] = field(default_factory=dict)


def grade(
    submission: Submission,
    zygote: Zygote,
    desk: Desk,
    secret: bytes,
    limits: Limits | None = None,
    most_seconds: float = 0.0,
    number: int = 0,
    files: Files | None = None,
) -> Graded:
    """Run a submission and judge its answers.

    Args:
        zygote: gives the kernels.
        desk: judges and draws.
        secret: what the questions' numbers are drawn from.
        limits: of each kernel.
        most_seconds: a lower limit than the exercises' own, for all of them; 0 for theirs.
        number: of the kernel: two at the same time have different ones.
        files: that lie beside the notebook.

    Raises:
        ZygoteDied, NoDesk: nothing could be run; the submission is not at fault.
    """
    return _Run(submission, zygote, desk, secret, limits or Limits(), most_seconds, number, files or {}).graded()


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
        files: Files,
    ) -> None:
        self.submission = submission
        self.judging = Judging(zygote, desk, secret, limits, number, files, self._left)
        self.limits, self.most_seconds = limits, most_seconds or float("inf")
        self.result, self.shown = Graded(), Shown()
        self.tried = {a.exercise.id: Tried(a) for a in submission.answers}
        self.names = sorted({a.exercise.answer for a in submission.answers})
        self.whole = submission.whole
        self.errors: dict[int, dict] = {}
        self.absent: dict[int, list[dict]] = {}
        self.deadly: set[int] = set()
        self.end = time.monotonic() + WHOLE
        self._begin(self.tried)

    def _begin(self, exercises: Iterable[str]) -> None:
        """Begin one of the two ways, for these exercises."""
        self.open = set(exercises)
        self.asked: set[tuple[str, Place]] = set()
        # cells that ended a kernel: the second way runs them for their own exercise alone
        self.deadly -= {k for answer in self._answers() for k in answer.cells}
        self.alone: set[str] = set()  # exercises that are tried once more without the others

    def graded(self) -> Graded:
        for name, tried in self.tried.items():
            if tried.answer.missing:
                tried.take(self._missing(tried.answer))
                self.open.discard(name)
        self._way()
        again = {name for name, tried in self.tried.items() if tried.unsure}
        if again and not self.whole:
            self.whole = True
            self._begin(again)
            self._way()
        late = {name for name, tried in self.tried.items() if tried.too_early}
        if late:  # what the answer uses is given below its check, where a learner runs it before going back up
            self.whole = True
            for name in late:
                self.tried[name].move(Place(len(self.submission.cells)))
            self._begin(late)
            self._way()
        for name, tried in self.tried.items():
            self.result.verdicts[name] = tried.verdict()
            if tried.picture:
                self.result.pictures[name] = tried.picture
            self.result.look += causes.to_look_at(tried, self.absent, self.judging.fits.get(name, ()))
        self.result.graphs = self.judging.graphs
        return self.result

    def _way(self) -> None:
        self.absent: dict[int, list[dict]] = {}  # by cell, statements that want what isn't here
        for _death in range(2 * len(self.submission.answers) + _DEATHS):
            if not self.open:
                return
            try:
                self._once()
            except OURS:
                raise
            except Exception as error:
                for answer in self._answers():
                    self._tried(answer).take(causes.failed(answer.exercise, reason(error)))
                self.open.clear()
        for answer in self._answers():
            self._tried(answer).take(self._dead(answer, "killed"))

    def _tried(self, answer: Answer) -> Tried:
        return self.tried[answer.exercise.id]

    def _answers(self) -> list[Answer]:
        return [tried.answer for name, tried in self.tried.items() if name in self.open]

    def _once(self) -> None:
        """One kernel, from the first cell to the last, or until it dies."""
        answers = self._answers()
        alone = [a for a in answers if a.exercise.id in self.alone][:1]
        answers, self.by_itself = alone or answers, bool(alone)
        plan = self._plan(answers)
        self.errors = {}
        self.ran: set[int] = set()
        self.origins: dict[str, int] = {}  # by answer's name, the cell that defined it last
        kernel = self.judging.kernel()
        began = time.monotonic()
        try:
            for k in range(len(self.submission.cells) + 1):
                for answer in answers:
                    if not self._asked_here(kernel, answer, k, plan):
                        return
                if not any(a.exercise.id in self.open and a.last > k for a in answers):
                    return
                if k in plan and not self._ran(kernel, k, plan):
                    return
        finally:
            self.result.seconds += time.monotonic() - began
            kernel.close()
            self.judging.close()

    def _plan(self, answers: list[Answer]) -> set[int]:
        """The cells that are run for these answers."""
        if self.whole:
            plan = set().union(*(answer.whole for answer in answers))
        else:
            plan = set(self.submission.everywhere).union(*(answer.plan for answer in answers))
        return plan - self.deadly

    def _once_more(self, answer: Answer, plan: set[int], died: bool = False) -> bool:
        """Whether cells that an answer doesn't need may be why it fared badly; it is tried without them then."""
        cells = self.submission.cells
        others = [k for k in plan - answer.needs if k < answer.last and cells[k].own]
        blamed = died or any(cells[k].suspect for k in others)
        if self.whole or answer.exercise.id in self.alone or not others or not blamed:
            return False
        self.alone.add(answer.exercise.id)
        return True

    def _ran(self, kernel: Kernel, k: int, plan: set[int]) -> bool:
        """Run a cell; False when the kernel died of it."""
        cell = self.submission.cells[k]
        answered = [a for a in self._answers() if k in a.cells]
        seconds = max([a.exercise.seconds for a in answered], default=OTHER_CELLS)
        try:
            reply, _data = kernel.ask(self._left(seconds), do="run", code=cell.source, names=self.names)
        except KernelDied as error:
            again = [self._once_more(answer, plan, error.why == "killed") for answer in answered]
            if not any(again):
                self.deadly.add(k)
            for answer, more in zip(answered, again, strict=True):
                if not more:
                    tried = self._tried(answer)
                    tried.take(self._dead(answer, error.why))
                    tried.settled |= {other for other in answer.whole if other < k} <= self.ran | self.deadly
            return False
        self.ran.add(k)
        self.result.outputs[k] = self.shown.kept(reply.get("outputs"))
        for name in reply["bound"] if isinstance(reply.get("bound"), list) else []:
            self.origins[str(name)] = k
        failed, absent = reply.get("error"), reply.get("absent")
        if isinstance(failed, dict):
            self.errors[k] = failed
        if isinstance(absent, list):
            self.absent[k] = [error for error in absent if isinstance(error, dict)][:_MOST_ABSENT]
        return True

    def _asked_here(self, kernel: Kernel, answer: Answer, k: int, plan: set[int]) -> bool:
        """Ask an answer, if this is a place for it; False when this kernel is of no more use."""
        name = answer.exercise.id
        for place in answer.places:
            if place.asked == k and name in self.open and (name, place) not in self.asked:
                self.asked.add((name, place))
                if not self._asked(kernel, answer, place, plan):
                    if all((name, other) in self.asked for other in answer.places):
                        self._close(answer)
                    return False
        if answer.last == k and name in self.open:
            self._close(answer)
        return True

    def _asked(self, kernel: Kernel, answer: Answer, place: Place, plan: set[int]) -> bool:
        """Ask an answer and judge it; False when this kernel is of no more use."""
        exercise, tried = answer.exercise, self._tried(answer)
        before = [k for k in self.ran if self.whole or k in answer.plan | self.submission.everywhere]
        marked, judged = False, False
        try:
            if not self._is_answer(answer, place):
                raise Missing
            found, marked = self.judging.verdict(kernel, answer, {k: self.submission.cells[k].source for k in before})
        except Missing:
            found = self._missing(answer)
        except KernelDied as error:
            if not self._once_more(answer, plan, error.why == "killed"):
                tried.take(self._dead(answer, error.why), place)
            return False
        else:
            judged = True
        found = causes.with_first(found, self.submission.cells[: place.asked], self.errors, self.absent)
        if tried.take(found, place, judged, self.whole and not self.submission.whole) and marked:
            tried.picture = self.judging.picture()
        if found.correct and place.by < 0:
            self.open.discard(exercise.id)
        elif not tried.correct:
            self._once_more(answer, plan)
        return found.status != "timeout"  # what was stopped may go on in a thread

    def _is_answer(self, answer: Answer, place: Place) -> bool:
        """Whether what the name stands for is this exercise's answer, by who defined it last."""
        origin = self.origins.get(answer.exercise.answer)
        return origin == place.by if place.by >= 0 else origin not in answer.barred

    def _close(self, answer: Answer) -> None:
        """An answer was asked wherever it may be: for good, if nothing was left out that it may depend on."""
        name = answer.exercise.id
        if answer.whole <= self.ran | self.deadly:
            self.tried[name].settled = True
        if name in self.alone and not self.by_itself:
            self.asked -= {(name, place) for place in answer.places}
        else:
            self.open.discard(name)

    def _missing(self, answer: Answer) -> Verdict:
        failed = {k: errors[0] for k, errors in self.absent.items() if errors} | self.errors
        return causes.missing(answer.exercise, [failed.get(k) for k in answer.cells])

    def _dead(self, answer: Answer, why: str) -> Verdict:
        return causes.dead(answer.exercise, why, min(answer.exercise.seconds, self.most_seconds), self.limits.memory)

    def _left(self, seconds: float) -> float:
        return max(0.1, min(seconds, self.most_seconds, self.end - time.monotonic()))

"""An answer, asked in its kernel and judged at the desk: what the one needs of the other goes through here."""

import hashlib
import hmac
from collections.abc import Callable

import numpy as np

from autograder.exercises import Exercise
from autograder.running import clerk
from autograder.running.bounds import bounded, reason
from autograder.running.desk import Desk, Fault, NoDesk
from autograder.running.sandbox import Limits
from autograder.running.submission import Answer, Submission
from autograder.running.zygote import Kernel, KernelDied, Zygote, ZygoteDied
from autograder.verdict import Finding, Verdict, verdict
from helpers import language

OURS = (ZygoteDied, NoDesk)
"""The end of what all submissions need: no fault of one."""
OTHER_CELLS = 120.0
"""Seconds that a cell may take that answers nothing."""
_SPARE = 20.0
"""Seconds that a question may take beyond what the answer's calls may."""
_JUDGING = 30.0
"""Seconds that judging may take; it takes less than one."""
_DRAWING = 10.0
"""Seconds that a picture may take."""
_FAULTS = {"timeout": "judging.timeout", "killed": "judging.killed"}
"""The finding on an answer that could not be judged, by why not."""


def drawn(exercise: str, secret: bytes) -> np.random.Generator:
    """The random numbers that an exercise is asked with: the same for a whole class, unknown before."""
    digest = hmac.digest(secret, exercise.encode(), hashlib.sha256)
    return np.random.default_rng(int.from_bytes(digest, "big"))


class Judging:
    """Judges the answers of one submission.

    Args:
        zygote: gives the kernels, beside the one that ran the cells.
        desk: where evidence is judged.
        secret: what the questions' numbers are drawn from.
        limits, number: of each kernel.
        left: seconds that are left of so many.
    """

    def __init__(
        self,
        submission: Submission,
        zygote: Zygote,
        desk: Desk,
        secret: bytes,
        limits: Limits,
        number: int,
        left: Callable[[float], float],
    ) -> None:
        self.submission, self.zygote, self.desk, self.secret = submission, zygote, desk, secret
        self.limits, self.number, self._left = limits, number, left

    def verdict(self, kernel: Kernel, answer: Answer, plan: set[int]) -> tuple[Verdict, bool]:
        """The verdict on an answer, and whether there is something in its graph to be marked (`picture`).

        Args:
            plan: the cells that were run in this kernel.

        Raises:
            Missing, KernelDied: there is none.
            ZygoteDied, NoDesk: not the submission's fault.
        """
        exercise = answer.exercise

        def wanted(want: dict, evidence: bytes) -> tuple[dict, bytes]:
            if want["wants"] == "held_out":
                return {}, self._held_out(exercise, evidence)
            return {}, self._evidence(kernel, answer, plan, want["parameters"])

        parameters, hidden = exercise.draw(drawn(exercise.id, self.secret))
        try:
            asked = {"exercise": exercise.id, "parameters": parameters, "hidden": hidden}
            reply, _data = self.desk.work(_JUDGING, wanted=wanted, do="judge", **asked)
            return bounded(clerk.unpacked(exercise.id, reply)), reply["marked"]
        except Fault as fault:
            finding = _faulty(fault, {"name": exercise.answer, "seconds": round(_JUDGING), "memory": self.desk.memory})
        except (Missing, KernelDied, *OURS):
            raise
        except Exception as error:
            finding = Finding("run.failed", {"name": exercise.answer, "reason": reason(error)})
        return bounded(verdict(exercise.id, exercise.points, [finding])), False

    def _evidence(self, kernel: Kernel, answer: Answer, plan: set[int], parameters: dict) -> bytes:
        """What the answer gives for these parameters."""
        exercise = answer.exercise
        if not parameters.get("again"):
            return self._given(kernel, answer, parameters)
        # asked once more by somebody who knows nothing of the first time
        other = self.zygote.kernel(self.limits, self.number)
        try:
            for k in sorted(self._for(answer, plan)):
                seconds = exercise.seconds if k in answer.cells else OTHER_CELLS
                other.ask(self._left(seconds), do="run", code=self.submission.cells[k].source)
            return self._given(other, answer, parameters)
        finally:
            other.close()

    def _for(self, answer: Answer, plan: set[int]) -> set[int]:
        """Those of the cells that were run that this answer is asked after: its own plan, or where that failed all."""
        planned = self.submission.everywhere.union(*(a.plan for a in self.submission.answers))
        mine = plan if plan - planned else plan & (answer.plan | self.submission.everywhere)
        return {k for k in mine if k < answer.asked}

    def _given(self, kernel: Kernel, answer: Answer, parameters: dict) -> bytes:
        exercise = answer.exercise
        reply, evidence = kernel.ask(
            self._left(2 * exercise.seconds) + _SPARE,
            do="ask",
            exercise=exercise.id,
            name=exercise.answer,
            parameters=parameters,
            seconds=self._left(exercise.seconds),
        )
        if reply.get("missing"):
            raise Missing
        return evidence

    def _held_out(self, exercise: Exercise, evidence: bytes) -> bytes:
        """What is asked where no code of the learner's is."""
        other = self.zygote.kernel(self.limits, self.number)
        try:
            return other.ask(self._left(exercise.seconds) + _SPARE, evidence, do="held_out")[1]
        finally:
            other.close()

    def picture(self) -> str:
        """The graph of what was judged last, with the marks of its findings, as HTML; "" where it can't be drawn."""
        try:
            return self.desk.work(_DRAWING, do="draw", lang=language.current())[1].decode()
        except Fault:
            return ""


class Missing(Exception):
    """The answer's name stands for nothing."""


def _faulty(fault: Fault, values: dict) -> Finding:
    if fault.why == "failed":
        return Finding("evidence.refused", {"reason": fault.reason})
    return Finding(_FAULTS[fault.why], values)

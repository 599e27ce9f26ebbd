"""An answer, asked in its kernel and judged at the desk: what the one needs of the other goes through here."""

import contextlib
import hashlib
import hmac
from collections.abc import Callable, Mapping

import numpy as np

from autograder.exercises import Exercise, variants
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict, verdict
from autograder.sandbox.desk import Desk, Fault, NoDesk
from autograder.sandbox.walls import Limits
from autograder.sandbox.zygote import Kernel, KernelDied, Zygote, ZygoteDied
from autograder.submissions import clerk
from autograder.submissions.bounds import bounded, reason
from autograder.submissions.parcel import Files
from autograder.submissions.places import Answer
from helpers import language

OURS = (ZygoteDied, NoDesk)
"""The end of what all submissions need: no fault of one."""
OTHER_CELLS = 120.0
"""Seconds that a cell may take that answers nothing."""
_PLACING = 20.0
"""Seconds that files may take on their way into a kernel's folder."""
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
        zygote: gives the kernels.
        desk: where evidence is judged.
        secret: what the questions' numbers are drawn from.
        limits, number: of each kernel.
        files: that lie beside the notebook.
        left: seconds that are left of so many.
    """

    def __init__(
        self,
        zygote: Zygote,
        desk: Desk,
        secret: bytes,
        limits: Limits,
        number: int,
        files: Files,
        left: Callable[[float], float],
    ) -> None:
        self.zygote, self.desk, self.secret = zygote, desk, secret
        self.limits, self.number, self.files, self._left = limits, number, files, left
        self._second: Kernel | None = None
        self._ran: set[int] = set()  # positions of the cells that were run in the second kernel
        self.fits: dict[str, list[str]] = {}
        """By exercise, whose values its last answer is right for, where it is wrong for the learner's own."""
        self.graphs: dict[str, list[int]] = {}
        """By exercise, the pieces of the graph that was judged last."""

    def kernel(self) -> Kernel:
        """A new kernel, in whose folder the files are.

        Raises:
            ZygoteDied: there is none.
        """
        kernel = self.zygote.kernel(self.limits, self.number)
        if self.files:
            sizes = [[name, len(data)] for name, data in self.files.items()]
            with contextlib.suppress(KernelDied):  # before any code of the learner's: the next question will tell
                kernel.ask(_PLACING, b"".join(self.files.values()), do="place", files=sizes)
        return kernel

    def verdict(self, kernel: Kernel, answer: Answer, before: Mapping[int, str]) -> tuple[Verdict, bool]:
        """The verdict on an answer, and whether there is something in its graph to be marked (`picture`).

        Args:
            before: by position, the code of the cells that were run in this kernel for it: where it is asked once
                more, they are run in another one.

        Raises:
            Missing, KernelDied: there is none.
            ZygoteDied, NoDesk: not the submission's fault.
        """
        exercise = answer.exercise

        def wanted(want: dict, evidence: bytes) -> tuple[dict, bytes]:
            if want["wants"] == "held_out":
                return {}, self._held_out(exercise, evidence)
            return {}, self._evidence(kernel, exercise, before, want["parameters"])

        parameters, hidden = exercise.draw(drawn(exercise.id, self.secret))
        try:
            others = variants.others(exercise.id)
            asked = {"exercise": exercise.id, "parameters": parameters, "hidden": hidden}
            asked |= {"values": variants.used(), "others": [values for values, _names in others]}
            reply, _data = self.desk.work(_JUDGING, wanted=wanted, do="judge", **asked)
            if reply["pieces"]:
                self.graphs[exercise.id] = reply["pieces"]
            if reply["fits"] >= 0:
                self.fits[exercise.id] = others[reply["fits"]][1]
            return bounded(clerk.unpacked(exercise.id, reply)), reply["marked"]
        except Fault as fault:
            finding = _faulty(fault, {"name": exercise.answer, "seconds": round(_JUDGING), "memory": self.desk.memory})
        except (Missing, KernelDied, *OURS):
            raise
        except Exception as error:
            finding = Finding("run.failed", {"name": exercise.answer, "reason": reason(error)})
        return bounded(verdict(exercise.id, exercise.points, [finding])), False

    def _evidence(self, kernel: Kernel, exercise: Exercise, before: Mapping[int, str], parameters: dict) -> bytes:
        """What the answer gives for these parameters."""
        if not parameters.get("again"):
            return self._given(kernel, exercise, parameters)
        # asked once more by somebody who knows nothing of the first time
        return self._given(self._other(before), exercise, parameters)

    def _other(self, before: Mapping[int, str]) -> Kernel:
        """The second kernel beside the one that is asked, after these cells; a new one where it is beyond them.

        One is enough for all exercises of a submission: it learns what the second times are asked with, the first
        kernel what the first times are, and neither has anything of the other.
        """
        more = [k for k in sorted(before) if k not in self._ran]
        if self._second is None or (more and more[0] < max(self._ran, default=-1)):
            self.close()
            self._second, more = self.kernel(), sorted(before)
        for k in more:
            self._second.ask(self._left(OTHER_CELLS), do="run", code=before[k], names=[])
            self._ran.add(k)
        return self._second

    def close(self) -> None:
        """End the second kernel: it belongs to one first kernel."""
        if self._second is not None:
            self._second.close()
        self._second, self._ran = None, set()

    def _given(self, kernel: Kernel, exercise: Exercise, parameters: dict) -> bytes:
        reply, evidence = kernel.ask(
            self._left(2 * exercise.seconds) + _SPARE,
            do="ask",
            exercise=exercise.question or exercise.id,
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
            return other.ask(self._left(exercise.seconds) + _SPARE, evidence, do="look")[1]
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

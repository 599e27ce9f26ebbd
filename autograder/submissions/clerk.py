"""The inside of the desk: reads a submission, judges evidence, draws a picture, as its caller's messages say.

What it sends back is small and plain (JSON, text), whatever it was given to read.
"""

import contextlib
import socket
import time

from autograder.exercises import find, variants
from autograder.feedback.picture import drawn
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.graphs.pieces import pieces
from autograder.judging.verdict import Verdict, verdict
from autograder.sandbox import frames
from autograder.sandbox.desk import limit_processor
from autograder.submissions import reading, submission
from autograder.submissions.bounds import bounded, reason
from helpers import language

MOST_PICTURE = 2_000_000
"""Bytes of a picture, as SVG in HTML."""
_FITTING = 8.0
"""Seconds of the processor that may go into whose answer a wrong one is."""


class _Stopped(BaseException):
    """The caller does not go on with this piece of work. Nothing that judges catches it."""


def serve(channel: socket.socket) -> None:
    """Answer messages until the other side ends the connection."""
    clerk = _Clerk(channel)
    while True:
        try:
            message, data = frames.receive(channel, most=frames.MOST_HANDED_IN)
            limit_processor(message["seconds"])
            reply, more = clerk.answer(message, data)
            del message, data
            frames.send(channel, reply, more)
        except frames.FrameError:
            return


class _Clerk:
    def __init__(self, channel: socket.socket) -> None:
        self._channel = channel
        self._judged: Verdict | None = None

    def answer(self, message: dict, data: bytes) -> tuple[dict, bytes]:
        variants.use(message.get("values", {}))
        try:
            return {"read": self._read, "judge": self._judge, "draw": self._draw}[message["do"]](message, data)
        except submission.Unreadable as error:
            return {"unreadable": [error.finding.key, error.finding.values]}, b""
        except _Stopped:
            return {"stopped": True}, b""
        except MemoryError:
            return {"failed": "memory"}, b""
        except Exception as error:  # of many kinds, on whatever was handed in
            return {"failed": reason(error)}, b""

    def _read(self, message: dict, data: bytes) -> tuple[dict, bytes]:
        return reading.packed(submission.read(message["chapter"], data, message["parse"]))

    def _judge(self, message: dict, _data: bytes) -> tuple[dict, bytes]:
        exercise = find(message["exercise"])
        self._judged = None
        first: list[bytes] = []

        def ask(parameters: dict) -> bytes:
            first.append(self._want({"wants": "evidence", "parameters": parameters}))
            return first[-1]

        def held_out(evidence: bytes) -> bytes:
            return self._want({"wants": "held_out"}, evidence)

        try:
            found = exercise.examine(ask, message["parameters"], message["hidden"], held_out)
        except (MemoryError, frames.FrameError):
            raise
        except Exception as error:  # of many kinds: evidence of a form that no collector of ours writes
            refused = Finding("evidence.refused", {"reason": reason(error)})
            found = verdict(exercise.id, exercise.points, [refused])
        self._judged = found
        fits = -1 if found.correct or not first else _fits(message, first[0])
        return packed(bounded(found)) | {"fits": fits, "pieces": _pieces(found)}, b""

    def _draw(self, message: dict, _data: bytes) -> tuple[dict, bytes]:
        """The picture of what was judged last, with the marks of its findings."""
        found, self._judged = self._judged, None
        if found is None or not found.graph:
            return {}, b""
        language.use(message["lang"])
        picture = drawn(found.graph, _marked(found))._repr_html_().encode("utf-8", "replace")
        return {}, picture if len(picture) <= MOST_PICTURE else b""

    def _want(self, message: dict, data: bytes = b"") -> bytes:
        frames.send(self._channel, message, data)
        reply, more = frames.receive(self._channel)
        if reply.get("stop"):
            raise _Stopped
        return more


def _fits(message: dict, evidence: bytes) -> int:
    """Whose values a wrong answer is right for: the place among the others'; -1 for nobody's."""
    end = time.process_time() + _FITTING
    for place, values in enumerate(message.get("others", [])):
        if time.process_time() > end:
            break
        with contextlib.suppress(Exception), variants.using(message["exercise"], values):
            if find(message["exercise"]).decide(evidence, message["parameters"], message["hidden"]).correct:
                return place
    return -1


def _pieces(found: Verdict) -> list[int]:
    """The answer's graph in pieces; none where there is no graph, or none that can be read."""
    with contextlib.suppress(Exception):  # of many kinds: evidence of a form that no collector of ours writes
        return pieces(canonical(found.graph)) if found.graph else []
    return []


def _marked(found: Verdict) -> list[Finding]:
    """The findings that point at something in the graph."""
    return [f for f in found.findings if f.nodes or f.edges or f.expected]


def packed(found: Verdict) -> dict:
    """A verdict as plain data, without its graph; whether there is something in it to be marked in a picture."""
    sides = {side: [[f.key, f.values, f.cost] for f in getattr(found, side)] for side in ("findings", "facts")}
    marked = bool(found.graph and _marked(found))
    return {"score": found.score, "most": found.max_score, "status": found.status, "marked": marked, **sides}


def unpacked(exercise: str, reply: dict) -> Verdict:
    """The verdict that `packed` wrote."""
    findings, facts = (tuple(Finding(*parts) for parts in reply[side]) for side in ("findings", "facts"))
    return Verdict(exercise, reply["score"], reply["most"], reply["status"], findings, facts)

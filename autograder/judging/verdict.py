"""What the judge says of an answer: findings by key, a score, a status."""

from collections.abc import Sequence
from dataclasses import dataclass

from autograder.graphs.finding import Finding
from helpers.plain_graph import PlainGraph

STATUSES = (
    "correct",
    "partial",
    "incorrect",
    "not_attempted",
    "error",
    "timeout",
    "killed",
    "not_found",
    "unreadable",
    "infrastructure",
)


@dataclass(frozen=True)
class Verdict:
    """The judgement of one answer.

    Args:
        exercise: id, such as "ex01a".
        score, max_score: points.
        status: one of `STATUSES`.
        findings: faults, the first cause leading.
        facts: what is right, as findings without cost, to be shown with a tick.
        graph: the learner's graph, where there is one to be drawn.
    """

    exercise: str
    score: float
    max_score: float
    status: str
    findings: tuple[Finding, ...] = ()
    facts: tuple[Finding, ...] = ()
    graph: PlainGraph | None = None

    @property
    def correct(self) -> bool:
        return self.status == "correct"


def verdict(
    exercise: str,
    points: float,
    findings: Sequence[Finding],
    facts: Sequence[Finding] = (),
    graph: PlainGraph | None = None,
) -> Verdict:
    """The verdict that follows from the findings: each takes its cost of the points, at most all of them."""
    left = max(0.0, 1.0 - sum(f.cost for f in findings))
    keys = {f.key for f in findings}
    if not findings:
        status = "correct"
    elif any(key.endswith(".not_attempted") for key in keys):
        status = "not_attempted"
    elif "answer.timeout" in keys:
        status = "timeout"
    elif keys & {"answer.raised", "answer.cell_raised"} and left == 0:
        status = "error"
    else:
        status = "partial" if left > 1e-9 else "incorrect"
    return Verdict(exercise, round(points * left, 2), points, status, tuple(findings), tuple(facts), graph)

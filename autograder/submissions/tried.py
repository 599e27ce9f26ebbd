"""What asking an exercise gave, at each place and each time that it was asked: the best counts."""

from dataclasses import dataclass, field, replace

from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from autograder.submissions.places import Answer, Place

_UNANSWERED = ("not_attempted", "not_found")


@dataclass
class Tried:
    """The verdicts on an answer.

    Args:
        settled: nothing that was left out can make another verdict of it.
        best: the best one; among equal ones the first place's, but one on an answer before one on what was none.
        picture: its graph with the marks of its findings, as HTML.
        second: it came of the whole notebook alone.
        scores: by place, what was given there.
    """

    answer: Answer
    settled: bool = False
    best: Verdict | None = None
    picture: str = ""
    second: bool = False
    scores: dict[Place, float] = field(default_factory=dict)
    _rank: tuple = ()

    def __post_init__(self) -> None:
        self.settled = self.answer.untouched

    def take(self, found: Verdict, place: Place | None = None, judged: bool = False, second: bool = False) -> bool:
        """Take a verdict; whether it is the best one by now.

        Args:
            judged: there was an answer.
            second: it is of the whole notebook, which among equals is believed.
        """
        if place and judged:
            self.scores[place] = max(found.score, self.scores.get(place, 0.0))
        first = -self.answer.places.index(place) if place else 1
        rank = (found.score, found.status not in _UNANSWERED, judged, second and judged, first)
        if self.best is not None and rank <= self._rank:
            return False
        self.second = second and self.best is not None and found.score > self.best.score
        self.best, self._rank, self.picture = found, rank, ""
        return True

    @property
    def unsure(self) -> bool:
        """Whether the whole notebook may give more."""
        return not self.settled and not self.answer.missing and not self.correct

    @property
    def correct(self) -> bool:
        return self.best is not None and self.best.correct

    @property
    def too_early(self) -> bool:
        """Whether it was asked before what it uses was there."""
        errors = () if self.best is None else (finding.values.get("type") for finding in self.best.findings)
        return bool(self.answer.late) and not self.correct and "NameError" in errors

    def move(self, place: Place) -> None:
        """Ask it at this place alone."""
        self.answer = replace(self.answer, places=(place,), whole=self.answer.late)

    @property
    def several(self) -> bool:
        """Whether it depends on the place what the answer is worth."""
        return len(set(self.scores.values())) > 1

    def verdict(self) -> Verdict:
        """The best verdict, with what was noted of the cells."""
        assert self.best is not None
        notes: tuple[Finding, ...] = self.answer.notes
        return replace(self.best, findings=(*self.best.findings, *notes))

"""What asking an exercise gave, at each place and each time that it was asked: the best counts."""

from dataclasses import dataclass, field, replace

from autograder.running.places import Answer, Place
from autograder.verdict import Finding, Verdict

_UNANSWERED = ("not_attempted", "not_found")


@dataclass
class Tried:
    """The verdicts on an answer.

    Args:
        settled: nothing that was left out can make another verdict of it.
        best: the best one; among equal ones the first place's, but one on an answer before one on none.
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

    def take(self, found: Verdict, place: Place | None = None, second: bool = False) -> bool:
        """Take a verdict; whether it is the best one by now."""
        places = self.answer.places
        if place:
            self.scores[place] = max(found.score, self.scores.get(place, 0.0))
        rank = (found.score, found.status not in _UNANSWERED, -places.index(place) if place else 1)
        if self.best is not None and rank <= self._rank:
            return False
        self.second = second and self.best is not None and found.score > self.best.score
        self.best, self._rank, self.picture = found, rank, ""
        return True

    @property
    def unsure(self) -> bool:
        """Whether the whole notebook may give more."""
        return not self.settled and not self.answer.missing and (self.best is None or not self.best.correct)

    @property
    def several(self) -> bool:
        """Whether it depends on the place what the answer is worth."""
        return len(set(self.scores.values())) > 1

    def verdict(self) -> Verdict:
        """The best verdict, with what was noted of the cells."""
        assert self.best is not None
        notes: tuple[Finding, ...] = self.answer.notes
        return replace(self.best, findings=(*self.best.findings, *notes))

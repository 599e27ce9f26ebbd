"""An odd way to hand in a notebook, and what right and wrong answers get that are handed in so."""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from tests.odd_notebooks.book import Book, points, right, wrong

Change = Callable[[Book], None]


@dataclass(frozen=True)
class Case:
    """One way.

    Args:
        name: as a folder of a student may be called.
        item: what it is about: "standing", "names", "settings", "magics", "files", "reading", "wrong".
        chapter: its two digits.
        change: makes the released notebook with answers odd.
        en, zh: a sentence: what the learner did, what counts and why.
        gets: points of right answers that are not all, by exercise; None where nothing is graded.
        look: causes that a person must be told of, as in `marks["look"]`.
        may: causes that a person may be told of.
        says: what the words of some finding must name, such as the first cause.
        told: the finding whose sentence the learner is told where points are lost, from the book.
        statuses: those that exercises must have.
        of_right, of_wrong: it is handed in with right answers; with wrong ones, which earn nothing.
        kept: a wrong answer's first finding is the one that names its fault.
    """

    name: str
    item: str
    chapter: str
    change: Change
    en: str
    zh: str
    gets: Mapping[str, float] | None = field(default_factory=dict)
    look: frozenset[str] = frozenset()
    may: frozenset[str] = frozenset()
    says: tuple[str, ...] = ()
    told: Callable[[Book], Finding] | None = None
    statuses: Mapping[str, str] = field(default_factory=dict)
    of_right: bool = True
    of_wrong: bool = False
    kept: bool = True


@dataclass(frozen=True)
class Notebook:
    """One notebook of a case, with right answers or with wrong ones."""

    case: Case
    wrong: bool

    @property
    def name(self) -> str:
        return self.case.name + ("-wrong" if self.wrong else "")

    @property
    def _answers(self) -> tuple[dict[str, str], dict[str, str]]:
        if self.wrong:
            return wrong(self.case.chapter, zlib.crc32(self.case.name.encode()))
        return right(self.case.chapter), {}

    def book(self) -> Book:
        """The notebook, made odd."""
        book = Book(self.case.chapter, self._answers[0], right(self.case.chapter))
        self.case.change(book)
        return book

    @property
    def whole(self) -> dict[str, float]:
        """By exercise, what can be had."""
        return points(self.case.chapter)

    @property
    def points(self) -> dict[str, float] | None:
        """By exercise, what it must get; None where it can't be graded."""
        if self.case.gets is None:
            return None
        if self.wrong:
            return dict.fromkeys(self.whole, 0.0) | (dict(self.case.gets) if not self.case.of_right else {})
        return self.whole | dict(self.case.gets)

    def told(self, lang: str) -> str:
        """The sentence that says why points are lost, or ""."""
        return sentence(self.case.told(self.book()), lang) if self.case.told else ""

    @property
    def keys(self) -> dict[str, str]:
        """By exercise, the key of its first finding."""
        return self._answers[1] if self.wrong and self.case.kept else {}


CASES: list[Case] = []


def case(name: str, item: str, chapter: str, en: str, zh: str, **more: object) -> Callable[[Change], Change]:
    """Enter a function that changes a notebook into the table; `look` and `may` may be one cause."""

    def enter(change: Change) -> Change:
        for part in ("look", "may"):
            found = more.get(part, ())
            more[part] = frozenset([found] if isinstance(found, str) else found)
        CASES.append(Case(name, item, chapter, change, en, zh, **more))  # type: ignore[arg-type]
        return change

    return enter

"""Which chapter a notebook is of: as its cells tell it, or its checks, or what it says of itself."""

import re
from collections import Counter

from autograder.graphs.finding import Finding
from autograder.submissions import released
from autograder.submissions.book import Book
from autograder.submissions.cells import check_in, checks_in
from autograder.submissions.released import name_of

_EXERCISE = re.compile(r"(?:check-)?(\w+)(?:-.*)?")


def other(found: Book, chapter: str) -> Finding | None:
    """Why a notebook can't be one of a chapter; None where it may be.

    An exercise of the chapter, its check, or an answer's name is enough, whatever else the notebook is or says: its
    author may have begun it from another one.
    """
    asked = released.exercises(chapter)
    exercises = Counter(_exercises(found))
    if any(e.id in exercises for e in asked):
        return None
    said = found.metadata.get("kfa", {}).get("chapter", "")
    votes = Counter(map(released.chapter_of, exercises.elements()))
    theirs = said if said in released.chapters() else votes.most_common(1)[0][0] if votes else ""
    if theirs and theirs != chapter:
        return Finding("submission.other_chapter", {"chapter": chapter, "other": theirs})
    if theirs or _has_cells_of(chapter, found) or any(_names(e.answer, found) for e in asked):
        return None
    return Finding("submission.other_course", {"chapter": chapter})


def _exercises(found: Book) -> list[str]:
    """The exercises of the course that cells are, or check."""
    ids = [match[1] for cell in found.cells if (match := _EXERCISE.fullmatch(name_of(cell)))]
    checks = [check for cell in found.cells for check in (check_in(cell), *checks_in(cell.source))]
    return [e for e in ids + checks if e and released.chapter_of(e)]


def _has_cells_of(chapter: str, found: Book) -> bool:
    handed_out = released.code(chapter)
    return any(cell.cell_type == "code" and name_of(cell) in handed_out for cell in found.cells)


def _names(answer: str, found: Book) -> bool:
    word = re.compile(rf"\b{re.escape(answer)}\b")
    return any(word.search(cell.source) for cell in found.cells)

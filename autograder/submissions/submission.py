"""A learner's notebook as it was handed in: its cells, its answers, and what is wrong with it.

To read it is work on hostile data, so a grader does it in a child with limits (`autograder.sandbox.desk`).
"""

from dataclasses import dataclass, replace

from autograder.exercises import variants
from autograder.graphs.finding import Finding
from autograder.submissions import belonging, book, cells, places
from autograder.submissions.book import MOST_BYTES, Book, Unreadable
from autograder.submissions.cells import Cell, Cells, check_in
from autograder.submissions.needed import Search, TooMuch
from autograder.submissions.needless import needless
from autograder.submissions.places import Answer, Place
from autograder.submissions.released import chapters, exercises, name_of

__all__ = ["MOST_BYTES", "Answer", "Cell", "Place", "Submission", "Unreadable"]
__all__ += ["chapters", "check_in", "exercises", "name_of", "notebook", "read"]

OTHERS = "submission.others_numbers"
"""The note on a notebook that was handed out to somebody else."""


@dataclass(frozen=True)
class Submission:
    """Cells of code without checks, and the answers among them.

    Args:
        everywhere: positions of cells that are run for each answer: suspect ones that answer nothing.
        whole: which cells an answer needs is not known: all are run for each.
        texts: what the learner wrote in cells of text, with their positions in the notebook.
        notes: what of the file was mended, or left out, so that it could be read.
    """

    chapter: str
    cells: tuple[Cell, ...]
    answers: tuple[Answer, ...]
    everywhere: frozenset[int] = frozenset()
    whole: bool = False
    texts: tuple[tuple[int, str], ...] = ()
    notes: tuple[Finding, ...] = ()


def notebook(chapter: str, data: bytes) -> Book:
    """What was handed in for a chapter, as a notebook of format 4 with each cell's type and source.

    Raises:
        Unreadable: too large, not JSON, not a notebook, or none of this chapter.
    """
    found = book.of(data)
    if other := belonging.other(found, chapter):
        raise Unreadable(other)
    return found


def read(chapter: str, data: bytes, parse: bool = True) -> Submission:
    """Read what was handed in for a chapter.

    Args:
        parse: look at what the code does with names. Without, it is only known by its place in the notebook, and all
            of it is run.

    Raises:
        Unreadable: as `notebook`.
    """
    handed_in = notebook(chapter, data)
    notes = (*handed_in.notes, *_of_others(handed_in, chapter))
    found = cells.of(handed_in.cells, chapter, parse)
    asked = exercises(chapter)
    answers = [places.answer(e, [f for f in asked if f.answer == e.answer and f is not e], found) for e in asked]
    whole = Submission(chapter, tuple(found.cells), tuple(answers), texts=tuple(found.texts), notes=notes)
    return _planned(whole, found) if parse else _unknown(whole)


def _of_others(handed_in: Book, chapter: str) -> list[Finding]:
    """A note where a notebook says other numbers than its learner's."""
    said = next(filter(None, (variants.said_in(cell.source) for cell in handed_in.cells)), {})
    mine = {e.id: variants.used().get(e.id) for e in exercises(chapter)}
    if all(mine.get(exercise) == values for exercise, values in said.items()):
        return []
    return [Finding(OTHERS, {"said": {str(k): v for k, v in said.items() if isinstance(v, dict)}}, cost=0)]


def _planned(whole: Submission, found: Cells) -> Submission:
    """The submission with what must run for its answers."""
    search = Search(found.names)
    suspect = [k for k, cell in enumerate(whole.cells) if cell.own and search.suspect(k)]
    marked = tuple(replace(cell, suspect=search.suspect(k)) for k, cell in enumerate(whole.cells))
    answering = {k for answer in whole.answers for k in answer.cells}
    end = len(marked)
    try:
        everywhere = search.needed([(k, end) for k in suspect if k not in answering])
        answers = []
        for answer in whole.answers:
            roots = places.names_at(answer, found.names)
            needs = search.needed(roots)
            odd = [(k, end) for k in suspect if k in answer.cells]
            plan = search.needed([*roots, *odd]) if odd else needs
            whole_, late = _whole(answer.last, answering, found), _late(answer, answering, found)
            answers.append(replace(answer, needs=frozenset(needs), plan=frozenset(plan), whole=whole_, late=late))
    except TooMuch:
        return _unknown(replace(whole, cells=marked))
    return replace(whole, cells=marked, answers=tuple(answers), everywhere=frozenset(everywhere))


def _unknown(whole: Submission) -> Submission:
    """The submission whose cells are all run for each answer."""
    answers = tuple(replace(answer, whole=frozenset(range(answer.last))) for answer in whole.answers)
    return replace(whole, answers=answers, whole=True)


def _late(answer: Answer, answering: set[int], found: Cells) -> frozenset[int]:
    """All cells but those that can be left out, where a learner's gives what the answer uses after it is asked."""
    uses = frozenset().union(*(found.names[k].later for k in answer.cells))
    end = len(found.cells)
    given = (found.names[k].given & uses for k in range(answer.last, end) if found.cells[k].own)
    return _whole(end, answering, found) if any(given) else frozenset()


def _whole(end: int, answering: set[int], found: Cells) -> frozenset[int]:
    """All cells before a place, without those that can be left out."""
    before = found.cells[:end]
    lessons = {k: c.source for k, c in enumerate(before) if not c.own and k not in answering}
    sources = [c.source for c in before]
    return frozenset(range(len(before))) - needless(sources, found.names[: len(before)], lessons)

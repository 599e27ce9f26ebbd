"""Submissions that are the same, byte for byte, files beside them and own numbers included: one verdict serves all.

Nothing is believed across submissions that differ: what is the same would run the same code on the same draw. A fault
that may be the machine's, such as a time limit, is nobody else's.
"""

from collections.abc import Iterable, Iterator

from autograder.pools.journal import Of
from autograder.submissions import marking, page
from autograder.submissions.task import Task


def shared(marks: dict) -> bool:
    """Whether marks say something of the submission alone, and nothing of the machine on that day."""
    return marks["score"] is not None and not any(e["status"] in marking.OF_THE_MOMENT for e in marks["exercises"])


def first_of_each(tasks: Iterable[Task], alone: set[str]) -> Iterator[Task]:
    """The tasks without those that are the same as one before.

    Args:
        alone: digests of which each is graded by itself.
    """
    seen: set[tuple[str, str]] = set()
    for task in tasks:
        key = task["chapter"], task["digest"]
        if key not in seen or task["digest"] in alone:
            seen.add(key)
            yield task


def for_other(marks: dict, shown: bytes, of: Task, task: Task) -> tuple[dict, bytes] | None:
    """The marks and the page of one submission, for another one that is the same; None where the page can't be."""
    named = page.renamed(shown, of, task)
    return None if named is None else (marks | {"student": task["student"]}, named)


class Known:
    """Who has handed in what, of all that was ever graded: by chapter and digest, the first of each."""

    def __init__(self) -> None:
        self._first: dict[tuple[str, str], str] = {}
        self._count = 0

    def find(self, done: dict[Of, dict], task: Task) -> str:
        """The student of a submission that is the same and has marks; "" where there is none."""
        if len(done) != self._count:
            self._count = len(done)
            for (student, chapter, digest), marks in done.items():
                if shared(marks):
                    self._first.setdefault((chapter, digest), student)
        found = self._first.get((task["chapter"], task["digest"]), "")
        return "" if found == task["student"] else found

"""Odd notebooks as `kfa grade` grades them, and where that differs from what they must get."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from autograder.pools import grading
from autograder.pools.grading import Settings
from tests.odd_notebooks.case import Notebook

_ALWAYS = frozenset({"second_way"})
"""That an answer was right only at the second way is ours to know; the marks are the same."""


@dataclass(frozen=True)
class Got:
    """What became of one notebook.

    Args:
        points: by exercise; None for what was not graded.
        causes: that a person is told to look at.
        statuses: by exercise.
        keys: by exercise, of the findings.
        texts: by exercise, of the findings; "" has those of the list "look".
        seconds: that its cells and answers took.
    """

    points: dict[str, float | None]
    causes: frozenset[str]
    statuses: dict[str, str]
    keys: dict[str, list[str]]
    texts: dict[str, list[str]]
    seconds: float


def lay_out(folder: Path, notebooks: Iterable[Notebook]) -> None:
    """Put each into the folder of a student that has its name."""
    for notebook in notebooks:
        book = notebook.book()
        place = folder / notebook.name / book.chapter
        for name, data in book.handed_in().items():
            path = place / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)


def graded(folder: Path, notebooks: list[Notebook], workers: int = 1) -> dict[str, Got]:
    """What each gets, by its name."""
    if not notebooks:  # of a run that has chosen other tests
        return {}
    lay_out(folder / "class", notebooks)
    report = grading.grade(folder / "class", Settings(out=folder / "marks.json", workers=workers))
    return {marks["student"]: got(marks) for marks in report.marks}


def got(marks: dict) -> Got:
    exercises, look = marks["exercises"], marks.get("look", [])
    texts = {e["id"]: [finding["text"] for finding in e["findings"]] for e in exercises}
    return Got(
        {e["id"]: e["score"] for e in exercises},
        frozenset(one["cause"] for one in look),
        {e["id"]: e["status"] for e in exercises},
        {e["id"]: [finding["key"] for finding in e["findings"]] for e in exercises},
        texts | {"": [one["text"] for one in look]},
        marks["seconds"],
    )


def differences(notebook: Notebook, found: Got | None) -> list[str]:
    """Where a notebook's marks are not what they must be, in words; none where all is well."""
    case = notebook.case
    if found is None:
        return ["there are no marks of it"]
    wanted = []
    if notebook.points is None:
        wanted += [f"{e} was graded: {score}" for e, score in found.points.items() if score is not None]
    else:
        wanted += [
            f"{e} gets {found.points.get(e)} of {score:g}"
            for e, score in notebook.points.items()
            if found.points.get(e) != score
        ]
    missing, surplus = case.look - found.causes, found.causes - case.look - case.may - _ALWAYS
    if not notebook.wrong:  # of a wrong answer less may be told, or more
        wanted += [f"nobody is told: {cause}" for cause in sorted(missing)]
        wanted += [f"told without need: {cause}" for cause in sorted(surplus)]
    wanted += [
        f"{e} has the status {found.statuses.get(e)}, not {status}"
        for e, status in case.statuses.items()
        if found.statuses.get(e) != status
    ]
    for e, key in notebook.keys.items():
        if key not in found.keys.get(e, [])[:1]:
            wanted.append(f"{e} has the findings {found.keys.get(e)}, not {key}")
    words = "\n".join(text for texts in found.texts.values() for text in texts)
    wanted += [f"no finding says {part!r}" for part in (*case.says, notebook.told("en")) if part not in words]
    if "tampered" in found.statuses.values():
        wanted.append("somebody is accused: tampered")
    return wanted

"""What each learner gets of an assignment whose exercises have numbers of their own: a notebook for each, of one release."""

import json
from pathlib import Path
from typing import Any

from autograder.classroom.course import Course
from autograder.classroom.roster import Roster
from autograder.exercises import variants
from autograder.pools import fit, own_numbers, private_file
from autograder.submissions.released import cells_of, chapters, exercises
from helpers.errors import CourseError
from helpers.language import translate as _

FOLDER = "handout"


def write(course: Course, assignment: str, roster: Roster) -> tuple[int, list[str]]:
    """Write `handout/<learner>/<assignment>/` for everybody in the roster.

    Given again, the files are the same; who is new in the roster gets theirs.

    Returns:
        how many learners there are, and the ids of the exercises that differ.

    Raises:
        CourseError: nothing in it differs, nobody is in the roster, a text was changed so that it can't show the
            numbers, or a file can't be written.
    """
    release = course.folder / "release" / assignment
    books = {path: _read(path) for path in sorted(release.glob("*.ipynb")) if path.stem in chapters()}
    differing = [e.id for path in books for e in exercises(path.stem) if e.variants is not None]
    if not differing:
        raise CourseError(_("No exercise of {name} can have numbers of each learner's own.", name=assignment))
    people = [person.id for person in roster.persons]
    for name in people:
        if reason := fit.bad_name(name):
            raise CourseError(_("{name} can't be a learner's name: {reason}.", name=repr(name), reason=reason))
    if not people:
        raise CourseError(_("Whose numbers? Bring the names first: kfa class init {folder} --roster names.csv",
                            folder=course.folder))  # fmt: skip
    for path, book in books.items():
        _want_places(path, book)
    numbers = own_numbers.begun(course.folder)
    beside = {p.name: p.read_bytes() for p in sorted(release.iterdir()) if p.is_file() and p not in books}
    try:
        for path in books:  # first, so that nobody has a notebook that the record doesn't know
            numbers.hand_out(course.folder, path.stem, people)
        for name in people:
            place = course.folder / FOLDER / name / assignment
            private_file.folder(place)
            for path, book in books.items():
                private_file.write(place / path.name, _encoded(_own(book, path.stem, numbers.of(name, path.stem))))
            for other, data in beside.items():
                private_file.write(place / other, data)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be written ({reason}).", path=error.filename, reason=reason)) from None
    return len(people), differing


def _own(book: dict, chapter: str, values: dict[str, Any]) -> dict:
    """The notebook with a learner's values."""
    variants.use(values)
    try:
        cells = _sources(book)
        shown = variants.written(cells, exercises(chapter))
    finally:
        variants.use({})
    found = json.loads(json.dumps(book))
    for cell in found["cells"]:
        key = _key(cell)
        if key in shown and shown[key] != cells[key]:
            cell["source"] = shown[key].splitlines(keepends=True)
    return found


def _want_places(path: Path, book: dict) -> None:
    """Each place that shows a learner's numbers must be there, as the course has it."""
    lang = book.get("metadata", {}).get("kfa", {}).get("lang", "en")
    course, there = cells_of(path.stem, lang), _sources(book)
    for exercise in exercises(path.stem):
        if exercise.variants is None:
            continue
        first = {name: values[0] for name, values in exercise.variants.choices.items()}
        places = [old for old, _new in exercise.variants.words(first)]
        for key, source in course.items():
            lost = [old for old in places if variants.of_exercise(exercise, key[0]) and old in source]
            lost = [old for old in lost if old not in there.get(key, "")]
            if lost:
                raise CourseError(
                    _(
                        "The cell {cell} of {path} was changed: it has no place any more for the numbers of {id}, which "
                        "stand in {text}. Write that as it was, then release again.",
                        cell=key[0],
                        path=path,
                        id=exercise.id,
                        text=repr(lost[0]),
                    )
                )
    if not any(variants.says(source) for source in there.values()):
        raise CourseError(
            _(
                "The first cell of {path} does not call start(\"en\") as the course's does: it can't say a learner's "
                "numbers. Write it as it was, then release again.",
                path=path,
            )
        )


def _sources(book: dict) -> dict[tuple[str, str], str]:
    return {_key(cell): "".join(cell["source"]) for cell in book["cells"]}


def _key(cell: dict) -> tuple[str, str]:
    name = cell.get("metadata", {}).get("nbgrader", {}).get("grade_id") or cell.get("id", "")
    return name, cell["cell_type"]


def _read(path: Path) -> dict:
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CourseError(_("{path} can't be read ({reason}).", path=path, reason=reason)) from None


def _encoded(book: dict) -> bytes:
    return (json.dumps(book, ensure_ascii=False, indent=1) + "\n").encode()

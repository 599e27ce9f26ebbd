"""`kfa class export`: the scores of an assignment as a table that Canvas, Moodle, or anybody takes. No mark is an empty cell."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from autograder.classroom import roster as rosters
from autograder.classroom.roster import Person, Roster
from autograder.classroom.scores import Score
from autograder.pools.spreadsheet import cells
from helpers.errors import CourseError
from helpers.language import translate as _

FORMATS = ("plain", "canvas", "moodle")
_CANVAS_ROW = "Points Possible"


def plain(assignment: str, scores: Sequence[Score], roster: Roster) -> tuple[bytes, list[str]]:
    """A row for each learner: names as the roster has them, quoted; what a spreadsheet would compute stays a text."""
    rows: list[Sequence[object]] = [
        ("student_id", "last_name", "first_name", "email", "assignment", "score", "max_score", "state")
    ]
    for s in scores:
        person = roster.find(s.student) or Person(s.student)
        rows.append((s.student, person.last, person.first, person.email, assignment, s.score, s.most, s.state))
    return _table(rows[:1], rows[1:]), []


def canvas(assignment: str, scores: Sequence[Score], roster: Roster, into: str) -> tuple[bytes, list[str]]:
    """Canvas's own gradebook with one column filled; all else stays as it is.

    Args:
        into: the text of the file that Canvas exports.

    Raises:
        CourseError: it is none of Canvas's.
    """
    rows = list(csv.reader(io.StringIO(into)))
    if not rows or "Student" not in rows[0] or not {"ID", "SIS Login ID", "SIS User ID"} & {*rows[0]}:
        raise CourseError(_("This is no gradebook of Canvas's: export it there (Grades, Export), and give that file."))
    heads = rows[0]
    place = _canvas_column(heads, assignment)
    if place == len(heads):
        heads.append(assignment)
    columns = [heads.index(name) for name in ("ID", "SIS Login ID", "SIS User ID", "Student") if name in heads]
    most = max((s.most for s in scores), default=0.0)
    return _filled(rows, place, columns, scores, roster, most)


def _canvas_column(heads: Sequence[str], assignment: str) -> int:
    for k, head in enumerate(heads):
        name = head.rpartition(" (")[0] if head.endswith(")") and head.rpartition(" (")[2][:-1].isdigit() else head
        if rosters.key(name) == rosters.key(assignment):
            return k
    return len(heads)


def moodle(assignment: str, scores: Sequence[Score], roster: Roster, into: str) -> tuple[bytes, list[str]]:
    """Moodle's grading worksheet with its grades filled; or, without one, a table that its grade import takes.

    Args:
        into: the text of the worksheet; "" for none.
    """
    if not into:
        heads = ("email", "idnumber", assignment)
        people = [(s, roster.find(s.student) or Person(s.student)) for s in scores]
        return _table([heads], [(p.email, p.number or p.id, s.score) for s, p in people]), []
    rows = list(csv.reader(io.StringIO(into)))
    heads = rows[0] if rows else []
    names = {rosters.key(head): k for k, head in enumerate(heads)}
    place = next((names[name] for name in ("grade", "成绩", "bewertung") if name in names), None)
    known = ("email address", "id number", "full name", "邮箱", "编号", "全名")
    columns = [names[name] for name in known if name in names]
    if place is None or not columns:
        raise CourseError(
            _(
                "This is no grading worksheet of Moodle's: it has no columns Full name and Grade. Download it there, and give that file."
            )
        )
    return _filled(rows, place, columns, scores, roster, None)


def _filled(
    rows: list[list[str]],
    place: int,
    columns: Sequence[int],
    scores: Sequence[Score],
    roster: Roster,
    most: float | None,
) -> tuple[bytes, list[str]]:
    """A table with one column filled, and whose scores found no row."""
    by_name = {rosters.key(s.student): s for s in scores}
    left = {s.student for s in scores if s.score is not None}
    for row in rows[1:]:
        row += [""] * (place + 1 - len(row))
        names = [row[k] for k in columns if k < len(row)]
        if any(_CANVAS_ROW in name for name in names):
            row[place] = row[place] if row[place].strip() or most is None else f"{most:g}"
            continue
        score = _score_of(names, by_name, roster)
        if score and score.score is not None:
            row[place] = f"{score.score:g}"
            left.discard(score.student)
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    notes = [_("{name} has a score and no row in the table.", name=name) for name in sorted(left)]
    return text.getvalue().encode("utf-8-sig"), notes


def _score_of(names: Sequence[str], scores: dict[str, Score], roster: Roster) -> Score | None:
    """The score of the person whom a row's cells name."""
    for name in names:
        if found := scores.get(rosters.key(name)):
            return found
        person = roster.find(name)
        if person and (found := scores.get(rosters.key(person.id))):
            return found
        # without a roster, Canvas's download gives `mullerjan_4711`, where 4711 is the ID
        ends = [s for k, s in scores.items() if name.strip().isdigit() and k.endswith(f"_{name.strip()}")]
        if len(ends) == 1:
            return ends[0]
    return None


def _table(heads: Sequence[Sequence[object]], rows: Sequence[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerows(heads)
    table.writerows(cells(row) for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def text_of(path: Path) -> str:
    """The text of a table that a system exported.

    Raises:
        CourseError: it can't be read.
    """
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is not in UTF-8")
        raise CourseError(_("{path} can't be read ({reason}).", path=path, reason=reason)) from None

"""Marks as a table for a spreadsheet: a row for each submission, a column for each exercise."""

import csv
import io
from collections.abc import Iterable, Sequence

from autograder.exercises import every, register

_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet would calculate, though it stands in quotation marks."""
_COLUMNS = ("student", "chapter", "score", "max_score")


def table(marks: Iterable[dict]) -> bytes:
    """The table as CSV: in UTF-8 with a mark, by which Excel knows it; empty where nothing was graded.

    Args:
        marks: as the file of marks has them.
    """
    rows = [(m, {e["id"]: e["score"] for e in m["exercises"]}) for m in marks]
    present = {exercise for _m, scores in rows for exercise in scores}
    known = [*every(), *(e for pack in register.packs() for e in pack.exercises)]
    exercises = [e.id for e in known if e.id in present]
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([*_COLUMNS, *exercises])
    for m, scores in rows:
        writer.writerow(cells([*(m[name] for name in _COLUMNS), *(scores.get(e) for e in exercises)]))
    return text.getvalue().encode("utf-8-sig", "replace")


def cells(values: Sequence[object]) -> list[str]:
    """Values as cells of a table: no value as an empty one, a text that would be calculated as a text."""
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float):
        return f"{value:g}"
    text = str(value)
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text

"""The names of a class: a CSV of whatever columns a system gives -> persons, each found by any name that it goes by."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from autograder.pools import fit
from helpers.errors import CourseError
from helpers.language import translate as _

_COLUMNS = {
    "id": (
        "id",
        "student_id",
        "student id",
        "sis login id",
        "login id",
        "username",
        "user name",
        "login",
        "学号",
        "账号",
    ),
    "number": ("canvas id", "id number", "idnumber", "sis user id", "matriculation number", "编号"),
    "first": ("first_name", "first name", "firstname", "given name", "名"),
    "last": ("last_name", "last name", "lastname", "surname", "family name", "姓"),
    "name": ("name", "full name", "fullname", "student", "姓名"),
    "email": ("email", "e-mail", "email address", "mail", "邮箱", "电子邮箱"),
}
"""For each thing that is known of a person the headings under which it may stand; the first that is there counts."""
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad]")
"""Marks of direction and of no width: no part of a name, though programs leave them there."""
_MOST = 20_000


@dataclass(frozen=True)
class Person:
    """One learner: `id` names their folder; the rest is what they are known by elsewhere."""

    id: str
    first: str = ""
    last: str = ""
    name: str = ""
    email: str = ""
    number: str = ""

    @property
    def full(self) -> str:
        return self.name or " ".join(filter(None, [self.first, self.last])) or self.id


@dataclass
class Roster:
    """The persons of a class.

    Args:
        notes: what was mended, and what a person should know.
    """

    persons: list[Person] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def find(self, *names: str) -> Person | None:
        """The person whom one of these names is of; None where it is nobody's, or more than one's."""
        for name in names:
            found = self._known.get(key(name), []) if name else []
            if len(found) == 1:
                return found[0]
        return None

    @cached_property
    def _known(self) -> dict[str, list[Person]]:
        known: dict[str, list[Person]] = {}
        for person in self.persons:
            for name in dict.fromkeys(map(key, names_of(person))):
                known.setdefault(name, []).append(person)
        return known


def names_of(person: Person) -> list[str]:
    """All names by which a system may call a person."""
    words = person.full.split()
    first, last = person.first or " ".join(words[:-1]), person.last or (words[-1] if words else "")
    names = [
        person.id,
        person.number,
        person.email,
        person.full,
        f"{first} {last}",
        f"{last} {first}",
        f"{last}, {first}",
    ]
    # Canvas writes a name's letters one behind the other, family name first
    names += [re.sub(r"\W", "", f"{last}{first}"), re.sub(r"\W", "", f"{first}{last}")]
    return [name for name in names if name.strip()]


def key(name: str) -> str:
    """What is equal for two ways to write one name: Unicode's forms, capitals, spaces, marks of direction."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", name)).replace("’", "'")
    return " ".join(plain.split()).casefold()


def read(path: Path) -> Roster:
    """The roster in a CSV file: separated by commas, semicolons or tabs, in UTF-8 or UTF-16.

    Raises:
        CourseError: it can't be read, has no column that names a person, or names one twice.
    """
    try:
        text = _decoded(path.read_bytes())
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or _("it is not in UTF-8")
        raise CourseError(_("{path} can't be read ({reason}).", path=path, reason=reason)) from None
    return of_text(text, path)


def of_text(text: str, path: Path) -> Roster:
    """The roster in the text of a CSV file."""
    rows = [
        row for row in csv.reader(io.StringIO(text), delimiter=_delimiter(text)) if any(cell.strip() for cell in row)
    ]
    if not rows:
        raise CourseError(_("{path} is empty.", path=path))
    columns = _columns(rows[0])
    if "id" not in columns and "email" not in columns and "name" not in columns:
        raise CourseError(
            _(
                "{path}: the first line has no heading that tells whose a row is. It needs one of: {headings}.",
                path=path,
                headings="id, username, email, name",
            )
        )
    if len(rows) > _MOST:
        raise CourseError(_("{path} has {count} rows, more than {most}.", path=path, count=len(rows), most=_MOST))
    found = Roster()
    for line, row in enumerate(rows[1:], 2):
        person = _person(row, columns, line, path)
        if person:
            found.persons.append(person)
    return _checked(found, path)


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _delimiter(text: str) -> str:
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _columns(heads: Iterable[str]) -> dict[str, int]:
    known = {" ".join(head.replace("\ufeff", "").split()).casefold(): k for k, head in reversed(list(enumerate(heads)))}
    found = {}
    for what, names in _COLUMNS.items():
        place = next((known[name] for name in names if name in known), None)
        if place is not None:
            found[what] = place
    return found


def _person(row: list[str], columns: dict[str, int], line: int, path: Path) -> Person | None:
    values = {what: _clean(row[place]) for what, place in columns.items() if place < len(row)}
    given = values.get("id") or values.get("email", "").split("@")[0] or values.get("name", "")
    if not given:
        return None
    reason = fit.bad_name(given)
    if reason:
        raise CourseError(_("{path}, line {line}: {name}: {reason}.", path=path, line=line, name=given, reason=reason))
    return Person(**(values | {"id": given}))


def _clean(text: str) -> str:
    return " ".join(_MARKS.sub("", unicodedata.normalize("NFC", text)).split())


def _checked(found: Roster, path: Path) -> Roster:
    known: dict[str, Person] = {}
    for person in found.persons:
        other = known.setdefault(key(person.id), person)
        if other is person:
            continue
        if other == person:
            found.notes.append(_("{name} stands twice in {path}: taken once.", name=person.id, path=path))
            continue
        raise CourseError(
            _(
                "{path}: {name} stands for two persons, {one} and {other}. Give each an id of their own.",
                path=path,
                name=person.id,
                one=other.full,
                other=person.full,
            )
        )
    found.persons = list(known.values())
    names: dict[str, list[Person]] = {}
    for person in found.persons:
        names.setdefault(key(person.full), []).append(person)
    for same in names.values():
        if len(same) > 1:
            ids = ", ".join(p.id for p in same)
            found.notes.append(
                _("{name} is the name of several: {ids}. A download that has names alone can't tell them apart.",
                  name=same[0].full, ids=ids)
            )  # fmt: skip
    return found


def written(roster: Roster) -> bytes:
    """The roster as `kfa class` keeps it: CSV in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO(newline="")
    table = csv.writer(text)
    table.writerow(["id", "first_name", "last_name", "name", "email", "id number"])
    table.writerows([p.id, p.first, p.last, p.name, p.email, p.number] for p in roster.persons)
    return text.getvalue().encode("utf-8-sig")

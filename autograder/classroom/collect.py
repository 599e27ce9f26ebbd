"""`kfa class collect`: a download as it comes -> `submitted/<learner>/<assignment>/`, and what of it could not be used.

Nothing that somebody handed in is lost: where another notebook lies in its place, that one is kept beside.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.classroom import roster as rosters
from autograder.classroom import systems
from autograder.classroom.course import Course
from autograder.classroom.roster import Roster
from autograder.classroom.systems import Owner
from autograder.classroom.unpacked import Download, File
from autograder.pools import fit, glance, private_file, which
from helpers.errors import CourseError
from helpers.language import translate as _

KNOWN = "collected.json"
"""In the course's folder: for each assignment and learner how their system names them, for feedback on its way back."""


@dataclass
class Collected:
    """What came of a download.

    Args:
        system: that it is of, as `systems.SYSTEMS` has them.
        new, replaced, same: learners whose notebooks are there now, are newer now, were there already.
        late: whom the system calls late.
        notes: what a person should know, and what was left out.
        missing: of the roster, who handed in nothing, in this download or before.
    """

    system: str
    new: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        lines = [
            _(
                "{system}: {new} new, {replaced} newer than before, {same} as before",
                system=self.system,
                new=len(self.new),
                replaced=len(self.replaced),
                same=len(self.same),
            )
        ]
        for title, entries in (
            (_("Late, as the system says:"), self.late),
            (_("Look at these:"), self.notes),
            (_("Nothing was handed in by:"), self.missing),
        ):
            if entries:
                lines += [title, *(f"  {which.shown(entry)}" for entry in entries)]
        return "\n".join(lines)


@dataclass
class _Notebook:
    file: File
    owner: Owner
    chapter: str
    how: int


def collect(
    course: Course, assignment: str, source: Path, chapters: Sequence[str] = (), named: str = "", system: str = ""
) -> Collected:
    """Put a download's notebooks where they are graded.

    Args:
        assignment: its name, which is the folder's.
        chapters: the notebooks that belong to it; without any, as `source/` or `release/` have them.
        named: an expression for the paths of another system, with a group `student`.
        system: one of `systems.SYSTEMS`, where it is not to be guessed.

    Raises:
        CourseError: no such assignment, or the download can't be used.
    """
    wanted = list(chapters) or of_assignment(course, assignment)
    known = rosters.read(course.roster_file) if course.roster_file.exists() else Roster()
    download = Download(source)
    files = list(download.files())
    books = [f.path for f in files if which.is_notebook(f.path.name)]
    kind = system or systems.system(books)
    found = Collected(kind, notes=list(download.notes))
    root = _root(books, known) if kind == "folders" else 0
    by_learner: dict[str, list[_Notebook]] = {}
    for file in files:
        if not which.is_notebook(file.path.name):
            continue
        owner = systems.owner(file.path, kind, root, _expression(named))
        learner = _learner(owner, known, found, file) if owner else ""
        if not owner or not learner:
            if not owner:
                found.notes.append(_("{path}: nothing says whose it is", path=file.path))
            continue
        chapter, how = _chapter_of(file, owner, wanted)
        if chapter not in wanted:
            other = chapter or _("another course")
            found.notes.append(
                _("{learner}: {path} is of {other}: not collected", learner=learner, path=file.path, other=other)
            )
            continue
        by_learner.setdefault(learner, []).append(_Notebook(file, owner, chapter, how))
    for learner in sorted(by_learner):
        _place(course, assignment, learner, by_learner[learner], found)
    _remember(course, assignment, {learner: _counts(books) for learner, books in by_learner.items()})
    there = {rosters.key(p.parent.name) for p in course.submitted.glob(f"*/{assignment}") if any(p.iterdir())}
    found.missing = [f"{p.id}  {p.full}" for p in known.persons if rosters.key(p.id) not in there]
    return found


def _counts(books: Sequence[_Notebook]) -> Owner:
    """Whose a learner's notebooks are, as the newest of them says."""
    return max(books, key=lambda b: (b.owner.again, b.file.when)).owner


def of_assignment(course: Course, assignment: str) -> list[str]:
    """The notebooks of an assignment, as it was released, or is to be.

    Raises:
        CourseError: there is none of this name.
    """
    for place in ("release", "source"):
        if found := sorted(p.stem for p in (course.folder / place / assignment).glob("*.ipynb")):
            return found
    there = sorted(p.name for p in (course.folder / "source").glob("[!.]*") if p.is_dir())
    raise CourseError(
        _(
            "There is no assignment {name} in {path}. There are: {all}.",
            name=assignment,
            path=course.folder,
            all=", ".join(there) or "–",
        )
    )


def _expression(text: str) -> re.Pattern[str] | None:
    if not text:
        return None
    try:
        found = re.compile(text)
        if "student" not in found.groupindex:
            raise re.error("(?P<student>…)")
        return found
    except re.error as error:
        raise CourseError(
            _("{text} is no expression with a group (?P<student>…) ({reason}).", text=text, reason=error)
        ) from None


def _root(paths: Sequence[PurePosixPath], known: Roster) -> int:
    """How many folders stand above the learners' own: those that all notebooks share, where there are several learners'."""
    folders = {path.parts[:-1] for path in paths}
    folders = {f for f in folders if not any(other != f and other[: len(f)] == f for other in folders)} or folders
    if len(folders) == 1:
        (only,) = folders
        return next((k for k, part in enumerate(only) if known.find(part)), 0)
    return next((k for k, parts in enumerate(zip(*folders, strict=False)) if len(set(parts)) > 1), 0)


def _learner(owner: Owner, known: Roster, found: Collected, file: File) -> str:
    """The learner's id; "" where there is none that can be one."""
    person = known.find(*owner.names)
    if person:
        return person.id
    reason = fit.bad_name(owner.id)
    if reason:
        found.notes.append(_("{path}: {reason}", path=file.path, reason=reason))
        return ""
    if known.persons:
        note = _("{name} is not in the roster: collected as {id}", name=owner.names[-1], id=owner.id)
        if note not in found.notes:
            found.notes.append(note)
    return owner.id


def _chapter_of(file: File, owner: Owner, wanted: Sequence[str]) -> tuple[str, int]:
    """The chapter that a notebook is of, and how that was told."""
    chapter, how = glance.chapter_in(file.data, owner.rest or file.path.name)
    if not chapter:
        plain = systems.plain_name(file.path.name)
        chapter = next((w for w in wanted if plain.endswith(w)), "") or (
            wanted[0] if len(wanted) == 1 and how == 0 else ""
        )
    return chapter, how


def _place(course: Course, assignment: str, learner: str, books: list[_Notebook], found: Collected) -> None:
    """Put one learner's notebooks in their place; the newest of several, where something tells which that is."""
    changed, before = False, False
    for chapter in dict.fromkeys(book.chapter for book in books):
        mine = sorted((b for b in books if b.chapter == chapter), key=lambda b: (b.owner.again, b.file.when))
        chosen = mine[-1]
        if any(book.owner.late for book in mine):
            found.late.append(learner)
        others = [b for b in mine[:-1] if b.file.data != chosen.file.data]
        unclear = [b for b in others if (b.owner.again, b.file.when) == (chosen.owner.again, chosen.file.when)]
        if unclear:
            names = which.listed([str(b.file.path) for b in (*unclear, chosen)])
            found.notes.append(
                _("{learner}: several notebooks of {chapter}, and nothing says which counts: {names}",
                  learner=learner, chapter=chapter, names=names)
            )  # fmt: skip
            continue
        if others:
            found.notes.append(
                _("{learner}: the newest of {count} notebooks of {chapter} was taken: {path}",
                  learner=learner, count=len(mine), chapter=chapter, path=chosen.file.path)
            )  # fmt: skip
        if systems.plain_name(PurePosixPath(chosen.owner.rest).name) != chapter:
            found.notes.append(
                _("{learner}: {path} was taken as {chapter}: {how}", learner=learner, path=chosen.owner.rest,
                  chapter=chapter, how=_HOW[chosen.how]())
            )  # fmt: skip
        path = course.submitted / learner / assignment / f"{chapter}.ipynb"
        if path.exists():
            if path.read_bytes() == chosen.file.data:
                continue
            if _kept(course, path, learner, assignment, chosen.file.data).exists():
                note = _("{learner}: {path} was handed in before the one that is there: it stays", learner=learner,
                         path=chosen.file.path)  # fmt: skip
                found.notes.append(note)
                continue
            kept = _keep(course, path, learner, assignment)
            found.notes.append(_("{learner}: what was there before is kept as {path}", learner=learner, path=kept))
            before = True
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            private_file.write(path, chosen.file.data)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CourseError(_("{path} can't be written ({reason}).", path=path, reason=reason)) from None
        changed = True
    (found.replaced if before else found.new if changed else found.same).append(learner)


_HOW = {
    glance.BY_ITSELF: lambda: _("it says so itself"),
    glance.BY_CELLS: lambda: _("its cells say so"),
    glance.BY_NAME: lambda: _("its name says so"),
    glance.UNKNOWN: lambda: _("nothing says otherwise"),
}


def _kept(course: Course, path: Path, learner: str, assignment: str, data: bytes) -> Path:
    """Where a notebook with this content is kept, once another one has taken its place."""
    name = hashlib.sha256(data).hexdigest()[:8]
    return course.folder / "submitted_before" / learner / assignment / f"{path.stem}-{name}.ipynb"


def _keep(course: Course, path: Path, learner: str, assignment: str) -> str:
    """Another place for a notebook that was handed in before."""
    data = path.read_bytes()
    kept = _kept(course, path, learner, assignment, data)
    private_file.folder(kept.parent)
    if not kept.exists():
        private_file.write(kept, data)
    return kept.relative_to(course.folder).as_posix()


def _remember(course: Course, assignment: str, owners: dict[str, Owner]) -> None:
    known = origins(course)
    entry = known.setdefault(assignment, {})
    entry |= {
        learner: {"system": o.system, "place": o.place, "name": o.names[-1], "late": o.late}
        for learner, o in owners.items()
    }
    if owners:
        private_file.write(course.folder / KNOWN, (json.dumps(known, ensure_ascii=False, indent=1) + "\n").encode())


def origins(course: Course) -> dict[str, dict[str, dict[str, Any]]]:
    """For each assignment and learner, how their system names them."""
    try:
        found = json.loads((course.folder / KNOWN).read_bytes())
        return found if isinstance(found, dict) else {}
    except (OSError, ValueError):
        return {}

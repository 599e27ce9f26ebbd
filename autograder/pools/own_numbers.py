"""Each learner's own numbers: drawn from a secret of the course, which stays in the instructor's folder."""

import hashlib
import hmac
import json
import secrets
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from autograder.exercises import Exercise
from autograder.pools import private_file
from autograder.submissions.released import exercises
from helpers.errors import CourseError
from helpers.language import translate as _

SECRET, RECORD = "variants.secret", "variants.json"
_BYTES = 32


class OwnNumbers:
    """What was handed out with numbers of each learner's own.

    Args:
        secret: of the course.
        handed_out: by chapter, the ids of its exercises with what each may draw, as a digest, and the learners.
    """

    def __init__(self, secret: bytes, handed_out: dict[str, dict]) -> None:
        self.secret, self.handed_out = secret, handed_out
        self._known: dict[str, dict[str, dict[str, list]]] = {}

    def of(self, student: str, chapter: str) -> dict[str, dict[str, Any]]:
        """A learner's values, by exercise; {} where nothing was handed out to them with numbers of their own.

        Raises:
            CourseError: the exercises draw from other values than when it was handed out.
        """
        mine = self._exercises(chapter)
        there = _one_way(student) in self.learners(chapter)
        return {e.id: drawn(self.secret, student, e) for e in mine} if there else {}

    def others(self, student: str, chapter: str) -> dict[str, list]:
        """By exercise, the values that others were given and this learner was not, each with their names."""
        mine = self.of(student, chapter)
        return {
            exercise: [one for one in groups.values() if one[0] != mine.get(exercise)]
            for exercise, groups in self._groups(chapter).items()
        }

    def _exercises(self, chapter: str) -> list[Exercise]:
        known = self.handed_out.get(chapter, {}).get("exercises", {})
        mine = {e.id: e for e in exercises(chapter) if e.id in known}
        for exercise, choices in known.items():
            if exercise not in mine or digest(mine[exercise]) != choices:
                raise CourseError(
                    _(
                        "{id} draws its numbers from others than when {chapter} was handed out: learners would be judged "
                        "by numbers that they never saw. Grade with the edition of the course, or of your exercises, that "
                        "it was released with.",
                        id=exercise,
                        chapter=chapter,
                    )
                )
        return list(mine.values())

    def _groups(self, chapter: str) -> dict[str, dict[str, list]]:
        """By exercise, and by values as text: the values, and the names of those who were given them."""
        if chapter not in self._known:
            found: dict[str, dict[str, list]] = {}
            for exercise in self._exercises(chapter):
                groups = found.setdefault(exercise.id, {})
                for learner in self.learners(chapter):
                    values = drawn(self.secret, learner, exercise)
                    groups.setdefault(json.dumps(values), [values, []])[1].append(learner)
            self._known[chapter] = found
        return self._known[chapter]

    def learners(self, chapter: str) -> list[str]:
        """To whom a chapter was handed out."""
        return list(self.handed_out.get(chapter, {}).get("learners", []))

    def hand_out(self, folder: Path, chapter: str, learners: Iterable[str]) -> list[str]:
        """Note that a chapter is handed out to these learners, and to those before; gives the ids of its exercises.

        Raises:
            OSError: it can't be written.
        """
        ids = {e.id: digest(e) for e in exercises(chapter) if e.variants is not None}
        known = dict.fromkeys([*self.learners(chapter), *map(_one_way, learners)])
        self.handed_out[chapter] = {"exercises": ids, "learners": list(known)}
        whole = {"secret": _known_by(self.secret), "chapters": self.handed_out}
        private_file.write(folder / RECORD, json.dumps(whole, ensure_ascii=False, indent=1, sort_keys=True).encode())
        return list(ids)


def drawn(secret: bytes, student: str, exercise: Exercise) -> dict[str, Any]:
    """A learner's values for an exercise: the same at each time, on each machine."""
    assert exercise.variants is not None
    message = json.dumps([_one_way(student), exercise.id], ensure_ascii=False).encode()
    number = int.from_bytes(hmac.digest(secret, message, hashlib.sha256), "big")
    found = {}
    for name, values in exercise.variants.choices.items():
        number, place = divmod(number, len(values))
        found[name] = values[place]
    return found


def digest(exercise: Exercise) -> str:
    """Of what an exercise may draw, in its order."""
    choices: Mapping = exercise.variants.choices if exercise.variants else {}
    return hashlib.sha256(json.dumps([[k, list(v)] for k, v in choices.items()]).encode()).hexdigest()[:16]


def read(folder: Path) -> OwnNumbers | None:
    """What was handed out of the course in this folder; None where nothing has numbers of learners' own.

    Raises:
        CourseError: the secret is missing, or is another one; or a file can't be read.
    """
    record = _content(folder / RECORD)
    if not record:
        return None
    try:
        whole = json.loads(record)
        known, chapters = whole["secret"], {str(k): dict(v) for k, v in whole["chapters"].items()}
    except (ValueError, TypeError, KeyError, AttributeError):
        raise CourseError(_("{path} is damaged. Put it back from a copy.", path=folder / RECORD)) from None
    secret = _secret(folder)
    if secret and hmac.compare_digest(_known_by(secret), str(known)):
        return OwnNumbers(secret, chapters)
    values = {"path": folder / SECRET, "chapters": ", ".join(chapters)}
    if not secret:
        words = _(
            "{path} is missing. {chapters} was handed out with numbers that were drawn from it, and can't be judged "
            "without. Put it back from a copy.",
            **values,
        )
    else:
        words = _(
            "{path} is not the secret that {chapters} was handed out with: each learner would be judged by numbers that "
            "they never saw. Put the old one back from a copy.",
            **values,
        )
    raise CourseError(words)


def course_of(*folders: Path) -> Path | None:
    """The first of these folders in which it is said what was handed out with own numbers; None where none has."""
    return next((folder for folder in folders if (folder / RECORD).exists()), None)


def begun(folder: Path) -> OwnNumbers:
    """As `read`; where there is nothing yet, with a new secret, readable for its owner alone.

    Raises:
        CourseError: as `read`, or it can't be written.
    """
    found = read(folder)
    if found:
        return found
    secret = _secret(folder)
    if not secret:
        secret = secrets.token_bytes(_BYTES)
        try:
            private_file.write(folder / SECRET, secret.hex().encode() + b"\n")
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise CourseError(_("{path} can't be written ({reason}).", path=folder / SECRET, reason=reason)) from None
    return OwnNumbers(secret, {})


def _secret(folder: Path) -> bytes:
    text = _content(folder / SECRET)
    try:
        found = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        found = text  # somebody's own: as long as it stays the same
    return found


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise CourseError(_("{path} can't be read ({reason}).", path=path, reason=reason)) from None


def _known_by(secret: bytes) -> str:
    return hashlib.sha256(b"kfa variants" + secret).hexdigest()


def _one_way(student: str) -> str:
    """A name as it is told apart: Unicode may write it in two ways."""
    return unicodedata.normalize("NFC", student)

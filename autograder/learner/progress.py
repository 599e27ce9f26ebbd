"""A learner's progress: solved exercises, opened hints, answered questions. One small file of theirs."""

import json
import os
from pathlib import Path

from helpers import home, whole_file

LOOKING = "KFA_LOOKING"
"""Set in the environment of a kernel whose checks count for nobody."""


class Progress:
    """What is known of a learner, by exercise: `{"best": points, "max": points, "hints": count, "solution": bool}`.

    A file that can't be read counts as empty and is set aside, not overwritten; one that can't be written is no
    error: the check still answers, `saved` is False. Where somebody only looks (`kfa check` of a notebook that is not the
    learner's), nothing is kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home.folder() / "progress.json"
        self.saved = True
        self.kept = not os.environ.get(LOOKING)
        self._exercises, self._questions = self._read()

    def of(self, exercise: str) -> dict:
        return self._exercises.get(exercise, {})

    def points(self) -> dict[str, float]:
        """The points of each exercise that was tried."""
        return {name: float(known.get("best", 0)) for name, known in self._exercises.items()}

    def record(self, exercise: str, **facts: object) -> None:
        """Keep facts about an exercise; points never get fewer."""
        known = self._exercises.setdefault(exercise, {})
        if "best" in facts:
            facts["best"] = max(float(facts["best"]), float(known.get("best", 0)))  # type: ignore[arg-type]
        known.update(facts)
        self.save()

    def question(self, name: str) -> dict:
        """What is known of a question: `{"choice": first position, "right": last answer, "due": date, "card": ...}`."""
        return self._questions.get(name, {})

    def answer(self, name: str, **facts: object) -> None:
        """Keep facts about a question."""
        self._questions.setdefault(name, {}).update(facts)
        self.save()

    def _read(self) -> tuple[dict[str, dict], dict[str, dict]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
            exercises, questions = found["exercises"], found.get("questions", {})
            if not all(isinstance(v, dict) for v in [*exercises.values(), *questions.values()]):
                raise TypeError
            return exercises, questions
        except FileNotFoundError:
            return {}, {}
        except (ValueError, KeyError, TypeError, AttributeError):
            self._set_aside()
            return {}, {}
        except OSError:
            return {}, {}

    def _set_aside(self) -> None:
        try:
            self.path.replace(self.path.with_suffix(".unreadable.json"))
        except OSError:
            self.saved = False

    def save(self) -> None:
        """Write the file, whole or not at all; `saved` tells whether it could be written."""
        if not self.kept:
            return
        try:
            data = {"version": 1, "exercises": self._exercises}
            data |= {"questions": self._questions} if self._questions else {}
            self.path.parent.mkdir(parents=True, exist_ok=True)
            whole_file.write(self.path, json.dumps(data, indent=1), mode=0o600)
            self.saved = True
        except OSError:
            self.saved = False

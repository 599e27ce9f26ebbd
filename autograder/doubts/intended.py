"""What a person has called intended: kept with the model's name, in the learner's own folder."""

import hashlib
import json
import re
from pathlib import Path

from autograder.doubts.subject import Subject
from helpers import home, whole_file


def place_of(model: Subject, calls: tuple) -> str:
    """A place that stays the same when Keras counts names on: `Dense 2`, the second `Dense` of the model."""
    if not calls:
        return "compile"
    first = calls[0]
    alike = [c for c in model.calls if c.entry["op"] == first.entry["op"]]
    return f"{first.entry['op']} {next((k for k, c in enumerate(alike, 1) if c is first), 0)}"


def name_of(model: Subject) -> str:
    """The model's name; of one that Keras has named, what its layers are, since another will have its name tomorrow."""
    name = str(model.model.name)
    if re.fullmatch(r"(functional|sequential|model)(_\d+)?", name):
        layers = ",".join(c.entry["op"] for c in model.calls)
        return f"{name.split('_')[0]} {hashlib.sha256(layers.encode()).hexdigest()[:12]}"
    return name


class Intended:
    """The findings that are not told any more: by model the rules, and by rule the places.

    A file that can't be read counts as empty; one that can't be written is no error, `saved` tells.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or home.folder() / "intended.json"
        self.saved = True

    def of(self, name: str) -> dict[str, list[str]]:
        return self._read().get(name, {})

    def add(self, name: str, rule: str, place: str) -> None:
        kept = self._read()
        places = kept.setdefault(name, {}).setdefault(rule, [])
        if place not in places:
            places.append(place)
        self._write(kept)

    def forget(self, name: str) -> None:
        """Tell everything of this model again."""
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, dict[str, list[str]]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))["models"]
            return {str(m): {str(r): [str(p) for p in ps] for r, ps in rules.items()} for m, rules in found.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _write(self, kept: dict) -> None:
        try:
            text = json.dumps({"version": 1, "models": kept}, indent=1, ensure_ascii=False)
            self.path.parent.mkdir(parents=True, exist_ok=True)
            whole_file.write(self.path, text, mode=0o600)
            self.saved = True
        except OSError:
            self.saved = False

"""Exercises that differ from learner to learner: what may be drawn, what is in use, and the texts that show it.

A variant changes what is right and what is written, never what is asked: questions are the same for all, so that an
answer can be held against another learner's variant.
"""

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from helpers.errors import CourseError
from helpers.language import translate as _

E = TypeVar("E")
Values = Mapping[str, Any]
Changes = Sequence[tuple[str, str]]
"""What stands in a text, and what takes its place, with `{name}` for a drawn value."""
SETUP = "setup"
"""The cell of a notebook that says its learner's values."""


@dataclass(frozen=True)
class Variants:
    """How an exercise differs.

    Args:
        choices: by name, the values of which one is drawn: numbers and texts.
        made: makes the exercise for one value of each.
        words: what these values change in the exercise's cells and hints, as plain text.
        beside: names of other cells that speak of this exercise, and are changed, too.
    """

    choices: Mapping[str, Sequence[Any]]
    made: Callable[[Values], Any]
    words: Callable[[Values], list[tuple[str, str]]]
    beside: Sequence[str] = ()

    def legal(self, values: object) -> bool:
        """Whether there is one of its values for each name, and nothing else."""
        return (
            isinstance(values, Mapping)
            and values.keys() == self.choices.keys()
            and all(any(_same(v, known) for known in self.choices[name]) for name, v in values.items())
        )


def varying(
    exercise: Callable[[str], E],
    reference: str,
    choices: Mapping[str, Sequence[Any]],
    changes: Changes,
    words: Changes,
    derived: Callable[[Values], Values] = lambda _values: {},
    beside: Sequence[str] = (),
) -> E:
    """An exercise of the course that differs in places of its reference and of its texts.

    Args:
        exercise: makes it of the source of a reference.
        reference: everybody's.
        changes: in the reference.
        words: in both languages; each stands in the texts of at least one.
        derived: further values for the words, such as a count.
    """

    def filled(pairs: Changes, values: Values) -> list[tuple[str, str]]:
        known = {**values, **derived(values)}
        return [(old, _filled(new, known)) for old, new in pairs]

    def made(values: Values) -> Any:
        return exercise(changed(reference, filled(changes, values)))

    return replace(  # type: ignore[type-var]
        exercise(reference),  # type: ignore[arg-type]
        variants=Variants(choices, made, lambda values: filled(words, values), beside),
    )


def _filled(text: str, values: Values) -> str:
    """The text with each `{name}` of a value as it is written; other braces stay."""
    return re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], found[0])), text)


def changed(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """A text in which each first of a pair is replaced by the second, all at once."""
    if not pairs:
        return text
    new = dict(pairs)
    longest = sorted(new, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest)), lambda found: new[found[0]], text)


_used: dict[str, dict[str, Any]] = {}
_others: dict[str, list[tuple[dict[str, Any], list[str]]]] = {}


def use(values: object, others: Mapping[str, Sequence] | None = None) -> None:
    """Take exercises as they are with these values, by id, from now on; without any, as everybody has them.

    Args:
        others: by exercise, the values of others with their names.
    """
    _used.clear()
    _used.update({str(k): dict(v) for k, v in values.items()} if isinstance(values, Mapping) else {})
    _others.clear()
    _others.update({k: [(dict(v), list(names)) for v, names in found] for k, found in (others or {}).items()})


def used() -> dict[str, dict[str, Any]]:
    """The values in use, by exercise."""
    return dict(_used)


def others(exercise: str) -> list[tuple[dict[str, Any], list[str]]]:
    """The values that others have in an exercise, with their names."""
    return _others.get(exercise, [])


@contextlib.contextmanager
def using(exercise: str, values: Values) -> Iterator[None]:
    """Within: one exercise as it is with other values."""
    before = dict(_used)
    _used[exercise] = dict(values)
    try:
        yield
    finally:
        _used.clear()
        _used.update(before)


def varied(exercise: Any) -> Any:
    """The exercise as it is with the values in use.

    Raises:
        CourseError: it has no such values.
    """
    values = _used.get(exercise.id)
    if values is None or exercise.variants is None:
        return exercise
    if not exercise.variants.legal(values):
        raise CourseError(
            _(
                "The first cell of this notebook says numbers for {id} that this edition of the course doesn't have. "
                "Fetch your notebook again.",
                id=exercise.id,
            )
        )
    return _made(exercise, json.dumps(values, sort_keys=True))


_MOST_KEPT = 512
_kept: dict[tuple[str, str], tuple[Variants, Any]] = {}


def _made(exercise: Any, values: str) -> Any:
    known, found = _kept.get((exercise.id, values), (None, None))
    if known is not exercise.variants:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = replace(exercise.variants.made(json.loads(values)), variants=exercise.variants)
        _kept[exercise.id, values] = exercise.variants, found
    return found


def said(exercise: Any, text: str) -> str:
    """A sentence about an exercise, such as a hint, with the values in use."""
    values = _used.get(exercise.id)
    return text if values is None or exercise.variants is None else changed(text, exercise.variants.words(values))


def written(cells: Mapping[tuple[str, str], str], exercises: Sequence[Any]) -> dict[tuple[str, str], str]:
    """The cells of a chapter, by name and kind, with the values in use."""
    found = dict(cells)
    mine = {e.id: _used[e.id] for e in exercises if e.id in _used and e.variants is not None}
    for exercise in exercises:
        if exercise.id in mine:
            words = exercise.variants.words(mine[exercise.id])
            for name, kind in cells:
                if of_exercise(exercise, name):
                    found[name, kind] = changed(found[name, kind], words)
    if mine and (SETUP, "code") in found:
        found[SETUP, "code"] = _START.sub(lambda m: f"{m[1]}, {_dictionary(mine)})", found[SETUP, "code"], count=1)
    return found


def of_exercise(exercise: Any, name: str) -> bool:
    """Whether a cell of this name speaks of an exercise, and shows its values."""
    return name == exercise.id or name.startswith(f"{exercise.id}-") or name in exercise.variants.beside


_START = re.compile(r"""(\bstart\("\w+")\)""")
_SAID = re.compile(r"""\bstart\("\w+", (\{[^\n]*\})\)""")


def _dictionary(values: Mapping[str, Values]) -> str:
    return json.dumps({k: dict(v) for k, v in values.items()}, ensure_ascii=False)


def says(source: str) -> bool:
    """Whether a cell is the one that says values, or may."""
    return bool(_START.search(source) or _SAID.search(source))


def said_in(source: str) -> dict[str, Any]:
    """The values that a notebook's first cell says; {} where it says none."""
    found = _SAID.search(source) if 'start("' in source else None
    try:
        values = json.loads(found[1]) if found else {}
    except (ValueError, RecursionError):
        return {}
    return values if isinstance(values, dict) else {}


def _same(one: Any, other: Any) -> bool:
    return type(one) is type(other) and one == other

"""An author's exercise with numbers of each learner's own: constants of the file, of which each has several values."""

import ast
import re
from collections.abc import Mapping
from typing import Any

from autograder.authoring.stub import solved, stub
from autograder.exercises.variants import Changes
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from helpers.language import translate as _

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
_MOST = 1000


def checked(id: str, variants: object, names: Mapping[str, Any], reference: str) -> dict[str, Any]:
    """What a pack holds of an exercise's variants: the values that each constant may have, and everybody's.

    Args:
        names: what the author's file gives.

    Raises:
        CourseError: something in it can't be.
    """
    if not isinstance(variants, Mapping) or not variants:
        raise CourseError(_("{id}: variants is a dict: a constant of the file, and a list of its values.", id=id))
    used = {n.id for n in ast.walk(ast.parse(reference)) if isinstance(n, ast.Name)}
    for name, values in variants.items():
        if not isinstance(name, str) or not NAME.fullmatch(name):
            raise CourseError(
                _("{id}: {name} can't vary. Use a constant in capital letters, such as WIDTH.", id=id, name=repr(name))
            )
        plain = isinstance(values, list | tuple) and all(type(v) in (int, float, str) for v in values)
        if not plain or not 2 <= len(values) <= _MOST or len(set(map(repr, values))) < len(values):
            raise CourseError(
                _("{id}: {name} takes a list of two or more numbers or texts, no two alike.", id=id, name=name)
            )
        if name not in names or not any(type(v) is type(names[name]) and v == names[name] for v in values):
            raise CourseError(
                _(
                    "{id}: the file must say {name} = ... at its top level, with one of the values {values}: that one is "
                    "everybody's where nothing is drawn.",
                    id=id,
                    name=name,
                    values=", ".join(map(repr, values)),
                )
            )
        if name not in used:
            raise CourseError(_("{id}: the reference does not use {name}, so it can't vary.", id=id, name=name))
    return {
        "choices": {name: list(values) for name, values in variants.items()},
        "usual": {name: names[name] for name in variants},
    }


def usual(spec: dict[str, Any]) -> dict[str, Any]:
    """The exercise as everybody has it where nothing is drawn."""
    return with_values(spec, spec["variants"]["usual"]) if "variants" in spec else spec


def with_values(spec: dict[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The exercise with these values in its reference and in its texts."""
    reference = _in_code(spec["reference"], values)
    found = spec | {
        "reference": reference,
        "stub": stub(reference),
        "solved": solved(reference),
        "before": _in_code(spec["before"], values),
        "task": _in_words(spec["task"], values),
        "hints": [_in_words(hint, values) for hint in spec["hints"]],
    }
    del found["variants"]
    return found


def words(spec: dict[str, Any], values: Mapping[str, Any]) -> Changes:
    """What these values change in the cells of the exercise."""
    before, after = usual(spec), with_values(spec, values)
    pairs = [(before["task"][lang], after["task"][lang]) for lang in LANGUAGES]
    pairs.append((before["stub"], after["stub"]))
    return [(old, new) for old, new in pairs if old != new]


def _in_words(text: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, str]:
    def value(found: re.Match) -> str:
        return str(values.get(found[1], found[0]))

    return {lang: re.sub(r"\{([A-Z][A-Z0-9_]*)\}", value, said) for lang, said in text.items()}


def _in_code(source: str, values: Mapping[str, Any]) -> str:
    """The source with the values in the place of the constants, and in its docstrings."""
    lines = [line.encode() for line in source.splitlines(keepends=True)]
    places: list[tuple[int, int, int, str]] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in values:
            places.append((node.lineno - 1, node.col_offset, node.end_col_offset or 0, repr(values[node.id])))
    for line, begin, end, value in sorted(places, reverse=True):
        lines[line] = lines[line][:begin] + value.encode() + lines[line][end:]
    return _in_words({"": b"".join(lines).decode()}, values)[""]

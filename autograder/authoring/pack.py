"""A pack: the exercises of an author's file as one file, which judges wherever the course is, and what lies beside it.

Whoever has the pack can find the reference in it: it is packed so that it is not read by accident, and is no secret.
"""

import json
import os
import re
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from autograder.authoring import kinds, varied
from autograder.authoring.cells import cells
from autograder.exercises import register
from autograder.exercises.register import Pack
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from helpers.language import translate as _

ENDING = ".kfa"
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HEAD = b"exercises of a course, kfa pack 1\n"
_MOST = 64 * 2**20
"""Bytes of a pack's content: rows for training are the most of it."""


def packed(name: str, introduction: dict[str, str], specs: Sequence[dict]) -> bytes:
    """The pack as it is written to a file."""
    whole = {"name": name, "introduction": introduction, "exercises": list(specs)}
    return _HEAD + zlib.compress(json.dumps(whole, ensure_ascii=False, sort_keys=True).encode(), 9)


def unpacked(data: bytes) -> dict[str, Any]:
    """What `packed` was given.

    Raises:
        ValueError: it is no pack.
    """
    if not data.startswith(_HEAD):
        raise ValueError("this is no pack of exercises")
    opener = zlib.decompressobj()
    try:
        text = opener.decompress(data[len(_HEAD) :], _MOST)
        if not opener.eof:
            raise ValueError("it is cut off, or too large")
        return json.loads(text)
    except (zlib.error, RecursionError) as error:
        raise ValueError(str(error)) from None


def of(data: bytes) -> Pack:
    """The exercises of a pack.

    Raises:
        ValueError: it is no pack.
    """
    try:
        whole = unpacked(data)
        specs = whole["exercises"]
        shown = [varied.usual(spec) for spec in specs]
        book = {lang: cells(whole["introduction"][lang], shown, lang) for lang in LANGUAGES}
        return Pack(str(whole["name"]), tuple(kinds.made(spec) for spec in specs), book, data)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"{type(error).__name__}: {error}") from None


def use(path: Path) -> Pack:
    """Know the exercises of a pack from now on.

    Raises:
        CourseError: the file can't be read, or is no pack of this version.
    """
    try:
        with path.open("rb") as file:
            found = of(file.read(_MOST))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CourseError(
            _(
                "{path} is no pack of exercises that this version can read ({reason}). `kfa exercise build` makes one.",
                path=path,
                reason=reason,
            )
        ) from None
    register.use(found)
    return found


def use_all(folder: Path) -> list[Pack]:
    """Know the exercises of all packs in a folder, such as that of a notebook, or of an instructor's course."""
    try:
        names = sorted(name for name in os.listdir(folder) if name.endswith(ENDING))
    except OSError:
        return []
    return [use(folder / name) for name in names]

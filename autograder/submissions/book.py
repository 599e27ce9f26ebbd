"""The file that was handed in -> a notebook: whatever its format, and whatever else is in it, in bounded time and room.

Of a file of 50 MB little is wanted: what kind each cell is, its source, its name, and of which chapter the notebook
says that it is. All else is dropped before it is looked at: outputs, attachments, metadata.

nbformat is not used: to import it takes a second, in which it compiles a grammar for what is never looked at here.
"""

import json
from collections.abc import Iterator
from typing import Any

from autograder.graphs.finding import Finding
from autograder.sandbox.parts import parts
from autograder.submissions import decoding, mistaken
from autograder.submissions.lean import TooMany, lean

MOST_BYTES = 50 * 2**20
MOST_RAW = 200 * 2**20
"""With outputs and attachments; what is larger than `MOST_BYTES` is read without them."""
MOST_CELLS = 2000
"""Of code; of text there may be some more."""
_MOST_CELLS_IN_ALL = 10_000
MOST_PARTS = 1_000_000
"""Lists, objects and items of the file: outputs of 40 MB have half as many lines."""
MOST_CODE = 8_000_000
"""Characters of code in all cells."""
_LONGEST_NAME = 100
_FORMATS = range(1, 5)
_BLANK = " \t\r\n\ufeff"


class Unreadable(Exception):
    """What was handed in is not a notebook of this course; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.key)
        self.finding = finding


class Node(dict):
    """A part of a notebook, whose items are its attributes, too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value


class Book(Node):
    """A notebook of format 4: its cells with type, source and name, its chapter as its own metadata say it.

    Args:
        notes: what of the file was mended, or left out, so that it could be read.
    """

    def __init__(self, cells: list[Node], chapter: str) -> None:
        metadata = Node(kfa=Node(chapter=chapter)) if chapter else Node()
        super().__init__(nbformat=4, nbformat_minor=5, metadata=metadata, cells=cells)
        object.__setattr__(self, "notes", ())

    notes: tuple[Finding, ...]


def of(data: bytes) -> Book:
    """What was handed in as a notebook of format 4, with each cell's type, source and name, and nothing else.

    Raises:
        Unreadable: too large, not JSON, or not a notebook.
    """
    if found := mistaken.by_its_bytes(data):
        raise Unreadable(found)
    whole, told = _of_a_size(data)
    del data
    first: Unreadable | None = None
    for text, notes in decoding.readings(whole):
        try:
            book, more = _read(text)
        except Unreadable as error:
            first = first or error
            continue
        object.__setattr__(book, "notes", (*told, *notes, *more))
        return book
    raise first or Unreadable(Finding("submission.encoding"))


def _of_a_size(data: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    """The file, or the file without its outputs, where it is too large; what is to be told of it."""
    if len(data) > MOST_RAW:
        raise Unreadable(_too_large(data, MOST_RAW))
    plain = _narrow(data)
    count = parts(plain) if len(data) <= MOST_BYTES else 0
    if len(data) <= MOST_BYTES and count <= MOST_PARTS:
        return data, ()
    try:
        less = lean(plain)
    except TooMany:
        raise Unreadable(_too_many(count) if count else _too_large(data, MOST_BYTES)) from None
    if len(less) > MOST_BYTES:
        raise Unreadable(_too_large(less, MOST_BYTES))
    count = parts(less)
    if count > MOST_PARTS:
        raise Unreadable(_too_many(count))
    return less, (Finding("submission.mended_outputs", {"size": _megabytes(data)}, cost=0),)


def _narrow(data: bytes) -> bytes:
    """The file in an encoding in which a quotation mark is one byte."""
    encoding = json.detect_encoding(data)
    return data if encoding.startswith("utf-8") else data.decode(encoding, "replace").encode("utf-8", "replace")


def _too_large(data: bytes, most: int) -> Finding:
    return Finding("submission.too_large", {"what": _megabytes(data), "most": f"{most / 2**20:.0f} MB"})


def _too_many(count: int) -> Finding:
    return Finding("submission.too_many_parts", {"count": count, "most": MOST_PARTS})


def _megabytes(data: bytes) -> str:
    return f"{len(data) / 2**20:.0f} MB"


def _read(text: str) -> tuple[Book, tuple[Finding, ...]]:
    """The notebook that a text is, and whether there was something behind it."""
    raw, rest = _json(text)
    try:
        found = _of_format_4(raw)
    except (Unreadable, MemoryError):
        raise
    except Exception:  # of many kinds, on what only looks like a notebook
        raise Unreadable(mistaken.by_its_text(text)) from None
    return found, ((Finding("submission.mended_end", {"count": rest}, cost=0),) if rest else ())


def _json(text: str) -> tuple[Any, int]:
    """The first value in a text, and how many characters follow that are not blank."""
    begin = len(text) - len(text.lstrip(_BLANK))
    try:
        # control characters may stand in strings: an editor may have broken a line there
        raw, end = json.JSONDecoder(strict=False).raw_decode(text, begin)
    except MemoryError:
        raise
    except Exception as error:  # of many kinds: not JSON, too deep, a number of too many digits
        raise Unreadable(mistaken.by_its_text(text, error)) from None
    return raw, len(text[end:].strip(_BLANK))


def _of_format_4(raw: Any) -> Book:
    """A notebook of any format; raises exceptions of many kinds where it is none."""
    if raw.get("nbformat", 4) not in _FORMATS:
        raise ValueError
    _few(cells := list(_cells(raw)))
    found = [_cell(cell) for cell in cells]
    characters = sum(len(cell.source) for cell in found if cell.cell_type == "code")
    if characters > MOST_CODE:
        raise Unreadable(Finding("submission.too_much_code", {"count": characters, "most": MOST_CODE}))
    return Book(found, _chapter(raw.get("metadata")))


def _cells(raw: dict) -> Iterator[dict]:
    """The cells of a notebook, in whichever format: before the fourth, they lay on sheets."""
    if "worksheets" not in raw or raw.get("nbformat") == 4:
        yield from _listed(raw["cells"])
        return
    for sheet in _listed(raw["worksheets"]):
        yield from _listed(sheet["cells"])


def _listed(value: Any) -> list:
    if not isinstance(value, list):
        raise TypeError
    return value


def _cell(cell: dict) -> Node:
    kind = cell["cell_type"]
    source = cell.get("source", cell.get("input", ""))
    source = "".join(source) if isinstance(source, list) else source
    if not isinstance(source, str) or not isinstance(kind, str):
        raise ValueError
    if kind == "heading":  # of format 3
        level = cell.get("level")
        source = "#" * (level if isinstance(level, int) and 1 <= level <= 6 else 1) + " " + source
    node = Node(cell_type=kind if kind in ("code", "raw") else "markdown", source=source, metadata=Node())
    name = cell.get("id")
    if isinstance(name, str):
        node.id = name[:_LONGEST_NAME]
    metadata = cell.get("metadata")
    if isinstance(metadata, dict) and isinstance(metadata.get("nbgrader"), dict):
        grade_id = metadata["nbgrader"].get("grade_id")
        if isinstance(grade_id, str):
            node.metadata.nbgrader = Node(grade_id=grade_id[:_LONGEST_NAME])
    return node


def _chapter(metadata: Any) -> str:
    """The chapter that a notebook of this course bears in its metadata; "" for any other."""
    ours = metadata.get("kfa") if isinstance(metadata, dict) else None
    chapter = ours.get("chapter") if isinstance(ours, dict) else None
    return chapter[:_LONGEST_NAME] if isinstance(chapter, str) else ""


def _few(cells: list) -> None:
    code = sum(cell["cell_type"] == "code" for cell in cells)
    for count, most in ((code, MOST_CELLS), (len(cells), _MOST_CELLS_IN_ALL)):
        if count > most:
            raise Unreadable(Finding("submission.too_many_cells", {"count": count, "most": most}))

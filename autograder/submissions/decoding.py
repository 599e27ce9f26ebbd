"""The bytes of a file as text, in whatever encoding an editor saved it.

A notebook is UTF-8. Where a file is not, and only one other reading makes a notebook of it, nothing is lost; whoever
reads the marks is told.
"""

import codecs
import json
import re
from collections.abc import Iterator

from autograder.graphs.finding import Finding

_MARK = "\ufeff"
_WIDE = {"utf-16": "UTF-16", "utf-32": "UTF-32"}
_HIGH = bytes(range(128, 256))
_ODD = 8
"""So many characters of Chinese must there be for each byte that is none of one."""
_PIECE = 2**20
"""Bytes that are looked at together; a character that lies across two pieces is one of very many."""
_CHINESE = re.compile(rb"[\xa1-\xf7][\xa1-\xfe]|[\x81-\xfe][0-9][\x81-\xfe][0-9]")
"""A character of GB 2312, or one of four bytes of GB 18030."""
_INTACT = 8
"""So many characters outside ASCII must be whole in a text of UTF-8 for each that is not."""


def readings(data: bytes) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """What a file may say, the likeliest reading first, each with what there is to be told of it."""
    encoding = json.detect_encoding(data)
    for begin, name in _WIDE.items():
        if encoding.startswith(begin):
            width = int(name[-2:]) // 8
            with_end = data[: len(data) - len(data) % width]
            yield from _decoded(with_end, encoding, _told("encoding", encoding=name))
            return
    marked = (_told("mark"),) if data.startswith(codecs.BOM_UTF8) else ()
    try:
        yield data.decode("utf-8").lstrip(_MARK), marked
        return
    except UnicodeDecodeError as error:
        if error.end == len(data) and "end of data" in error.reason:  # it breaks off within a character
            yield data[: error.start].decode("utf-8").lstrip(_MARK), marked
            return
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    whole = len(text) - broken - len(text.encode("ascii", "ignore"))
    if whole >= _INTACT * broken:
        yield text.lstrip(_MARK), (*marked, _told("characters", count=broken))
        return
    del text
    yield from _with_bytes_alone(data)


def _with_bytes_alone(data: bytes) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    """A text in an encoding of one byte for a letter, or in that of Chinese editors.

    To take the one for the other would be a loss: in GBK, an accented letter and the backslash behind it are one sign.
    """
    if _looks_chinese(data):
        note = _told("encoding", encoding="GB 18030 (GBK)")
        yield from _decoded(data, "gb18030", note)
        text = data.decode("gb18030", "replace")
        yield text, (note, _told("characters", count=text.count("\ufffd")))
        return
    yield from _decoded(data, "cp1252", _told("encoding", encoding="Windows-1252"))
    yield from _decoded(data, "latin-1", _told("encoding", encoding="ISO 8859-1"))


def _decoded(data: bytes, encoding: str, note: Finding) -> Iterator[tuple[str, tuple[Finding, ...]]]:
    try:
        yield data.decode(encoding).lstrip(_MARK), (note,)
    except UnicodeDecodeError:
        return


def _looks_chinese(data: bytes) -> bool:
    """Whether bytes outside ASCII come as Chinese characters do, in pairs; letters come alone, or odd in number, too."""
    characters = alone = 0
    for begin in range(0, len(data), _PIECE):
        rest, count = _CHINESE.subn(b"", data[begin : begin + _PIECE])
        characters += count
        alone += len(rest) - len(rest.translate(None, _HIGH))
    return characters >= _ODD * alone


def _told(what: str, **values: object) -> Finding:
    return Finding(_KEYS[what], values, cost=0)


_KEYS = {
    "mark": "submission.mended_mark",
    "encoding": "submission.mended_encoding",
    "characters": "submission.mended_characters",
}

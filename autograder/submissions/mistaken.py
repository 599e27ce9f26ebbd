"""What was handed in instead of a notebook, as its author should be told."""

import json
import re

from autograder.graphs.finding import Finding

_ARCHIVE, _OTHER = "submission.archive", "submission.other_format"
_KINDS = (
    (b"PK\x03\x04", _ARCHIVE, "zip"),
    (b"PK\x05\x06", _ARCHIVE, "zip"),
    (b"\x1f\x8b", _ARCHIVE, "gzip"),
    (b"BZh", _ARCHIVE, "bzip2"),
    (b"\xfd7zXZ\0", _ARCHIVE, "xz"),
    (b"7z\xbc\xaf\x27\x1c", _ARCHIVE, "7z"),
    (b"Rar!\x1a\x07", _ARCHIVE, "RAR"),
    (b"%PDF-", _OTHER, "PDF"),
    (b"\x89PNG\r\n\x1a\n", _OTHER, "PNG"),
    (b"\xff\xd8\xff", _OTHER, "JPEG"),
    (b"\x89HDF\r\n\x1a\n", _OTHER, "HDF5"),
    (b"{\\rtf", _OTHER, "RTF"),
)
_TAR = (257, b"ustar")
_WORD = (b"[Content_Types].xml", b"word/")
_BLANK = b"\0\x1a \t\r\n"
_MARK = b"\xef\xbb\xbf"
_MERGE = re.compile(r"^(?:<{7}|\|{7}|={7}|>{7})(?: .*)?$", re.MULTILINE)
_PAGE = re.compile(r"\s*(?:<[!?a-z]|From: <Saved by |MIME-Version: )", re.IGNORECASE)
_SCRIPT = re.compile(
    r"^(?:# ?%%|# In ?\[|#!.*python|# *-\*- coding|# ---$|from [\w.]+ import |import [\w.]+|def \w+\(|class \w+)",
    re.MULTILINE,
)
_LOOKED_AT = 100_000
_NEAR = 12
"""Characters before the end within which JSON that breaks off may be found wrong: within a number, a word, an escape."""


def by_its_bytes(data: bytes) -> Finding | None:
    """What a file is that is no text at all, or empty; None for what may be a notebook."""
    head = data[:4096].removeprefix(_MARK)
    if not head.strip(_BLANK) and not data.removeprefix(_MARK).strip(_BLANK):
        return Finding("submission.empty")
    for sign, key, kind in _KINDS:
        if head.lstrip(b" \t\r\n").startswith(sign):
            if kind == "zip" and any(name in head for name in _WORD):
                key, kind = _OTHER, "Word"
            return Finding(key, {"format": kind})
    if head[_TAR[0] :].startswith(_TAR[1]):
        return Finding(_ARCHIVE, {"format": "tar"})
    return None


def by_its_text(text: str, error: Exception | None = None) -> Finding:
    """What a text is that is no notebook.

    Args:
        error: that JSON was read up to.
    """
    begin = text[:_LOOKED_AT]
    if _PAGE.match(begin):
        return Finding("submission.page")
    if isinstance(error, json.JSONDecodeError):
        if found := _MERGE.search(text):
            return Finding("submission.merge_marks", {"line": _line(text, found.start()), "marks": found[0][:7]})
        if begin.lstrip().startswith(("{", "[")):
            return _broken(text, error)
    if _SCRIPT.search(begin) and not begin.lstrip().startswith(("{", "[")):
        return Finding("submission.script")
    return Finding("submission.not_a_notebook")


def _broken(text: str, error: json.JSONDecodeError) -> Finding:
    end = len(text.rstrip())
    if error.msg.startswith("Unterminated string") or error.pos >= end - _NEAR:
        return Finding("submission.cut", {"line": _line(text, len(text))})
    return Finding("submission.broken", {"line": _line(text, error.pos)})


def _line(text: str, at: int) -> int:
    return text.count("\n", 0, at) + 1

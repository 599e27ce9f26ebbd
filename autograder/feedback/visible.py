"""What a learner wrote, as it may be shown: what has no form of its own, or changes that of others, by its number.

Marks of direction make `a != b` read as its opposite, a zero-width space makes two names of one, control characters
move a terminal's cursor, and a thousand accents on one letter cover the lines around it. None of that is a letter of
anything that this course asks for; none of it may be lost, either, since it may be why a program does what it does.
"""

import re
from itertools import groupby
from unicodedata import category

_LINE_END = re.compile(r"\r\n?")
_UNUSUAL = re.compile(r"[^\n\t -~]+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_MARKS = 4
"""Marks that may stand on one letter; Hebrew and Vietnamese need three."""
_BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0"
"""Those that Unicode calls letters, marks or signs, and that no font draws."""
_JOINER = "\u200d"


def visible(text: str) -> str:
    """The text with what has no form of its own shown by number, such as ⟦U+202E⟧; line ends become "\\n".

    What Unicode calls a letter, mark, digit, sign or space stays, in any language, and a joiner between two emoji. All
    else does not, whatever it is: controls, marks of direction, halves of letters, what is not assigned; nor does a
    letter that no font draws, or the fifth mark on one letter.
    """
    text = _LINE_END.sub("\n", text)
    parts = {c: part for c in set(text) if (part := _part(c))}
    return _UNUSUAL.sub(lambda run: _shown(run[0], parts), text) if parts else text


def printed(text: str) -> str:
    """What a program printed, as a terminal leaves it: without colours, and overwritten where it went back in a line."""
    text = _COLOUR.sub("", text).replace("\r\n", "\n")
    if "\r" in text or "\b" in text:
        text = "\n".join(map(_overwritten, text.split("\n")))
    return visible(text)


def _part(c: str) -> str:
    """What a character does to others: "formless", "mark", or nothing."""
    kind = category(c)
    if c in _BLANK_LETTERS or (kind[0] == "C" and c not in "\n\t") or kind in ("Zl", "Zp"):
        return "formless"
    return "mark" if kind in ("Mn", "Me") else ""


def _shown(run: str, parts: dict[str, str]) -> str:
    """A run of unusual characters; linear in its length, whatever is in it."""
    found, k, marks = [], 0, 0
    for c, same in groupby(run):
        part, times = parts.get(c), len(list(same))
        kept = times
        if part == "mark":
            kept = min(times, max(0, _MARKS - marks))
            marks += times
        else:
            marks = 0
        if part == "formless" and not (c == _JOINER and times == 1 and _joins(run, k)):
            kept = 0
        found.append(c * kept)
        if kept < times:
            found.append(_by_number(c, times - kept))
        k += times
    return "".join(found)


def _by_number(character: str, times: int) -> str:
    return f"⟦U+{ord(character):04X}⟧" if times == 1 else f"⟦U+{ord(character):04X} ×{times}⟧"


def _joins(text: str, k: int) -> bool:
    """Whether the joiner there makes one emoji of two."""
    before, after = text[max(0, k - 2) : k].rstrip("\ufe0f")[-1:], text[k + 1 : k + 2]
    return bool(before and after) and category(before) in ("So", "Sk") and category(after) == "So"


def _overwritten(line: str) -> str:
    """A line after carriage returns and backspaces."""
    if "\r" not in line and "\b" not in line:
        return line
    found: list[str] = []
    at = 0
    for c in line:
        if c == "\r":
            at = 0
        elif c == "\b":
            at = max(0, at - 1)
        else:
            found[at : at + 1] = [c]
            at += 1
    return "".join(found)

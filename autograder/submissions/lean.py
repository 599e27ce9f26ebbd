"""A notebook without its outputs, told by its bytes alone: of a file of 100 MB the cells are a few kilobytes.

It is one pass over the file, in which nothing is parsed but where strings begin and end, and what brackets close what.
"""

import re

MOST_SIGNS = 10_000_000
"""Strings and brackets that are looked at: 200 MB of lines of text have 4 million."""
_LEFT_OUT = (b"outputs", b"attachments", b"widgets")
_LONGEST = max(map(len, _LEFT_OUT))
_SIGN = re.compile(rb'["\[\]{}]')
_VALUE = re.compile(rb"\s*:\s*([\[{])")
_QUOTE, _ESCAPE = b'"\\'
_CLOSED_BY = {ord("["): b"]", ord("{"): b"}"}


class TooMany(Exception):
    """There are more strings and brackets than are looked at."""


def lean(data: bytes) -> bytes:
    """The same JSON with empty lists and objects for outputs, attached pictures and the state of widgets.

    Each line keeps its number. Where the file breaks off within what is left out, it breaks off there.

    Raises:
        TooMany: see `MOST_SIGNS`.
    """
    scan = _Scan(data)
    kept, begin, at = [], 0, 0
    while (sign := scan.next(at)) >= 0:
        at = sign + 1
        if data[sign] != _QUOTE:
            continue
        at = scan.end_of_string(sign)
        if not at:
            break
        if at - sign - 2 <= _LONGEST and data[sign + 1 : at - 1] in _LEFT_OUT:
            value = _VALUE.match(data, at)
            if value:
                bracket = value.start(1)
                at = scan.end_of_value(bracket)
                kept += [data[begin : bracket + 1], b"\n" * data.count(b"\n", bracket, at or len(data))]
                if not at:
                    return b"".join(kept)
                kept.append(_CLOSED_BY[data[bracket]])
                begin = at
    return b"".join([*kept, data[begin:]])


class _Scan:
    def __init__(self, data: bytes) -> None:
        self.data = data
        self.seen = 0

    def next(self, at: int) -> int:
        """Where the next string begins, or the next bracket stands; -1 behind the last one."""
        self.seen += 1
        if self.seen > MOST_SIGNS:
            raise TooMany
        found = _SIGN.search(self.data, at)
        return found.start() if found else -1

    def end_of_string(self, quote: int) -> int:
        """The place behind a string; 0 where it does not end."""
        at = quote
        while (at := self.data.find(b'"', at + 1)) >= 0:
            before = at
            while self.data[before - 1] == _ESCAPE:
                before -= 1
            if (at - before) % 2 == 0:
                return at + 1
            self.seen += 1
            if self.seen > MOST_SIGNS:
                raise TooMany
        return 0

    def end_of_value(self, bracket: int) -> int:
        """The place behind a list or an object; 0 where it does not end."""
        depth, at = 0, bracket
        while (sign := self.next(at)) >= 0:
            at = sign + 1
            if self.data[sign] == _QUOTE:
                at = self.end_of_string(sign)
                if not at:
                    return 0
            elif self.data[sign] in b"[{":
                depth += 1
            else:
                depth -= 1
                if depth == 0:
                    return at
        return 0

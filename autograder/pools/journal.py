"""The journal of a grading: each finished submission is written down, safely, before it counts."""

import contextlib
import hashlib
import itertools
import json
import os
import secrets
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from autograder.pools import lines, private_file, range_locks
from autograder.pools.lines import Of
from helpers.errors import CourseError
from helpers.language import translate as _

_IN_USE, _WRITING, _CLAIMS = 0, 1, 2
"""Numbers that are locked: shared by all who have the journal open; by who writes a line; for each submission at work."""
_TURN = 60.0
"""Seconds that another grading may take to write a line, on a slow disk; one that was stopped takes for ever."""
_GLANCE = 0.02


class Journal:
    """An append-only file: a first line with the secret of this grading, then a line for each finished submission.

    Several gradings may have it open: each knows what the others have finished (`catch_up`), and none grades what
    another one is at (`claim`). A line that a crash cut off is dropped. What can't be read is told in `said`, and kept
    in another file.

    Args:
        restart: begin anew; what there is is kept in another file.

    Raises:
        CourseError: the file can't be written, or is no journal.
    """

    def __init__(self, path: Path, restart: bool = False) -> None:
        self.path = path
        self.done: dict[Of, dict] = {}
        self.said: list[str] = []
        self.new = False
        """There was none: its secret is a new one."""
        self._end, self._fd = 0, -1
        self._lock = threading.Lock()
        try:
            self._open(restart)
        except OSError as error:
            self.close()
            raise CourseError(
                _("{path} can't be written ({reason}).", path=path, reason=error.strerror or type(error).__name__)
            ) from None
        except BaseException:
            self.close()
            raise

    def _open(self, restart: bool) -> None:
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._fd = os.open(self.path, flags, 0o600)
        with self._writing():
            content = self._content(0)
            if content and restart:
                self._set_aside(content, "before")
                content = b""
            content = self._with_head(content)
            if content:
                self._read(content)
            else:
                self.secret = secrets.token_bytes(32)
                self._append(lines.head(self.secret))
            range_locks.take(self._fd, _IN_USE, shared=True)

    def _with_head(self, content: bytes) -> bytes:
        """What is in the file; b"" if there is nothing, or what was there is put aside.

        Raises:
            CourseError: it is no journal.
        """
        first, newline, rest = content.partition(b"\n")
        if not content:
            self.new = True
        elif not newline or lines.secret(first) is None:
            self._want_ours(first, rest)
            kept = self._set_aside(content, "damaged")
            self.said.append(
                _(
                    "The first line of {path}, with the secret of this grading, can't be read. All is graded anew, with "
                    "other numbers than before. The file as it was is kept as {kept}.",
                    path=self.path,
                    kept=kept,
                )
            )
            return b""
        return content

    def _want_ours(self, first: bytes, rest: bytes) -> None:
        kept = f"{self.path.name}.before-1"
        if not first.startswith(b'{"version"') and not any(map(lines.record, rest.splitlines()[:10])):
            raise CourseError(
                _(
                    "{path} is not a journal of this program. Give --restart to begin anew: the file is then kept as "
                    "{kept}.",
                    path=self.path,
                    kept=kept,
                )
            )
        if lines.version(first) not in (None, lines.VERSION):
            raise CourseError(
                _(
                    "{path} was written by another version of this program. Go on with that one, or give --restart to "
                    "begin anew: the file is then kept as {kept}.",
                    path=self.path,
                    kept=kept,
                )
            )

    def _read(self, content: bytes) -> None:
        first, _newline, rest = content.partition(b"\n")
        self.secret, self._end = lines.secret(first) or b"", len(first) + 1
        all_ = rest[: rest.rfind(b"\n") + 1].splitlines(keepends=True)
        good = [line for line in all_ if lines.record(line)]
        if len(good) < len(all_) and range_locks.take(self._fd, _IN_USE):  # else the last one to come will see to it
            kept = self._set_aside(content, "damaged", self._end)
            self._write(b"".join(good))
            self._end = len(first) + 1
            self.said.append(
                _(
                    "Lines of {path} that can't be read: {count}. What they said is graded again; the file as it was is "
                    "kept as {kept}.",
                    count=len(all_) - len(good),
                    path=self.path,
                    kept=kept,
                )
            )
        self._catch_up()

    def _set_aside(self, content: bytes, why: str, left: int = 0) -> str:
        """Keep a copy of the file under another name, and leave the first bytes of it alone.

        Returns:
            the name of the copy.

        Raises:
            CourseError: another grading has it open.
        """
        if not range_locks.take(self._fd, _IN_USE):
            raise CourseError(
                _(
                    "Another grading is using {path}. Wait until it has ended, then give the command again.",
                    path=self.path,
                )
            )
        names = (self.path.with_name(f"{self.path.name}.{why}-{k}") for k in itertools.count(1))
        kept = next(path for path in names if not path.exists())
        private_file.write(kept, content)
        os.ftruncate(self._fd, left)
        return kept.name

    def add(self, student: str, chapter: str, digest: str, result: dict[str, Any]) -> dict[str, Any]:
        """Write down a result, on the disk when this returns.

        Returns:
            what counts: the result, or, where another grading was first, that one's.

        Raises:
            OSError: it could not be written; nothing of it is kept then.
        """
        of = (student, chapter, digest)
        with self._writing():
            self._catch_up()
            if of not in self.done:
                self._append({"of": list(of), "result": result})
                self.done[of] = result
            return self.done[of]

    def catch_up(self) -> None:
        """Learn what other gradings have finished.

        Raises:
            OSError: the file can't be read.
        """
        with self._writing():
            self._catch_up()

    def _catch_up(self) -> None:
        content = self._content(self._end)
        whole = content.rfind(b"\n") + 1
        if whole < len(content):  # nobody else writes now: a crash cut it off
            os.ftruncate(self._fd, self._end + whole)
        self._end += whole
        self.done |= dict(filter(None, map(lines.record, content[:whole].splitlines())))

    def claim(self, of: Of) -> bool:
        """Take a submission for oneself until `release`, or the end of this process; False if another grading has it."""
        return range_locks.take(self._fd, _number(of))

    def release(self, of: Of) -> None:
        """Leave a submission to others; where it was added, they know."""
        range_locks.give_back(self._fd, _number(of))

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """No other grading, nor another thread of this one, writes meanwhile."""
        with self._lock:
            end = time.monotonic() + _TURN
            while not range_locks.take(self._fd, _WRITING):
                if time.monotonic() > end:
                    raise CourseError(
                        _(
                            "Another grading has been writing {path} for {seconds} s: it may have been stopped. End it, "
                            "then give the command again.",
                            path=self.path,
                            seconds=round(_TURN),
                        )
                    )
                time.sleep(_GLANCE)
            try:
                yield
            finally:
                if self._fd >= 0:
                    range_locks.give_back(self._fd, _WRITING)

    def _content(self, begin: int) -> bytes:
        os.lseek(self._fd, begin, os.SEEK_SET)
        parts = []
        while part := os.read(self._fd, 1 << 20):
            parts.append(part)
        return b"".join(parts)

    def _append(self, line: dict) -> None:
        self._write(json.dumps(line, ensure_ascii=False).encode() + b"\n")

    def _write(self, data: bytes) -> None:
        before, size = os.fstat(self._fd).st_size, len(data)
        try:
            while data:
                data = data[os.write(self._fd, data) :]
            os.fsync(self._fd)
        except OSError:
            os.ftruncate(self._fd, before)
            raise
        self._end = before + size

    def close(self) -> None:
        fd, self._fd = self._fd, -1
        if fd >= 0:
            os.close(fd)


def _number(of: Of) -> int:
    return _CLAIMS + int.from_bytes(hashlib.sha256(json.dumps(of).encode()).digest()[:6], "big")

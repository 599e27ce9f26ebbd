"""The journal of a grading: each finished submission is written down, safely, before it counts."""

import json
import os
import secrets
import time
from pathlib import Path
from typing import Any

from helpers.errors import CourseError
from helpers.language import translate as _

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

VERSION = 1
_GLANCE = 0.1
"""Seconds between two looks whether another grading has ended."""


class Journal:
    """An append-only file: a first line with the secret of this grading, then a line for each finished submission.

    A line that a crash cut off is dropped when the journal is opened again.

    Args:
        restart: forget what it has.
        wait: seconds to wait for another grading that is writing it.

    Raises:
        CourseError: the file can't be written, is no journal, or another grading is writing it.
    """

    def __init__(self, path: Path, restart: bool = False, wait: float = 0.0) -> None:
        self.path = path
        self.done: dict[tuple[str, str, str], dict] = {}
        try:
            self._fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
            self._lock(time.monotonic() + wait)
            self._open(restart)
        except OSError as error:
            raise CourseError(
                _("{path} can't be written ({reason}).", path=path, reason=error.strerror or type(error).__name__)
            ) from None
        except CourseError:
            self.close()
            raise

    def _lock(self, end: float) -> None:
        while fcntl is not None:
            try:
                fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
                return
            except BlockingIOError:
                if time.monotonic() < end:
                    time.sleep(_GLANCE)
                    continue
                raise CourseError(
                    _(
                        "Another grading is writing {path}. Wait for it, or give another file with --json.",
                        path=self.path,
                    )
                ) from None

    def _open(self, restart: bool) -> None:
        if restart:
            os.ftruncate(self._fd, 0)
        whole = self.path.read_bytes()
        kept = whole[: whole.rfind(b"\n") + 1]
        if len(kept) < len(whole):
            os.ftruncate(self._fd, len(kept))
        lines = kept.splitlines()
        if not lines:
            self.secret = secrets.token_bytes(32)
            self._append({"version": VERSION, "secret": self.secret.hex()})
            return
        try:
            head, *rest = [json.loads(line) for line in lines]
            if head["version"] != VERSION:
                raise ValueError
            self.secret = bytes.fromhex(head["secret"])
            self.done = {tuple(line["of"]): line["result"] for line in rest}
        except (ValueError, KeyError, TypeError):
            raise CourseError(
                _("{path} is not a journal of this program. Give --restart to begin anew.", path=self.path)
            ) from None

    def add(self, student: str, chapter: str, digest: str, result: dict[str, Any]) -> None:
        """Write down a result; it is on the disk when this returns.

        Raises:
            OSError: it could not be written; nothing of it is kept then.
        """
        self._append({"of": [student, chapter, digest], "result": result})
        self.done[student, chapter, digest] = result

    def _append(self, line: dict) -> None:
        data = json.dumps(line, ensure_ascii=False).encode() + b"\n"
        before = os.fstat(self._fd).st_size
        try:
            while data:
                data = data[os.write(self._fd, data) :]
            os.fsync(self._fd)
        except OSError:
            os.ftruncate(self._fd, before)
            raise

    def close(self) -> None:
        os.close(self._fd)

"""What was handed in, read for nbgrader in a process of its own: to read it is work on hostile data.

`python -m autograder.classroom.reader CHAPTER [PACK]` is its inside: bytes in, JSON out, with limits on memory and time.
nbgrader's process, or the server that the formgrader lives in, may be the parent: it has threads, and must not be forked.
"""

import contextlib
import json
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

from helpers import isolated
from helpers.errors import CourseError
from helpers.language import translate as _

MEMORY = 768
"""MiB that reading may take beyond what the process begins with, as at a grader's desk."""
SECONDS = 20
"""Of processor time."""
_WALL = 240.0
"""Seconds until it is given up on a machine that is busy with other things."""
_MOST = 64 * 2**20
"""Bytes of an answer: code and text of a notebook, as JSON."""
_TRIES = 2


def read(chapter: str, data: bytes) -> Any:
    """A notebook as `submission.notebook` gives it; None where it can't be read.

    Raises:
        CourseError: no process can be started, or there is no room for it.
    """
    from autograder.submissions.book import Node

    for _try in range(_TRIES):  # who was killed may have been in the way when somebody else took the machine's memory
        answer = _asked(chapter, data)
        with contextlib.suppress(ValueError):
            found = json.loads(answer, object_hook=Node)
            return found.get("book")
    return None


def _asked(chapter: str, data: bytes) -> bytes:
    with (
        tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as own,
        tempfile.TemporaryFile(dir=own) as given,
    ):
        try:
            given.write(data)
            given.seek(0)
            process = subprocess.Popen(
                isolated.python("-m", "autograder.classroom.reader", chapter, *_pack(chapter, own)),
                cwd=own,
                env=isolated.environment(own),
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise CourseError(
                _("The notebook can't be read now ({reason}).", reason=error.strerror or type(error).__name__)
            ) from None
        assert process.stdout
        end = threading.Timer(_WALL, process.kill)
        end.daemon = True
        end.start()
        try:
            answer = process.stdout.read(_MOST + 1)
        finally:
            end.cancel()
            process.kill()
            process.wait()
            process.stdout.close()
        return answer if len(answer) <= _MOST else b""


def _pack(chapter: str, folder: str) -> list[str]:
    """Where the process finds the pack of exercises that the notebook is of; nothing for the course's own."""
    from autograder.exercises import register

    pack = register.pack(chapter)
    if pack is None:
        return []
    path = Path(folder, "exercises.kfa")
    path.write_bytes(pack.data)
    return [str(path)]


def main() -> int:
    from autograder.authoring import pack
    from autograder.submissions import submission

    for path in sys.argv[2:]:
        pack.use(Path(path))
    data = sys.stdin.buffer.read()
    limit()
    try:
        book: Any = submission.notebook(sys.argv[1], data)
    except submission.Unreadable:
        book = None
    sys.stdout.write(json.dumps({"book": book}))
    return 0


def limit(cpu: int | None = SECONDS) -> None:
    """Let this process have so much memory, and so many seconds of a processor; Linux alone counts memory so."""
    try:
        import resource
    except ImportError:  # Windows
        return
    from autograder.sandbox import desk

    for kind, most in (
        (resource.RLIMIT_DATA, desk._mapped() + MEMORY * 2**20),
        *([(resource.RLIMIT_CPU, cpu)] if cpu else []),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    sys.exit(main())

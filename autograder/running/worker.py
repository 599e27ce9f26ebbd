"""A worker: a process that grades one submission after the other; bytes in, a result out.

`python -m autograder.running.worker` is its inside: it warms up, forks the process that kernels come from, and only
then imports what a learner must not see. `Worker` is its outside, for a pool on this machine or on a cluster.
"""

import contextlib
import signal
import socket
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from autograder.running import frames, linux, starting, zygote
from autograder.running.own_folder import OwnFolder
from helpers import isolated

_WARM_UP = 180.0
_LONGEST = 3000.0


class WorkerDied(Exception):
    """The worker ended or does not answer: no fault of a submission."""


class Worker:
    """A grading process, started at once.

    Args:
        sandboxed: see `autograder.running.zygote`.
        threads: that TensorFlow may use in it and in its kernels.
    """

    def __init__(self, sandboxed: bool = True, threads: int = 1) -> None:
        ours, theirs = socket.socketpair()
        self._folder = OwnFolder()
        environment = isolated.environment(self._folder.path, TMPDIR=str(self._folder.path))
        environment |= {"TF_CPP_MIN_LOG_LEVEL": "3", "TF_ENABLE_ONEDNN_OPTS": "0", "CUDA_VISIBLE_DEVICES": ""}
        environment |= {"TF_NUM_INTRAOP_THREADS": str(threads), "TF_NUM_INTEROP_THREADS": str(threads)}
        # glibc keeps a heap for each thread, and what was once used of it: some 100 MB of a kernel that trains
        environment |= {"MALLOC_ARENA_MAX": "2", "MALLOC_TRIM_THRESHOLD_": str(2**20)}
        arguments = ["-m", "autograder.running.worker", str(theirs.fileno())]
        self._process = starting.start(
            isolated.python(*arguments, *([] if sandboxed else ["--unsafe-no-sandbox"])),
            cwd=self._folder.path,
            env=environment,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self._channel = ours
        self._lock = threading.Lock()
        self._ready = False

    def grade(self, data: bytes, task: dict[str, Any]) -> tuple[dict, bytes]:
        """Grade a notebook's bytes; `task` as in `_grade`. Returns the result and the feedback page.

        Raises:
            WorkerDied: it is gone; another worker may try.
        """
        with self._lock:
            try:
                if not self._ready:
                    reply, _page = frames.receive(self._channel, time.monotonic() + _WARM_UP)
                    if "failed" in reply:
                        raise WorkerDied(reply["failed"])
                    self._ready = True
                frames.send(self._channel, task, data)
                reply, page = frames.receive(self._channel, time.monotonic() + _LONGEST)
            except (frames.FrameError, TimeoutError, OSError) as error:
                self.close()
                raise WorkerDied(str(error) or type(error).__name__) from None
        if "failed" in reply:
            self.close()
            raise WorkerDied(reply["failed"])
        return reply, page

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """End it and its kernels."""
        self._channel.close()
        with contextlib.suppress(OSError):
            self._process.kill()
        self._process.wait()
        self._folder.close()


def main() -> int:
    channel = socket.socket(fileno=int(sys.argv[1]))
    if linux.available():
        linux.die_with_parent(signal.SIGKILL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the grader ends its workers itself
    try:
        warm = _warm("--unsafe-no-sandbox" not in sys.argv)
        from autograder.running import marking  # only now: it holds the answers

        desk = marking.desk()
    except Exception as error:
        frames.send(channel, {"failed": f"{type(error).__name__}: {error}"})
        return 1
    frames.send(channel, {"ready": True})
    try:
        while True:
            task, data = frames.receive(channel)
            try:
                frames.send(channel, *marking.mark(warm, desk, data, task))
            except Exception as error:  # no fault of the submission: another worker tries
                frames.send(channel, {"failed": f"{type(error).__name__}: {error}"[:2000]})
                return 1
    except frames.FrameError:
        return 0
    finally:
        desk.close()
        warm.close()


def _warm(sandboxed: bool) -> zygote.Zygote:
    """The warm process, which in its sandbox has the data pack without what is held out."""
    if not sandboxed:
        zygote.import_all()
        return zygote.Zygote({}, sandboxed=False)
    from autograder.running import without_held_out

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        writing = without_held_out.Writing(Path(folder))
        zygote.import_all()
        return zygote.Zygote(writing.files())


if __name__ == "__main__":
    sys.exit(main())

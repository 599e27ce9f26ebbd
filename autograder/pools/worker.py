"""A worker: a process that grades one submission after the other; bytes in, a result out.

`python -m autograder.pools.worker` is its inside: it warms up, forks the process that kernels come from, and only
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

from autograder.pools import edition
from autograder.sandbox import family, frames, linux, starting, zygote
from autograder.sandbox.own_folder import OwnFolder
from autograder.submissions.task import Task
from helpers import isolated
from helpers.fair_clock import FairClock
from helpers.language import translate as _

_WARM_UP = 180.0
_LONGEST = 3000.0
"""Seconds that a submission may take of which nothing else is said, in fair time (`FairClock`)."""
_STOPPED = 30
"""Looks in a row at which a worker's process is stopped, after which it is given up."""
_LOOK = 1.0
"""Seconds between two looks at a worker that has not answered yet."""
_HAND_OVER = 60.0
"""Seconds that a message may take on its way."""
_OFTEN = 5
"""How often a submission is graded at most because this process was stopped meanwhile."""


class WorkerDied(Exception):
    """The worker ended or does not answer: no fault of a submission."""


class OtherEdition(Exception):
    """The worker has loaded another edition of the course than marks are wanted of: `there` is its digest."""

    def __init__(self, there: str) -> None:
        super().__init__(there)
        self.there = there


class Worker:
    """A grading process, started at once.

    Args:
        sandboxed: see `autograder.sandbox.zygote`.
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
        arguments = ["-m", "autograder.pools.worker", str(theirs.fileno())]
        self._process = starting.start(
            isolated.python(*arguments, *([] if sandboxed else ["--unsafe-no-sandbox"])),
            cwd=self._folder.path,
            env=environment,
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        self._channel = ours
        self._lock = threading.RLock()
        self._course: str | None = None
        """Digest of the course that it has loaded; None until it is warm."""

    def grade(self, data: bytes, task: Task) -> tuple[dict, bytes]:
        """Grade a notebook's bytes. Returns the result and the feedback page.

        Raises:
            OtherEdition: it must not grade this; so must no other one here.
            WorkerDied: it is gone; another worker may try.
        """
        with self._lock:
            try:
                if self._course is None:
                    reply, _page = self._reply(_WARM_UP, task)
                    if "failed" in reply:
                        raise WorkerDied(reply["failed"])
                    self._course = reply["ready"]
                if task.get("course", self._course) != self._course:
                    raise OtherEdition(self._course)
                frames.send(self._channel, task, data, time.monotonic() + _HAND_OVER, frames.MOST_HANDED_IN)
                reply, page = self._reply(task.get("longest", _LONGEST), task)
            except TimeoutError:
                self.close()
                text = _("the worker did not answer in the time that a submission may take", task.get("lang"))
                raise WorkerDied(text) from None
            except (frames.FrameError, OSError) as error:
                self.close()
                raise WorkerDied(str(error) or type(error).__name__) from None
        if "failed" in reply:
            self.close()
            raise WorkerDied(reply["failed"])
        return reply, page

    def _reply(self, limit: float, task: Task) -> tuple[dict, bytes]:
        """What it answers within so many seconds, for which a busy machine is no excuse to give it up.

        Raises:
            TimeoutError, FrameError: it doesn't.
            WorkerDied: somebody has stopped its process.
        """
        clock, stopped, looked = self._clock(limit), 0, time.monotonic()
        while not self._answers():
            stopped = stopped + 1 if _is_stopped(self.pid) else 0
            if stopped > _STOPPED:
                self.close()
                raise WorkerDied(_("the worker's process was stopped, and did not go on", task.get("lang")))
            if time.monotonic() - looked > _LOOK + _STOPPED:  # we were stopped ourselves, it may have been, too
                clock = self._clock(limit)
            if clock.over():
                raise TimeoutError
            looked = time.monotonic()
        return frames.receive(self._channel, time.monotonic() + _HAND_OVER)

    def _clock(self, limit: float) -> FairClock:
        return FairClock(limit, lambda: family.members(self.pid))

    def _answers(self) -> bool:
        """Whether an answer begins to come within a moment, or the connection ends."""
        self._channel.settimeout(_LOOK)
        try:
            self._channel.recv(1, socket.MSG_PEEK)
        except TimeoutError:
            return False
        return True

    @property
    def pid(self) -> int:
        return self._process.pid

    def close(self) -> None:
        """End it and its kernels. Whoever waits for its answer learns that it has died."""
        with contextlib.suppress(OSError):
            self._process.kill()
        with contextlib.suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)
        self._process.wait()
        with self._lock:  # a number that is closed may at once be another connection's
            self._channel.close()
        self._folder.close()


def _is_stopped(pid: int) -> bool:
    """Whether somebody sent a process SIGSTOP; where that can't be read, nobody did."""
    try:
        return Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()[0] in (b"T", b"t")
    except (OSError, IndexError):
        return False


def main() -> int:
    channel = socket.socket(fileno=int(sys.argv[1]))
    if linux.available():
        linux.die_with_parent(signal.SIGKILL)
    for name in (
        "SIGINT",
        "SIGHUP",
    ):  # of a terminal, to all that was started there: the grader ends its workers itself
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)
    stops = _Stops()
    try:
        begun = edition.facts()
        warm = _warm("--unsafe-no-sandbox" not in sys.argv)
        from autograder.submissions import marking  # only now: it holds the answers

        desk = marking.desk()
        loaded = edition.course()
        if edition.facts() != begun:
            raise RuntimeError("the course's files were changed while they were loaded")
    except Exception as error:
        frames.send(channel, {"failed": f"{type(error).__name__}: {error}"})
        return 1
    frames.send(channel, {"ready": loaded})
    try:
        while True:
            task, data = frames.receive(channel, most=frames.MOST_HANDED_IN)
            try:
                for _turn in range(_OFTEN):
                    stops.count = 0
                    found = marking.mark(warm, desk, data, task)
                    if not stops.count:
                        break
                    marking.forget()
                frames.send(channel, *found)
            except Exception as error:  # no fault of the submission: another worker tries
                frames.send(channel, {"failed": f"{type(error).__name__}: {error}"[:2000]})
                return 1
    except frames.FrameError:
        return 0
    finally:
        desk.close()
        warm.close()


class _Stops:
    """Counts how often this process was stopped and goes on (Ctrl-Z and `fg`).

    All clocks of a submission ran meanwhile, and its kernel did not: what it got then says nothing.
    """

    def __init__(self) -> None:
        self.count = 0
        if hasattr(signal, "SIGCONT"):
            signal.signal(signal.SIGCONT, self._goes_on)

    def _goes_on(self, *_signal: Any) -> None:
        self.count += 1


def _warm(sandboxed: bool) -> zygote.Zygote:
    """The warm process, which in its sandbox has the data pack without what is held out."""
    from autograder.questions.warm import WarmCourse

    course = WarmCourse()
    if not sandboxed:
        course.load()
        return zygote.Zygote(course, {}, sandboxed=False)
    from autograder.pools import without_held_out

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        writing = without_held_out.Writing(Path(folder))
        course.load()
        return zygote.Zygote(course, writing.files())


if __name__ == "__main__":
    sys.exit(main())

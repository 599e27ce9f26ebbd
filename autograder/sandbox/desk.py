"""The desk: a child of the trusted process in which what learners sent is read, judged and drawn, with limits.

Reading, judging and drawing are work on hostile data. What goes wrong there, whatever it is (no end, no memory left, a
crash of a library), ends the child alone, and its caller learns why. The child lives on from one submission to the next,
since TensorFlow takes 0.2 s for its first operations; the process that forks it never runs one.
"""

import contextlib
import gc
import os
import resource
import select
import signal
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.sandbox import frames, linux
from helpers.fair_clock import FairClock

MEMORY = 768
"""MiB that the child may use beyond what it begins with. Right answers take up to 130, a notebook of 50 MB 340."""
_GROWN = 256 * 2**20
"""Bytes by which a child may have grown when a new submission begins; one that has grown by more is replaced."""
_MOST_WANTS = 20
"""How often one piece of work may want something of the caller; asking twice, each time trained twice, is 8."""
_HAND_OVER = 10.0
"""Seconds that a message may take on its way, at least."""
_LEAVE = 0.2
"""Seconds in which a child may end of itself."""
_PROCESSORS = os.cpu_count() or 1
_STACKS = 32
"""MiB for each processor: stacks of TensorFlow's threads, reserved and hardly used."""
_OOM = b"600"
"""Where the machine itself has no memory left, the child goes before the process that grades."""

Wanted = Callable[[dict, bytes], tuple[dict, bytes]]


class Fault(Exception):
    """The work ended without a result: `why` is "timeout", "killed" (memory, a crash) or "failed" (it raised)."""

    def __init__(self, why: str, reason: str = "") -> None:
        super().__init__(reason or why)
        self.why, self.reason = why, reason


class NoDesk(Exception):
    """No child could be forked: no fault of a submission."""


class Desk:
    """The outside of the child, which is forked when there is work.

    Args:
        serve: the inside: answers messages on a socket until the other side ends the connection.
        memory: MiB that it may use beyond what it begins with.
    """

    def __init__(self, serve: Callable[[socket.socket], None], memory: int = MEMORY) -> None:
        self._serve, self.memory = serve, memory
        self._channel: socket.socket | None = None
        self._pid = 0
        self._begun = 0

    def work(self, limit: float, data: bytes = b"", wanted: Wanted | None = None, **message: Any) -> tuple[dict, bytes]:
        """Have a piece of work done.

        A child that was killed may have borne the traces of earlier work, or have been in the way when somebody else
        took the machine's memory: the work is done once more, in a new one, before that counts.

        Args:
            limit: seconds, in which it waits neither for `wanted` nor for a processor (`FairClock`).
            data, message: what is asked.
            wanted: gives what the child wants meanwhile; what it raises is raised here.

        Raises:
            Fault: there is no result.
            NoDesk: nobody is there to do it.
        """
        try:
            return self._work(limit, data, wanted, message)
        except Fault as fault:
            if fault.why != "killed":
                raise
        return self._work(limit, data, wanted, message)

    def _work(self, limit: float, data: bytes, wanted: Wanted | None, message: dict) -> tuple[dict, bytes]:
        channel = self._open()
        stopped: Exception | None = None
        try:
            order, more = message | {"seconds": limit}, data
            for _turn in range(_MOST_WANTS):
                clock = FairClock(limit, lambda: [self._pid])
                frames.send(channel, order, more, time.monotonic() + max(limit, _HAND_OVER), frames.MOST_HANDED_IN)
                reply, more = self._reply(channel, clock)
                limit = clock.left
                if "wants" not in reply:
                    break
                try:
                    order, more = wanted(reply, more) if wanted and not stopped else ({"stop": True}, b"")
                except Exception as error:
                    stopped, order, more = error, {"stop": True}, b""
            else:
                raise Fault("failed", f"more than {_MOST_WANTS} questions")
        except TimeoutError:
            self.close()
            raise Fault("timeout") from None
        except (frames.FrameError, OSError):
            why = self._ended()
            if stopped:
                raise stopped from None
            raise Fault(why) from None
        except BaseException:
            self.close()
            raise
        if stopped:
            raise stopped
        if reply.get("failed") == "memory":
            self.close()
            raise Fault("killed")
        if "failed" in reply:
            raise Fault("failed", str(reply["failed"])[:300])
        return reply, more

    @staticmethod
    def _reply(channel: socket.socket, clock: FairClock) -> tuple[dict, bytes]:
        while not select.select([channel], [], [], clock.left)[0]:
            if clock.over():
                raise TimeoutError
        found = frames.receive(channel, time.monotonic() + max(clock.left, _HAND_OVER))
        clock.over()
        return found

    def refresh(self) -> None:
        """A new submission begins: a child that has grown is replaced."""
        if self._channel is not None and _held(self._pid) - self._begun > _GROWN:
            self.close()

    def _open(self) -> socket.socket:
        if self._channel is not None:
            return self._channel
        ours, theirs = socket.socketpair()
        try:
            pid = os.fork()
        except OSError as error:
            ours.close()
            theirs.close()
            raise NoDesk(f"no process can be started: {error.strerror}") from None
        if pid == 0:
            try:
                _live(theirs, self._serve, self.memory)
            finally:
                os._exit(0)
        theirs.close()
        self._pid, self._channel, self._begun = pid, ours, _held(pid)
        return ours

    def _ended(self) -> str:
        """Why the child has ended: its processor time, or anything else."""
        status = self.close()
        return "timeout" if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU else "killed"

    def close(self) -> int:
        """End the child; returns how it ended, as `os.waitpid` tells it."""
        if self._channel is None:
            return 0
        self._channel.close()
        self._channel = None
        with contextlib.suppress(OSError):
            handle = os.pidfd_open(self._pid)
            select.select([handle], [], [], _LEAVE)  # one that ends of itself says why
            os.close(handle)
        with contextlib.suppress(OSError):
            os.kill(self._pid, signal.SIGKILL)
            return os.waitpid(self._pid, 0)[1]
        return 0


def _live(channel: socket.socket, serve: Callable[[socket.socket], None], memory: int) -> None:
    """The child itself."""
    gc.freeze()  # what the parent has thrown away is not finalized here, where the threads for it don't exist
    if linux.available():
        linux.die_with_parent(signal.SIGKILL)
    os.closerange(3, channel.fileno())
    os.closerange(channel.fileno() + 1, 4096)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_bytes(_OOM)
    for kind, most in (
        (resource.RLIMIT_DATA, _mapped() + (memory + _STACKS * _PROCESSORS) * 2**20),
        (resource.RLIMIT_FSIZE, 256 * 2**20),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    serve(channel)


def limit_processor(seconds: float) -> None:
    """In the child: end it with SIGXCPU when it has run so long from now, on all processors."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    most = int(used.ru_utime + used.ru_stime + seconds * _PROCESSORS) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def _mapped() -> int:
    """Bytes of private writable memory that this process has mapped."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[5])
    except (OSError, ValueError, IndexError):
        return 4 * 2**30
    return pages * resource.getpagesize()


def _held(pid: int) -> int:
    """Bytes of anonymous memory that a process has; 0 where that can't be read."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("RssAnon")), 0)

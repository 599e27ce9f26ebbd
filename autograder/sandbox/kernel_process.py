"""The grader's end of one kernel: asks it, and holds it to its limits."""

import contextlib
import os
import secrets
import select
import signal
import socket
import threading
import time
from typing import Any

from autograder.sandbox import family, frames
from autograder.sandbox.walls import Limits
from helpers.fair_clock import FairClock, scheduled

_END = 20.0
"""Seconds that a killed kernel with all of its processes may take to go."""
_GLANCE = 0.1
"""Seconds between two looks at a kernel's memory."""
_LOOK = 1.0
"""Seconds between two looks at how many processors a kernel wants."""
_CROWD = 4
"""Threads, beside two for each that it may have, which a kernel may have ready to run before it must let others go first."""
_LOWEST = 19
"""Of `nice`."""


class KernelDied(Exception):
    """The kernel ended, took too long or used too much; `why` is "killed" or "timeout"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Kernel:
    """One kernel. A thread ends it when it uses too much memory: also while nothing is asked."""

    def __init__(self, channel: socket.socket, pid: int, limits: Limits, sandboxed: bool = True) -> None:
        self._channel, self._pid, self._threads = channel, pid, limits.threads
        self._handle: int | None = os.pidfd_open(pid)
        self._most = limits.memory * 2**20
        self._before, self._share_before = family.held([pid]), family.proportional([pid])
        self._sandboxed = sandboxed
        self._closed, self._ending = threading.Event(), threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def ask(self, limit: float, data: bytes = b"", **message: Any) -> tuple[dict, bytes]:
        """Send a message and wait for the reply.

        Args:
            limit: seconds, for which a machine that others keep busy is no excuse to end it (`FairClock`); of
                processor time it may have as many for each of its threads.

        Raises:
            KernelDied: it ended, used too much memory, or took more than `limit` seconds; it is gone then.
        """
        try:
            # one beside those that compute: Python's own
            clock = FairClock(limit, lambda: family.members(self._pid), self._threads + 1)
            number = secrets.token_hex(8)
            frames.send(self._channel, message | {"id": number}, data, time.monotonic() + limit)
            while True:
                while not select.select([self._channel], [], [], min(clock.left, _LOOK))[0]:
                    if clock.over():
                        raise TimeoutError
                reply, more = frames.receive(self._channel, time.monotonic() + clock.left)
                if reply.get("id") == number:  # what a learner's code wrote to us at another time is no reply
                    return reply, more
                if clock.over():
                    raise TimeoutError
        except TimeoutError:
            self.close()
            raise KernelDied("timeout") from None
        except (frames.FrameError, OSError):
            self.close()
            raise KernelDied("killed") from None

    def _watch(self) -> None:
        pause, looked, before, crowded = _GLANCE, time.monotonic(), (0.0, 0.0), 0
        while not self._closed.wait(pause):
            began, members, now = time.thread_time(), family.members(self._pid), time.monotonic()
            if self._too_much(members):
                self._kill()
                return
            # a look at what is shared takes long where there are many: it must not take a processor's whole time; what
            # others on the machine take of it is no reason to look less often
            pause = max(_GLANCE, 10 * (time.thread_time() - began))
            if now - looked >= _LOOK:
                ready = scheduled(members)
                wanted = (sum(ready) - sum(before)) / (now - looked)
                crowded = crowded + 1 if wanted > 2 * self._threads + _CROWD else 0
                if crowded > 2:
                    _let_others_first(members)
                looked, before = now, ready

    def _too_much(self, members: list[int]) -> bool:
        """Whether they hold more than they may: each page once, where that is needed to know."""
        unread = family.unread(self._pid) if self._sandboxed else 0
        if family.held(members) - self._before + unread <= self._most:
            return False
        if len(members) < 2 or self._share_before is None:
            return True
        share = family.proportional(members)
        return share is None or share - self._share_before + unread > self._most

    def close(self) -> None:
        """End it, and with it all that it has started; wait until it is gone, so that the next one has its room."""
        self._channel.close()
        if self._handle is None:
            return
        self._closed.set()
        self._kill()
        poll = select.poll()
        poll.register(self._handle, select.POLLIN)
        poll.poll(1000 * _END)
        with self._ending:
            os.close(self._handle)
            self._handle = None

    def _kill(self) -> None:
        with self._ending, contextlib.suppress(OSError):
            if self._handle is not None:
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)


def _let_others_first(pids: list[int]) -> None:
    """A crowd of one submission's threads has what others leave; alone on a machine it loses nothing."""
    for pid in pids:
        with contextlib.suppress(OSError):
            for task in os.listdir(f"/proc/{pid}/task"):
                os.setpriority(os.PRIO_PROCESS, int(task), _LOWEST)

"""The warm process from which kernels are forked: it has imported TensorFlow and Keras, and computed nothing.

It sees no answer, no mark and no other submission (`sandbox.hide`), so a fork has none in its memory.
"""

import contextlib
import os
import re
import secrets
import select
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.fair_clock import FairClock
from autograder.running import frames, sandbox
from autograder.running.sandbox import Limits

_START = 30.0
"""Seconds that a fork may take; it takes 0.05."""
_END = 20.0
"""Seconds that a killed kernel with all of its processes may take to go."""
_GLANCE = 0.1
"""Seconds between two looks at a kernel's memory."""


class KernelDied(Exception):
    """The kernel ended, took too long or used too much; `why` is "killed" or "timeout"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ZygoteDied(Exception):
    """The warm process is gone, or can't fork: no fault of a submission."""


def import_all() -> None:
    """What notebooks import; no operation of TensorFlow runs."""
    import importlib

    for name in (
        "numpy",
        "tensorflow",
        "keras",
        "matplotlib.pyplot",
        "IPython",
        "PIL.Image",
        "helpers.drawing",
        "helpers.graph",
        "helpers.datasets",
        "helpers.charts",
        "autograder.questions",
    ):
        importlib.import_module(name)
    sys.modules["autograder.questions"].import_all()


class Zygote:
    """The grader's end: starts kernels. Made by a process that has called `import_all` and holds no secret yet.

    Args:
        replaced: files of the course that learners' code sees with another content (`sandbox.hide`).
        sandboxed: without it, a fork can do what the grader can.
    """

    def __init__(self, replaced: dict[str, Path], sandboxed: bool = True) -> None:
        self._channel, theirs = socket.socketpair()
        self.pid = os.fork()
        if self.pid == 0:
            self._channel.close()
            try:
                _live(theirs, replaced, sandboxed)
            finally:
                os._exit(0)
        theirs.close()
        reply, _data = self._talk(lambda: frames.receive(self._channel, time.monotonic() + 60))
        if "failed" in reply:
            raise ZygoteDied(reply["failed"])

    def kernel(self, limits: Limits, number: int = 0) -> "Kernel":
        """A new kernel in its own sandbox; two that run side by side have different numbers."""
        ours, theirs = socket.socketpair()
        order = {"memory": limits.memory, "processes": limits.processes, "disk": limits.disk, "number": number}

        def start() -> tuple[dict, bytes]:
            frames.send(self._channel, order)
            socket.send_fds(self._channel, [b"k"], [theirs.fileno()])
            return frames.receive(ours, time.monotonic() + _START)

        try:
            reply, _data = self._talk(start)
        finally:
            theirs.close()
        if "pid" in reply:
            kernel = Kernel(ours, reply["pid"], limits)
            reply, _data = self._talk(lambda: frames.receive(ours, time.monotonic() + _START))
            if "ready" in reply:
                return kernel
        ours.close()
        raise ZygoteDied(str(reply.get("failed", "no kernel")))

    def _talk(self, action: Callable[[], Any]) -> Any:
        try:
            return action()
        except (frames.FrameError, TimeoutError, OSError) as error:
            raise ZygoteDied(str(error) or "the warm process does not answer") from None

    def close(self) -> None:
        self._channel.close()
        with contextlib.suppress(OSError):
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)


class Kernel:
    """The grader's end of one kernel. A thread ends it when it uses too much memory: also while nothing is asked."""

    def __init__(self, channel: socket.socket, pid: int, limits: Limits) -> None:
        self._channel, self._pid = channel, pid
        self._handle: int | None = os.pidfd_open(pid)
        self._most = limits.memory * 2**20
        self._before = _memory(pid)
        self._closed, self._ending = threading.Event(), threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def ask(self, limit: float, data: bytes = b"", **message: Any) -> tuple[dict, bytes]:
        """Send a message and wait for the reply.

        Args:
            limit: seconds, for which a machine that others keep busy is no excuse to end it (`FairClock`).

        Raises:
            KernelDied: it ended, used too much memory, or took more than `limit` seconds; it is gone then.
        """
        try:
            clock = FairClock(limit, lambda: _family(self._pid))
            number = secrets.token_hex(8)
            frames.send(self._channel, message | {"id": number}, data, time.monotonic() + limit)
            while True:
                while not select.select([self._channel], [], [], clock.left)[0]:
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
        while not self._closed.wait(_GLANCE):
            if sum(_memory(pid) for pid in _family(self._pid)) - self._before > self._most:
                self._kill()
                return

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


_HELD = re.compile(r"^(?:RssAnon|RssShmem|VmSwap):\s*(\d+) kB", re.MULTILINE)


def _memory(pid: int) -> int:
    """Bytes that a process holds, in memory or swapped out, beside the files that it has mapped; 0 where it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return 1024 * sum(int(size) for size in _HELD.findall(text))


def _family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError, ValueError):
            for task in os.listdir(f"/proc/{parent}/task"):
                found += map(int, Path(f"/proc/{parent}/task/{task}/children").read_text().split())
    return found


def _live(channel: socket.socket, replaced: dict[str, Path], sandboxed: bool) -> None:
    """The warm process itself."""
    from autograder.running import kernel

    try:
        os.setsid()
        _close_all_but(channel.fileno())
        if sandboxed:
            from autograder.running import linux

            linux.die_with_parent(signal.SIGKILL)
            sandbox.hide(replaced)
        _forget(replaced, sandboxed)
        shell = kernel.make_shell()
        if sandboxed:
            sandbox.seal()
    except BaseException as error:
        frames.send(channel, {"failed": f"{type(error).__name__}: {error}"})
        return
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for a kernel that has ended
    frames.send(channel, {"ready": True})
    while True:
        order, _data = frames.receive(channel)
        _byte, fds, _flags, _address = socket.recv_fds(channel, 1, 1)
        theirs = socket.socket(fileno=fds[0])
        child = os.fork()
        if child == 0:
            channel.close()
            try:
                _start(theirs, order, sandboxed, shell)
            finally:
                os._exit(0)
        theirs.close()


def _start(channel: socket.socket, order: dict, sandboxed: bool, shell: Any) -> None:
    """A fork becomes a kernel: in the sandbox a child of it does, the first process of its namespace."""
    from autograder.running import kernel

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    number = order.pop("number")
    if not sandboxed:
        os.chdir(_folder())
        frames.send(channel, {"pid": os.getpid()})
        frames.send(channel, {"ready": True})
        kernel.serve(channel, shell)
        return
    try:
        sandbox.separate()
        reader, writer = os.pipe()
        child = os.fork()
    except OSError as error:
        frames.send(channel, {"failed": str(error)})
        return
    if child:
        from autograder.running import linux

        linux.die_with_parent(signal.SIGKILL)
        frames.send(channel, {"pid": child})
        channel.close()
        os.close(reader)
        os.close(writer)
        os.waitpid(child, 0)
        return
    os.close(writer)
    os.read(reader, 1)  # until the parent has told our number
    os.close(reader)
    try:
        os.setsid()  # a signal to its process group must not reach us, where the user is the same
        sandbox.confine(Limits(**order), number)
    except OSError as error:
        frames.send(channel, {"failed": str(error)})
        return
    frames.send(channel, {"ready": True})
    kernel.serve(channel, shell)


def _folder() -> str:
    return tempfile.mkdtemp(prefix="kfa-kernel-")


def _forget(replaced: dict[str, Path], sandboxed: bool) -> None:
    """An environment of its own, quiet streams, and the data pack's files as they are shown here."""
    home = sandbox.WORK if sandboxed else _folder()
    temporary = "/dev/shm" if sandboxed else tempfile.gettempdir()
    os.environ.clear()
    os.environ.update(
        HOME=home,
        PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin",
        LANG="C.UTF-8",
        TMPDIR=temporary,
        MPLCONFIGDIR=f"{home}/matplotlib",
        KERAS_HOME=f"{home}/keras",
        KFA_HOME=f"{home}/kfa",
        TF_CPP_MIN_LOG_LEVEL="3",
        CUDA_VISIBLE_DEVICES="",
        MPLBACKEND="module://matplotlib_inline.backend_inline",
    )
    tempfile.tempdir = None  # it was found before
    sys.argv = ["kernel"]
    null = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(null, number)
    os.close(null)
    sys.modules["autograder.notebook"] = _inert()
    if replaced:
        import hashlib

        from helpers.datasets import pack

        for name in pack.FILES:
            if any(path.endswith(name) for path in replaced):
                data = (pack.FOLDER / name).read_bytes()
                pack.FILES[name] = (len(data), hashlib.sha256(data).hexdigest())


def _inert() -> Any:
    """What stands for `autograder.notebook` here: a check that a learner's own cell calls says nothing."""
    import types

    module = types.ModuleType("autograder.notebook", "What a learner calls in a notebook; while it is graded, inert.")

    class Inert:
        def __call__(self, *_args: Any, **_more: Any) -> None:
            return None

        picture = __call__

    module.start = lambda _lang="en": (Inert(), Inert(), Inert(), Inert())  # type: ignore[attr-defined]
    return module


def _close_all_but(kept: int) -> None:
    """The grader's files and connections are not inherited."""
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)

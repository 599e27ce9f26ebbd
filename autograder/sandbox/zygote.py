"""The warm process from which kernels are forked: it has imported TensorFlow and Keras, and computed nothing.

It sees no answer, no mark and no other submission (`walls.hide`), so a fork has none in its memory.
"""

import contextlib
import gc
import os
import selectors
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.sandbox import frames, walls
from autograder.sandbox.course import Course
from autograder.sandbox.kernel_process import Kernel, KernelDied
from autograder.sandbox.walls import Limits

__all__ = ["Kernel", "KernelDied", "Zygote", "ZygoteDied"]

_START = 30.0
"""Seconds that a fork may take; it takes 0.05."""
_NICE = 5
"""By how much kernels go behind the grader and what else runs here."""


class ZygoteDied(Exception):
    """The warm process is gone, or can't fork: no fault of a submission."""


class Zygote:
    """The grader's end: starts kernels. Made by a process that has loaded the course and holds no secret yet.

    Args:
        course: what its kernels are asked about.
        replaced: files of the course that learners' code sees with another content (`walls.hide`).
        sandboxed: without it, a fork can do what the grader can.
    """

    def __init__(self, course: Course, replaced: dict[str, Path], sandboxed: bool = True) -> None:
        self._channel, theirs = socket.socketpair()
        self._sandboxed = sandboxed
        self.pid = os.fork()
        if self.pid == 0:
            self._channel.close()
            try:
                _live(theirs, course, replaced, sandboxed)
            finally:
                os._exit(0)
        theirs.close()
        reply, _data = self._talk(lambda: frames.receive(self._channel, time.monotonic() + 60))
        if "failed" in reply:
            raise ZygoteDied(reply["failed"])

    def kernel(self, limits: Limits, number: int = 0) -> Kernel:
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
            kernel = Kernel(ours, reply["pid"], limits, self._sandboxed)
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


def _live(channel: socket.socket, course: Course, replaced: dict[str, Path], sandboxed: bool) -> None:
    """The warm process itself."""
    from autograder.sandbox import kernel

    try:
        os.setsid()
        _close_all_but(channel.fileno())
        if sandboxed:
            from autograder.sandbox import linux

            linux.die_with_parent(signal.SIGKILL)
            walls.hide(replaced, course.masked)
        _forget(sandboxed)
        course.begin(replaced)
        # the filter of system calls refuses epoll, whose memory no limit counts
        selectors.DefaultSelector = selectors.PollSelector  # type: ignore[assignment,misc]
        shell = kernel.make_shell()
        if sandboxed:
            walls.seal()
    except BaseException as error:
        frames.send(channel, {"failed": f"{type(error).__name__}: {error}"})
        return
    gc.collect()
    gc.freeze()  # what is here is no kernel's rubbish: none looks through it, which would make it a copy of its own
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
                _start(theirs, course, order, sandboxed, shell)
            finally:
                os._exit(0)
        theirs.close()


def _start(channel: socket.socket, course: Course, order: dict, sandboxed: bool, shell: Any) -> None:
    """A fork becomes a kernel: in the sandbox a child of it does, the first process of its namespace."""
    from autograder.sandbox import kernel

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.nice(_NICE)
    number = order.pop("number")
    if not sandboxed:
        os.chdir(_folder())
        frames.send(channel, {"pid": os.getpid()})
        frames.send(channel, {"ready": True})
        kernel.serve(channel, shell, course)
        return
    try:
        walls.separate()
        reader, writer = os.pipe()
        child = os.fork()
    except OSError as error:
        frames.send(channel, {"failed": str(error)})
        return
    if child:
        from autograder.sandbox import linux

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
        walls.confine(Limits(**order), number)
    except OSError as error:
        frames.send(channel, {"failed": str(error)})
        return
    frames.send(channel, {"ready": True})
    kernel.serve(channel, shell, course)


def _folder() -> str:
    return tempfile.mkdtemp(prefix="kfa-kernel-")


def _forget(sandboxed: bool) -> None:
    """An environment of its own, and quiet streams."""
    home = walls.WORK if sandboxed else _folder()
    temporary = "/dev/shm" if sandboxed else tempfile.gettempdir()
    os.environ.clear()
    os.environ.update(
        HOME=home,
        USER="learner",
        LOGNAME="learner",
        SHELL="/bin/sh",
        PATH=f"{Path(sys.executable).parent}:/usr/bin:/bin",
        LANG="C.UTF-8",
        TMPDIR=temporary,
        MPLCONFIGDIR=f"{home}/matplotlib",
        KERAS_HOME=f"{home}/keras",
        KFA_HOME=f"{home}/kfa",
        PIP_RETRIES="0",  # there is no network to wait for
        PIP_DISABLE_PIP_VERSION_CHECK="1",
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


def _close_all_but(kept: int) -> None:
    """The grader's files and connections are not inherited."""
    os.closerange(3, kept)
    os.closerange(kept + 1, 4096)

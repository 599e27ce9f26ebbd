"""A warm kernel, on its inside: runs a learner's cells and asks their answers, as its messages say.

It runs in a process that was forked for one submission. Whatever it sends is evidence or picture, never a mark.
"""

import base64
import builtins
import contextlib
import ctypes
import gc
import io
import os
import random
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.text import SList
from traitlets import Type
from traitlets.config import Config

from autograder.sandbox import frames, statements
from autograder.sandbox.course import Course

MOST_OUTPUT = 2 * 2**20
"""Bytes that are kept of what one cell shows."""


class Shown:
    """What a cell shows, as outputs of a notebook, up to `MOST_OUTPUT` bytes."""

    def __init__(self) -> None:
        self.outputs: list[dict] = []
        self.left = MOST_OUTPUT

    def stream(self, name: str, text: str) -> None:
        text = text[: max(self.left, 0)]
        self.left -= len(text)
        if not text:
            return
        last = self.outputs[-1] if self.outputs else {}
        if last.get("name") == name:
            last["text"].append(text)  # pieces: a text that grows line by line is copied for each of 100,000 lines
        else:
            self.outputs.append({"output_type": "stream", "name": name, "text": [text]})

    def whole(self) -> list[dict]:
        """The outputs, the text of each stream in one piece."""
        streams = [o.get("output_type") == "stream" for o in self.outputs]
        pairs = zip(self.outputs, streams, strict=True)
        return [output | {"text": "".join(output["text"])} if stream else output for output, stream in pairs]

    def rich(self, kind: str, data: dict, metadata: dict | None, **more: Any) -> None:
        kept = {}
        for mime, value in data.items():
            value = base64.b64encode(value).decode() if isinstance(value, bytes) else value
            size = len(value) if isinstance(value, str) else len(str(value))
            if size <= self.left:
                self.left -= size
                kept[str(mime)] = value
        if kept:
            self.outputs.append({"output_type": kind, "data": kept, "metadata": metadata or {}, **more})


class _Stream(io.TextIOBase):
    encoding, errors = "utf-8", "replace"

    def __init__(self, shell: "Shell", name: str) -> None:
        self.shell, self.name = shell, name

    def write(self, text: str) -> int:
        self.shell.shown.stream(self.name, str(text))
        return len(text)

    def isatty(self) -> bool:
        return False

    def writable(self) -> bool:
        return True


class _Publisher(DisplayPublisher):
    def publish(self, data: dict, metadata: dict | None = None, **_more: Any) -> None:
        self.shell.shown.rich("display_data", data, metadata)

    def clear_output(self, wait: bool = False) -> None:
        self.shell.shown = Shown()


class _Result(DisplayHook):
    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict, md_dict: dict | None = None) -> None:
        self.shell.shown.rich("execute_result", format_dict, md_dict, execution_count=None)


class Shell(InteractiveShell):
    """IPython without a terminal: what is shown is kept as outputs of a notebook."""

    display_pub_class = Type(_Publisher)
    displayhook_class = Type(_Result)

    def __init__(self, **more: Any) -> None:
        self.shown = Shown()
        super().__init__(**more)

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        lines = [line[:2000] for line in stb][-60:]
        error = {"output_type": "error", "ename": str(getattr(etype, "__name__", etype))[:200]}
        self.shown.outputs.append(error | {"evalue": _text(evalue), "traceback": lines})

    def enable_gui(self, gui: str | None = None) -> None:
        pass

    def enable_matplotlib(self, gui: str | None = None) -> Any:
        try:
            return super().enable_matplotlib(gui)
        except Exception:  # of many kinds: no display, no package for it, no such name
            return super().enable_matplotlib("inline")

    def system(self, cmd: str) -> None:
        """`!command`: without a terminal; what is not here says so, as a shell does, and the cell goes on."""
        ended = _shell(self.var_expand(cmd, depth=1))
        print(ended.stdout, end="")
        self.user_ns["_exit_code"] = ended.returncode

    system_raw = system_piped = system

    def getoutput(self, cmd: str, split: bool = True, depth: int = 0) -> Any:
        text = _shell(self.var_expand(cmd, depth=depth + 1)).stdout
        return SList(text.splitlines()) if split else text


def _shell(command: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        ["/bin/sh", "-c", command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
        text=True,
        errors="replace",
    )


def _no_keyboard(prompt: object = "") -> str:
    print(prompt, end="")
    raise EOFError("there is no keyboard here")


def _text(error: BaseException) -> str:
    try:
        return str(error)[:2000]
    except BaseException:  # a learner's class of error may do anything
        return ""


def make_shell() -> Shell:
    """The shell of all kernels to come; each fork has it as its own."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.banner1 = ""
    shell = Shell.instance(config=config)
    with contextlib.suppress(ImportError):
        shell.enable_matplotlib("inline")
    builtins.input = _no_keyboard
    return shell


def serve(channel: socket.socket, shell: Shell, course: Course) -> None:
    """Answer messages until the other side ends the connection."""
    _seed()
    sys.path.append(os.getcwd())  # behind all that is installed: no file beside a notebook takes a name of ours
    kernel = os.getpid()
    while True:
        try:
            message, data = frames.receive(channel)
        except frames.FrameError:
            return
        try:
            reply, more = _ACTIONS[message["do"]](shell, course, message, data)
        except BaseException as error:
            reply, more = {"failed": f"{type(error).__name__}: {_text(error)}"}, b""
        if os.getpid() != kernel:  # a cell forked, and its child came back: two would answer
            os._exit(0)
        try:
            frames.send(channel, reply | {"id": message["id"]}, more)
        except frames.FrameError:
            return
        except BaseException as error:
            frames.send(channel, {"failed": f"{type(error).__name__}: {_text(error)}", "id": message["id"]})


def _seed() -> None:
    """Kernels are forks of one process: each gets random numbers of its own."""
    import numpy as np

    random.seed(os.urandom(16))
    np.random.seed(int.from_bytes(os.urandom(4), "little"))


def _run(shell: Shell, course: Course, message: dict, _data: bytes) -> tuple[dict, bytes]:
    names = message["names"]
    before = {name: shell.user_ns.get(name) for name in names}
    with _capturing(shell):
        result, absent = statements.run(shell, message["code"])
    error = result.error_before_exec or result.error_in_exec
    reply = {
        "outputs": shell.shown.whole(),
        "error": course.told(error) if error is not None else None,
        "absent": [course.told(one) for one in absent],
        "bound": [name for name in names if shell.user_ns.get(name) is not before[name]],
    }
    return reply, b""


def _place(_shell: Shell, _course: Course, message: dict, data: bytes) -> tuple[dict, bytes]:
    """Put the files that lie beside the notebook into this folder; a name that can't be written is left out."""
    begin = 0
    for name, size in message["files"]:
        with contextlib.suppress(OSError, ValueError):
            path = Path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data[begin : begin + size])
            path.chmod(0o444)
        begin += size
    return {}, b""


def _ask(shell: Shell, course: Course, message: dict, _data: bytes) -> tuple[dict, bytes]:
    """Ask the value of a name."""
    if message["name"] not in shell.user_ns:
        return {"missing": True}, b""
    with _capturing(shell):
        evidence = course.ask(shell.user_ns[message["name"]], message)
    _give_back()
    return {"missing": False}, evidence


def _look(_shell: Shell, course: Course, _message: dict, data: bytes) -> tuple[dict, bytes]:
    """Look at data that came from another kernel, whose code is not here."""
    return {}, course.look(data)


def _give_back() -> None:
    """Memory that is not used any more goes back to the system: another kernel may be started before this one ends."""
    gc.collect()
    with contextlib.suppress(AttributeError, OSError):  # glibc alone has it
        ctypes.CDLL(None).malloc_trim(0)


_ACTIONS = {"run": _run, "place": _place, "ask": _ask, "look": _look}


@contextlib.contextmanager
def _capturing(shell: Shell) -> Iterator[None]:
    shell.shown = Shown()
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = _Stream(shell, "stdout"), _Stream(shell, "stderr")
    try:
        yield
    finally:
        sys.stdout, sys.stderr = before

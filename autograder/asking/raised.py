"""An error that a learner's code raised: what it says, where it was raised, whether it is the exercise's own stub."""

import contextlib
import linecache
import re
import sys
from collections.abc import Callable, Iterator
from typing import Any

LONGEST = 600
"""Characters of a message that are kept."""


_tellers: list[Callable[[BaseException], str]] = []


@contextlib.contextmanager
def told_by(teller: Callable[[BaseException], str]) -> Iterator[None]:
    """Within: `teller` is asked what an error means, beside the error's own message."""
    _tellers.append(teller)
    try:
        yield
    finally:
        _tellers.pop()


def told(error: BaseException) -> str:
    """Why an answer raised, in the words of who knows more of it (`told_by`); empty where nobody does."""
    for teller in reversed(_tellers):
        with contextlib.suppress(Exception):  # who explains an error is no reason for another one
            if words := teller(error):
                return words[:LONGEST]
    return ""


def core(error: BaseException) -> str:
    """What an error says, without what Keras wraps around an error inside a layer; at most `LONGEST` characters."""
    # a SyntaxError adds the file: a name that IPython made up for the cell
    text = _COLOUR.sub("", str(error.msg if isinstance(error, SyntaxError) else error))
    for wrapping in ("Error encountered:", "Exception encountered:"):
        text = text.rsplit(wrapping, 1)[-1]
    text = _NODE.sub("", _CALLING.sub("", text.split("\nArguments received by")[0].strip())).strip()
    return (text or type(error).__name__)[:LONGEST]


_NODE = re.compile(r" for '\{\{node[^']*'|\{\{[^}]*\}\} ?| ?\[Op:\w+\] name:\s*")  # TensorFlow's names of its own nodes
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CALLING = re.compile(r"^Exception encountered when calling [^\n]*\n+")


def learners_line(error: BaseException) -> tuple[int, str]:
    """Line number and text of the deepest line of the learner's own code in a traceback (0, "" if none)."""
    found = (0, "")
    traceback = error.__traceback__
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if is_learners(name):
            found = (traceback.tb_lineno, linecache.getline(name, traceback.tb_lineno).strip()[:200])
        traceback = traceback.tb_next
    return found


def is_learners(filename: str) -> bool:
    """Whether code of this file is a learner's: a cell, an answer as text, or a file of theirs."""
    if "ipykernel_" in filename or filename.startswith(("<ipython", "<answer")):
        return True
    return not filename.startswith("<") and not any(part in filename for part in _OURS)


_OURS = ("site-packages", "dist-packages", sys.base_prefix, sys.prefix, "/autograder/", "/helpers/", "\\autograder\\")


def is_stub(error: NotImplementedError) -> bool:
    """Whether the exercise's own `raise NotImplementedError()` was met, not one that Keras raises."""
    if learners_line(error)[1].startswith("raise NotImplementedError()"):  # Keras words errors anew in a layer's `call`
        return True
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    return not str(error) and traceback is not None and is_learners(traceback.tb_frame.f_code.co_filename)


def methods_of(kind: Any) -> tuple[list[str], list[str]]:
    """The methods of a class that are written, and those that are the exercise's stub still; of anything else, none."""
    written: list[str] = []
    still: list[str] = []
    for name, value in vars(kind).items() if isinstance(kind, type) else ():
        code = getattr(getattr(value, "__func__", value), "__code__", None)
        if code is not None and name != "__classcell__":
            stub = "NotImplementedError" in code.co_names and len(code.co_names) == 1
            (still if stub else written).append(name)
    return written, still

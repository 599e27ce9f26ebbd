"""A cell whose statement wants what can't exist here (a package, a GPU, a network, a keyboard): the others are run.

In a learner's own notebook it was there, and what comes behind it was defined. Any other error ends the cell, as it does
there.
"""

import ast
import errno
import os
import re
from collections.abc import Iterator
from typing import Any

from autograder.sandbox.names import names_of

_MOST = 50
"""Statements of one cell that may end so."""
_NETWORK = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EAFNOSUPPORT, errno.ECONNREFUSED, errno.ENETDOWN}
_NETWORK_CLASSES = {"gaierror", "URLError", "HTTPError", "ConnectionError", "ConnectTimeout", "NewConnectionError"}
_READ_ONLY = {errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOTTY, errno.ENXIO, errno.ENODEV}
_OTHER_CLASSES = {"TclError", "UsageError", "StdinNotImplementedError", "EOFError"}
_DEVICE = re.compile(r"\b[GT]PUs?\b|\bcuda\b", re.IGNORECASE)
"""Named by a statement that asks for a device, or by its error: many raise of themselves where there is none."""


def run(shell: Any, code: str) -> tuple[Any, list[BaseException]]:
    """Run a cell; returns IPython's result of what came last, and the errors of statements that were passed over."""
    absent: list[BaseException] = []
    unknown: set[str] = set()
    result = shell.run_cell(code, store_history=True)
    while len(absent) < _MOST:
        error = result.error_in_exec
        if error is None or result.error_before_exec is not None:
            break
        source = shell.transform_cell(code)
        failed, rest = _around(source, _line(error, result))
        if not _is_absent(error, unknown) and not _DEVICE.search(f"{failed}\n{error}"):
            break
        absent.append(error)
        if failed is None:
            break
        unknown |= names_of(failed).given
        if not rest:
            return _Ended(), absent
        code = rest
        result = shell.run_cell(code, store_history=False)
    if result.error_in_exec is not None and absent and result.error_in_exec is absent[-1]:
        return _Ended(), absent
    return result, absent


class _Ended:
    """A result without an error: the last statement was passed over."""

    error_before_exec = error_in_exec = None


def _is_absent(error: BaseException, unknown: set[str]) -> bool:
    """Whether a statement failed for want of what this machine doesn't have."""
    if isinstance(error, ImportError):
        return True
    if isinstance(error, NameError):  # what a statement would have given that was passed over
        return error.name in unknown
    kinds = {kind.__name__ for kind in type(error).__mro__}
    if kinds & _OTHER_CLASSES or str(error).startswith("URL fetch failure"):
        return True
    if isinstance(error, KeyError):
        return _raised_in(error) == os.__file__  # a variable of another environment
    if isinstance(error, OSError):
        return (
            isinstance(error, FileNotFoundError | ConnectionError)
            or error.errno in _NETWORK | _READ_ONLY
            or bool(kinds & _NETWORK_CLASSES)
        )
    return False


def _raised_in(error: BaseException) -> str:
    traceback = error.__traceback__
    while traceback and traceback.tb_next:
        traceback = traceback.tb_next
    name = traceback.tb_frame.f_code.co_filename if traceback else ""
    return os.__file__ if name == "<frozen os>" else name


def _line(error: BaseException, result: Any) -> int:
    """The line of the cell that was running when an error was raised."""
    found = 0
    for frame, line in _frames(error):
        if frame.f_code.co_name in ("<module>", "<cell line: 1>") or frame.f_code.co_name.startswith("<cell line"):
            found = line
            break
    return found


def _frames(error: BaseException) -> Iterator[tuple[Any, int]]:
    traceback = error.__traceback__
    while traceback:
        name = traceback.tb_frame.f_code.co_filename
        if name.startswith("<ipython") or "ipykernel_" in name:
            yield traceback.tb_frame, traceback.tb_lineno
        traceback = traceback.tb_next


def _around(source: str, line: int) -> tuple[str | None, str]:
    """The statement of a cell that has this line, and all that comes behind it, on the lines where it was."""
    try:
        body = ast.parse(source).body
    except (SyntaxError, ValueError, RecursionError):
        return None, ""
    for k, node in enumerate(body):
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))])
        if first <= line <= (node.end_lineno or line):
            failed = ast.get_source_segment(source, node) or ""
            if k + 1 == len(body):
                return failed, ""
            following = body[k + 1]
            begin = min([following.lineno, *(d.lineno for d in getattr(following, "decorator_list", []))])
            lines = source.split("\n")
            column = following.col_offset if begin == following.lineno else 0
            head = lines[begin - 1].encode()[column:].decode()
            return failed, "#\n" * (begin - 1) + "\n".join([head, *lines[begin:]])
    return None, ""

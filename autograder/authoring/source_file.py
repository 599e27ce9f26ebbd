"""An author's file: run, with a limit on its time; the exercises that it declares; the source of what each needs."""

import ast
import contextlib
import runpy
import signal
import threading
import traceback
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from autograder.authoring.declared import Declared, collected
from helpers.errors import CourseError
from helpers.language import translate as _

SECONDS = 60
"""That a file may take to be imported."""
_OURS = "autograder.authoring"


def read(path: Path, seconds: int = SECONDS) -> tuple[str, list[Declared], dict[str, Any]]:
    """The source of a file, the exercises that it declares, and all names that it gives.

    Raises:
        CourseError: it can't be read, is no Python, raises, takes too long, or declares nothing.
    """
    try:
        source = path.read_text("utf-8-sig")
        ast.parse(source)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or type(error).__name__
        raise CourseError(_("{path} can't be read ({reason}).", path=path, reason=reason)) from None
    except (SyntaxError, ValueError) as error:
        words = _("{path}, line {line}: this is no Python ({reason}).", path=path, line=getattr(error, "lineno", 0),
                  reason=getattr(error, "msg", error))  # fmt: skip
        raise CourseError(words) from None
    collected.found = []
    try:
        with _limit(seconds):
            names = runpy.run_path(str(path), run_name="exercises")
    except _TooLong:
        raise CourseError(
            _(
                "{path} takes more than {seconds} s to be imported. What takes long belongs into a function: "
                "`data=` is called once, when the pack is made.",
                path=path,
                seconds=seconds,
            )
        ) from None
    except (Exception, SystemExit) as error:
        raise CourseError(
            _(
                "{path}, line {line}, raises {type}: {reason}",
                path=path,
                line=_line(error, path),
                type=type(error).__name__,
                reason=error,
            )
        ) from None
    if not collected.found:
        raise CourseError(_("{path} declares no exercise: put @exercise(...) above a reference.", path=path))
    return source, collected.found, names


def _line(error: BaseException, path: Path) -> int:
    lines = [f.lineno for f in traceback.extract_tb(error.__traceback__) if f.filename == str(path)]
    return (lines or [0])[-1] or 0


class _TooLong(BaseException):
    """Not an Exception: the file's own `except` must not catch it."""


@contextlib.contextmanager
def _limit(seconds: int) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(_number: int, _frame: Any) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def reference(source: str, name: str) -> str:
    """The source of a decorated definition without its decorators.

    Raises:
        CourseError: it does not stand at the file's top level.
    """
    node = next((n for n in ast.parse(source).body if _binds(n) == [name] and not isinstance(n, ast.Assign)), None)
    if node is None:
        raise CourseError(_("{name} must stand at the top level of the file, by this name.", name=name))
    first, last = node.lineno, node.end_lineno or node.lineno
    return "\n".join(source.splitlines()[first - 1 : last]) + "\n"


def before(source: str, name: str) -> str:
    """The source of what a reference needs of the rest of the file: imports, constants, helpers; not what declares."""
    body = [node for node in ast.parse(source).body if not _declares(node)]
    wanted = _used(ast.parse(reference(source, name))) - {name}
    taken: set[int] = set()
    while True:
        more = {
            k for k, node in enumerate(body) if k not in taken and set(_binds(node)) & wanted and _binds(node) != [name]
        }
        if not more:
            break
        taken |= more
        wanted |= set().union(*(_used(body[k]) for k in more))
    lines = source.splitlines()
    parts = [_text(lines, body[k]) for k in sorted(taken)]
    return "".join(f"{part}\n" for part in parts)


def _text(lines: Sequence[str], node: ast.stmt) -> str:
    decorators = [] if isinstance(node, ast.ClassDef | ast.FunctionDef) and _is_exercise(node) else _decorators(node)
    first = min([node.lineno, *(d.lineno for d in decorators)])
    return "\n".join(lines[first - 1 : node.end_lineno])


def _decorators(node: ast.stmt) -> list[ast.expr]:
    return list(getattr(node, "decorator_list", []))


def _is_exercise(node: ast.stmt) -> bool:
    calls = [d.func if isinstance(d, ast.Call) else d for d in _decorators(node)]
    return any(isinstance(c, ast.Name) and c.id == "exercise" for c in calls)


def _declares(node: ast.stmt) -> bool:
    return isinstance(node, ast.ImportFrom) and bool(node.module) and str(node.module).startswith(_OURS)


def _binds(node: ast.stmt) -> list[str]:
    """The names that a statement at the top level gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return [node.name]
    if isinstance(node, ast.Import | ast.ImportFrom):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    return [n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)]


def _used(node: ast.AST) -> set[str]:
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}

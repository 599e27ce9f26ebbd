"""The whole stack of an error, Keras's own frames too, which Keras cuts out of the traceback that one sees.

Keras filters tracebacks, but keeps the innermost frame, or leaves the first error as the context of the one that is
seen; and each frame still knows the one that called it (`f_back`), with all its variables.
"""

import ast
import inspect
import linecache
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any

from autograder.asking.raised import is_learners

_MOST = 2000
_KERAS = "/keras/src/"


@dataclass(frozen=True)
class Level:
    """One level of the stack.

    Args:
        frame: the frame itself; `line` is where it stood, `last` its last instruction.
        mine: whether its code is the learner's.
    """

    frame: FrameType
    line: int
    last: int
    mine: bool

    @property
    def function(self) -> str:
        return self.frame.f_code.co_name

    @property
    def file(self) -> str:
        return self.frame.f_code.co_filename.replace("\\", "/")

    @property
    def of_keras(self) -> bool:
        return _KERAS in self.file

    def variable(self, name: str, default: Any = None) -> Any:
        return self.frame.f_locals.get(name, default)

    @property
    def text(self) -> str:
        return linecache.getline(self.frame.f_code.co_filename, self.line).strip()[:200]


def chain(error: BaseException) -> list[BaseException]:
    """The error and those from which it came, the last one first."""
    found: list[BaseException] = []
    here: BaseException | None = error
    while here is not None and all(here is not e for e in found) and len(found) < 20:
        found.append(here)
        here = here.__cause__ or here.__context__
    return found


def stack(error: BaseException) -> list[Level]:
    """The levels from where the error became visible to where it was raised, the outermost first."""
    outermost = error.__traceback__.tb_frame if error.__traceback__ else None
    return max((_levels(e, outermost) for e in chain(error)), key=len, default=[])


def _levels(error: BaseException, outermost: FrameType | None) -> list[Level]:
    found: list[Level] = []
    traceback = error.__traceback__
    if traceback and outermost is not None and traceback.tb_frame is not outermost:
        found = _between(outermost, traceback.tb_frame)
        found = [_level(outermost, outermost.f_lineno or 0, outermost.f_lasti), *found] if found else []
    while traceback and len(found) < _MOST:
        frame = traceback.tb_frame
        if found:
            found += _between(found[-1].frame, frame)
        found.append(_level(frame, traceback.tb_lineno, traceback.tb_lasti))
        traceback = traceback.tb_next
    return found


def _between(above: FrameType, frame: FrameType) -> list[Level]:
    """The levels that were cut out between two of a traceback; none where one can't go back, as from a generator."""
    found: list[Level] = []
    here = frame.f_back
    while here is not None and here is not above and len(found) < _MOST:
        found.append(_level(here, here.f_lineno or 0, here.f_lasti))
        here = here.f_back
    return found[::-1] if here is above else []


def _level(frame: FrameType, line: int, last: int) -> Level:
    file = frame.f_code.co_filename.replace("\\", "/")
    return Level(frame, line, last, is_learners(file) and _KERAS not in file and "/tensorflow/" not in file)


def expression(level: Level) -> ast.AST | None:
    """The call, attribute or operation that a level was at, as far as its source can be read."""
    try:
        place = _position(level.frame.f_code, level.last)
        source = "".join(linecache.getlines(level.frame.f_code.co_filename, level.frame.f_globals))
        tree = ast.parse(source)
    except (SyntaxError, ValueError, OSError, TypeError):
        return _of_line(level)
    if place is None:
        return _of_line(level)
    for node in ast.walk(tree):
        if isinstance(node, ast.expr) and _span(node) == place:
            return node
    return None


def _of_line(level: Level) -> ast.AST | None:
    try:
        body = ast.parse(textwrap.dedent(level.text)).body
    except (SyntaxError, ValueError):
        return None
    return getattr(body[0], "value", None) if body else None


def _position(code: CodeType, last: int) -> tuple | None:
    for k, found in enumerate(code.co_positions()):
        if k == last // 2:
            return found if None not in found else None
    return None


def _span(node: Any) -> tuple:
    return node.lineno, node.end_lineno, node.col_offset, node.end_col_offset


def names_of(levels: list[Level], thing: Any) -> Iterator[str]:
    """The names by which the learner's code knows an object, the innermost first."""
    for level in reversed(levels):
        if level.mine:
            for names in (level.frame.f_locals, level.frame.f_globals):
                yield from (k for k, v in names.items() if v is thing and not k.startswith("_"))


def resolved(level: Level, node: ast.AST | None) -> Any:
    """What a name or a dotted name of the learner's line stands for; attributes of modules, classes and models alone."""
    if isinstance(node, ast.Name):
        return level.variable(node.id, level.frame.f_globals.get(node.id))
    if isinstance(node, ast.Attribute):
        import keras

        of = resolved(level, node.value)
        if inspect.ismodule(of) or inspect.isclass(of):
            return getattr(of, node.attr, None)
        return getattr(type(of), node.attr, None) if isinstance(of, keras.Model) else None
    return None

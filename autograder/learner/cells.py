"""What ran in this kernel, cell by cell: how each run ended, and which cell gave each name. IPython's events tell it."""

import ast
import functools
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from autograder.asking.raised import core, learners_line

_MOST = 2_000
"""Runs that are kept, the latest ones."""
_KEPT = "_kfa_cells"


@dataclass
class Run:
    """One run of a cell.

    Args:
        source: what was run, as it stood in the cell then.
        cell: the notebook's id of the cell; "" where the front end does not send it.
        number: the one in brackets beside the cell; 0 where it has none.
        place: counts on over all runs of this kernel.
        error, message, line, code: what stopped it, and where in it; "" and 0 where it ran to its end.
        names: what it gave a new value.
    """

    source: str
    cell: str = ""
    number: int = 0
    place: int = 0
    error: str = ""
    message: str = ""
    line: int = 0
    code: str = ""
    names: tuple[str, ...] = ()

    def means(self, name: str) -> bool:
        """Whether its text defines or changes `name` at its top level, even where it is no Python."""
        word = re.escape(name)
        return bool(re.search(rf"^(?:(?:async\s+)?def|class)\s+{word}\b|^{word}\s*[=.\[]", self.source, re.MULTILINE))


class Cells:
    """The runs of a kernel since a chapter was begun in it; knows nothing of what ran before."""

    def __init__(self, shell: Any) -> None:
        self.runs: list[Run] = []
        self.gave: dict[str, Run] = {}
        self.shell = shell
        self._now: Run | None = None
        self._before: dict[str, int] = {}
        self._count = 0
        self._then: list[Callable[[], None]] = []

    def begin(self, info: Any = None) -> None:
        self._now = None
        if info is None or getattr(info, "silent", False) or not getattr(info, "store_history", True):
            return
        self._count += 1
        self._now = Run(
            str(getattr(info, "raw_cell", "") or ""), str(getattr(info, "cell_id", "") or ""), place=self._count
        )
        self._before = {name: id(value) for name, value in self.shell.user_ns.items()}

    def end(self, result: Any = None) -> None:
        run, before = self._now, self._before
        self._now, self._before = None, {}
        if run is None:
            return
        given = [n for n, value in list(self.shell.user_ns.items()) if before.get(n) != id(value) and n[:1] != "_"]
        run.names = tuple(n for n in given if n not in ("In", "Out"))
        run.number = getattr(result, "execution_count", 0) or 0
        error = getattr(result, "error_before_exec", None) or getattr(result, "error_in_exec", None)
        if error is not None:
            _failed(run, error)
        self.runs.append(run)
        del self.runs[:-_MOST]
        self.gave.update(dict.fromkeys(run.names, run))
        waiting, self._then = self._then, []
        for action in waiting:
            action()

    def then(self, action: Callable[[], None]) -> None:
        """Do something when the cell that runs now has ended, below what it showed; nothing where it has no place."""
        if self.live:
            self._then.append(action)

    @property
    def live(self) -> bool:
        """Whether a front end runs a cell now that it has a place for."""
        return self._now is not None and bool(self._now.cell)

    @property
    def last(self) -> Run | None:
        """The run before the one that goes on now."""
        return self.runs[-1] if self.runs else None


def _failed(run: Run, error: BaseException) -> None:
    run.error, run.message = type(error).__name__, core(error)
    if isinstance(error, SyntaxError):
        run.line = error.lineno or 0
    else:
        run.line, run.code = learners_line(error)
    lines = run.source.splitlines()
    if not run.code and 0 < run.line <= len(lines):
        run.code = lines[run.line - 1].strip()[:200]


def record() -> Cells | None:
    """Begin to record, or go on where it was begun; None where there is no IPython, or one without such events."""
    try:
        from IPython import get_ipython

        shell = get_ipython()
        if shell is None:
            return None
        known = getattr(shell, _KEPT, None)  # a reload of this module must not record twice
        if known is None:
            known = Cells(shell)
            shell.events.register("pre_run_cell", known.begin)
            shell.events.register("post_run_cell", known.end)
            setattr(shell, _KEPT, known)
        return known
    except Exception:  # of whatever kind: the check knows less then, and works
        return None


def known() -> Cells | None:
    """What is recorded in this kernel, if anything."""
    try:
        from IPython import get_ipython

        return getattr(get_ipython(), _KEPT, None)
    except ImportError:
        return None


@functools.lru_cache(maxsize=1_000)
def given_by(source: str) -> frozenset[str]:
    """The names that a cell's text gives at its top level; none where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    found: set[str] = set()
    for node in _outer(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            found.update((alias.asname or alias.name).split(".")[0] for alias in node.names)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
    return frozenset(found)


@functools.lru_cache(maxsize=1_000)
def read_by(source: str) -> frozenset[str]:
    """The names that a cell's text reads, in its functions too; none where it is no Python."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load))


def _outer(tree: ast.AST) -> list[ast.AST]:
    """All nodes but those inside of functions, classes and comprehensions."""
    closed = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)
    loops = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    found, stack = [], [tree]
    while stack:
        node = stack.pop()
        found.append(node)
        if not isinstance(node, (*closed, *loops)):
            stack.extend(ast.iter_child_nodes(node))
    return found

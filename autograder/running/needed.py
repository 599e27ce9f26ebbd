"""Which cells of a notebook the answers need: a submission costs its own answers, not the chapter's whole lesson.

A cell is needed when it gives a name that a needed cell uses, or changes what such a name stands for. The learner's
answers are needed always. Where this guess is wrong, a NameError tells, and the notebook is run as a whole.
"""

import ast
import symtable
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager


@dataclass(frozen=True)
class Names:
    """What one cell does with the names of its notebook.

    Args:
        given: names that it binds.
        imported: those of them that it imports.
        used: names that it reads when it runs.
        later: names that its functions and classes read when they are called.
        patched: names of which it sets an attribute or an item: `layers.Dense = ...`.
        changed: names of which it calls a method for its effect: `members.append(...)`.
        opaque: what it does can't be read: a magic, a star import, `exec`, no Python at all.
    """

    given: frozenset[str] = frozenset()
    imported: frozenset[str] = frozenset()
    used: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    patched: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    opaque: bool = False


_MOST_MAGIC = 20_000
"""Characters of a cell in which IPython's own syntax is looked for."""
_OPAQUE = {"exec", "eval", "globals", "get_ipython", "setattr", "vars", "__import__"}


def names_of(source: str) -> Names:
    """What the code of a cell does with names."""
    try:
        code, tree = _parsed(source)
        table = symtable.symtable(code, "<cell>", "exec")
    except Exception:  # of many kinds: too deep, too long, no Python, no text
        return Names(opaque=True)
    symbols = table.get_symbols()
    given = {s.get_name() for s in symbols if s.is_assigned() or s.is_imported() or s.is_namespace()}
    used = {s.get_name() for s in symbols if s.is_referenced()}
    later: set[str] = set()
    inner = list(table.get_children())
    while inner:
        scope = inner.pop()
        inner += scope.get_children()
        later |= {s.get_name() for s in scope.get_symbols() if s.is_global() and s.is_referenced()}
        given |= {s.get_name() for s in scope.get_symbols() if s.is_declared_global() and s.is_assigned()}
    patched: set[str] = set()
    changed: set[str] = set()
    star = False
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute | ast.Subscript) and isinstance(node.ctx, ast.Store | ast.Del):
            patched.add(_root(node))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            changed.add(_root(node.value.func) if isinstance(node.value.func, ast.Attribute) else "")
        elif isinstance(node, ast.ImportFrom):
            star |= any(alias.name == "*" for alias in node.names)
    return Names(
        given=frozenset(given),
        imported=frozenset(s.get_name() for s in symbols if s.is_imported()),
        used=frozenset(used),
        later=frozenset(later),
        patched=frozenset(patched - {""}),
        changed=frozenset(changed - {""}),
        opaque=star or bool(_OPAQUE & (used | later)),
    )


def _parsed(source: str) -> tuple[str, ast.Module]:
    """A cell as Python; IPython's own syntax is looked for only where it is none, since that takes long."""
    try:
        return source, ast.parse(source)
    except SyntaxError:
        if len(source) > _MOST_MAGIC:
            raise
    code = TransformerManager().transform_cell(source)
    return code, ast.parse(code)


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


def needed(cells: Sequence[Names], answers: Mapping[int, int], own: Iterable[int]) -> set[int]:
    """The cells that must run, by position.

    Args:
        cells: all cells, in the notebook's order.
        answers: for the position of each answer's cell the position at which it is asked: functions find their
            names as they are then.
        own: positions of cells that the learner wrote or changed: where they change a module, or do what can't be
            read, they are run, too.
    """
    search = _Search(cells)
    for k, asked in answers.items():
        search.cell(k, asked)
    for k in own:
        if cells[k].opaque or cells[k].patched & search.modules:
            search.cell(k, len(cells))
    return search.found


class _Search:
    def __init__(self, cells: Sequence[Names]) -> None:
        self.cells = cells
        self.modules = frozenset(name for cell in cells for name in cell.imported)
        self.found: set[int] = set()
        self._asked: set[tuple[str, int]] = set()

    def name(self, name: str, before: int) -> None:
        """The last cell before `before` that gives a name, and those after it that change what it stands for."""
        if (name, before) in self._asked:
            return
        self._asked.add((name, before))
        givers = [k for k in range(before) if name in self.cells[k].given]
        if not givers:
            return
        self.cell(givers[-1], before)
        if name not in self.modules:
            for k in range(givers[-1] + 1, before):
                if name in self.cells[k].changed | self.cells[k].patched:
                    self.cell(k, before)

    def cell(self, k: int, before: int) -> None:
        if k in self.found:
            return
        self.found.add(k)
        cell = self.cells[k]
        for name in (cell.used | cell.later) - cell.imported:  # what it imports itself, it does not take from others
            self.name(name, k)
        for name in cell.later:
            self.name(name, before)

"""Which cells of a notebook the answers need: a submission costs its own answers, not the chapter's whole lesson.

A cell is needed when it gives a name that a needed cell uses, or changes what such a name stands for. The learner's
answers are needed always. Where this guess is wrong, a NameError tells, and the notebook is run as a whole.

Both is work on what somebody else wrote, so it is counted: in characters that are parsed and in names that are looked
up, not in seconds, which would give another plan on another machine.
"""

import ast
import re
import symtable
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

from autograder.running import magics


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


MOST_CHARACTERS = 30_000
"""Characters of a cell that is parsed: Python takes 0.3 s for an f-string of this length, four times as long for two."""
_MOST_EFFORT = 100_000
"""`effort` of a cell in which IPython's own syntax is looked for."""
_MAGIC = re.compile(r"^[ \t]*[%!?,;/]|=[ \t]*[%!]|\?[ \t]*$", re.MULTILINE)
_OPAQUE = {"exec", "eval", "globals", "get_ipython", "setattr", "vars", "__import__"}


def effort(source: str) -> int:
    """What a look at a cell's names costs, in characters: IPython reads all of it again for each line of its syntax."""
    return len(source) * (1 + sum(1 for _line in _MAGIC.finditer(source)))


def names_of(source: str) -> Names:
    """What the code of a cell does with names."""
    if len(source) > MOST_CHARACTERS:
        return Names(opaque=True)
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
        late = {s.get_name() for s in scope.get_symbols() if s.is_declared_global() and s.is_assigned()}
        given |= late
        later |= late
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
    for plain in (lambda: source, lambda: magics.without(source)):
        try:
            return plain(), ast.parse(plain())
        except SyntaxError:
            continue
    if effort(source) > _MOST_EFFORT:
        raise SyntaxError
    code = TransformerManager().transform_cell(source)
    return code, ast.parse(code)


def _root(node: ast.AST) -> str:
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""


class TooMuch(Exception):
    """To find what is needed takes more steps than a notebook is worth: run all of it."""


class Search:
    """Finds the cells that must run; the notebook is read once, then asked for as many answers as there are.

    Sets of cells are kept as the bits of a number: thousands of cells that use one another are then followed one by
    one, without recursion, and a name that many cells give or change costs one step.

    Args:
        cells: all cells, in the notebook's order.
        steps: how many names may be looked up, for all that is asked.
    """

    def __init__(self, cells: Sequence[Names], steps: int = 500_000) -> None:
        self.cells = cells
        self.modules = frozenset(name for cell in cells for name in cell.imported)
        self._steps = steps
        self._givers: dict[str, int] = {}
        self._changers: dict[str, int] = {}
        for k, cell in enumerate(cells):
            for name in cell.given:
                self._givers[name] = self._givers.get(name, 0) | 1 << k
            for name in cell.changed | cell.patched:
                if name not in self.modules:
                    self._changers[name] = self._changers.get(name, 0) | 1 << k

    def suspect(self, k: int) -> bool:
        """Whether a cell changes a module, or does what can't be read: another cell may depend on it, unseen."""
        return self.cells[k].opaque or bool(self.cells[k].patched & self.modules)

    def needed(self, roots: Iterable[tuple[int, int]]) -> set[int]:
        """The cells that must run, by position.

        Args:
            roots: cells that are needed, each with the position at which its names are asked for: functions find
                theirs as they are then.

        Raises:
            TooMuch: it takes too many steps.
        """
        seen: dict[int, int] = {}  # by position at which names are asked for, the cells that were followed from there
        found = 0
        todo = list(roots)
        while todo:
            k, before = todo.pop()
            if seen.get(before, 0) >> k & 1:
                continue
            seen[before] = seen.get(before, 0) | 1 << k
            cell = self.cells[k]
            wanted = [(name, before) for name in cell.later]
            if not found >> k & 1:  # what it imports itself, it does not take from others
                wanted += [(name, k) for name in (cell.used | cell.later) - cell.imported]
            found |= 1 << k
            self._steps -= len(wanted)
            if self._steps < 0:
                raise TooMuch
            for name, at in wanted:
                new = self._wanted(name, at) & ~seen.get(at, 0)
                todo += [(other, at) for other in _bits(new)]
        return set(_bits(found))

    def _wanted(self, name: str, before: int) -> int:
        """The last cell before `before` that gives a name, and those after it that change what it stands for."""
        earlier = (1 << before) - 1
        giver = (self._givers.get(name, 0) & earlier).bit_length() - 1
        if giver < 0:
            return 0
        return 1 << giver | (self._changers.get(name, 0) & earlier) >> giver + 1 << giver + 1


def _bits(number: int) -> Iterator[int]:
    """The positions of the bits that are set."""
    while number:
        last = number & -number
        yield last.bit_length() - 1
        number ^= last


def needed(cells: Sequence[Names], answers: Mapping[int, int], own: Iterable[int]) -> set[int]:
    """The cells that must run, by position.

    Args:
        cells: all cells, in the notebook's order.
        answers: for the position of each answer's cell the position at which it is asked.
        own: positions of cells that the learner wrote or changed: suspect ones are run, too.

    Raises:
        TooMuch: see `Search.needed`.
    """
    search = Search(cells)
    return search.needed([*answers.items(), *((k, len(cells)) for k in own if search.suspect(k))])

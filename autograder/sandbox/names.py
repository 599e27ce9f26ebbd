"""What the code of a cell does with names: which it gives, reads, changes. Work on what somebody else wrote: it is bounded."""

import ast
import re
import symtable
from dataclasses import dataclass

from IPython.core.inputtransformer2 import TransformerManager

from autograder.sandbox import magics


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
    for plain in (str, magics.without):
        code = plain(source)
        try:
            return code, ast.parse(code)
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

"""Which of a chapter's own cells no answer of a notebook can depend on, so that the whole notebook is the same without.

`needed` guesses what an answer needs, and may guess too little. This is a proof, and may find too little: a lesson's
cell is left out where it is as it was handed out, where it has no name in common with what the learner wrote or with a
cell that stays, and where what the learner wrote names no file of its. What a learner wrote is never left out.
Random numbers that it draws don't count: whoever trains a model in a notebook has another state of them each time.
"""

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from functools import cache

from autograder.running.needed import Names

_LISTING = frozenset({"listdir", "glob", "iglob", "rglob", "iterdir", "walk", "scandir"})
_FILE = re.compile(r"[\w./-]*\w\.\w{1,8}")
_WORD = re.compile(r"[^\W\d]\w*")
_BUILTINS = frozenset(dir(builtins))
_CHECKS = frozenset({"check", "hint", "solution", "progress"})


def needless(sources: Sequence[str], names: Sequence[Names], lessons: Mapping[int, str]) -> frozenset[int]:
    """Positions of the cells that can be left out.

    Args:
        sources, names: of all cells, in the notebook's order.
        lessons: by position, the cells that are as they were handed out, and no answers, with their code.
    """
    written = [k for k in range(len(names)) if k not in lessons]
    if any(names[k].opaque for k in written):
        return frozenset()
    modules = {name for cell in names for name in cell.imported}
    staying = {k for k in lessons if names[k].opaque or names[k].imported or names[k].patched & modules}
    common = _common(names, lessons, staying)
    text = "\n".join(sources[k] for k in written)
    words = set(_WORD.findall(text))
    touched = {k: _names(names[k]) - common for k in lessons}
    for k in set(lessons) - staying:
        files = _files(lessons[k])
        if files and (words & _LISTING or any(name in text for name in files)):
            staying.add(k)
    names_that_stay = set().union(*(_names(names[k]) for k in written), *(touched[k] for k in staying)) - common
    left = set(lessons) - staying
    while more := {k for k in left if touched[k] & names_that_stay}:
        left -= more
        names_that_stay |= set().union(*(touched[k] for k in more))
    return frozenset(left)


def _common(names: Sequence[Names], lessons: Mapping[int, str], staying: set[int]) -> frozenset[str]:
    """Names that connect nothing: Python's own, the checks, and what the chapter imports, where nobody binds them anew."""
    imported = {name for k in staying if k in lessons for name in names[k].imported}
    bound = set()
    for cell in names:
        if "start" not in cell.imported:  # the chapter's first cell binds the checks
            bound |= (cell.given - cell.imported) | cell.patched
    return frozenset((_BUILTINS | _CHECKS | imported) - bound)


def _names(cell: Names) -> frozenset[str]:
    return cell.given | cell.used | cell.later | cell.changed | cell.patched


@cache
def _files(source: str) -> frozenset[str]:
    """What looks like the name of a file in a cell."""
    try:
        found = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(text for text in found if isinstance(text, str) and _FILE.fullmatch(text))

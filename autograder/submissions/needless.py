"""Which of a chapter's own cells no answer of a notebook can depend on, so that the whole notebook is the same without.

`needed` guesses what an answer needs, and may guess too little. This is a proof, and may find too little: a lesson's
cell is left out where it is as it was handed out, where it has to do with nothing that the learner's cells or a cell that
stays have to do with, and where what the learner wrote names no file of its. What a learner wrote is never left out.
Random numbers that it draws don't count: whoever trains a model in a notebook has another state of them each time.
"""

import ast
import builtins
import re
from collections.abc import Mapping, Sequence
from functools import cache

from autograder.sandbox.names import Names

_LISTING = frozenset({"listdir", "glob", "iglob", "rglob", "iterdir", "walk", "scandir"})
_FILE = re.compile(r"[\w./-]*\w\.\w{1,8}")
_WORD = re.compile(r"[^\W\d]\w*")
_BUILTINS = frozenset(dir(builtins))
_CHECKS = frozenset({"check", "hint", "solution", "progress", "ask", "review", "practice"})


def needless(sources: Sequence[str], names: Sequence[Names], lessons: Mapping[int, str]) -> frozenset[int]:
    """Positions of the cells that can be left out.

    Args:
        sources, names: of all cells, in the notebook's order.
        lessons: by position, the cells that are as they were handed out, and no answers, with their code.
    """
    written = [k for k in range(len(names)) if k not in lessons]
    if any(names[k].opaque for k in written):
        return frozenset()
    text = "\n".join(sources[k] for k in written)
    words = set(_WORD.findall(text))
    modules = frozenset(name for cell in names for name in cell.imported)
    staying = {k for k in lessons if names[k].opaque or names[k].patched & modules or _seen(lessons[k], text, words)}
    touched = _touched(names, _common(names))
    reached = set().union(*(touched[k] for k in written), *(touched[k] for k in staying))
    left = set(lessons) - staying
    while more := {k for k in left if touched[k] & reached}:
        left -= more
        reached |= set().union(*(touched[k] for k in more))
    # a cell that imports stays where a cell that stays has the name of it
    wanted = set().union(*(_global(cell) - cell.imported for k, cell in enumerate(names) if k not in left))
    return frozenset(k for k in left if not names[k].imported & wanted)


def _touched(names: Sequence[Names], common: frozenset[str]) -> list[frozenset[tuple[str, int]]]:
    """What each cell has to do with: names as a cell defined them, since the next one defines something else.

    What a cell does when it runs has to do with the last definition before it, what its functions do with any.
    """
    givers: dict[str, list[int]] = {}
    for k, cell in enumerate(names):
        for name in cell.given:
            givers.setdefault(name, []).append(k)
    before: dict[str, int] = {}
    found = []
    for k, cell in enumerate(names):
        mine = {(name, k) for name in cell.given}
        mine |= {(name, before.get(name, -1)) for name in cell.used}
        mine |= {(name, at) for name in cell.later for at in givers.get(name, [-1])}
        found.append(frozenset(of for of in mine if of[0] not in common))
        before |= dict.fromkeys(cell.given, k)
    return found


def _common(names: Sequence[Names]) -> frozenset[str]:
    """Names that connect nothing: Python's own, the checks, and what is imported, where nobody binds or patches them."""
    imported = {name for cell in names for name in cell.imported}
    bound = set()
    for cell in names:
        if "start" not in cell.imported:  # the chapter's first cell binds the checks
            bound |= (cell.given - cell.imported) | (cell.patched & _global(cell))
    return frozenset((_BUILTINS | _CHECKS | imported) - bound)


def _global(cell: Names) -> frozenset[str]:
    """All names of the notebook that a cell has to do with; not those of variables within its functions."""
    return cell.given | cell.used | cell.later


def _seen(lesson: str, text: str, words: set[str]) -> bool:
    """Whether what a learner wrote may have to do with files of a lesson's cell."""
    files = _files(lesson)
    return bool(files) and (bool(words & _LISTING) or any(name in text for name in files))


@cache
def _files(source: str) -> frozenset[str]:
    """What looks like the name of a file in a cell."""
    try:
        found = [node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)]
    except (SyntaxError, ValueError, RecursionError):
        return frozenset()
    return frozenset(text for text in found if isinstance(text, str) and _FILE.fullmatch(text))

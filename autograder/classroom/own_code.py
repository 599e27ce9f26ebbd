"""What learners themselves wrote, by exercise, with its fingerprint: read in a process of its own, since it is hostile data.

`python -m autograder.classroom.own_code` is its inside: a line of JSON in for each notebook, a line out. One that ends
it, or takes too long, is left out, and told; the others are read in the next process.
"""

import ast
import contextlib
import hashlib
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.pools.inbox import HandedIn
from helpers import isolated

SECONDS = 10
"""That one notebook may take; it takes a hundredth."""
_MOST_READERS, _WORTH_IT = 4, 200
"""Processes that read at the same time, and for how many notebooks another one is worth its start."""
_GRAM = 4
_MOST_SOURCE = 60_000
_MOST_GRAMS = 20_000
_LONGEST_LINE = 300
_IGNORED = (ast.Load, ast.Store, ast.Del, ast.alias)


@dataclass(frozen=True)
class Own:
    """One learner's own code of a chapter: by exercise ("" for other cells) the source, and its fingerprint."""

    student: str
    chapter: str
    sources: dict[str, str]
    grams: dict[str, frozenset[int]]


def read(submissions: Sequence[HandedIn]) -> tuple[list[Own], list[HandedIn]]:
    """The code of each submission, and those that could not be read."""
    count = min(_MOST_READERS, os.cpu_count() or 1, 1 + len(submissions) // _WORTH_IT)
    size = -(-len(submissions) // count) or 1
    parts = [submissions[k : k + size] for k in range(0, len(submissions), size)]
    with ThreadPoolExecutor(count) as readers:
        found = list(readers.map(_read, parts))
    return [own for mine, _lost in found for own in mine], [h for _mine, lost in found for h in lost]


def _read(submissions: Sequence[HandedIn]) -> tuple[list[Own], list[HandedIn]]:
    found: list[Own] = []
    lost: list[HandedIn] = []
    waiting = list(submissions)
    while waiting:
        count = 0
        for reply in _replies(waiting):
            of = waiting[count]
            count += 1
            if reply is None:
                lost.append(of)
            else:
                grams = {k: frozenset(v) for k, v in reply["grams"].items()}
                found.append(Own(of.student, of.chapter, reply["sources"], grams))
        if count < len(waiting):  # it ended at this one
            lost.append(waiting[count])
            count += 1
        waiting = waiting[count:]
    return found, lost


def _replies(waiting: Sequence[HandedIn]) -> Iterator[dict | None]:
    from autograder.exercises import register

    with tempfile.TemporaryDirectory(prefix="kfa-", ignore_cleanup_errors=True) as own:
        packs = []
        for pack in register.packs():
            packs.append(str(Path(own, f"{pack.name}.kfa")))
            Path(packs[-1]).write_bytes(pack.data)
        orders = Path(own, "orders")
        orders.write_text("".join(json.dumps([h.chapter, str(h.path.resolve())]) + "\n" for h in waiting), "utf-8")
        with orders.open("rb") as given:
            process = subprocess.Popen(
                isolated.python("-m", "autograder.classroom.own_code", *packs),
                cwd=own,
                env=isolated.environment(own),
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        assert process.stdout
        try:
            for line in process.stdout:
                with contextlib.suppress(ValueError):
                    yield json.loads(line)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


def of_source(source: str) -> frozenset[int]:
    """The fingerprint of code: which calls, options and numbers follow each other; no names of variables, no comments.

    Small pieces, each statement by itself, so that their order does not matter, and all of them together. Code that is
    no Python is taken as words.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        words = source.split()
        return frozenset(_hash(words[k : k + _GRAM]) for k in range(max(1, len(words) - _GRAM + 1)))
    found: set[int] = set()
    whole: list[str] = []
    for statement in _statements(tree):
        tokens = list(_tokens(statement))
        found |= {_hash(tokens[k : k + _GRAM]) for k in range(max(1, len(tokens) - _GRAM + 1))}
        whole.append(" ".join(tokens))
        found.add(_hash(["statement", whole[-1]]))
        if len(found) > _MOST_GRAMS:
            break
    # how the whole is made up is what few have in common by chance: it counts as often as it has statements
    found |= {_hash(["whole", str(k), *sorted(whole)]) for k in range(len(whole))}
    return frozenset(found)


def of_line(line: str) -> str:
    """What one line does, without names of variables and comments; "" where that is nothing that tells lines apart."""
    text = line.strip()[:_LONGEST_LINE]
    for whole in (text, f"{text.partition('#')[0]} pass"):
        try:
            tokens = [token for node in ast.parse(whole).body for token in _tokens(node)]
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        return " ".join(tokens) if len(tokens) > 2 else ""
    return "".join(text.split())


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """The statements that hold no others, and the heads of those that do."""
    for node in ast.walk(tree):
        if isinstance(node, ast.stmt) and not isinstance(node, ast.Import | ast.ImportFrom):
            yield node


def _tokens(node: ast.AST) -> Iterator[str]:
    """What code does, depth first: kinds of nodes, names of attributes and options, numbers and texts."""
    if isinstance(node, _IGNORED):
        return
    if isinstance(node, ast.Name):
        yield "name"
        return
    if isinstance(node, ast.arg):
        yield "arg"
        return
    yield type(node).__name__
    if isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.keyword):
        yield node.arg or "**"
    elif isinstance(node, ast.Constant):
        yield repr(node.value)[:80]
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.stmt):  # these count by themselves
            yield from _tokens(child)


def _hash(tokens: Sequence[str]) -> int:
    return int.from_bytes(hashlib.blake2b("\0".join(tokens).encode("utf-8", "replace"), digest_size=6).digest(), "big")


def main() -> int:
    from autograder.authoring import pack
    from autograder.classroom import reader

    for path in sys.argv[1:]:
        pack.use(Path(path))
    reader.limit(cpu=None)
    for line in sys.stdin:
        chapter, path = json.loads(line)
        sys.stdout.write(json.dumps(_looked_at(chapter, path)) + "\n")
        sys.stdout.flush()
    return 0


def _looked_at(chapter: str, path: str) -> dict[str, Any] | None:
    from autograder.exercises import variants
    from autograder.submissions import book, released, submission
    from helpers.errors import CourseError

    def ring(_number: int, _frame: Any) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, ring)
    signal.alarm(SECONDS)
    try:
        with open(path, "rb") as file:
            found = submission.notebook(chapter, file.read(book.MOST_RAW + 1))
        variants.use({})
        given = set(released.code(chapter).values())
        said = next(filter(None, (variants.said_in(cell.source) for cell in found.cells)), {})
        with contextlib.suppress(CourseError):  # what it was handed out with is nobody's own
            variants.use(said)
            given |= set(released.code(chapter).values())
        ids = {e.id for e in released.exercises(chapter)}
        sources: dict[str, list[str]] = {}
        for cell in found.cells:
            if (
                cell.cell_type == "code"
                and cell.source.strip()
                and cell.source not in given
                and not submission.check_in(cell)
            ):
                name = released.name_of(cell)
                sources.setdefault(name if name in ids else "", []).append(cell.source[:_MOST_SOURCE])
        texts = {name: "\n\n".join(parts)[:_MOST_SOURCE] for name, parts in sources.items()}
        return {"sources": texts, "grams": {name: sorted(of_source(text)) for name, text in texts.items()}}
    except (submission.Unreadable, TimeoutError, OSError, RecursionError):
        return None
    finally:
        signal.alarm(0)


if __name__ == "__main__":
    sys.exit(main())

"""`python -m tools.build`: chapters -> executed solutions -> learners' notebooks, in both languages.

A chapter is executed again only where its code changed (or with --force): prose alone keeps the stored
outputs. What helpers or autograder print may change too; `pytest --nbval` tells, --force renews.
"""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode, ValidationError

from helpers import contents
from helpers.language import LANGUAGES
from tools import asked
from tools.checks import edition_problems, prose_problems, structure_problems
from tools.execute import ExecutionError, execute
from tools.notebook import encode, keep_outputs, read, skeleton, write_all
from tools.source import ROOT, Chapter, Problem, read_all
from tools.student import release


def build(chapter: Chapter, root: Path = ROOT, run: bool = True, force: bool = False) -> list[str]:
    """Build one chapter's four notebooks under `root`; all are written, or none.

    Without `run`, a chapter whose code changed has no outputs, and the check says so.
    Returns the languages that were executed.

    Raises:
        ExecutionError: a cell of the solution failed.
        RuntimeError: nbgrader refused the solution.
        ValidationError: a cell has an id or metadata that notebooks don't allow.
    """
    solutions: dict[str, NotebookNode] = {}
    executed = []
    for lang in LANGUAGES:
        book = skeleton(chapter, lang)
        path = root / "solutions" / lang / f"{chapter.stem}.ipynb"
        old = read(path)
        kept = old is not None and keep_outputs(book, old)
        if run and (force or not kept):
            try:
                execute(book)
            except ExecutionError as error:
                raise ExecutionError(f"solutions/{lang}, cell {error.cell}", error.reason) from error
            executed.append(lang)
        elif not kept:
            book.metadata.kfa.code_sha256 = ""  # no outputs of this code: they are still to come
        solutions[lang] = book
    texts = {root / "solutions" / lang / f"{chapter.stem}.ipynb": encode(book) for lang, book in solutions.items()}
    for lang, book in release(solutions).items():
        texts[root / "notebooks" / lang / f"{chapter.stem}.ipynb"] = encode(book)
    write_all(texts)
    for folder in ("solutions", "notebooks"):
        for lang in LANGUAGES:
            contents.write(root / folder / lang, {}, lang)
    return executed


def check(chapters: list[Chapter], root: Path = ROOT) -> list[Problem]:
    """Everything that is wrong with the sources, or with the notebooks that were built from them."""
    sources = [problem for chapter in chapters for problem in [*structure_problems(chapter), *prose_problems(chapter)]]
    return [*sources, *asked.stale(chapters, root), *edition_problems(chapters, root)]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.build", description=__doc__.split("\n")[0])
    parser.add_argument("stems", nargs="*", metavar="STEM", help="chapters (default: all), such as 02_training")
    parser.add_argument("--no-execute", action="store_true", help="keep stored outputs, run nothing")
    parser.add_argument("--force", action="store_true", help="execute chapters whose code is unchanged, too")
    parser.add_argument("--check", action="store_true", help="build nothing: say what is wrong or stale")
    options = parser.parse_args(arguments)
    chapters = read_all(root / "chapters")
    unknown = set(options.stems) - {chapter.stem for chapter in chapters}
    if unknown:
        known = ", ".join(chapter.stem for chapter in chapters) or "none"
        parser.error(f"no chapter {', '.join(sorted(unknown))} in chapters/; there are: {known}.")
    chosen = [chapter for chapter in chapters if not options.stems or chapter.stem in options.stems]
    if options.check:
        problems = [
            problem for problem in check(chapters, root) if not options.stems or problem.chapter in options.stems
        ]
        print(*problems, sep="\n", end="\n" if problems else "")
        print(f"{len(chosen)} chapters, {len(problems)} problems.")
        return 1 if problems else 0
    if asked.stale(chapters, root):
        write_all({root / asked.PLACE: asked.encode(chapters)})  # before: what is executed reads it
    failed = False
    for chapter in chosen:
        start = time.monotonic()
        try:
            executed = build(chapter, root, run=not options.no_execute, force=options.force)
        except (ExecutionError, RuntimeError, ValidationError) as error:
            failed = True
            print(f"{chapter.stem}: nothing was written, because this failed.\n{error}", file=sys.stderr)
        else:
            how = f"executed {', '.join(executed)}" if executed else "outputs kept"
            print(f"{chapter.stem}: {how}, {time.monotonic() - start:.0f} s")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

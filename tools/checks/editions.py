"""The built notebooks: fresh, equal in code, executed without a fault, and without solutions for learners."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

from nbformat import NotebookNode

from helpers.language import LANGUAGES
from tools.checks.outputs import output_problems
from tools.notebook import decode, encode, keep_outputs, read, skeleton
from tools.source import GIVEN, ROOT, SETUP, Chapter, Problem
from tools.student import release

_REBUILD = "run `python -m tools.build`."
_TELLING = 8  # characters: a shorter line of a solution, such as `return x`, is anybody's
Books = dict[tuple[str, str], str | None]  # (stem, language) -> the text of the file; None: it is no notebook


def edition_problems(chapters: list[Chapter], root: Path = ROOT) -> list[Problem]:
    """Compare what `root`/solutions and `root`/notebooks hold with the sources."""
    solutions, notebooks = stored(root / "solutions"), stored(root / "notebooks")
    problems = [
        *orphan_problems(chapters, {"solutions": solutions, "notebooks": notebooks}),
        *stale_problems(chapters, solutions, notebooks),
    ]
    for chapter in chapters:
        problems += [*twin_code_problems(chapter, solutions), *twin_code_problems(chapter, notebooks)]
        for lang in LANGUAGES:
            key = chapter.stem, lang
            if solution := solutions.get(key):
                problems += output_problems(chapter, lang, decode(solution))
            if notebook := notebooks.get(key):
                problems += leak_problems(chapter, lang, decode(notebook))
    return problems


def stored(folder: Path) -> Books:
    return {
        (path.stem, lang): path.read_text(encoding="utf-8") if read(path) else None
        for lang in LANGUAGES
        for path in sorted((folder / lang).glob("*.ipynb"))
    }


def orphan_problems(chapters: list[Chapter], folders: dict[str, Books]) -> list[Problem]:
    """No notebook without a source."""
    stems = {chapter.stem for chapter in chapters}
    return [
        Problem(stem, "", f"{folder}/{lang}/{stem}.ipynb has no source in chapters/: delete it.")
        for folder, books in folders.items()
        for stem, lang in books
        if stem not in stems
    ]


def stale_problems(chapters: list[Chapter], solutions: Books, notebooks: Books) -> list[Problem]:
    """A rebuild from the same sources and the same stored outputs gives the same bytes."""
    problems, fresh = [], {}
    for chapter in chapters:
        for lang in LANGUAGES:
            text = solutions.get((chapter.stem, lang))
            where = f"solutions/{lang}"
            if text is None:
                problems.append(_lacking(chapter, lang, where, solutions))
                continue
            book, old = skeleton(chapter, lang), decode(text)
            if not keep_outputs(book, old):
                sentence = f"the outputs in {where} belong to other code: {_REBUILD}"
                problems.append(Problem(chapter.stem, "", sentence))
            elif encode(book) != text:
                problems += _different(chapter, where, book, old)
            else:
                fresh[chapter.stem, lang] = book
    # A student edition is compared where its solution is fresh: else one fault would be told twice.
    released = release({f"{stem}-{lang}": book for (stem, lang), book in fresh.items()})
    for chapter in chapters:
        for lang in LANGUAGES:
            text = notebooks.get((chapter.stem, lang))
            where = f"notebooks/{lang}"
            if text is None:
                problems.append(_lacking(chapter, lang, where, notebooks))
            elif (chapter.stem, lang) in fresh:
                book = released[f"{chapter.stem}-{lang}"]
                if encode(book) != text:
                    problems += _different(chapter, where, book, decode(text))
    return problems


def _lacking(chapter: Chapter, lang: str, where: str, books: Books) -> Problem:
    if (chapter.stem, lang) in books:
        return Problem(
            chapter.stem, "", f"the file in {where} is no notebook (merge marks, or it breaks off): {_REBUILD}"
        )
    return Problem(chapter.stem, "", f"{where} lacks the chapter: {_REBUILD}")


def _different(chapter: Chapter, where: str, new: NotebookNode, old: NotebookNode) -> Iterator[Problem]:
    """Which cells differ, or, where none does, that the rest of the file does."""
    found = False
    ids = [cell.get("id", "") for cell in new.cells]
    if ids != [cell.get("id", "") for cell in old.cells]:
        found = True
        yield Problem(chapter.stem, "", f"{where} has other cells than the source: {_REBUILD}")
    else:
        for fresh, cell in zip(new.cells, old.cells, strict=True):
            if fresh != cell:
                found = True
                yield Problem(chapter.stem, cell.id, f"{where} differs from the source: {_REBUILD}")
    if not found:
        yield Problem(chapter.stem, "", f"the file in {where} differs from a rebuild: {_REBUILD}")


def twin_code_problems(chapter: Chapter, books: Books) -> list[Problem]:
    """Both languages have the same code, the setup cell apart."""
    texts = [text for lang in LANGUAGES if (text := books.get((chapter.stem, lang)))]
    if len(texts) < len(LANGUAGES):
        return []  # told by stale_problems
    english, chinese = (
        {cell.id: cell.source for cell in decode(text).cells if cell.cell_type == "code"} for text in texts
    )
    if list(english) != list(chinese):
        return [Problem(chapter.stem, "", "the two languages have other code cells.")]
    return [
        Problem(chapter.stem, cell_id, "the code differs between the languages.")
        for cell_id, source in english.items()
        if cell_id != SETUP and source != chinese[cell_id]
    ]


def leak_problems(chapter: Chapter, lang: str, notebook: NotebookNode) -> list[Problem]:
    """A learner's notebook has no output and no word of a solution."""
    problems = []
    where = f"in notebooks/{lang}"
    for cell in notebook.cells:
        if cell.cell_type == "code" and (cell.outputs or cell.execution_count is not None):
            problems.append(Problem(chapter.stem, cell.id, f"{where} the cell has outputs."))
        if "BEGIN SOLUTION" in cell.source or "END SOLUTION" in cell.source:
            problems.append(Problem(chapter.stem, cell.id, f"{where} the cell holds a solution."))
    sources = {cell.id: cell.source for cell in notebook.cells}
    everything = [dedent(source) for source in sources.values()]
    answered = [cell for cell in chapter.prose() if cell.role == "manual" and cell.lang == lang]
    for cell in [*chapter.code(), *answered]:
        for body in solution_bodies(cell.source):
            own = [line.strip() for line in sources.get(cell.id, "").split(GIVEN)[0].splitlines()]
            leaked = [line for line in map(str.strip, body) if len(line) >= _TELLING and line in own]
            text = dedent("\n".join(body)).strip()
            if leaked:
                sentence = f"{where} the cell holds a line of its solution: {leaked[0]}"
                problems.append(Problem(chapter.stem, cell.id, sentence))
            elif len(text) >= _TELLING and any(text in source for source in everything):
                problems.append(Problem(chapter.stem, cell.id, f"{where} another cell holds its solution."))
    return problems


def solution_bodies(source: str) -> list[list[str]]:
    """The lines between each ### BEGIN SOLUTION and its ### END SOLUTION."""
    bodies: list[list[str]] = []
    inside = False
    for line in source.splitlines():
        if "BEGIN SOLUTION" in line:
            inside = True
            bodies.append([])
        elif "END SOLUTION" in line:
            inside = False
        elif inside:
            bodies[-1].append(line)
    return bodies

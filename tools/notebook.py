"""The notebook of one chapter in one language, and the one way in which it is written to a file."""

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers import whole_file
from helpers.contents import PAGE
from helpers.language import translate as _
from tools.source import ROOT, STEMS, Cell, Chapter

SOLUTIONS = ROOT / "solutions"
NOTEBOOKS = ROOT / "notebooks"
KERNEL = "kfa"
_KERNELSPEC = {"display_name": "Keras functional API (kfa)", "language": "python", "name": KERNEL}
# No version: it would change with the machine of whoever builds.
_LANGUAGE_INFO = {"file_extension": ".py", "mimetype": "text/x-python", "name": "python"}


def skeleton(chapter: Chapter, lang: str) -> NotebookNode:
    """The instructor's notebook without outputs; `metadata.kfa.code_sha256` says which code it holds."""
    notebook = new_notebook(cells=[_cell(cell, lang) for cell in chapter.edition(lang)] + _way(chapter, lang))
    notebook.metadata = nbformat.from_dict(
        {
            "kernelspec": _KERNELSPEC,
            "language_info": _LANGUAGE_INFO,
            "kfa": {"chapter": chapter.stem, "lang": lang, "code_sha256": chapter.code_sha256(lang)},
        }
    )
    notebook.nbformat_minor = 5  # the first that has cell ids
    return notebook


def _way(chapter: Chapter, lang: str) -> list[NotebookNode]:
    """The last cell of a chapter of the course: back, the contents, on."""
    if chapter.stem not in STEMS:
        return []
    place = STEMS.index(chapter.stem)
    back, on = STEMS[max(0, place - 1) : place], STEMS[place + 1 : place + 2]
    links = [f"[← {stem[:2]}]({stem}.ipynb)" for stem in back]
    links.append("[" + _("Contents", lang) + f"]({PAGE})")
    links += [f"[{stem[:2]} →]({stem}.ipynb)" for stem in on]
    return [new_markdown_cell(" · ".join(links), id="way")]


def _cell(cell: Cell, lang: str) -> NotebookNode:
    new = new_code_cell if cell.kind == "code" else new_markdown_cell
    metadata: dict = {}
    if cell.tags:
        metadata["tags"] = list(cell.tags)
    if cell.role:
        metadata["nbgrader"] = _nbgrader(cell)
    if "hide-input" in cell.tags:  # myst-nb reads the tag, JupyterLab this
        metadata["jupyter"] = {"source_hidden": True}
    return new(cell.in_language(lang), id=cell.id, metadata=metadata)


def _nbgrader(cell: Cell) -> dict:
    """nbgrader's own metadata, schema 3; a manual cell is answered and gets points by hand."""
    test = cell.role == "test"
    points = cell.role in ("test", "manual")
    data = {
        "schema_version": 3,
        "grade_id": cell.id,
        "grade": points,
        "solution": not test,
        "locked": test,
        "task": False,
    }
    return data | ({"points": cell.points} if points else {})


def keep_outputs(new: NotebookNode, old: NotebookNode) -> bool:
    """Give `new` the outputs that `old` stores, cell by cell; False if they belong to other code."""
    if old.metadata.get("kfa", {}).get("code_sha256") != new.metadata.kfa.code_sha256:
        return False
    stored = {cell.id: cell for cell in old.cells if cell.cell_type == "code"}
    for cell in new.cells:
        if cell.cell_type == "code" and cell.id in stored:
            cell.outputs = stored[cell.id].outputs
            cell.execution_count = stored[cell.id].execution_count
    return True


def encode(notebook: NotebookNode) -> str:
    """The text of the file: the same notebook gives the same bytes."""
    nbformat.validate(notebook)
    return nbformat.writes(notebook, version=4).rstrip("\n") + "\n"


def decode(text: str) -> NotebookNode:
    return nbformat.reads(text, as_version=4)


def read(path: Path) -> NotebookNode | None:
    """What a file holds; None where there is no file, or where merge marks or an interruption left no notebook."""
    try:
        return decode(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError, nbformat.ValidationError):
        return None


def write_all(texts: dict[Path, str]) -> None:
    """Write these files, each whole or not at all: a reader never meets half a notebook."""
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        whole_file.write(path, text)

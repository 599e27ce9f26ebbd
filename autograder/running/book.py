"""The file that was handed in -> a notebook: whatever its format, and whatever else is in it, in bounded time and room.

Of a file of 50 MB little is wanted: what kind each cell is, its source, its name. All else is dropped before it is
looked at: outputs, attachments, metadata.
"""

import json
import warnings
from typing import Any

import nbformat

from autograder.running.parts import parts
from autograder.verdict import Finding

MOST_BYTES = 50 * 2**20
MOST_CELLS = 2000
"""Of code; of text there may be some more."""
_MOST_CELLS_IN_ALL = 10_000
MOST_PARTS = 1_000_000
"""Lists, objects and items of the file: outputs of 40 MB have half as many lines."""
MOST_CODE = 8_000_000
"""Characters of code in all cells."""
_LONGEST_NAME = 100


class Unreadable(Exception):
    """What was handed in is not a notebook of this course; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.key)
        self.finding = finding


def of(data: bytes) -> nbformat.NotebookNode:
    """What was handed in as a notebook of format 4, with each cell's type, source and name, and nothing else.

    Raises:
        Unreadable: too large, not JSON, or not a notebook.
    """
    if len(data) > MOST_BYTES:
        sizes = {"what": f"{len(data) / 2**20:.0f} MB", "most": f"{MOST_BYTES / 2**20:.0f} MB"}
        raise Unreadable(Finding("submission.too_large", sizes))
    count = parts(data)
    if count > MOST_PARTS:
        raise Unreadable(Finding("submission.too_many_parts", {"count": count, "most": MOST_PARTS}))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable(Finding("submission.encoding")) from None
    try:
        return _of_format_4(json.loads(text))
    except (Unreadable, MemoryError):
        raise
    except Exception:  # nbformat fails in many ways on what only looks like a notebook
        raise Unreadable(Finding("submission.not_a_notebook")) from None


def _of_format_4(raw: Any) -> nbformat.NotebookNode:
    """A notebook of any format; raises exceptions of many kinds where it is none."""
    if not isinstance(raw, dict) or not isinstance(raw.get("nbformat"), int):
        raise ValueError
    if raw["nbformat"] != 4:
        raw = _older(raw)
    _few(raw["cells"])
    cells = []
    for cell in raw["cells"]:
        source = cell["source"]
        source = "".join(source) if isinstance(source, list) else source
        if not isinstance(source, str) or not isinstance(cell["cell_type"], str):
            raise ValueError
        node = nbformat.NotebookNode(cell_type=cell["cell_type"], source=source, metadata=nbformat.NotebookNode())
        name = cell.get("id")
        if isinstance(name, str):
            node.id = name[:_LONGEST_NAME]
        if isinstance(cell.get("metadata"), dict) and isinstance(cell["metadata"].get("nbgrader"), dict):
            grade_id = cell["metadata"]["nbgrader"].get("grade_id")
            if isinstance(grade_id, str):
                node.metadata.nbgrader = nbformat.NotebookNode(grade_id=grade_id[:_LONGEST_NAME])
        cells.append(node)
    characters = sum(len(cell.source) for cell in cells if cell.cell_type == "code")
    if characters > MOST_CODE:
        raise Unreadable(Finding("submission.too_much_code", {"count": characters, "most": MOST_CODE}))
    return nbformat.NotebookNode(nbformat=4, nbformat_minor=5, metadata=nbformat.NotebookNode(), cells=cells)


def _few(cells: list) -> None:
    code = sum(cell["cell_type"] == "code" for cell in cells)
    for count, most in ((code, MOST_CELLS), (len(cells), _MOST_CELLS_IN_ALL)):
        if count > most:
            raise Unreadable(Finding("submission.too_many_cells", {"count": count, "most": most}))


def _older(raw: dict) -> dict:
    """A notebook of an older format as nbformat makes one of format 4 of it, without its outputs."""
    minor = raw.get("nbformat_minor")
    kept: dict[str, Any] = {"nbformat": raw["nbformat"], "nbformat_minor": minor if isinstance(minor, int) else 0}
    sheets = raw.get("worksheets", [raw]) or [{"cells": []}]
    for sheet in sheets:
        _few(sheet["cells"])
    kept["worksheets"] = [{"cells": [_old_cell(cell) for cell in sheet["cells"]], "metadata": {}} for sheet in sheets]
    kept |= {"metadata": {"name": ""}, "cells": kept["worksheets"][0]["cells"]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of cells without an id, or with that of another
        return nbformat.reads(json.dumps(kept), as_version=4)


def _old_cell(cell: dict) -> dict:
    kept = {key: cell[key] for key in ("cell_type", "input", "source", "level", "language") if key in cell}
    return kept | {"outputs": [], "metadata": {}, "collapsed": False} if kept.get("cell_type") == "code" else kept

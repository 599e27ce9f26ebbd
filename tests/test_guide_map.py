"""The guide's map (`docs/guide_map.md`): every block of the guide has its place in a chapter that exists."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tools.source import Chapter, read_all

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "guide_map.md"
BLOCKS = range(53)  # the guide's fenced blocks in their order: code, output, one drawing
COLUMNS = 5


class Row(NamedTuple):
    blocks: tuple[int, ...]  # none: a part of the guide's prose
    topic: str
    chapter: str
    cells: tuple[str, ...]
    note: str


def rows(text: str) -> list[Row]:
    """The rows of the tables whose first column says `guide`; a row that has lost a column is an error."""
    found, inside = [], False
    for line in text.splitlines():
        fields = [field.strip() for field in line.strip().strip("|").split("|")] if line.startswith("|") else []
        inside = bool(fields) and (inside or fields[0] == "guide")
        if not inside or fields[0] == "guide" or not set(line) - set("|- "):
            continue
        if len(fields) != COLUMNS:
            raise ValueError(f"{len(fields)} columns, not {COLUMNS}: {line}")
        blocks = tuple(int(number) for number in re.findall(r"\d+", fields[0]))
        found.append(Row(blocks, fields[1], fields[2], tuple(re.findall(r"`([^`]+)`", fields[3])), fields[4]))
    return found


def problems(text: str, chapters: dict[str, Chapter]) -> list[str]:
    found, table = [], rows(text)
    told = [block for row in table for block in row.blocks]
    found += [f"block {block} has no row" for block in BLOCKS if block not in told]
    found += [f"block {block} has two rows" for block in BLOCKS if told.count(block) > 1]
    found += [f"the guide has no block {block}" for block in told if block not in BLOCKS]
    for row in table:
        where = ", ".join(map(str, row.blocks)) or row.topic
        if row.chapter not in chapters:
            found.append(f"{where}: no chapter {row.chapter!r}")
            continue
        ids = {cell.id for cell in chapters[row.chapter].cells}
        found += [f"{where}: {row.chapter} has no cell {cell!r}" for cell in row.cells if cell not in ids]
        found += [f"{where}: no {what}" for what in ("topic", "cells", "note") if not getattr(row, what)]
    return found


@pytest.fixture(scope="module")
def chapters() -> dict[str, Chapter]:
    return {chapter.stem: chapter for chapter in read_all()}


@pytest.fixture(scope="module")
def text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_every_block_of_the_guide_has_its_place(text, chapters):
    assert problems(text, chapters) == []


def test_every_chapter_stands_in_the_map(text, chapters):
    assert {row.chapter for row in rows(text)} == set(chapters)


@pytest.mark.parametrize(
    ("pattern", "instead", "problem"),
    [
        (r"^\| 27 \|.*\n", "", "block 27 has no row"),
        (r"^\| 27 \|", "| 28 |", "block 28 has two rows"),
        (r"^\| 27 \|", "| 27, 53 |", "the guide has no block 53"),
        (r"^(\| 10 \|[^|]*\|)[^|]*\|", r"\1 01_beginning |", "10: no chapter '01_beginning'"),
        (r"^(\| 10 \|(?:[^|]*\|){2})[^|]*\|", r"\1 `plot-plane` |", "10: 01_introduction has no cell 'plot-plane'"),
        (r"^(\| 10 \|(?:[^|]*\|){2})[^|]*\|", r"\1 |", "10: no cells"),
        (r"^(\| 10 \|)[^|]*\|", r"\1 |", "10: no topic"),
        (r"^(\| 10 \|(?:[^|]*\|){3})[^|]*\|", r"\1 |", "10: no note"),
    ],
)
def test_a_broken_map_is_told(text, chapters, pattern, instead, problem):
    broken, count = re.subn(pattern, instead, text, count=1, flags=re.MULTILINE)
    assert count == 1
    assert problem in problems(broken, chapters)


def test_a_row_without_a_column_is_an_error(text):
    with pytest.raises(ValueError, match="4 columns, not 5"):
        rows(re.sub(r"^(\| 10 \|)[^|]*\|", r"\1", text, count=1, flags=re.MULTILINE))

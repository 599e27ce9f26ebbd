"""Questions that a learner commits to: Markdown cells with `role="ask"`, which notebooks hold as `ask("09-calls")`.

The text comes first, then two to four choices as a task list; the indented lines below a choice say why it is right or wrong.
With `tags=["review"]`, a question can be understood without its chapter, and comes back in reviews.
"""

import json
import re
from pathlib import Path

from tools.source import ROOT, Cell, Chapter, Problem

PLACE = Path("autograder", "learner", "questions.json")
FEWEST, MOST = 2, 4
_CHOICE = re.compile(r"- \[([ x])\] (.+)")


def parsed(source: str) -> dict:
    """`{"text": ..., "choices": [[choice, why], ...], "right": [position, ...]}` of one cell."""
    text, choices, right = [], [], []
    for line in source.splitlines():
        found = _CHOICE.fullmatch(line)
        if found:
            right += [len(choices)] if found.group(1) == "x" else []
            choices.append([found.group(2), ""])
        elif choices and line.strip():
            choices[-1][1] = f"{choices[-1][1]} {line.strip()}".strip()
        elif not choices:
            text.append(line)
    return {"text": "\n".join(text).strip(), "choices": choices, "right": right}


def problems(chapter: Chapter) -> list[Problem]:
    """What is wrong with a chapter's questions; that they are twins is looked at as for all prose."""
    found, right = [], {}
    for cell in chapter.prose():
        if cell.role != "ask":
            continue
        known = parsed(cell.source)
        for sentence in (
            "the id of a question ends in `-ask`." if not cell.id.endswith("-ask") else "",
            "no text before the choices." if not known["text"] else "",
            f"{len(known['choices'])} choices, not {FEWEST} to {MOST}."
            if not FEWEST <= len(known["choices"]) <= MOST
            else "",
            f"{len(known['right'])} choices are marked right, not one." if len(known["right"]) != 1 else "",
            "a choice has no sentence below it." if not all(why for _choice, why in known["choices"]) else "",
            "the right choice stands elsewhere in the other language."
            if right.setdefault(cell.id, known["right"]) != known["right"]
            else "",
        ):
            if sentence:
                found.append(Problem(chapter.stem, cell.id, sentence))
    return found


def encode(chapters: list[Chapter]) -> str:
    """All questions, as what a learner calls reads them."""
    table: dict[str, dict] = {}
    for chapter in chapters:
        for cell in chapter.prose():
            if cell.role == "ask":
                known = parsed(cell.source)
                entry = table.setdefault(name(chapter.stem, cell), {"right": known["right"][0]})
                entry |= {"review": True} if "review" in cell.tags else {}
                entry[cell.lang] = {"text": known["text"], "choices": known["choices"]}
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def name(stem: str, cell: Cell) -> str:
    """What a notebook calls a question: `09-calls`."""
    return f"{stem.split('_')[0]}-{cell.id.removesuffix('-ask')}"


def stale(chapters: list[Chapter], root: Path = ROOT) -> list[Problem]:
    """The file of all questions is what the chapters say."""
    path, wanted = root / PLACE, encode(chapters)
    there = path.read_text(encoding="utf-8") if path.exists() else encode([])
    return [] if there == wanted else [Problem("chapters", "", f"{PLACE} is stale: run `python -m tools.build`.")]

"""Notebooks as learners hand them in, made of the kept answers, for the tests of grading."""

import json
import secrets
from collections.abc import Callable
from pathlib import Path

from nbformat import NotebookNode

from autograder.exercises import every, find
from autograder.pools.worker import Worker
from autograder.submissions.submission import exercises
from tests import answers
from tools.notebook import NOTEBOOKS, decode, encode

# The kept answers take these names as given; a learner's notebook has only some of them.
IMPORTS = "import keras\nimport numpy as np\nimport tensorflow as tf\nfrom keras import layers, ops\n\n"
SECRET = "5e" * 32
ONE_STEP = """\
import sys
import keras
def fit(model, *arguments, fit=keras.Model.fit, **options):
    if sys._getframe(1).f_code.co_name.startswith("<"):
        options |= {"steps_per_epoch": 1, "validation_steps": 1}
    return fit(model, *arguments, **options)
keras.Model.fit = fit
"""
"""A first cell, after which a lesson trains a batch an epoch, and answers, whose functions call `fit`, as they are."""
NUMBER = secrets.randbelow(2**20) * 1024
"""Of this process's kernels: those of another on this machine must not share their limit on processes."""


def released(chapter: str) -> NotebookNode:
    return decode((NOTEBOOKS / "en" / f"{chapter}.ipynb").read_text("utf-8"))


def source(exercise: str, answer: str) -> str:
    """An answer's code that holds in any notebook: what it takes from an earlier answer comes with it."""
    return IMPORTS + find(exercise).before + answer


def right(chapter: str, k: int = 0) -> dict[str, str]:
    """For each exercise of a chapter its k-th right answer, the last one where there are fewer."""
    return {e.id: source(e.id, answers.right(e.id)[min(k, len(answers.right(e.id)) - 1)]) for e in exercises(chapter)}


def wrong(chapter: str, k: int = 0) -> dict[str, str]:
    return {
        e.id: source(e.id, answers.wrong(e.id)[min(k, len(answers.wrong(e.id)) - 1)].source) for e in exercises(chapter)
    }


def answered(chapter: str, answers: dict[str, str]) -> NotebookNode:
    book = released(chapter)
    for cell in book.cells:
        cell.source = answers.get(cell.id, cell.source)
    return book


def handed_in(chapter: str, answers: dict[str, str]) -> bytes:
    return encode(answered(chapter, answers)).encode()


def place(folder: Path, student: str, chapter: str, data: bytes) -> Path:
    path = folder / student / chapter / f"{chapter}.ipynb"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    return path


def task(chapter: str, **changes: object) -> dict:
    usual = {"student": "ada", "chapter": chapter, "lang": "en", "secret": SECRET, "memory": 2048, "seconds": 0}
    return {**usual, "number": NUMBER, "sandboxed": True, **changes}


def grade(worker: Worker, chapter: str, data: bytes, **changes: object) -> dict[str, dict]:
    """The marks of a notebook, by exercise."""
    marks, _page = worker.grade(data, task(chapter, **changes))
    return {e["id"]: e for e in marks["exercises"]}


def edited(data: bytes, change: Callable[[list[dict]], list[dict] | None]) -> bytes:
    """A notebook whose list of cells was changed as plain JSON."""
    book = json.loads(data)
    book["cells"] = change(book["cells"]) or book["cells"]
    return json.dumps(book).encode()


TRAINED = {e.id for e in every() if e.unseen or e.ticks}

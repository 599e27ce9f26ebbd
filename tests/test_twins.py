"""Equal submissions: one verdict for what is the same byte for byte, none across what differs in anything."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from autograder.pools import grading, twins
from autograder.pools.grading import Settings
from autograder.submissions import marking, page, submission
from autograder.submissions.execution import Graded
from tests import needs
from tests.handed_in import answered, edited, handed_in, place, right, task, wrong
from tests.test_grading import some_marks
from tools.notebook import encode

CHAPTER = "01_introduction"


class Counting:
    """A pool that gives each submission marks and a page, and knows whose it graded."""

    def __init__(self, status: str = "correct") -> None:
        self.graded: list[str] = []
        self.status = status

    def results(self, tasks: list[dict], data: Callable) -> Iterator:
        for one in tasks:
            assert data(one) is not None
            self.graded.append(one["student"])
            found = some_marks(one["student"], 1) | {"chapter": one["chapter"], "look": [{"text": "see"}]}
            for exercise in found["exercises"]:
                exercise["status"] = self.status
            yield one, (found, page._whole(one, "<p>table</p>", [f"<p>{'x' * 10}</p>"]))

    def at_work(self) -> list:
        return []

    def stop(self) -> list:
        return []

    def close(self) -> None:
        pass


def class_of(folder: Path, **notebooks: bytes) -> Path:
    for student, data in notebooks.items():
        place(folder, student, CHAPTER, data)
    return folder


def graded(monkeypatch, folder: Path, pool: Counting) -> dict[str, dict]:
    monkeypatch.setattr(grading, "LocalPool", lambda *_all: pool)
    report = grading.grade(folder, Settings(folder.parent / "marks.json", sandboxed=False), say=lambda _text: None)
    return {m["student"]: m for m in report.marks}


def test_what_is_the_same_is_graded_once_and_each_has_a_page_of_their_own(tmp_path, monkeypatch):
    folder = class_of(tmp_path / "in", ada=b"one", bob=b"two", cy=b"one", dan=b"one")
    pool = Counting()
    marks = graded(monkeypatch, folder, pool)
    assert pool.graded == ["ada", "bob"]
    assert [m | {"student": ""} for m in (marks["cy"], marks["dan"])] == 2 * [marks["ada"] | {"student": ""}]
    pages = {p.parent.name: p.read_text("utf-8") for p in (tmp_path / "marks_feedback").rglob("*.html")}
    assert len(pages) == 4 and all(pages[s].count(f"· {s}<") == 2 for s in pages) and "ada" not in pages["cy"]
    assert pages["cy"].replace("· cy<", "· ada<") == pages["ada"]
    place(folder, "eve", CHAPTER, b"two")  # later, in another grading
    assert graded(monkeypatch, folder, pool)["eve"] == marks["bob"] | {"student": "eve"}
    assert pool.graded == ["ada", "bob"]


def test_a_file_beside_another_language_or_other_numbers_make_it_another(tmp_path, monkeypatch):
    folder = class_of(tmp_path / "in", ada=b"one", bob=b"one", cy=b"one")
    (folder / "bob" / CHAPTER / "helper.py").write_text("x = 1", "utf-8")
    pool = Counting()
    values = {"ada": {"ex01a": {"inputs": 1}}, "cy": {"ex01a": {"inputs": 2}}}
    monkeypatch.setattr(
        "autograder.pools.orders.Orders._own",
        lambda _self, h: {"values": values[h.student]} if h.student in values else {},
    )
    graded(monkeypatch, folder, pool)
    assert pool.graded == ["ada", "bob", "cy"]


@pytest.mark.parametrize("status", ["timeout", "killed", "error"])
def test_what_may_be_the_machines_fault_is_nobody_elses(tmp_path, monkeypatch, status):
    folder = class_of(tmp_path / "in", ada=b"one", bob=b"one", cy=b"one")
    pool = Counting(status)
    graded(monkeypatch, folder, pool)
    assert pool.graded == ["ada", "bob", "cy"]
    assert not twins.shared({"score": None, "exercises": []})


def read(book: bytes, files: dict[str, bytes] | None = None, **more: object) -> str:
    return marking._key(submission.read(CHAPTER, book), files or {}, task(CHAPTER, **more))


def test_a_worker_knows_what_was_saved_again_and_nothing_that_differs():
    book = handed_in(CHAPTER, right(CHAPTER))
    saved = json.loads(book)
    for cell in saved["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"execution_count": 7, "outputs": [{"output_type": "stream", "name": "stdout", "text": "mine"}]}
    known = read(book)
    assert known == read(json.dumps(saved).encode()) == read(book, student="bob", number=3, digest="x")
    others = [
        read(handed_in(CHAPTER, wrong(CHAPTER))),
        read(edited(book, lambda cells: [*cells[:-1], cells[-1] | {"source": "mine"}])),
        read(edited(book, lambda cells: [*cells, {"cell_type": "code", "source": "1", "metadata": {}, "outputs": []}])),
        read(book, {"a.py": b"1"}), read(book, {"a.py": b"2"}), read(book, {"b.py": b"1"}),
        read(book, secret="00" * 32), read(book, lang="zh"), read(book, memory=999), read(book, seconds=1),
        read(book, values={"ex01a": {"inputs": 1}}), read(book, sandboxed=False), read(book, pack="AA=="),
    ]  # fmt: skip
    assert len({known, *others}) == 1 + len(others)


def test_a_worker_keeps_no_more_than_it_may(monkeypatch):
    monkeypatch.setattr(marking, "_kept", {})
    for k in range(marking._MOST_KEPT + 5):
        marking._keep(str(k), Graded())
    assert len(marking._kept) == marking._MOST_KEPT and "0" not in marking._kept
    marking._keep("large", Graded(pictures={"ex01a": "x" * (marking._LARGEST + 1)}))
    assert "large" not in marking._kept
    marking.forget()
    assert not marking._kept


@pytest.mark.thorough("what is shared and what is not is tested with a pool that counts; this grades")
def test_equal_ones_have_the_marks_that_they_would_have_had(tmp_path):
    needs.sandbox()
    book = answered(CHAPTER, wrong(CHAPTER))
    data = encode(book).encode()
    book.cells[0].metadata["saved"] = "again"
    again = encode(book).encode()
    folder = class_of(tmp_path / "in", ada=data, bob=data, cy=again, dan=handed_in(CHAPTER, right(CHAPTER)))
    marks = {m["student"]: m for m in grading.grade(folder, Settings(tmp_path / "marks.json")).marks}
    apart = {}
    for student in marks:
        one = class_of(tmp_path / student, **{student: (folder / student / CHAPTER / f"{CHAPTER}.ipynb").read_bytes()})
        secret = (tmp_path / "marks.json.journal").read_bytes().splitlines(keepends=True)[0]
        (tmp_path / f"{student}.json.journal").write_bytes(secret)
        (apart[student],) = grading.grade(one, Settings(tmp_path / f"{student}.json")).marks
        of, mine = (
            p.joinpath(student, f"{CHAPTER}.html").read_bytes()
            for p in (tmp_path / "marks_feedback", tmp_path / f"{student}_feedback")
        )
        assert of == mine
    assert {s: m | {"seconds": 0} for s, m in marks.items()} == {s: m | {"seconds": 0} for s, m in apart.items()}

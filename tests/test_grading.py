"""`kfa grade`: the marks of the kept answers, a journal that survives everything, bad input that stops nothing."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from _pytest.mark import ParameterSet

from autograder.exercises import every
from autograder.exercises.exercise import Exercise
from autograder.pools import grading
from autograder.pools.grading import Settings
from autograder.pools.journal import Journal
from autograder.pools.worker import Worker, WorkerDied
from autograder.submissions.page import parts
from autograder.submissions.submission import chapters, exercises
from helpers.errors import CourseError
from tests import answers, needs
from tests.handed_in import NUMBER, SECRET, TRAINED, answered, grade, handed_in, place, right, source, wrong
from tests.processes import PATIENCE, still_running, until
from tools.notebook import SOLUTIONS, encode

CHAPTER = "01_introduction"
Answered = tuple[str, str]
ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module", autouse=True)
def _sandbox():
    needs.sandbox()


@pytest.fixture(scope="module")
def worker(_sandbox):
    made = Worker()
    yield made
    made.close()


# The same verdicts as in a notebook (test_exercises) and under nbgrader (test_nbgrader)


def right_ones(exercise: Exercise, every_one: bool) -> list[Answered]:
    """The kept right answers that are graded, as code, without a key: one, or, unless they train, every one of them."""
    chosen = answers.right(exercise.id)[: None if every_one and exercise.id not in TRAINED else 1]
    return [(source(exercise.id, answer), "") for answer in chosen]


def wrong_ones(exercise: Exercise, every_one: bool) -> list[Answered]:
    """The kept wrong answers that are graded, as code with the key of its first finding: one, or all but of a training."""
    chosen = answers.wrong(exercise.id)[: None if every_one and exercise.id not in TRAINED else 1]
    return [(source(exercise.id, w.source), w.key) for w in chosen]


def graded(worker, chapter: str, answers: Callable[[Exercise, bool], list[Answered]], every_one: bool = False) -> None:
    """As many notebooks as it takes until each answer was in one; each has the marks and the finding that it should."""
    kept = {e.id: answers(e, every_one) for e in exercises(chapter)}
    for k in range(max(map(len, kept.values()), default=0)):
        put = {name: all_[k] for name, all_ in kept.items() if k < len(all_)}
        found = grade(worker, chapter, handed_in(chapter, {name: code for name, (code, _key) in put.items()}))
        for name, marks in found.items():
            if name not in put:
                assert (marks["status"], marks["score"]) == ("not_attempted", 0)
            elif put[name][1]:
                assert marks["findings"][0]["key"] == put[name][1] and marks["score"] < marks["max_score"], (
                    name,
                    k,
                    marks,
                )
            else:
                assert (marks["status"], marks["score"]) == ("correct", marks["max_score"]), (name, k, marks)


LONGER = {e.id[2:4] for e in every() if e.unseen or e.ticks} | {"09", "12"}
LONG = pytest.mark.thorough("a chapter whose answers take long, or train; the other chapters' are quick in the sandbox")


def marked(chapter: str) -> ParameterSet:
    return pytest.param(chapter, marks=LONG if chapter[:2] in LONGER else ())


@pytest.mark.parametrize("answers", [right_ones, wrong_ones])
@pytest.mark.parametrize("chapter", [marked(c) for c in chapters()])
def test_answers_get_their_marks(worker, chapter, answers):
    graded(worker, chapter, answers)


@pytest.mark.thorough(
    "all kept answers in the sandbox: a right and a wrong one of each exercise are quick, test_exercises has all"
)
@pytest.mark.parametrize("answers", [right_ones, wrong_ones])
@pytest.mark.parametrize("chapter", [chapter for chapter in chapters() if chapter[:2] not in LONGER])
def test_every_answer_gets_its_marks(worker, chapter, answers):
    graded(worker, chapter, answers, every_one=True)


@pytest.mark.parametrize("chapter", [marked(c) for c in chapters()])
def test_solutions_get_all_points_though_few_of_their_cells_run(worker, chapter):
    lang = ("en", "zh")[int(chapter[:2]) % 2]
    data = (SOLUTIONS / lang / f"{chapter}.ipynb").read_bytes()
    marks, page = worker.grade(data, {**TASK, "chapter": chapter, "lang": lang})
    assert marks["score"] == marks["max_score"], marks
    assert f'lang="{lang}"'.encode() in page


TASK = {
    "student": "ada",
    "lang": "en",
    "secret": SECRET,
    "memory": 2048,
    "seconds": 0,
    "number": NUMBER,
    "sandboxed": True,
}


def test_a_name_that_only_a_skipped_cell_gives_is_found(worker):
    """The guess which cells are needed fails here: the notebook is run as a whole."""
    book = answered(CHAPTER, right(CHAPTER))
    cell = next(c for c in book.cells if c.id == "ex01b")
    hidden = next(
        c for c in book.cells if c.cell_type == "code" and c.id not in ("setup",) and "check(" not in c.source
    )
    hidden.source += "\nsetattr(__import__('builtins'), 'one_more', 0)"
    cell.source = cell.source.replace("return ", "return one_more + ", 1) if "return " in cell.source else cell.source
    assert grade(worker, CHAPTER, encode(book).encode())["ex01b"]["status"] == "correct"


# Faults of submissions: the exercise concerned pays, no other does


FAULTS = {
    "import os; os._exit(0)": "killed",
    "while True: pass": "timeout",
    "raise KeyError('mine')": "error",
    "1 +": "error",
    "b = []\nwhile True: b.append(bytearray(2**24))": None,  # memory: killed, or MemoryError as any other error
    "print('x' * 4 * 10**7)": "not_attempted",
}


@pytest.mark.parametrize("fault", FAULTS, ids=["exit", "loop", "error", "syntax", "memory", "output"])
def test_a_fault_costs_its_own_exercise(worker, fault):
    answers = right(CHAPTER) | {"ex01b": fault + "\ndef count_dense_params(sizes):\n    raise NotImplementedError()"}
    found = grade(worker, CHAPTER, handed_in(CHAPTER, answers), seconds=4, memory=600)
    assert found["ex01a"]["status"] == found["ex01c"]["status"] == "correct"
    assert found["ex01b"]["score"] == 0
    assert found["ex01b"]["status"] in ({FAULTS[fault]} if FAULTS[fault] else {"killed", "error"})


def test_a_page_shows_what_was_written_and_runs_none_of_it(worker):
    answers = right(CHAPTER) | {"ex01b": "print('<script>alert(1)</script>')\n# <img src=x onerror=alert(2)>"}
    _marks, page = worker.grade(handed_in(CHAPTER, answers), {**TASK, "chapter": CHAPTER, "student": "<b>ada"})
    text = page.decode()
    assert "&lt;script&gt;alert(1)" in text and "&lt;b&gt;ada" in text
    assert "<script" not in text and "<img src=x" not in text and "Content-Security-Policy" in text


def test_a_graph_is_drawn_and_the_worker_itself_computes_nothing(worker):
    """It only forks those that do: its own process has the threads that it had."""
    _marks, page = worker.grade(handed_in(CHAPTER, wrong(CHAPTER)), {**TASK, "chapter": CHAPTER})
    assert '<img src="data:image/svg+xml' in parts(page)["card", "ex01a"]
    assert psutil.Process(worker.pid).num_threads() == 1


def test_what_can_not_be_read_gets_nothing_and_a_reason(worker):
    marks, page = worker.grade(b"no notebook", {**TASK, "chapter": CHAPTER})
    assert marks["score"] == 0 and marks["max_score"] == 10
    assert {e["status"] for e in marks["exercises"]} == {"unreadable"}
    assert marks["exercises"][0]["findings"][0]["key"] == "submission.not_a_notebook"
    assert marks["exercises"][0]["findings"][0]["text"] in page.decode()


# A grading


def classroom(folder: Path, count: int) -> Path:
    """Submissions of chapter 01, right and wrong by turns."""
    for k in range(count):
        answers = right(CHAPTER, k) if k % 2 else wrong(CHAPTER, k)
        place(folder, f"s{k:02}", CHAPTER, handed_in(CHAPTER, answers))
    return folder


def without_times(marks: list[dict]) -> list[dict]:
    return [m | {"seconds": 0} for m in marks]


def test_marks_are_written_as_agreed_and_kept(tmp_path):
    folder, out = classroom(tmp_path / "in", 4), tmp_path / "marks.json"
    place(folder, "zoe", CHAPTER, b"no notebook")
    (folder / "s00" / "99_none").mkdir()
    seen = []
    report = grading.grade(folder, Settings(out, workers=2), lambda done, all_, _left: seen.append((done, all_)))
    marks = json.loads(out.read_text())
    assert marks == report.marks and seen[0] == (0, 5) and seen[-1] == (5, 5)
    assert [m["student"] for m in marks] == ["s00", "s01", "s02", "s03", "zoe"]
    assert set(marks[0]) == {"student", "chapter", "score", "max_score", "seconds", "exercises"}
    assert set(marks[0]["exercises"][0]) == {"id", "score", "max_score", "status", "findings"}
    assert [m["score"] for m in marks] == [0, 10, 0, 10, 0]
    assert [p.path for p in report.problems] == ["s00/99_none"] and not report.complete
    assert "s00/99_none" in str(report)
    pages = sorted(p.relative_to(tmp_path).as_posix() for p in tmp_path.glob("marks_feedback/*/*.html"))
    assert pages == [f"marks_feedback/{m['student']}/{CHAPTER}.html" for m in marks]
    # once more: nothing is graded again; one that was handed in anew is
    began = time.time()
    assert grading.grade(folder, Settings(out)).marks == marks
    (folder / "s00" / CHAPTER / f"{CHAPTER}.ipynb").write_bytes(handed_in(CHAPTER, right(CHAPTER)))
    again = grading.grade(folder, Settings(out)).marks
    assert again[0]["score"] == 10 and again[1:] == marks[1:]
    assert os.stat(tmp_path / "marks.json.journal").st_mode & 0o077 == 0
    assert all(p.stat().st_mtime < began for p in tmp_path.glob("marks_feedback/s01/*"))


def command(folder: Path, out: Path) -> list[str]:
    return [sys.executable, "-m", "autograder.cli", "grade", str(folder), "--json", str(out), "--workers", "2"]


def journalled(out: Path) -> list[tuple]:
    path = out.with_name(out.name + ".journal")
    lines = path.read_bytes().splitlines() if path.exists() else []
    return [tuple(json.loads(line)["of"]) for line in lines[1:] if line.endswith(b"}")]


@pytest.mark.parametrize(
    ("kills", "count"),
    [(1, 4), pytest.param(20, 30, marks=pytest.mark.thorough("more of the same: one kill is quick"))],
)
def test_a_killed_grader_goes_on_where_it_stopped(tmp_path, kills, count):
    """`kill -9` at random moments of a grading: the same marks, no finished work repeated, nothing left."""
    folder, out, plain = classroom(tmp_path / "in", count), tmp_path / "marks.json", tmp_path / "plain.json"
    expected = without_times(grading.grade(folder, Settings(plain, workers=2)).marks)
    head = plain.with_name("plain.json.journal").read_bytes().split(b"\n")[0] + b"\n"
    out.with_name("marks.json.journal").write_bytes(head)  # the same draws
    draw = random.Random(20)
    for _kill in range(kills):
        before = journalled(out)
        process = subprocess.Popen(command(folder, out), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # while it warms up, and at each stage after it
        until, more = time.monotonic() + draw.uniform(0, 12), draw.randrange(0, 3)
        while time.monotonic() < until and process.poll() is None and len(journalled(out)) - len(before) <= more:
            time.sleep(0.02)
        family = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert not still_running(family)
        assert journalled(out)[: len(before)] == before
    subprocess.run(command(folder, out), cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE)
    assert without_times(json.loads(out.read_text())) == expected
    assert len(journalled(out)) == len(set(journalled(out))) == count


def test_a_dead_warm_process_costs_time_alone(tmp_path):
    folder = classroom(tmp_path / "in", 2)
    pool = grading.LocalPool(1)
    try:
        first = psutil.Process(pool.pids[0])
        until(first.children)
        first.children()[0].kill()
        tasks = [{**TASK, "chapter": CHAPTER, "student": s} for s in ("s00", "s01")]
        read = {s: (folder / s / CHAPTER / f"{CHAPTER}.ipynb").read_bytes() for s in ("s00", "s01")}
        found = {t["student"]: r[0]["score"] for t, r in pool.results(tasks, lambda t: read[t["student"]])}
    finally:
        pool.close()
    assert found == {"s00": 0, "s01": 10} and len(pool.pids) > 1


def test_a_worker_that_can_not_start_says_so(monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(WorkerDied):
        Worker().grade(b"", {**TASK, "chapter": CHAPTER})


def test_a_full_disk_loses_nothing(tmp_path, monkeypatch):
    folder, out = classroom(tmp_path / "in", 3), tmp_path / "marks.json"
    whole = os.write

    def full(fd: int, data: bytes) -> int:
        if len(journalled(out)) == 1 and b'"of"' in bytes(data[:8]):
            whole(fd, data[:10])
            raise OSError(28, "No space left on device")
        return whole(fd, data)

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(CourseError, match="No space left"):
        grading.grade(folder, Settings(out))
    monkeypatch.undo()
    assert len(journalled(out)) == 1
    assert [m["score"] for m in grading.grade(folder, Settings(out)).marks] == [0, 10, 0]


# The journal


def test_a_line_that_was_cut_off_is_dropped(tmp_path):
    path = tmp_path / "j"
    journal = Journal(path)
    journal.add("ada", CHAPTER, "d1", some_marks("ada", 1))
    secret = journal.secret
    journal.close()
    with path.open("ab") as file:
        file.write(b'{"of": ["ben", "01')
    journal = Journal(path)
    assert journal.secret == secret and journal.done == {("ada", CHAPTER, "d1"): some_marks("ada", 1)}
    journal.add("ben", CHAPTER, "d2", some_marks("ben", 2))
    journal.close()
    assert len(path.read_bytes().splitlines()) == 3 and not journal.said


def some_marks(student: str, score: float) -> dict:
    """Marks in the form that a journal keeps."""
    exercise = {"id": "ex01a", "score": score, "max_score": 3.0, "status": "partial", "findings": []}
    whole = {"student": student, "chapter": CHAPTER, "score": score, "max_score": 8.0, "seconds": 0.1}
    return {**whole, "exercises": [exercise]}


def test_a_journal_that_is_none_is_kept(tmp_path):
    path = tmp_path / "j"
    path.write_text("my notes\n")
    with pytest.raises(CourseError, match="--restart"):
        Journal(path)
    assert path.read_text() == "my notes\n"
    Journal(path, restart=True).close()
    assert (tmp_path / "j.before-1").read_text() == "my notes\n"


def test_two_gradings_share_a_journal_and_no_submission(tmp_path):
    """Each knows what the other has finished, and which one it is at; what was first counts."""
    first, second = Journal(tmp_path / "j"), Journal(tmp_path / "j")
    of = ("ada", CHAPTER, "d1")
    assert first.secret == second.secret
    assert first.claim(of) and not second.claim(of) and second.claim(("ben", CHAPTER, "d1"))
    assert first.add(*of, some_marks("ada", 1))["score"] == 1
    first.release(of)
    second.catch_up()
    assert second.done == {of: some_marks("ada", 1)} and second.claim(of)
    assert second.add(*of, some_marks("ada", 2))["score"] == 1
    with pytest.raises(CourseError, match="Another grading is using"):
        Journal(tmp_path / "j", restart=True)
    first.close()
    second.close()
    assert len((tmp_path / "j").read_bytes().splitlines()) == 2


# The command


def run(*arguments: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "autograder.cli", "grade", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("arguments", "english", "chinese"),
    [
        ((), "Which folder", "评哪个文件夹"),
        (("nowhere", "--json", "x.json"), "There is no folder nowhere", "没有 nowhere"),
        (("docs", "--json", "x.json"), "There is no submission in docs", "docs 里没有提交"),
        (("notebooks", "--json", "nowhere/x.json"), "nowhere. Make it", "请先创建它，或者用 --json"),
        (("notebooks", "--json", "docs"), "docs can't be written", "docs"),
    ],
    ids=["nothing", "folder", "empty", "out", "taken"],
)
def test_a_wrong_command_is_told_in_both_languages(arguments, english, chinese):
    for lang, words in (("en", english), ("zh", chinese)):
        result = run(*arguments, "--lang", lang)
        assert result.returncode == 2 and words in result.stderr and "Traceback" not in result.stderr


def test_no_sandbox_is_told(tmp_path, monkeypatch):
    classroom(tmp_path / "in", 1)
    monkeypatch.setattr(grading.walls, "unavailable", lambda: "no namespaces")
    with pytest.raises(CourseError, match="--unsafe-no-sandbox"):
        grading.grade(tmp_path / "in", Settings(tmp_path / "marks.json"))


def test_without_a_sandbox_every_report_says_so(tmp_path):
    classroom(tmp_path / "in", 1)
    report = grading.grade(tmp_path / "in", Settings(tmp_path / "marks.json", sandboxed=False))
    assert "without a sandbox" in str(report)
    assert "without a sandbox" in (tmp_path / "marks_feedback" / "s00" / f"{CHAPTER}.html").read_text()
    assert [m["score"] for m in report.marks] == [0]


def test_sources_are_the_kept_answers():
    assert "def build_mlp" in source("ex01a", answers.right("ex01a")[0])

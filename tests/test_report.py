"""What `kfa grade` tells its user: what to look at, what was not graded, exit codes, a table; and how quickly it begins."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.graphs.finding import Finding
from autograder.pools import grading, spreadsheet
from autograder.pools.grading import Settings
from autograder.pools.inbox import HandedIn, Problem
from autograder.pools.pool import NotGraded
from autograder.pools.report import Report
from autograder.submissions import marking
from helpers.errors import CourseError
from tests import needs
from tests.handed_in import handed_in, place, right, task, wrong
from tests.processes import PATIENCE

CHAPTER, OTHER = "01_introduction", "00_setup"
NAME = f"{CHAPTER}.ipynb"
DATA = handed_in(CHAPTER, right(CHAPTER))
ROOT = Path(__file__).resolve().parent.parent


def run(*arguments: object, lang: str = "en") -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "autograder.cli", "grade", *map(str, arguments), "--lang", lang]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False, timeout=PATIENCE
    )


def heavy() -> bytes:
    raw = json.loads(DATA)
    code = next(cell for cell in raw["cells"] if cell["cell_type"] == "code")
    code["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 55 * 2**20}]
    return json.dumps(raw).encode()


# The whole, through the command


@pytest.fixture(scope="module")
def class_of_all_kinds(tmp_path_factory):
    """A class in which much is odd; what `kfa grade` printed, its files, its exit code."""
    needs.sandbox()
    folder = tmp_path_factory.mktemp("graded")
    put = folder / "class"
    place(put, "ada", CHAPTER, DATA)
    place(put, "ada", OTHER, handed_in(OTHER, right(OTHER)))
    place(put, "ben", CHAPTER, DATA).rename(put / "ben" / CHAPTER / f"{CHAPTER} (1).ipynb")
    for name, data in (("a", DATA), ("b", handed_in(CHAPTER, wrong(CHAPTER)))):
        place(put, "cleo" if name == "a" else "cleo2", CHAPTER, data)
    (put / "cleo2" / CHAPTER / NAME).rename(put / "cleo" / CHAPTER / "b.ipynb")
    (put / "cleo" / CHAPTER / NAME).rename(put / "cleo" / CHAPTER / "a.ipynb")
    (put / "cleo2" / CHAPTER).rmdir()
    (put / "cleo2").rmdir()
    place(put, "dan", CHAPTER, handed_in(CHAPTER, wrong(CHAPTER)).decode().encode("utf-16"))
    place(put, "eve", CHAPTER, b"")
    place(put, "fay", CHAPTER, handed_in("05_models_are_callable", {}))
    place(put, "Müller, Jan", CHAPTER, heavy())
    place(put, "张三", CHAPTER, DATA + b"\0" * 100)
    place(put, "=1+2", CHAPTER, DATA)
    (put / "Thumbs.db").write_bytes(b"x")
    out = put / "marks.json"  # among the submissions: that is no submission
    result = run(put, "--json", out, "--csv", folder / "marks.csv", "--workers", "2")
    return folder, result, {(m["student"], m["chapter"]): m for m in json.loads(out.read_text("utf-8"))}


def causes(marks: dict) -> list[str]:
    return [one["cause"] for one in marks.get("look", [])]


def test_right_answers_have_their_points_however_they_were_handed_in(class_of_all_kinds):
    _folder, result, marks = class_of_all_kinds
    full = ["ada", "ben", "Müller, Jan", "张三", "=1+2"]
    assert {marks[s, CHAPTER]["score"] for s in full} == {10.0}, result.stderr
    assert [marks[s, CHAPTER]["score"] for s in ("dan", "eve", "fay")] == [0.0] * 3
    assert list(marks) == sorted(marks)


def test_what_a_person_should_look_at_is_in_the_marks(class_of_all_kinds):
    _folder, _result, marks = class_of_all_kinds
    expected = {"ben": ["renamed"], "cleo": ["twins"], "dan": ["mended"], "eve": ["unreadable"], "fay": ["unreadable"]}
    expected |= {"Müller, Jan": ["mended"], "张三": ["mended"]}
    assert {s: causes(m) for (s, c), m in marks.items() if c == CHAPTER and causes(m)} == expected
    assert all(
        set(one) == {"exercise", "cause", "text"} and one["text"] for m in marks.values() for one in m.get("look", [])
    )
    assert {e["status"] for s in ("eve", "fay") for e in marks[s, CHAPTER]["exercises"]} == {"unreadable"}


def test_what_is_not_graded_is_in_the_marks_and_has_none(class_of_all_kinds):
    _folder, _result, marks = class_of_all_kinds
    cleo = marks["cleo", CHAPTER]
    assert cleo["score"] is None and cleo["max_score"] == 10.0 and cleo["exercises"] == [] and cleo["seconds"] == 0
    assert "a.ipynb" in cleo["look"][0]["text"] and "b.ipynb" in cleo["look"][0]["text"]


def test_the_report_lists_what_to_look_at_and_the_exit_code_says_that_something_was_not_graded(class_of_all_kinds):
    _folder, result, marks = class_of_all_kinds
    look, lost = result.stdout.split("\nLook at these:\n")[1].split("\n\nNot graded:\n")
    lines = {line.split("/")[0].strip(): line for line in look.splitlines()}
    assert set(lines) == {"ben", "dan", "eve", "fay", "Müller, Jan", "张三"}
    assert all(marks[s, CHAPTER]["look"][0]["text"] in line for s, line in lines.items())
    assert "05_models_are_callable" in lines["fay"] and "empty" in lines["eve"] and "55 MB" in lines["Müller, Jan"]
    assert lost.startswith(f"  cleo/{CHAPTER}: ") and "a.ipynb" in lost and len(lost.splitlines()) == 1
    assert result.returncode == 1 and "8 submissions" in result.stdout and "Thumbs" not in result.stdout


def test_pages_say_what_was_mended(class_of_all_kinds):
    folder, _result, marks = class_of_all_kinds
    for student in ("dan", "Müller, Jan", "张三", "eve", "fay"):
        page = (folder / "class" / "marks_feedback" / student / f"{CHAPTER}.html").read_text("utf-8")
        text = marks[student, CHAPTER]["look"][0]["text"].replace("`", "")
        assert text.replace("'", "&#x27;")[:30] in page.replace("`", "")


def test_the_table_can_be_opened_as_a_spreadsheet(class_of_all_kinds):
    folder, _result, _marks = class_of_all_kinds
    data = (folder / "marks.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert list(rows[0]) == ["student", "chapter", "score", "max_score", "ex00a", "ex01a", "ex01b", "ex01c", "ex01d"]
    by = {(row["student"], row["chapter"]): row for row in rows}
    assert len(by) == 10 and by["Müller, Jan", CHAPTER]["score"] == "10" and by["张三", CHAPTER]["ex01a"] == "3"
    assert by["'=1+2", CHAPTER]["score"] == "10"
    assert (
        by["cleo", CHAPTER]["score"] == by["cleo", CHAPTER]["ex01a"] == "" and by["cleo", CHAPTER]["max_score"] == "10"
    )
    assert by["eve", CHAPTER]["score"] == by["eve", CHAPTER]["ex01a"] == "0"
    assert by["ada", OTHER]["ex01a"] == "" and by["ada", OTHER]["ex00a"] != ""


def test_the_same_command_again_says_the_same(class_of_all_kinds):
    folder, result, marks = class_of_all_kinds
    again = run(folder / "class", "--json", folder / "class" / "marks.json")
    assert again.stdout == result.stdout and again.returncode == 1
    assert json.loads((folder / "class" / "marks.json").read_text("utf-8")) == list(marks.values())


def test_in_chinese_all_of_it_is_chinese_and_what_is_only_to_be_looked_at_has_its_own_exit_code(tmp_path):
    needs.sandbox()
    place(tmp_path / "in", "eve", CHAPTER, b"")
    (tmp_path / "in" / "roster.csv").write_text("x")
    result = run(tmp_path / "in", "--json", tmp_path / "m.json", "--workers", "1", lang="zh")
    assert result.returncode == 3 and "请留意：" in result.stdout and "文件是空的" in result.stdout
    assert "roster.csv" in result.stdout and not [w for w in ("Look", "graded", "empty") if w in result.stdout]
    assert "文件是空的" in json.loads((tmp_path / "m.json").read_text("utf-8"))[0]["look"][0]["text"]


# A folder that is another one


@pytest.mark.parametrize("kind", ["empty", "student", "zip", "download", "twins", "none"])
def test_a_wrong_folder_never_touches_what_was_graded(tmp_path, kind):
    folder, out = tmp_path / "in", tmp_path / "marks.json"
    folder.mkdir()
    if kind == "student":
        place(tmp_path, "in", CHAPTER, DATA)
    if kind == "zip":
        (folder / "ada.zip").write_bytes(b"PK")
    if kind == "download":
        (folder / "Ada L_12_assignsubmission_file_").mkdir()
        (folder / "Ada L_12_assignsubmission_file_" / NAME).write_bytes(DATA)
    if kind == "twins":
        for name, data in (("a", DATA), ("b", b"{}" + DATA)):
            place(tmp_path, f"in/{name}", CHAPTER, data).rename(folder / f"{name}.ipynb")
    if kind == "none":
        folder.rmdir()
    before = {out: b'[{"student": "ada"}]', tmp_path / "marks.csv": b"x", tmp_path / "marks.json.journal": b"y"}
    for path, data in before.items():
        path.write_bytes(data)
    for lang in ("en", "zh"):
        result = run(folder, "--json", out, "--csv", tmp_path / "marks.csv", "--restart", lang=lang)
        assert result.returncode == 2 and result.stderr.strip() and "Traceback" not in result.stderr
        assert not result.stdout
    assert {path: path.read_bytes() for path in before} == before


def test_a_place_for_the_table_is_wanted_before_anything_is_graded(tmp_path, monkeypatch):
    place(tmp_path / "in", "ada", CHAPTER, DATA)
    monkeypatch.setattr(grading, "Grader", lambda *_some, **_more: pytest.fail("it was graded"))
    monkeypatch.setattr(grading.walls, "unavailable", lambda: "")
    with pytest.raises(CourseError, match="--csv"):
        grading.grade(tmp_path / "in", Settings(tmp_path / "m.json", csv=tmp_path / "none" / "m.csv"))
    with pytest.raises(CourseError, match="--csv"):
        grading.grade(tmp_path / "in", Settings(tmp_path / "m.json", csv=tmp_path / "in" / ".." / "m.json"))
    assert not (tmp_path / "m.json").exists()


# The report itself


def marks(student: str = "ada", **more: object) -> dict:
    exercise = {"id": "ex01a", "score": 3.0, "max_score": 3.0, "status": "correct", "findings": []}
    usual = {"student": student, "chapter": CHAPTER, "score": 3.0, "max_score": 3.0, "seconds": 1.0}
    return {**usual, "exercises": [exercise], **more}


def ours(student: str = "bea") -> dict:
    return marking.unread(
        task(CHAPTER, student=student), Finding("run.infrastructure", {"reason": "x"}), "infrastructure"
    )


SEEN = {"look": [{"exercise": "ex01a", "cause": "several", "text": "there are two"}]}
LOST = Problem("cleo", "can't be read (x)", "cleo")


@pytest.mark.parametrize(
    ("all_", "problems", "code"),
    [
        ([marks()], [], 0),
        ([marks(score=0.0)], [], 0),
        ([marks(**SEEN)], [], 3),
        ([marks()], [Problem("roster.csv", "is no folder of a student", lost=False)], 3),
        ([marks()], [LOST], 1),
        ([marks(**SEEN)], [LOST], 1),
        ([marks(), ours()], [], 1),
    ],
)
def test_exit_codes_say_how_it_went(all_, problems, code):
    report = Report.of(all_, [], problems, True)
    assert report.code == code and report.complete == (code != 1)


def test_not_graded_is_not_zero():
    whole = Report.of([marks(), ours()], [], [Problem("cy/01", "is missing", "cy", CHAPTER)], True)
    assert [m["score"] for m in whole.marks] == [3.0, None, None]
    assert {e["score"] for e in whole.marks[1]["exercises"]} == {None}
    assert {e["status"] for e in whole.marks[1]["exercises"]} == {"infrastructure"}
    assert causes(whole.marks[1]) == causes(whole.marks[2]) == ["not_graded"]
    assert "1 submissions, 3.0 of 3 points" in str(whole)
    assert json.loads(whole.json()) == whole.marks
    rows = list(csv.reader(io.StringIO(spreadsheet.table(whole.marks).decode("utf-8-sig"))))
    assert [row[2] for row in rows] == ["score", "3", "", ""] and [row[4] for row in rows[2:]] == ["", ""]


def test_what_no_worker_could_grade_has_no_score_in_the_file(tmp_path, monkeypatch):
    place(tmp_path / "in", "ada", CHAPTER, DATA)

    class Broken:
        def results(self, tasks, _data):
            for one in tasks:
                yield one, NotGraded("no worker")

        def at_work(self):
            return []

        def stop(self):
            return []

        def close(self):
            pass

    monkeypatch.setattr(grading, "_pool", lambda *_some: Broken())
    monkeypatch.setattr(grading.walls, "unavailable", lambda: "")
    report = grading.grade(tmp_path / "in", Settings(tmp_path / "m.json"))
    (found,) = json.loads((tmp_path / "m.json").read_text("utf-8"))
    assert found["score"] is None and report.code == 1 and "ada/01_introduction" in str(report)


def test_only_where_a_submission_was_found_is_told_with_its_marks_and_not_kept_in_them():
    kept = marks()
    found = HandedIn("ada", CHAPTER, Path("x"), (("renamed", "It was renamed."),))
    whole = Report.of([kept], [found], [], True)
    assert causes(whole.marks[0]) == ["renamed"] and "look" not in kept
    assert "ada/01_introduction: It was renamed." in str(whole)


def test_what_had_marks_before_and_is_not_there_any_more_is_told(tmp_path):
    out = tmp_path / "marks.json"
    before = Report.of([marks(f"s{k:02}") for k in range(30)], [], [], True)
    out.write_bytes(before.json())
    before.compare(out)
    assert before.code == 0 and not before.gone
    whole = Report.of([marks("s07")], [], [], True)
    whole.compare(out)
    assert (
        whole.code == 3 and len(whole.gone) == 29 and f"s00/{CHAPTER}" in str(whole) and "29 submissions" in str(whole)
    )
    for data in (b"", b"[1]", b"{}", b'{"a": 1}', b"\xff", b"[" * 10):
        out.write_bytes(data)
        whole = Report.of([marks()], [], [], True)
        whole.compare(out)
        assert whole.code == 0


def test_a_name_or_a_text_writes_nothing_on_a_terminal():
    look = [{"exercise": "", "cause": "mended", "text": "a\x1b[31m\nb"}]
    text = str(Report.of([marks("x\x1b[2J", look=look)], [], [], True))
    assert "\x1b" not in text and "\nb" not in text


@pytest.mark.parametrize("name", ["=1+2", "+1", "-x", "@SUM(A1)", "\t=1", "＝1", '=cmd|"/c calc"!A0'])
def test_no_cell_is_taken_for_a_formula(name):
    rows = list(csv.reader(io.StringIO(spreadsheet.table([marks(name)]).decode("utf-8-sig"))))
    assert rows[1][0] == "'" + name


@pytest.mark.parametrize("name", ["Müller, Jan", 'Ada "the" L.', "张三", "a;b", "x\udc80"])
def test_a_name_stays_in_its_cell(name):
    rows = list(csv.reader(io.StringIO(spreadsheet.table([marks(name)]).decode("utf-8-sig"))))
    assert len(rows) == 2 and len(rows[1]) == 5 and rows[1][0] == name.replace("\udc80", "?")


# How quickly it begins

HEAVY = {
    "IPython",
    "dask",
    "distributed",
    "jsonschema",
    "keras",
    "lark",
    "matplotlib",
    "nbconvert",
    "nbformat",
    "tensorflow",
}
BEGIN = """
import json, sys
from autograder import cli
from autograder.pools import grading
grading_only = sys.argv[1:]
def begun(*_some): raise SystemExit(print(json.dumps(sorted(sys.modules))))
grading.LocalPool = begun
cli.main(["grade", *grading_only])
"""
PLAIN = "import json, sys; from autograder import cli; cli.main(sys.argv[1:]); print(json.dumps(sorted(sys.modules)))"


def loaded(program: str, *arguments: object) -> set[str]:
    result = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
    assert result.stdout.strip(), result.stderr
    return set(json.loads(result.stdout.splitlines()[-1]))


def test_a_command_that_lacks_something_loads_next_to_nothing():
    names = loaded(PLAIN, "grade")
    assert not [name for name in names if name.startswith(("autograder.sandbox", "numpy"))]
    assert not HEAVY & names


def test_until_its_workers_begin_a_grading_loads_little(tmp_path):
    """nbformat alone compiles a grammar for a second, of which nothing here makes use."""
    needs.sandbox()
    place(tmp_path / "in", "ada", CHAPTER, DATA)
    names = loaded(BEGIN, tmp_path / "in", "--json", tmp_path / "m.json", "--unsafe-no-sandbox")
    assert "autograder.pools.grader" in names
    foreign = [name for name in names if not name.startswith(("autograder", "helpers"))]
    assert not (HEAVY - {"IPython"}) & names and len(foreign) < 600

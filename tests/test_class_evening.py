"""An evening from names to marks, as the page for instructors tells it; and a regrade that is what its preview said."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.authoring import pack
from autograder.classroom import regrade
from autograder.classroom.course import Course
from autograder.cli import main
from autograder.exercises import register
from autograder.pools import grading
from tests import needs
from tests.handed_in import handed_in, right

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "01_introduction"
NAMES = (
    'id,first_name,last_name,email\nada,Ada,"Byron, Countess",a@x\ngeorge,George,Boole,g@x\ngrace,Grace,O\'Hopper,h@x\n'
)


def evening(page: str) -> list[tuple[str, list[str]]]:
    """The commands of the page's first evening, each with what the page says that it prints."""
    text = (ROOT / "docs" / page).read_text("utf-8")
    block = next(
        b for b in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL) if b.startswith("$ kfa class")
    )
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def test_both_pages_tell_the_same_evening():
    english, chinese = (
        [command for command, _said in evening(page)] for page in ("instructors.md", "instructors.zh.md")
    )
    assert english == [command.replace(" --lang zh", "") for command in chinese] and len(english) == 9


@pytest.mark.thorough("rosters, downloads, tables and reports are tested one by one; this grades, with nbgrader too")
def test_the_evening_runs_as_the_page_tells_it(tmp_path):
    needs.sandbox()
    (tmp_path / "names.csv").write_text(f"\ufeff{NAMES}", "utf-8")
    with zipfile.ZipFile(tmp_path / "submissions.zip", "w") as archive:
        archive.writestr(
            f"Ada Byron, Countess_11_assignsubmission_file_/{CHAPTER}.ipynb", handed_in(CHAPTER, right(CHAPTER))
        )
        archive.writestr(f"George Boole_12_assignsubmission_file_/{CHAPTER} (1).ipynb", handed_in(CHAPTER, {}))
    place = tmp_path
    for command, said in evening("instructors.md"):
        words = command.split()
        if words[0] == "cd":
            place = place / words[1]
            continue
        run = [sys.executable, "-m", "autograder.cli", *words[1:]]
        done = subprocess.run(run, cwd=place, capture_output=True, text=True, timeout=600, check=False)
        assert done.returncode in (0, 3), done.stderr
        for line in said:
            assert line in done.stdout.splitlines(), (command, line, done.stdout)
    table = (place / f"{CHAPTER}_moodle.csv").read_text("utf-8-sig").splitlines()
    assert table == [f"email,idnumber,{CHAPTER}", "a@x,ada,10", "g@x,george,0", "h@x,grace,"]
    assert len(zipfile.ZipFile(place / f"feedback_{CHAPTER}.zip").namelist()) == 2


def _built(folder: Path, source: str) -> None:
    (folder / "week1.py").write_text(source, "utf-8")
    assert main(["exercise", "build", str(folder / "week1.py")]) == 0
    pack.use(folder / "week1.kfa")


@pytest.mark.thorough(
    "what a regrade changes is listed from marks in test_class_report; this grades an exercise that changed"
)
def test_a_regrade_writes_what_its_preview_said(tmp_path, capsys):
    needs.sandbox()
    course = Course(tmp_path)
    source = (ROOT / "examples" / "week1.py").read_text("utf-8").split("def two_moons")[0]
    try:
        _built(tmp_path, source.replace("arguments=[(64, 10), (16, 3)]", "arguments=[(64, 10)]"))
        solved = (tmp_path / "en" / "solved" / "week1.ipynb").read_bytes()
        books = {
            "ada": solved,
            "bob": solved.replace(b"layers.Dense(units,", b"layers.Dense(64,"),
            "cy": (tmp_path / "en" / "week1.ipynb").read_bytes(),
        }
        for student, data in books.items():
            path = course.submitted / student / "week1" / "week1.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(data)
        settings = grading.Settings(course.marks_file)
        grading.grade(course.submitted, settings)
        before = course.marks()
        secret = settings.journal.read_bytes().splitlines()[0]
        assert regrade.preview(course, settings)[0] == []
        _built(tmp_path, source)  # a second case: a constant does not pass any more
        kept = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and ".regrade" not in p.parts}
        found, would = regrade.preview(course, settings)
        assert kept == {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file() and ".regrade" not in p.parts}
        assert [(c.student, c.exercise, c.before, c.after) for c in found] == [("bob", "my01", 3.0, 0.0)]
        assert "build_twin(16, 3)" in found[0].why
        regrade.write(course, settings)
        after = course.marks()
        assert regrade.changes(before, after) == found and json.dumps(after) == json.dumps(would)
        assert settings.journal.read_bytes().splitlines()[0] == secret and not os.path.exists(tmp_path / ".regrade")
        page = (course.pages / "bob" / "week1.html").read_text("utf-8")
        assert "build_twin(16, 3)" in page
    finally:
        register.forget()
        shutil.rmtree(tmp_path / "submitted", ignore_errors=True)

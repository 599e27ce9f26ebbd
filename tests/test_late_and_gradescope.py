"""What being late takes off, and the autograder that Gradescope takes: what is in it, and that it grades."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.classroom import gradescope, gradescope_run, gradescope_zip, late
from autograder.classroom.course import Course
from autograder.classroom.scores import Score
from autograder.cli import main
from helpers.errors import CourseError
from tests import needs
from tests.class_of_many import CHAPTER, marks
from tests.handed_in import handed_in, right

ROOT = Path(__file__).resolve().parent.parent


def test_what_being_late_takes_off():
    scores = [Score("ada", 7.5, 8, "graded"), Score("bob", 0.5, 8, "graded"), Score("cy", None, 8, "not_graded"),
              Score("dan", 8, 8, "graded"), Score("eve", 6, 8, "graded", penalised=True)]  # fmt: skip
    who = ["ada", "bob", "cy", "eve"]
    found, notes = late.applied(scores, who, late.rule("10%"))
    assert [s.score for s in found] == [6.7, 0, None, 8, 6] and len(notes) == 2 and "ada was late: 7.5 → 6.7" in notes
    assert [s.score for s in late.applied(scores, who, late.rule("1.5"))[0]] == [6, 0, None, 8, 6]
    assert [s.score for s in late.applied(scores, who, late.rule("zero"))[0]] == [0, 0, None, 8, 6]
    assert late.applied(scores, who, late.rule("none")) == (scores, [])
    for text in ("", "ten", "-1", "101%", "10 %"):
        with pytest.raises(CourseError, match="no rule for being late"):
            late.rule(text)


def test_whom_the_system_called_late_loses_it_in_every_table(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "release" / CHAPTER).mkdir(parents=True)
    (tmp_path / "release" / CHAPTER / f"{CHAPTER}.ipynb").write_text("{}", "utf-8")
    (tmp_path / "roster.csv").write_text("id,name,Canvas ID\nada,Ada Byron,11\nbob,Bob Stone,12\n", "utf-8")
    book = handed_in(CHAPTER, {})
    with zipfile.ZipFile("d.zip", "w") as archive:
        archive.writestr(f"byronada_LATE_11_900_{CHAPTER}.ipynb", book)
        archive.writestr(f"stonebob_12_901_{CHAPTER}.ipynb", book)
    assert main(["class", "collect", CHAPTER, "d.zip", "--system", "canvas"]) == 0
    assert "Late, as the system says:\n  ada" in capsys.readouterr().out
    made = [m | {"student": s, "score": 6.0, "max_score": 8.0} for m, s in zip(marks(2), ("ada", "bob"), strict=True)]
    Path("marks.json").write_text(json.dumps(made), "utf-8")
    assert main(["class", "export", CHAPTER, "--late", "25%"]) == 0
    assert "ada was late: 6 → 4" in capsys.readouterr().out
    text = Path(f"{CHAPTER}_plain.csv").read_text("utf-8-sig")
    assert f"{CHAPTER},4,8" in text.replace(".0", "") and f"{CHAPTER},6,8" in text.replace(".0", "")
    assert main(["class", "export", CHAPTER, "--late", "much"]) == 2


def _course(folder: Path) -> Course:
    (folder / "release" / CHAPTER).mkdir(parents=True)
    (folder / "release" / CHAPTER / f"{CHAPTER}.ipynb").write_bytes(handed_in(CHAPTER, {}))
    return Course(folder)


def test_the_zip_has_the_course_and_nothing_else(tmp_path, capsys, monkeypatch):
    course = _course(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert main(["class", "export", CHAPTER, "--format", "gradescope-autograder"]) == 0
    assert "Configure Autograder" in capsys.readouterr().out
    with zipfile.ZipFile(f"{CHAPTER}_gradescope.zip") as archive:
        names = archive.namelist()
        modes = {n: archive.getinfo(n).external_attr >> 16 & 0o777 for n in ("setup.sh", "run_autograder")}
        assert json.loads(archive.read("assignment.json")) == {"chapter": CHAPTER, "lang": "en", "sandboxed": True}
    assert set(modes.values()) == {0o755} and len(names) == len(set(names))
    assert {n.split("/")[1] for n in names if n.startswith("course/")} == {
        "autograder", "helpers", "notebooks", "requirements", "tools", "pyproject.toml", "README.md", "LICENSE"
    }  # fmt: skip
    assert not any("__pycache__" in n or n.startswith("course/solutions") or ".venv" in n for n in names)
    with pytest.raises(CourseError, match="There is no assignment"):
        gradescope_zip.made(course, "nope")
    (tmp_path / "variants.secret").write_text("00" * 32, "utf-8")
    monkeypatch.setattr(
        "autograder.pools.own_numbers.read", lambda _folder: type("Own", (), {"handed_out": {CHAPTER: {}}})
    )
    with pytest.raises(CourseError, match="would need the secret"):
        gradescope_zip.made(course, CHAPTER)


def test_what_a_learner_reads_there_names_nobody_else():
    one = marks(12)[3] | {"look": [{"text": "numbers of bob", "cause": "others_numbers"}, {"text": "a", "cause": "b"}]}
    assert json.loads(gradescope.results(one))["output"] == "a"


@pytest.mark.parametrize("fault", ["no sandbox", "no notebook"])
def test_what_can_not_be_graded_there_has_no_score_and_a_reason(tmp_path, monkeypatch, fault):
    (tmp_path / "source").mkdir()
    (tmp_path / "submission").mkdir()
    (tmp_path / "submission" / "essay.txt").write_text("hello", "utf-8")
    order = {"chapter": CHAPTER, "lang": "en", "sandboxed": True}
    (tmp_path / "source" / "assignment.json").write_text(json.dumps(order), "utf-8")
    monkeypatch.setattr("autograder.sandbox.walls.unavailable", lambda: "none here" if fault == "no sandbox" else "")
    assert gradescope_run.main(tmp_path) == 0
    found = json.loads((tmp_path / "results" / "results.json").read_bytes())
    assert "score" not in found and "tests" not in found
    said = {
        "no sandbox": "no sandbox in this container (none here)",
        "no notebook": f"Hand in the notebook of {CHAPTER}",
    }
    assert said[fault] in found["output"]


@pytest.mark.thorough("what is in the zip and what its program writes is tested without a grading")
def test_the_autograder_grades_as_gradescope_starts_it(tmp_path):
    needs.sandbox()
    place = tmp_path / "autograder"
    data = gradescope_zip.made(_course(tmp_path / "c"), CHAPTER)
    (tmp_path / "a.zip").write_bytes(data)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        archive.extractall(place / "source")
    (place / "submission").mkdir()
    answers = right(CHAPTER) | {"ex01b": "def count_dense_params(sizes):\n    return 1\n"}
    (place / "submission" / f"{CHAPTER} (2).ipynb").write_bytes(handed_in(CHAPTER, answers))
    python = place / "source" / "course" / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', "utf-8")  # in place of what setup.sh installs
    python.chmod(0o755)
    (place / "run_autograder").write_bytes((place / "source" / "run_autograder").read_bytes())
    (place / "run_autograder").chmod(0o755)
    env = os.environ | {"PYTHONPATH": str(place / "source" / "course")}
    subprocess.run([place / "run_autograder"], cwd=tmp_path, env=env, check=True, timeout=600, capture_output=True)
    found = json.loads((place / "results" / "results.json").read_bytes())
    assert [t["score"] for t in found["tests"]] == [3, 0, 3, 2] and "it should give 55,050" in found["tests"][1][
        "output"
    ]

"""Exercises of one's own: the page that tells how, the pack, the stub, the check, trying one; files that can't be."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring import build, compiled, pack, source_file, trial
from autograder.cli import main
from autograder.exercises import find, register
from autograder.learner.notebook import start
from helpers.errors import CourseError
from tests import needs
from tools import student
from tools.notebook import decode

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "week1.py"
PAGE = (ROOT / "docs" / "your_own_exercises.md").read_text("utf-8")


@pytest.fixture(autouse=True)
def _no_pack_stays():
    yield
    register.forget()


def blocks(kind: str, page: str = PAGE) -> list[str]:
    """The blocks of the page in a language."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [text for language, text in found if language == kind]


@pytest.fixture(scope="module")
def short(tmp_path_factory) -> Path:
    """The page's first two exercises, built: they train nothing."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "week1.py").write_text("".join(blocks("python")[:3]), "utf-8")
    assert main(["exercise", "build", str(folder / "week1.py")]) == 0
    return folder


def test_the_example_is_what_the_page_says():
    assert "".join(blocks("python")) == EXAMPLE.read_text("utf-8")


@pytest.mark.parametrize("kind", ["python", "", "py"])
def test_both_pages_can_be_followed(kind):
    chinese = (ROOT / "docs" / "your_own_exercises.zh.md").read_text("utf-8")
    assert blocks(kind, chinese) == blocks(kind) != []


def test_the_pages_example_with_numbers_of_ones_own_is_built(tmp_path):
    path = tmp_path / "week1.py"
    path.write_text(blocks("python")[0] + "\n" + blocks("py")[0], "utf-8")
    assert main(["exercise", "build", str(path)]) == 0
    assert "8 numbers go through" in (tmp_path / "en" / "week1.ipynb").read_text("utf-8")


def test_the_pack_judges_in_the_notebook(short, monkeypatch):
    monkeypatch.chdir(short / "en")
    check, hint, solution, progress = start("en")
    right = find("my01").solved()
    assert repr(check("my01", right)).startswith("✓ my01")
    assert "not for `build_twin(16, 3)`" in repr(check("my01", lambda units, classes: right(64, 10)))
    assert "called twice is shared" in repr(hint("my01")) and "concatenate" in solution("my01").text
    assert "◐" not in repr(progress()) and "week1  ✓ my01 ○ my02" in repr(progress())
    assert repr(check("my02", find("my02").solved())).startswith("✓ my02")


def test_hints_are_in_the_notebooks_language(short, monkeypatch):
    monkeypatch.chdir(short / "zh")
    _check, hint, *_others = start("zh")
    assert "只创建一次" in repr(hint("my01"))


def test_the_reference_is_no_readable_text(short):
    assert b"concatenate" not in (short / "week1.kfa").read_bytes()
    assert b"concatenate" in (short / "en" / "solved" / "week1.ipynb").read_bytes()
    assert "concatenate([dense" not in (short / "en" / "week1.ipynb").read_text("utf-8")


def test_learners_get_what_nbgrader_would_release(short):
    solved = decode((short / "en" / "solved" / "week1.ipynb").read_text("utf-8"))
    released = student.release({"week1": solved})["week1"]
    handed_out = decode((short / "en" / "week1.ipynb").read_text("utf-8"))
    assert [cell.source for cell in released.cells] == [cell.source for cell in handed_out.cells]
    assert "raise NotImplementedError()" in "".join(cell.source for cell in handed_out.cells)


def specs(short: Path, **changed: object) -> list[dict]:
    return [spec | changed for spec in build.specs(short / "week1.py")[1]]


@pytest.fixture(scope="module")
def trials(short) -> list[trial.Trial]:
    return [trial.tried(spec) for spec in specs(short)]


def test_each_wrong_answer_that_is_derived_is_refused_in_words(trials):
    for found in trials:
        assert len(found.wrong) > 5 and not found.passing and not found.refused and not found.refusal
        assert all(len(said) > 20 for _edit, said in found.wrong)


def test_one_case_alone_lets_constants_pass(short):
    spec = specs(short, arguments=[[64, 10]])[0]
    assert {(edit.old, edit.new) for edit in trial.tried(spec).passing} == {("units", "64"), ("classes", "10")}


def test_what_an_author_may_allow_is_told(trials):
    spec = trials[0].spec
    free = {s.rule: (said, would) for s, said, would in trials[0].free}
    assert not free["names"][0] and free["any_dtype"][0] and free["any_dtype"][1]
    strict = spec | {"rules": spec["rules"] | {"names": True}}
    assert "their names should be" in trial.tried(strict).refusal  # Keras counts on where a layer has no name
    named = (
        strict["reference"]
        .replace("Dense(units,", 'Dense(units, name="one",')
        .replace("Dense(classes)", 'Dense(classes, name="two")')
    )
    named = named.replace("right)])", 'right)], name="both")')
    found = {s.rule: (said, would) for s, said, would in trial.tried(strict | {"reference": named}).free}
    assert found["names"][0] and found["names"][1]


DOOR = "from keras import layers\nimport keras\nfrom autograder.authoring import exercise\n"
MODEL = "    x = keras.Input((2,))\n    return keras.Model(x, layers.Dense(n)(x))\n"
BAD = {
    "def f(:": "line 1: this is no Python",
    "1 / 0": "line 1, raises ZeroDivisionError",
    "while True:\n    pass": "takes more than 1 s to be imported",
    "raise SystemExit(3)": "raises SystemExit",
    DOOR: "declares no exercise",
    DOOR + "@exercise(id='ex01a', arguments=[(1,)])\ndef f(n):\n" + MODEL: "can't be an exercise's id",
    DOOR + "@exercise(id='a1', arguments=[(1,)], points=-1)\ndef f(n):\n" + MODEL: "points must be a number above 0",
    DOOR + "@exercise(id='a1', arguments=[(print,)])\ndef f(n):\n" + MODEL: "numbers, texts and lists",
    DOOR + "@exercise(id='a1', arguments=[])\ndef f(n):\n" + MODEL: "arguments has no case",
    DOOR + "@exercise(id='a1')\nclass A(layers.Layer):\n    pass\n": "one shape in inputs",
    DOOR + "@exercise(id='a1', data=lambda: 3)\ndef f(x, y, seed):\n    pass\n": "kfa exercise calibrate",
    DOOR + 2 * ("@exercise(id='a1', arguments=[(1,)])\ndef f(n):\n" + MODEL): "declares 'a1' twice",
    DOOR + "@exercise(id='a1')\ndef f():\n    return 3\n": "fails its own check",
    DOOR
    + "if True:\n    @exercise(id='a1', arguments=[(1,)])\n    def f(n):\n    "
    + MODEL.replace("\n", "\n    "): "top level",
}


@pytest.mark.parametrize("source", BAD, ids=lambda s: BAD[s][:20])
def test_a_file_that_cannot_be_is_told_in_a_sentence(source, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(source_file.read, "__defaults__", (1,))
    path = tmp_path / "bad.py"
    path.write_text(source, "utf-8")
    assert main(["exercise", "build", str(path)]) == 2
    assert BAD[source] in capsys.readouterr().err and os.listdir(tmp_path) == ["bad.py"]


def test_an_accuracy_must_be_calibrated_first(tmp_path):
    path = Path(shutil.copy(EXAMPLE, tmp_path))
    with pytest.raises(CourseError, match=r"kfa exercise calibrate .*week1.py my03"):
        build.specs(path)
    shutil.copy(compiled.path_of_ranges(EXAMPLE), tmp_path)
    assert [spec["kind"] for spec in build.specs(path)[1]] == ["model", "layer", "trained"]


def test_a_damaged_pack_is_told(short, tmp_path):
    data = (short / "week1.kfa").read_bytes()
    for k, wrong in enumerate((b"", data[:-9], data[:40] + b"x" + data[41:])):
        path = tmp_path / f"{k}.kfa"
        path.write_bytes(wrong)
        with pytest.raises(CourseError, match="is no pack of exercises"):
            pack.use(path)


@pytest.mark.thorough("the pack, the stub and the check are tested above; this trains, and grades in a sandbox")
def test_the_page_is_followed_word_by_word(tmp_path):
    needs.sandbox()
    (tmp_path / "week1.py").write_text("".join(blocks("python")), "utf-8")
    for command in "".join(blocks("")).splitlines():
        if command.startswith("kfa grade"):
            for who, kind in (("ada", "solved/week1.ipynb"), ("bob", "week1.ipynb")):
                place = tmp_path / "submitted" / who / "week1" / "week1.ipynb"
                place.parent.mkdir(parents=True)
                shutil.copy(tmp_path / "en" / kind, place)
        words = command.split()
        assert words[0] == "kfa"
        subprocess.run([sys.executable, "-m", "autograder.cli", *words[1:]], cwd=tmp_path, check=True, timeout=600)
    rows = (tmp_path / "marks.csv").read_text("utf-8-sig").splitlines()
    assert rows == ["student,chapter,score,max_score,my01,my02,my03", "ada,week1,9,9,3,2,4", "bob,week1,0,9,0,0,0"]

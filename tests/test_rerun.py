"""`kfa check`: a notebook run from top to bottom, and what its checks say."""

import nbformat
import pytest
from nbformat import v4

from autograder import cli
from autograder.learner import rerun
from autograder.learner.progress import Progress
from helpers.errors import CourseError

START = 'from autograder.notebook import start\n\ncheck, hint, solution, progress = start("en")'
RIGHT = "def parameters(inputs, units):\n    return inputs * units + units"
WRONG = RIGHT.replace(" + units", "")
CHECK = 'check("ex00a", parameters)'


def write(path, *sources):
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(v4.new_notebook(cells=[v4.new_code_cell(source) for source in sources]), path)
    return path


def test_right_wrong_and_stopped_by_an_error(tmp_path, capsys):
    cells = [START, RIGHT, CHECK, WRONG, CHECK, "1 / 0", "del parameters", CHECK]
    path = write(tmp_path / "a notebook.ipynb", *cells)
    before = path.read_bytes()
    results = rerun.rerun(path)
    assert [result.correct for result in results] == [True, False, False]
    assert results[0].text.startswith("✓ ex00a")
    assert results[1].text.startswith("✗ ex00a")
    assert "parameters" in results[2].text
    assert path.read_bytes() == before
    assert cli.main(["check", str(path)]) == 1
    assert "✗ ex00a" in capsys.readouterr().out


def test_the_command_succeeds_where_all_is_right(tmp_path, capsys, monkeypatch):
    """It counts for who has it in their own copy of the course; a solution, or another one's work, for nobody."""
    path = write(tmp_path / "work" / "en" / "right.ipynb", START, RIGHT, CHECK)
    for root, points in ((tmp_path / "elsewhere", {}), (tmp_path, {"ex00a": 1.0})):
        monkeypatch.setattr(rerun, "ROOT", root)
        assert cli.main(["check", str(path)]) == 0
        assert capsys.readouterr().out.startswith("✓ ex00a")
        assert {name: float(p > 0) for name, p in Progress().points().items()} == points


def test_a_kernel_that_dies_is_told(tmp_path):
    path = write(tmp_path / "dies.ipynb", "import os\nos._exit(1)", CHECK)
    with pytest.raises(CourseError, match="kernel died"):
        rerun.rerun(path)


def test_a_cell_that_never_ends_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(rerun, "CELL_TIMEOUT", 2)
    path = write(tmp_path / "endless.ipynb", "while True:\n    pass", CHECK)
    with pytest.raises(CourseError, match="more than 2 s"):
        rerun.rerun(path)


@pytest.mark.parametrize("content", ["", "print('hello')", "[]", "{}", '{"cells": [{"cell_type": 3}]}', "\udcff"])
def test_what_is_not_a_notebook_is_told(tmp_path, content):
    path = tmp_path / "file.ipynb"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(CourseError, match="is not a notebook"):
        rerun.rerun(path)


def test_a_folder_and_a_notebook_without_checks_are_told(tmp_path):
    with pytest.raises(CourseError, match="can't be read"):
        rerun.rerun(tmp_path)
    with pytest.raises(CourseError, match="no cell with a check"):
        rerun.rerun(write(tmp_path / "empty.ipynb", "# check('ex00a')"))

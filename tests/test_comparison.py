"""The comparison of a solution with its stored outputs in an altered kernel: tiny notebooks, without TensorFlow."""

import json
import os
import subprocess
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import kernel
from tools.comparison import ALTERED, ComparisonError, compare, kernel_specification
from tools.notebook import encode


def printing(cell_id: str, source: str, stored: str):
    """A code cell that has run: of one that hasn't, nbval compares nothing."""
    outputs = [new_output("stream", name="stdout", text=stored)]
    return new_code_cell(source, id=cell_id, execution_count=1, outputs=outputs)


@pytest.fixture
def written(tmp_path):
    def write(*cells):
        path = tmp_path / "sample.ipynb"
        path.write_text(encode(new_notebook(cells=list(cells))), encoding="utf-8")
        return path

    return write


def test_cells_that_differ_or_fail_are_named_and_the_kernel_is_as_asked_for(written, tmp_path, monkeypatch):
    """Also where the course's kernel sets a variable itself, or whoever runs this has it."""
    monkeypatch.setenv("KFA_TRIAL", "from outside")
    monkeypatch.setenv("PYTEST_ADDOPTS", "--exitfirst")
    names = ["CUDA_VISIBLE_DEVICES", "TF_ENABLE_ONEDNN_OPTS", "TF_CPP_MIN_LOG_LEVEL", "KFA_TRIAL"]
    notebook = written(
        printing("right", f"import os\nprint([os.environ.get(name) for name in {names}])", "['-1', None, '3', None]\n"),
        new_markdown_cell("Prose doesn't count.", id="prose"),
        printing("wrong", "print(1 + 1)", "3\n"),
        new_code_cell("1 / 0", id="broken"),
        printing("time", "print('took 1.5 s')", "took 0.1 s\n"),  # what the sanitiser hides
    )
    before = notebook.read_bytes()
    asked = {"CUDA_VISIBLE_DEVICES": "-1", "TF_ENABLE_ONEDNN_OPTS": None, "KFA_TRIAL": None}
    found = compare(notebook, asked, tmp_path)
    assert found.differing == ["wrong", "broken"], found.text
    assert not found.ok
    assert "2 failed, 2 passed" in found.text
    assert 0 < found.seconds < 600
    assert notebook.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["sample.ipynb"]


REPORT = """<testsuites name="pytest tests"><testsuite name="pytest" errors="0" failures="1" skipped="1" tests="3">
<testcase classname="sample.ipynb" name="Cell 0" time="1.422" />
<testcase classname="sample.ipynb" name="Cell 1" time="8.591"><failure message="failed">Timeout</failure></testcase>
<testcase classname="sample.ipynb" name="Cell 2" time="0.000"><skipped type="pytest.xfail" /></testcase>
</testsuite></testsuites>"""


def test_a_kernel_that_dies_costs_the_cells_behind_it(written, tmp_path, monkeypatch):
    """nbval's own report of such a notebook; it takes as long as a cell may take."""

    def run(command, **options):
        Path(command[command.index("--junitxml") + 1]).write_text(REPORT, encoding="utf-8")
        assert "--nbval-cell-timeout=300" in command
        return subprocess.CompletedProcess(command, 1, stdout="1 failed, 1 passed, 1 xfailed")

    monkeypatch.setattr(subprocess, "run", run)
    cells = (printing(name, "print(1)", "1\n") for name in ("before", "dies", "behind"))
    found = compare(written(*cells), {}, tmp_path)
    assert found.differing == ["dies", "behind"]
    assert found.seconds == pytest.approx(10.013)


@pytest.mark.parametrize("code", [2, 3, 4, 5])
def test_where_nbval_itself_fails_its_words_are_told(code, written, tmp_path, monkeypatch):
    """Interrupted, internal error, wrong usage, no cells collected."""
    result = subprocess.CompletedProcess([], code, stdout="INTERNALERROR> no\n")
    monkeypatch.setattr(subprocess, "run", lambda *args, **options: result)
    with pytest.raises(ComparisonError, match=r"(?s)sample\.ipynb.*INTERNALERROR> no"):
        compare(written(printing("a", "print(1)", "1\n")), {}, tmp_path)


def test_the_altered_kernel_is_the_courses_own(tmp_path):
    path = kernel_specification(tmp_path, {"TF_ENABLE_ONEDNN_OPTS": "1"})
    with open(os.path.join(path, "kernels", ALTERED, "kernel.json"), encoding="utf-8") as file:
        altered = json.load(file)
    usual = json.loads((kernel.register(str(tmp_path / "usual")) / "kernel.json").read_text(encoding="utf-8"))
    assert altered == usual | {"env": usual["env"] | {"TF_ENABLE_ONEDNN_OPTS": "1"}}

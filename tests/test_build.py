"""The builder on a sample chapter: executed, byte-stable, all or nothing; and its checks, each made to fail."""

import shutil
from pathlib import Path

import pytest

from tests.test_source import SAMPLE, STEM
from tools.build import build, main
from tools.checks import edition_problems
from tools.notebook import decode, encode, write_all
from tools.source import read_all

FOLDERS = ("solutions/en", "solutions/zh", "notebooks/en", "notebooks/zh")


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    """A repository with the sample chapter, built once."""
    root = tmp_path_factory.mktemp("built")
    write_source(root, SAMPLE)
    assert main([], root) == 0
    return root


@pytest.fixture
def root(built, tmp_path) -> Path:
    """A copy of it, to be spoilt."""
    return Path(shutil.copytree(built, tmp_path / "root"))


def write_source(root: Path, text: str) -> None:
    (root / "chapters").mkdir(exist_ok=True)
    (root / "chapters" / f"{STEM}.py").write_text(text, encoding="utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*.ipynb"))}


def cells(root: Path, folder: str) -> dict:
    return {cell.id: cell for cell in decode((root / folder / f"{STEM}.ipynb").read_text("utf-8")).cells}


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in edition_problems(read_all(root / "chapters"), root)]


def test_four_notebooks_and_nothing_else(built):
    assert sorted(files(built)) == sorted(f"{folder}/{STEM}.ipynb" for folder in FOLDERS)
    assert sorted(path.name for path in built.iterdir()) == ["chapters", "notebooks", "solutions"]
    assert problems(built) == []
    assert main(["--check"], built) == 0


def test_metadata(built):
    notebook = decode((built / "solutions/zh" / f"{STEM}.ipynb").read_text("utf-8"))
    assert notebook.metadata.kernelspec.name == "kfa"
    assert "version" not in notebook.metadata.language_info
    assert set(notebook.metadata) == {"kernelspec", "language_info", "kfa"}
    found = cells(built, "solutions/zh")
    assert found["ex01a"].metadata.nbgrader == {
        "schema_version": 3,
        "grade_id": "ex01a",
        "grade": False,
        "solution": True,
        "locked": False,
        "task": False,
    }
    assert found["check-ex01a"].metadata.nbgrader == {
        "schema_version": 3,
        "grade_id": "check-ex01a",
        "grade": True,
        "solution": False,
        "locked": True,
        "task": False,
        "points": 2,
    }
    assert "nbgrader" not in found["sample-look"].metadata
    assert found["sample-look"].metadata.tags == ["nbval-ignore-output"]
    assert all("execution" not in cell.metadata for cell in found.values())


def test_solutions_are_executed_in_an_empty_home_and_folder(built):
    for lang in ("en", "zh"):
        found = cells(built, f"solutions/{lang}")
        assert found["sample-look"].outputs[0].data["text/plain"] == "[None, [], []]"
        assert found["check-ex01a"].outputs[0].text == f"ex01a {lang} True\n"
        assert found["sample-error"].outputs[0].ename == "ZeroDivisionError"


def test_student_edition(built):
    found = cells(built, "notebooks/en")
    assert found["ex01a"].source == "def square(x):\n    # YOUR CODE HERE\n    raise NotImplementedError()"
    assert found["ex01a"].metadata.nbgrader.checksum
    assert found["check-ex01a"].metadata.editable is False
    assert found["sample-goals"].source.startswith("# A sample")
    assert cells(built, "notebooks/zh")["sample-goals"].source.startswith("# 示例")


def test_a_rebuild_changes_no_byte(root):
    before = files(root)
    assert build(read_all(root / "chapters")[0], root) == []
    assert files(root) == before


def test_prose_is_built_without_execution(root):
    write_source(root, SAMPLE.replace("What do you expect", "What comes now"))
    assert any("solutions/en differs" in problem for problem in problems(root))
    assert build(read_all(root / "chapters")[0], root) == []
    assert problems(root) == []
    assert cells(root, "notebooks/en")["sample-predict"].source.startswith("## What comes now?")


def test_changed_code_is_executed_again(root):
    write_source(root, SAMPLE.replace("1 / 0", "0 / 0"))
    assert sum("belong to other code" in problem for problem in problems(root)) == 2
    assert main(["--no-execute"], root) == 0
    assert sum("belong to other code" in problem for problem in problems(root)) == 2
    assert not cells(root, "solutions/en")["sample-error"].outputs
    assert build(read_all(root / "chapters")[0], root) == ["en", "zh"]
    assert problems(root) == []


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("int('seven')", "ValueError: invalid literal for int() with base 10: 'seven'"),
        ("os._exit(1)", "the kernel died"),
    ],
)
def test_a_failing_cell_is_named_and_nothing_is_written(root, capsys, code, told):
    before = files(root)
    write_source(root, SAMPLE.replace("more_7 = 7\n", f"{code}\n"))
    assert main([], root) == 1
    said = capsys.readouterr().err
    assert f"{STEM}: nothing was written" in said
    assert "solutions/en, cell more-7" in said
    assert told in said
    assert files(root) == before
    assert not [path for path in root.rglob(".*") if path.is_file()]


def test_what_nbgrader_refuses_is_told(root, capsys):
    before = files(root)
    write_source(root, SAMPLE.replace(' role="solution"', ""))
    assert main(["--no-execute"], root) == 1
    assert "Solution region detected in a non-solution cell" in capsys.readouterr().err
    assert files(root) == before


def test_what_notebooks_do_not_allow_is_told(root, capsys):
    before = files(root)
    write_source(root, SAMPLE.replace('id="more-7"', 'id="more 7"'))
    assert main(["--no-execute"], root) == 1
    assert "'more 7' does not match" in capsys.readouterr().err
    assert files(root) == before


def test_an_unknown_chapter_is_refused(built, capsys):
    with pytest.raises(SystemExit) as exit_:
        main(["05_nothing"], built)
    assert exit_.value.code == 2
    assert f"no chapter 05_nothing in chapters/; there are: {STEM}." in capsys.readouterr().err


def test_a_file_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a" / "b.ipynb"
    write_all({path: "old"})
    with pytest.raises(UnicodeEncodeError):
        write_all({path: "new \ud800"})
    assert path.read_text() == "old"
    assert [other.name for other in path.parent.iterdir()] == ["b.ipynb"]


def edit(root: Path, folder: str, change) -> None:
    path = root / folder / f"{STEM}.ipynb"
    notebook = decode(path.read_text("utf-8"))
    change(notebook, {cell.id: cell for cell in notebook.cells})
    path.write_text(encode(notebook), encoding="utf-8")


def leak_a_line(notebook, by_id):
    by_id["ex01a"].source += "\n    return doubled * x // 2"


def leak_elsewhere(notebook, by_id):
    by_id["more-3"].source = "doubled = x + x\nreturn doubled * x // 2"


def leak_a_marker(notebook, by_id):
    by_id["more-3"].source = "### BEGIN SOLUTION"


def leave_outputs(notebook, by_id):
    by_id["more-3"].execution_count = 1


def other_code(notebook, by_id):
    by_id["more-3"].source = "3"


def drop_a_cell(notebook, by_id):
    notebook.cells.remove(by_id["more-3"])


def add_metadata(notebook, by_id):
    notebook.metadata.jupytext = {"formats": "ipynb,py"}


def not_run(notebook, by_id):
    by_id["more-3"].execution_count = None


def to_stderr(notebook, by_id):
    by_id["check-ex01a"].outputs[0].name = "stderr"


def show_a_path(notebook, by_id):
    by_id["check-ex01a"].outputs[0].text = "/home/ada/keras/model.keras"


def show_a_log(notebook, by_id):
    by_id["check-ex01a"].outputs[0].text = "WARNING:tensorflow:5 out of the last 16 calls"


def show_what_training_decides(notebook, by_id):
    by_id["check-ex01a"].outputs[0].text = "accuracy of the best: 0.9557"


def raise_an_error(notebook, by_id):
    by_id["more-3"].outputs = by_id["sample-error"].outputs


def raise_nothing(notebook, by_id):
    by_id["sample-error"].outputs = []


@pytest.mark.parametrize(
    ("folder", "change", "sentence"),
    [
        ("notebooks/en", leak_a_line, "ex01a: in notebooks/en the cell holds a line of its solution"),
        ("notebooks/zh", leak_elsewhere, "ex01a: in notebooks/zh another cell holds its solution"),
        ("notebooks/en", leak_a_marker, "more-3: in notebooks/en the cell holds a solution"),
        ("notebooks/en", leave_outputs, "more-3: in notebooks/en the cell has outputs"),
        ("notebooks/en", other_code, "more-3: notebooks/en differs from the source"),
        ("notebooks/zh", other_code, "more-3: the code differs between the languages"),
        ("solutions/zh", other_code, "more-3: the code differs between the languages"),
        ("solutions/en", other_code, "more-3: solutions/en differs from the source"),
        ("solutions/zh", drop_a_cell, "solutions/zh has other cells than the source"),
        ("solutions/zh", drop_a_cell, "the two languages have other code cells"),
        ("solutions/en", add_metadata, "the file in solutions/en differs"),
        ("notebooks/en", add_metadata, "the file in notebooks/en differs"),
        ("solutions/en", not_run, "more-3: in solutions/en the cell was not executed"),
        ("solutions/en", to_stderr, "check-ex01a: in solutions/en the cell printed to stderr"),
        ("solutions/en", show_a_path, "check-ex01a: in solutions/en the cell shows a path"),
        ("solutions/zh", show_a_log, "check-ex01a: in solutions/zh the cell shows a line of TensorFlow's log"),
        (
            "solutions/zh",
            show_what_training_decides,
            "check-ex01a: in solutions/zh the cell shows a number that a training",
        ),
        ("solutions/en", raise_an_error, "more-3: in solutions/en the cell raised an error"),
        ("solutions/en", raise_nothing, "sample-error: in solutions/en the cell should raise"),
    ],
)
def test_each_check_of_the_editions_can_fail(root, folder, change, sentence):
    edit(root, folder, change)
    found = problems(root)
    assert any(sentence in problem for problem in found), found


def test_missing_and_surplus_notebooks_are_told(root):
    path = root / "notebooks/zh" / f"{STEM}.ipynb"
    path.rename(path.with_name("07_old.ipynb"))
    (root / "solutions/en" / f"{STEM}.ipynb").unlink()
    found = problems(root)
    assert f"{STEM}: notebooks/zh lacks the chapter: run `python -m tools.build`." in found
    assert f"{STEM}: solutions/en lacks the chapter: run `python -m tools.build`." in found
    assert "07_old: notebooks/zh/07_old.ipynb has no source in chapters/: delete it." in found


def test_a_file_with_merge_marks_is_told_and_built_anew(root):
    kept = files(root)
    for folder in ("solutions/zh", "notebooks/en"):
        path = root / folder / f"{STEM}.ipynb"
        path.write_text("<<<<<<< HEAD\n" + path.read_text("utf-8"), "utf-8")
    found = problems(root)
    assert len(found) == 2 and all("is no notebook (merge marks" in problem for problem in found), found
    assert main([], root) == 0 and files(root) == kept


def test_the_command_tells_problems_and_fails(root, capsys):
    edit(root, "notebooks/en", other_code)
    assert main(["--check"], root) == 1
    assert f"{STEM}: more-3: notebooks/en differs" in capsys.readouterr().out

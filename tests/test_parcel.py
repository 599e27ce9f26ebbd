"""What lies beside a notebook: what is taken, within which limits, and what a kernel sees of it."""

import os

import pytest

from autograder.pools.worker import Worker
from autograder.submissions import parcel
from tests import needs
from tests.handed_in import handed_in, right, task

CHAPTER = "01_introduction"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "book.ipynb").write_bytes(b"{}")
    return tmp_path


def beside(folder) -> tuple[list[str], bool]:
    files, much = parcel.beside(folder / "book.ipynb")
    return list(files), much


def test_files_and_folders_are_taken_and_litter_and_links_are_not(folder):
    (folder / "a.py").write_text("x = 1")
    (folder / "data" / "deep").mkdir(parents=True)
    (folder / "data" / "deep" / "b.csv").write_text("1")
    (folder / "data" / "deep" / "deeper").mkdir()
    (folder / "data" / "deep" / "deeper" / "c.csv").write_text("1")
    for name in ("Thumbs.db", ".hidden", "__MACOSX", "~$a.docx", "timestamp.txt"):
        (folder / name).write_text("x")
    (folder / "link.py").symlink_to("/etc/hostname")
    (folder / "linked").symlink_to("/etc")
    if hasattr(os, "mkfifo"):
        os.mkfifo(folder / "pipe")
    assert beside(folder) == (["a.py", "data/deep/b.csv"], False)


def test_what_is_too_much_is_left_out_and_told(folder, monkeypatch):
    monkeypatch.setattr(parcel, "MOST_BYTES", 100)
    monkeypatch.setattr(parcel, "MOST_FILES", 3)
    (folder / "a_large").write_bytes(bytes(101))
    (folder / "b").write_bytes(bytes(60))
    assert beside(folder) == (["b"], True)
    (folder / "a_large").unlink()
    assert beside(folder) == (["b"], False)
    for name in "cdef":
        (folder / name).write_bytes(b"x")
    assert beside(folder) == (["b", "c", "d"], True)


@pytest.mark.parametrize("notebook", [b"{}", b"", b"KFA\x01 and more"])
@pytest.mark.parametrize("files", [{}, {"a.py": b"x", "数据/b.csv": b""}])
@pytest.mark.parametrize("much", [False, True])
def test_what_is_packed_comes_out_again(notebook, files, much):
    assert parcel.unpacked(parcel.packed(notebook, files, much)) == (notebook, files, much)


def test_a_notebook_alone_is_its_own_bytes():
    assert parcel.packed(b"{}", {}) == b"{}"


def test_a_kernel_has_the_files_behind_all_that_is_installed():
    """They can be imported and read, take no name of Keras's or ours, and where some were left out a person is told."""
    needs.sandbox()
    answers = right(CHAPTER)
    answers["ex01b"] = (
        "import keras, autograder, mine, os\nassert 'site-packages' in keras.__file__ and mine.three == 3\n"
        "assert open('data/a.txt').read() == 'a' and not os.access('mine.py', os.X_OK)\n" + answers["ex01b"]
    )
    files = {name: b"raise SystemExit" for name in ("keras.py", "autograder.py", "numpy.py", "json.py")}
    files |= {"mine.py": b"three = 3", "data/a.txt": b"a"}
    worker = Worker()
    try:
        for much in (False, True):
            data = parcel.packed(handed_in(CHAPTER, answers), files, much)
            marks, _page = worker.grade(data, task(CHAPTER))
            assert marks["score"] == 10, marks
            assert [one["cause"] for one in marks.get("look", [])] == ["files_left_out"] * much
    finally:
        worker.close()

"""A learner's working copy: made once, never written over."""

import json

import pytest

from helpers.errors import CourseError
from helpers.workspace import Workspace, started


@pytest.fixture
def course(tmp_path):
    """A course of two chapters and a picture, in English and Chinese."""
    for lang in ("en", "zh"):
        folder = tmp_path / "notebooks" / lang
        (folder / "images").mkdir(parents=True)
        (folder / "images" / "a.svg").write_text("<svg/>")
        (folder / "00_setup.ipynb").write_text(f"setup {lang}")
        (folder / "01_introduction.ipynb").write_text(f"introduction {lang}")
    return tmp_path


def test_the_first_start_copies_everything(course):
    workspace = Workspace("zh", course)
    assert started(course) == []
    assert workspace.update() == []
    assert (course / "work" / "zh" / "01_introduction.ipynb").read_text() == "introduction zh"
    assert (course / "work" / "zh" / "images" / "a.svg").exists()
    assert not (course / "work" / "en").exists()
    assert started(course) == ["zh"]
    assert not list(course.rglob("*.part"))


def test_an_update_adds_chapters_keeps_work_and_tells_of_newer_editions(course):
    workspace = Workspace("en", course)
    workspace.update()
    mine = workspace.folder / "01_introduction.ipynb"
    mine.write_text("my answers")
    assert workspace.update() == []  # mine differs, but nothing newer came
    (workspace.source / "01_introduction.ipynb").write_text("second edition")
    (workspace.source / "02_training.ipynb").write_text("training")
    assert workspace.update() == ["01_introduction"]
    assert mine.read_text() == "my answers"
    assert (workspace.folder / "02_training.ipynb").read_text() == "training"
    workspace.reset("01")
    assert workspace.update() == []


@pytest.mark.parametrize("name", ["01", "1", "01_introduction", "01_introduction.ipynb", "01_intro"])
def test_a_chapter_is_found_by_number_or_name(course, name):
    workspace = Workspace("en", course)
    workspace.update()
    mine = workspace.folder / "01_introduction.ipynb"
    mine.write_text("mine")
    fresh, backup = workspace.reset(name)
    assert fresh == mine
    assert fresh.read_text() == "introduction en"
    assert backup.name == "01_introduction.backup-1.ipynb"
    assert backup.read_text() == "mine"


def test_backups_are_never_written_over(course):
    workspace = Workspace("en", course)
    workspace.update()
    for number in (1, 2, 3):
        (workspace.folder / "00_setup.ipynb").write_text(f"try {number}")
        workspace.reset("00")
    texts = [(workspace.folder / f"00_setup.backup-{n}.ipynb").read_text() for n in (1, 2, 3)]
    assert texts == ["try 1", "try 2", "try 3"]
    assert workspace.reset("00")[1] is None  # a fresh chapter needs no backup


def test_reset_without_a_working_copy_brings_the_chapter(course):
    fresh, backup = Workspace("en", course).reset("00")
    assert fresh.read_text() == "setup en"
    assert backup is None


@pytest.mark.parametrize("name", ["7", "_setup", "nonsense", "../00_setup", ""])
def test_an_unknown_chapter_is_told_with_those_that_there_are(course, name):
    with pytest.raises(CourseError, match="00_setup, 01_introduction"):
        Workspace("en", course).reset(name)
    assert not (course / "work").exists()


def test_a_lost_or_damaged_manifest_loses_no_work(course):
    workspace = Workspace("en", course)
    workspace.update()
    (workspace.folder / "00_setup.ipynb").write_text("mine")
    for damage in ("{", "[]", '{"00_setup.ipynb": 3}'):
        (workspace.folder / ".kfa.json").write_text(damage)
        workspace.update()
        assert (workspace.folder / "00_setup.ipynb").read_text() == "mine"
    (workspace.folder / ".kfa.json").unlink()
    assert workspace.update() == []
    assert json.loads((workspace.folder / ".kfa.json").read_text()) == {}


def test_a_place_that_cannot_be_written_is_told(course):
    (course / "work").write_text("a file where the folder should be")
    for act in (Workspace("en", course).update, lambda: Workspace("en", course).reset("00")):
        with pytest.raises(CourseError, match="can't be written"):
            act()


def test_a_course_without_notebooks_is_told(tmp_path):
    with pytest.raises(CourseError, match="no notebooks"):
        Workspace("en", tmp_path).update()

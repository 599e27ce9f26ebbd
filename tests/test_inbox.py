"""A link in a folder of submissions is nobody's work."""

import pytest

from autograder.running.inbox import look, one
from autograder.running.submission import Unreadable
from tests.handed_in import place

CHAPTER = "01_introduction"


@pytest.mark.parametrize("inside", [True, False], ids=["to another student", "out of the folder"])
def test_a_linked_folder_of_a_student_is_refused(tmp_path, inside):
    folder = tmp_path / "in"
    other = place(folder if inside else tmp_path / "elsewhere", "ada", CHAPTER, b"{}").parent.parent
    place(folder, "cleo", CHAPTER, b"{}")
    (folder / "ben").symlink_to(other)
    found, problems = look(folder)
    assert "ben" not in {handed_in.student for handed_in in found}
    assert [problem.path for problem in problems] == ["ben"]
    with pytest.raises(Unreadable):
        one("ben", CHAPTER, folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb")


def test_a_class_that_lies_behind_a_link_is_graded(tmp_path):
    place(tmp_path / "in", "ada", CHAPTER, b"{}")
    (tmp_path / "link").symlink_to("in")
    found, problems = look(tmp_path / "link")
    assert [handed_in.student for handed_in in found] == ["ada"] and not problems
    assert one("ada", CHAPTER, found[0].path) == found[0]

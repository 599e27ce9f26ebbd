"""What lies in a folder of submissions: renamed notebooks are found, twins are told, a folder of no class says what it is."""

import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
import unicodedata
import zipfile
from pathlib import Path

import pytest

from autograder.pools import glance, inbox, which
from autograder.pools.inbox import handed_in_at, look
from autograder.submissions.submission import Unreadable
from helpers.errors import CourseError
from tests.handed_in import edited, handed_in, place, right, wrong
from tests.processes import PATIENCE

CHAPTER, OTHER = "01_introduction", "02_training"
NAME = f"{CHAPTER}.ipynb"
DATA, WORSE = handed_in(CHAPTER, right(CHAPTER)), handed_in(CHAPTER, wrong(CHAPTER))
ROOT = Path(__file__).resolve().parent.parent


def put(folder: Path, files: dict[str, bytes], student: str = "ben") -> Path:
    """Files of a student by their paths below the student's folder."""
    for name, data in files.items():
        path = folder / student / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def found(folder: Path) -> dict[str, str]:
    """By student and chapter, where the notebook lies."""
    return {f"{h.student}/{h.chapter}": h.path.relative_to(folder).as_posix() for h in look(folder)[0]}


def told(folder: Path) -> dict[str, list[str]]:
    """By student and chapter, the causes for a look, and those of problems."""
    submissions, problems = look(folder)
    seen = {f"{h.student}/{h.chapter}": [cause for cause, _text in h.look] for h in submissions if h.look}
    for problem in problems:
        seen.setdefault(problem.path, []).append(problem.cause if problem.lost else "remark")
    return seen


@pytest.fixture
def folder(tmp_path):
    """A class with one student, Ada, who handed in as she should."""
    place(tmp_path, "ada", CHAPTER, DATA)
    return tmp_path


# Links


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
        handed_in_at("ben", CHAPTER, folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb")


def test_a_class_that_lies_behind_a_link_is_graded(tmp_path):
    place(tmp_path / "in", "ada", CHAPTER, b"{}")
    (tmp_path / "link").symlink_to("in")
    found, problems = look(tmp_path / "link")
    assert [handed_in.student for handed_in in found] == ["ada"] and not problems
    assert handed_in_at("ada", CHAPTER, found[0].path) == found[0]


@pytest.mark.parametrize("name", ["mine.ipynb", f"deep/{NAME}", f"../{NAME}", f"../loose/{NAME}"])
def test_a_link_is_not_found_under_another_name_or_in_another_place(folder, name):
    path = folder / "ben" / CHAPTER / name
    (folder / "ben" / CHAPTER).mkdir(parents=True)
    path.parent.mkdir(exist_ok=True)
    path.symlink_to(folder / "ada" / CHAPTER / NAME)
    assert found(folder) == {f"ada/{CHAPTER}": f"ada/{CHAPTER}/{NAME}"}


@pytest.mark.parametrize("name", ["deep", "../loose"])
def test_a_linked_folder_is_not_looked_into(folder, name):
    path = folder / "ben" / CHAPTER / name
    (folder / "ben" / CHAPTER).mkdir(parents=True)
    path.symlink_to(folder / "ada" / CHAPTER)
    assert list(found(folder)) == [f"ada/{CHAPTER}"] and any("ben" in path for path in told(folder))


# Renamed


@pytest.mark.parametrize(
    "name",
    [
        f"{CHAPTER} (1).ipynb",
        f"{CHAPTER}-Copy1.ipynb",
        f"{CHAPTER}-2.ipynb",
        "Untitled.ipynb",
        "01_Introduction.ipynb",
        f"{CHAPTER}.IPYNB",
        f"{CHAPTER}.ipynb.txt",
        f"{CHAPTER}.ipynb.json",
        "Müller, Jan - 作业.ipynb",
        "homework.json",
        f"{CHAPTER}",
        f"work/{NAME}",
        "01_introduction/01_introduction/01_introduction.ipynb",
    ],
)
def test_a_renamed_notebook_is_found_and_told(folder, name):
    put(folder, {f"{CHAPTER}/{name}": DATA, f"{CHAPTER}/notes.txt": b"x", f"{CHAPTER}/my_helpers.py": b""})
    assert found(folder)[f"ben/{CHAPTER}"] == f"ben/{CHAPTER}/{name}"
    assert told(folder) == {f"ben/{CHAPTER}": ["renamed"]}
    (_cause, text), *_more = look(folder)[0][1].look
    assert Path(name).name in text and NAME in text


@pytest.mark.parametrize(
    "name", [f"{CHAPTER}.ipynb", f"{CHAPTER} (1).ipynb", "a b.ipynb", f"hw/{CHAPTER}.ipynb", "x/y/z.ipynb"]
)
def test_a_notebook_that_lies_in_no_folder_of_its_chapter_is_found_and_told(folder, name):
    put(folder, {name: DATA})
    assert found(folder)[f"ben/{CHAPTER}"] == f"ben/{name}"
    assert told(folder) == {f"ben/{CHAPTER}": ["renamed"]}


def test_what_has_lost_its_metadata_is_known_by_its_cells():
    assert known(
        b'{"metadata": {}, "cells": [' + DATA.split(b'"cells": [')[1].split(b' "metadata": {\n  "kern')[0]
    ) == (
        CHAPTER,
        glance.BY_CELLS,
    )


def known(data: bytes, name: str = "a.ipynb") -> tuple[str, int]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        return glance.chapter_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_a_glance_knows_a_notebook_in_any_encoding(encoding):
    assert known(DATA.decode().encode(encoding)) == (CHAPTER, glance.BY_ITSELF)


def test_a_glance_takes_no_learners_text_for_metadata():
    """Within a string, quotation marks have a backslash before them."""
    said = f'{{"chapter": "{OTHER}"}}, {{"id": "ex02a"}}'
    data = edited(DATA, lambda cells: [*cells, {"cell_type": "raw", "source": said, "metadata": {}}])
    assert known(data) == (CHAPTER, glance.BY_ITSELF)
    assert known(json.dumps({"cells": [{"source": said}]}).encode()) == ("", glance.UNKNOWN)
    assert known(b"", f"my-{CHAPTER}.ipynb") == (CHAPTER, glance.BY_NAME)


@pytest.mark.parametrize(
    "data",
    [b'"chapter"' + b" " * 10**7 + b":", b'"id":' * 10**6, b'"id"' + b"\t" * 10**7, b'"chapter": "01_' + b"a" * 10**7],
)
def test_a_glance_is_short(data, monkeypatch):
    read: list[int] = []

    class Counting(io.BufferedReader):
        def read(self, size=-1):
            read.append(size)
            return super().read(size)

    monkeypatch.setattr(os, "fdopen", lambda number, _mode: Counting(io.FileIO(number, "rb")))
    assert known(data) == ("", glance.UNKNOWN)
    assert read and all(0 < size <= 64 * 1024 for size in read) and len(read) == 2


def test_an_empty_file_of_the_right_name_gives_way_to_a_whole_one(folder):
    put(folder, {f"{CHAPTER}/{NAME}": b"", f"{CHAPTER}/{CHAPTER} (1).ipynb": DATA})
    assert found(folder)[f"ben/{CHAPTER}"].endswith("(1).ipynb") and told(folder) == {f"ben/{CHAPTER}": ["renamed"]}


def test_another_chapter_under_the_right_name_gives_way_to_this_one(folder):
    put(folder, {f"{CHAPTER}/{NAME}": handed_in(OTHER, {}), f"{CHAPTER}/a.ipynb": DATA})
    assert found(folder)[f"ben/{CHAPTER}"].endswith("a.ipynb")


def test_alone_it_is_handed_in_for_whoever_reads_it_to_tell(folder):
    put(folder, {f"{CHAPTER}/{NAME}": b""})
    put(folder, {f"{CHAPTER}/{NAME}": handed_in(OTHER, {})}, "cleo")
    put(folder, {f"{CHAPTER}/a.ipynb": handed_in(OTHER, {})}, "dan")
    put(folder, {f"{CHAPTER}/a.ipynb": b"?"}, "eve")
    assert {"ben", "cleo", "dan", "eve"} <= {of.split("/")[0] for of in found(folder)}


# Twins


def test_beside_the_right_name_another_one_is_told_and_does_not_count(folder):
    put(folder, {f"{CHAPTER}/{NAME}": DATA, f"{CHAPTER}/{CHAPTER}-Copy1.ipynb": WORSE})
    assert found(folder)[f"ben/{CHAPTER}"].endswith(NAME) and told(folder) == {f"ben/{CHAPTER}": ["twins"]}


def test_the_same_once_more_is_nothing_to_tell(folder):
    put(folder, {f"{CHAPTER}/{NAME}": DATA, f"{CHAPTER}/{CHAPTER}-Copy1.ipynb": DATA, f"{NAME}": DATA})
    assert not told(folder)


def test_other_notebooks_beside_it_are_nothing_to_tell(folder):
    put(
        folder,
        {f"{CHAPTER}/{NAME}": DATA, f"{CHAPTER}/scratch.ipynb": b"{}", f"{CHAPTER}/next.ipynb": handed_in(OTHER, {})},
    )
    assert not told(folder)


def test_twins_of_one_content_count_once(folder):
    put(folder, {f"{CHAPTER}/{CHAPTER} ({k}).ipynb": DATA for k in (1, 2)})
    assert found(folder)[f"ben/{CHAPTER}"].endswith("(1).ipynb") and told(folder) == {f"ben/{CHAPTER}": ["renamed"]}


def test_twins_that_differ_are_not_graded_and_both_are_named(folder):
    put(folder, {f"{CHAPTER}/a.ipynb": DATA, f"{CHAPTER}/b.ipynb": WORSE})
    assert f"ben/{CHAPTER}" not in found(folder)
    (problem,) = look(folder)[1]
    assert problem.cause == "twins" and (problem.student, problem.chapter) == ("ben", CHAPTER)
    assert "a.ipynb" in problem.reason and "b.ipynb" in problem.reason and NAME in problem.reason


def test_of_several_the_one_that_says_of_itself_what_it_is_counts(folder):
    other = json.dumps({"cells": [], "metadata": {}}).encode()
    put(
        folder, {f"{CHAPTER}/{CHAPTER}-old.ipynb": other, f"{CHAPTER}/Untitled.ipynb": DATA, f"{CHAPTER}/z.ipynb": b"x"}
    )
    assert found(folder)[f"ben/{CHAPTER}"].endswith("Untitled.ipynb")


def test_a_notebook_elsewhere_does_not_count_beside_the_one_in_its_place(folder):
    put(folder, {f"{CHAPTER}/{NAME}": DATA, f"old/{NAME}": WORSE})
    assert found(folder)[f"ben/{CHAPTER}"] == f"ben/{CHAPTER}/{NAME}" and told(folder) == {f"ben/{CHAPTER}": ["twins"]}


def test_a_crowd_of_notebooks_is_not_looked_through(folder, monkeypatch):
    put(folder, {f"{CHAPTER}/{k}.ipynb": b"%d" % k for k in range(40)})
    monkeypatch.setattr(glance, "_digest", lambda _path: pytest.fail("they were read"))
    assert told(folder) == {f"ben/{CHAPTER}": ["twins"]}


# Litter, and what there is instead


LITTER = (
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    "__MACOSX/._x.ipynb",
    f"~${NAME}",
    f"._{NAME}",
    f".ipynb_checkpoints/{NAME}",
)


def test_litter_is_silence(folder):
    for at in ("", f"{CHAPTER}/"):
        put(folder, {f"{at}{name}": b"\0" for name in LITTER})
    put(folder, dict.fromkeys(LITTER, b"\0"), ".")
    put(folder, {f"{CHAPTER}/{NAME}": DATA})
    assert not told(folder) and set(found(folder)) == {f"ada/{CHAPTER}", f"ben/{CHAPTER}"}


def test_a_gradings_own_files_among_the_submissions_are_silence(folder):
    names = [folder / "marks.json", folder / "marks_feedback"]
    names[0].write_bytes(b"[]")
    (folder / "marks.json.journal.before-1").write_bytes(b"{}")
    put(names[1], {f"{CHAPTER}.html": b"<html>"}, "ada")
    assert len(look(folder)[1]) == 3 and not look(folder, names)[1]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("homework.zip", "unpack"),
        ("homework.html", "web page"),
        ("01_introduction.py", "script"),
        ("homework.pdf", "no notebook"),
        ("x.txt", "missing"),
    ],
)
def test_what_lies_there_instead_of_a_notebook_is_named(folder, name, says):
    put(folder, {f"{CHAPTER}/{name}": b"x"})
    (problem,) = look(folder)[1]
    assert says in problem.reason and (name in problem.reason or name == "x.txt")
    assert (problem.path, problem.student, problem.chapter, problem.lost) == (f"ben/{CHAPTER}", "ben", CHAPTER, True)


def test_what_may_be_somebodys_work_is_a_loss_and_a_list_of_names_is_not(folder):
    (folder / "roster.csv").write_text("x")
    (folder / "cleo.zip").write_bytes(b"x")
    put(folder, {"notes.txt": b"x", "other.ipynb": b"{}", "work.zip": b"x"})
    (folder / "dan").mkdir()
    expected = {"roster.csv": "remark", "ben/notes.txt": "remark", "dan": "remark"}
    lost = dict.fromkeys(["cleo.zip", "ben/other.ipynb", "ben/work.zip"], "not_graded")
    assert told(folder) == {path: [what] for path, what in (expected | lost).items()}


# Names


def test_a_name_that_unicode_writes_in_two_ways_is_one_person(tmp_path):
    composed, apart = (unicodedata.normalize(form, "Zoë") for form in ("NFC", "NFD"))
    put(tmp_path, {f"{CHAPTER}/{NAME}": DATA}, composed)
    put(tmp_path, {f"{OTHER}/{OTHER}.ipynb": handed_in(OTHER, {})}, apart)
    if len(os.listdir(tmp_path)) < 2:
        pytest.skip("this file system takes the two for one")
    assert set(found(tmp_path)) == {f"{composed}/{CHAPTER}", f"{composed}/{OTHER}"}
    assert told(tmp_path) == {f"{composed}/{c}": ["twins"] for c in (CHAPTER, OTHER)}
    put(tmp_path, {f"{CHAPTER}/{NAME}": DATA}, apart)
    assert f"{composed}/{CHAPTER}" in found(tmp_path)
    put(tmp_path, {f"{CHAPTER}/{NAME}": WORSE}, apart)
    assert f"{composed}/{CHAPTER}" not in found(tmp_path) and told(tmp_path)[f"{composed}/{CHAPTER}"] == ["twins"]


# What can't be read


SHUT = """
import sys
from pathlib import Path
from autograder.pools.inbox import look
found, problems = look(Path(sys.argv[1]))
print([h.student for h in found], [(p.path, p.student, p.chapter, p.lost) for p in problems])
"""


@pytest.mark.parametrize(
    ("shut", "mode", "path"),
    [
        ("ben", 0o000, "ben"),
        ("ben", 0o400, f"ben/{CHAPTER}"),
        (f"ben/{CHAPTER}", 0o000, f"ben/{CHAPTER}"),
        (f"ben/{CHAPTER}", 0o400, f"ben/{CHAPTER}"),
        (f"ben/{CHAPTER}/{NAME}", 0o000, f"ben/{CHAPTER}"),
    ],
)
def test_a_folder_that_can_not_be_read_is_told(folder, shut, mode, path):
    """As an ordinary user: nothing is shut to root."""
    put(folder, {f"{CHAPTER}/{NAME}": DATA})
    command = ["-c", SHUT, str(folder)]
    with tempfile.TemporaryDirectory(dir="/tmp" if os.path.isdir("/tmp") else None) as home:
        if root := os.geteuid() == 0:
            subprocess.run(["cp", "-r", str(folder), f"{home}/class"], check=True)
            subprocess.run(["chown", "-R", "65534", f"{home}/class"], check=True)
            command = ["-m", "tests.ordinary_user", home, "-c", SHUT, f"{home}/class"]
        at = (Path(home, "class") if root else folder) / shut
        at.chmod(mode)
        try:
            result = subprocess.run(
                [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False, timeout=PATIENCE
            )
        finally:
            at.chmod(0o700)
    chapter = CHAPTER if "/" in path else ""
    assert result.stdout.strip() == f"['ada'] [({path!r}, 'ben', {chapter!r}, True)]", result.stderr


def test_a_class_that_can_not_be_read_is_told(folder, monkeypatch):
    def shut(_path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "listdir", shut)
    with pytest.raises(CourseError, match="Permission denied"):
        look(folder)


# Folders of no class


def moodle(folder: Path) -> Path:
    for k, name in enumerate(("Jan Müller", "张 三", "Ada Lovelace")):
        put(folder, {NAME: DATA}, f"{name}_{1234 + k}_assignsubmission_file_")
    return folder


def canvas(folder: Path) -> Path:
    names = ("mullerjan_4711_815001", "lovelaceada_LATE_4712_815002", "zhangsan_4713_815003")
    return put(folder, {f"{name}_{NAME}": DATA for name in names}, ".")


def nbgraders(folder: Path) -> Path:
    for at in ("source", "release", "submitted/ada", "submitted/ben"):
        place(folder, at, CHAPTER, DATA)
    (folder / "gradebook.db").write_bytes(b"x")
    return folder


def zips(folder: Path) -> Path:
    for name in ("ada.zip", "ben.zip"):
        with zipfile.ZipFile(folder / name, "w") as archive:
            archive.writestr(NAME, DATA)
    return folder


def class_in(folder: Path, at: str) -> Path:
    for student in ("ada", "ben"):
        place(folder / at, student, CHAPTER, DATA)
    return folder


FOLDERS = {
    "moodle": (moodle, ("Moodle", "nbgrader zip_collect", "Ada Lovelace_1236")),
    "moodle in one folder": (
        lambda folder: put(folder, {f"Jan Müller_12_assignsubmission_file_{NAME}": DATA}, "."),
        ("Moodle", "nbgrader zip_collect"),
    ),
    "canvas": (canvas, ("Canvas", "nbgrader zip_collect", "lovelaceada_LATE")),
    "blackboard": (
        lambda folder: put(folder, {f"HW1_ada_attempt_2024-01-01-10-00-00_{NAME}": DATA}, "."),
        ("Blackboard", "zip_collect"),
    ),
    "nbgrader's": (nbgraders, ("nbgrader", "kfa grade", "submitted --json")),
    "above": (lambda folder: class_in(folder, "handed in"), ("one level deeper", "kfa grade", "handed in' --json")),
    "one student": (
        lambda folder: class_in(folder, "") / "ada",
        ("one student", f"{CHAPTER} in it is a chapter", "kfa grade", "--json"),
    ),
    "one chapter": (lambda folder: class_in(folder, "") / "ada" / CHAPTER, ("one chapter", "kfa grade", "--json")),
    "chapters first": (
        lambda folder: put(put(folder, {f"ada/{NAME}": DATA}, CHAPTER), {f"ben/{NAME}": DATA}, CHAPTER),
        ("other way round", "DIR/<student>/"),
    ),
    "above, beside another": (
        lambda folder: class_in(class_in(folder, "now"), "before"),
        ("one level deeper", "kfa grade", "--json"),
    ),
    "zips": (zips, ("archives", "ada.zip", "Unpack")),
    "a zip": (lambda folder: zips(folder) / "ada.zip", ("archive", "Unpack")),
    "a notebook": (lambda folder: put(folder, {NAME: DATA}) / "ben" / NAME, ("single notebook", "kfa check")),
    "flat": (
        lambda folder: put(folder, {"ada.ipynb": DATA, "ben.ipynb": DATA}, "."),
        ("notebooks", "ada.ipynb", "Move"),
    ),
    "empty": (lambda folder: folder, ("no submission", "01_introduction")),
    "nothing but a list": (lambda folder: put(folder, {"roster.csv": b"x"}, "."), ("no submission", "roster.csv")),
    "another course": (
        lambda folder: put(folder, {"hw1/hw1.ipynb": b"{}"}),
        ("no submission", "ben/hw1", "is no chapter of this course"),
    ),
    "twins alone": (
        lambda folder: put(folder, {f"{CHAPTER}/a.ipynb": DATA, f"{CHAPTER}/b.ipynb": WORSE}),
        ("no submission", f"ben/{CHAPTER}", "a.ipynb"),
    ),
}


@pytest.mark.parametrize("kind", FOLDERS)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_folder_of_no_class_says_what_it_is_and_what_helps(tmp_path, kind, lang, monkeypatch):
    monkeypatch.setenv("KFA_LANG", lang)
    make, says = FOLDERS[kind]
    folder = make(tmp_path)
    with pytest.raises(CourseError) as caught:
        look(folder)
    text = str(caught.value)
    if lang == "en":
        assert not [words for words in says if words not in text], text
    else:
        assert any("\u4e00" <= c <= "\u9fff" for c in text.replace("张 三", "")) and "…" not in text
    command = [line for line in text.replace(". ", " ").split() if line == "--json"]
    assert not command or "kfa grade " in text


def test_one_odd_folder_does_not_stop_a_class(tmp_path):
    for k in range(4):
        place(tmp_path, f"s{k}", CHAPTER, DATA)
    put(tmp_path, {NAME: DATA}, CHAPTER)
    put(tmp_path, {f"ada/{CHAPTER}/{NAME}": DATA}, "above")
    (tmp_path / "mullerjan_4711_815001_01_introduction.ipynb").write_bytes(DATA)
    assert len([of for of in found(tmp_path) if of.startswith("s")]) == 4
    seen = told(tmp_path)
    assert seen[CHAPTER] == seen["mullerjan_4711_815001_01_introduction.ipynb"] == ["not_graded"]
    assert seen[f"above/{CHAPTER}"] == ["renamed"]


def test_a_class_that_put_all_into_one_more_folder_is_graded(tmp_path):
    for k in range(3):
        put(tmp_path, {f"submission/{CHAPTER}/{NAME}": DATA}, f"s{k}")
    assert len(found(tmp_path)) == 3


def test_the_commands_that_are_told_help(tmp_path, monkeypatch):
    """Each is given to a shell in which kfa prints what it was given; that folder is one of a class."""
    monkeypatch.chdir(tmp_path)
    for kind in ("nbgrader's", "above", "one student", "one chapter"):
        home = tmp_path / ("it's " + kind.replace("'", ""))
        home.mkdir()
        with pytest.raises(CourseError) as caught:
            look(FOLDERS[kind][0](home))
        command = "kfa grade " + str(caught.value).split("kfa grade ")[1].removesuffix(".")
        given = shlex.split(command)
        assert given[:2] == ["kfa", "grade"] and given[-2:] == ["--json", "marks.json"]
        assert len(look(Path(given[2]))[0]) == 2


def test_a_student_with_very_many_files_costs_a_line(folder):
    put(folder, {f"{k:04}.txt": b"" for k in range(500)} | {f"{CHAPTER}/{NAME}": DATA})
    put(folder, {f"{OTHER}/{k}.ipynb": b"%d" % k for k in range(19)})
    submissions, problems = look(folder)
    assert len(submissions) == 2 and len(problems) < 60 and "450 more" in problems[0].reason
    assert all(len(problem.reason) < 400 for problem in problems)


def test_what_is_looked_at_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(which, "_MOST_LOOKED_AT", 50)
    put(tmp_path, {f"deep/{k}/{k}.txt": b"" for k in range(200)})
    seen: list[str] = []
    whole = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: (seen.append(str(path)), whole(path))[1])
    assert not list(which.notebooks(tmp_path / "ben")) and len(seen) < 60


def test_a_submissions_bytes_are_read_up_to_what_may_be_read(folder, monkeypatch):
    monkeypatch.setattr(inbox, "MOST_RAW", 10)
    assert inbox.notebook(look(folder)[0][0]) == DATA[:11]

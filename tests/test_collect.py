"""What a class comes in by and its scores go out by: rosters, downloads of Canvas, Moodle and ILIAS, tables."""

import csv
import io
import json
import os
import unicodedata
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from autograder import classroom
from autograder.classroom import collect, feedback_archive, gradescope, roster, systems, tables, unpacked
from autograder.classroom.course import Course
from autograder.classroom.scores import Score
from autograder.cli import main
from helpers.errors import CourseError
from tests.class_of_many import CHAPTER, marks
from tools.notebook import NOTEBOOKS

BOOK = (NOTEBOOKS / "en" / f"{CHAPTER}.ipynb").read_bytes()
OTHER = (NOTEBOOKS / "en" / "02_training.ipynb").read_bytes()


def book(text: str) -> bytes:
    """The released notebook with something of a learner's in it."""
    return BOOK.replace(b"# YOUR CODE HERE", f"# {text}".encode(), 1)


@pytest.fixture
def course(tmp_path) -> Course:
    place = tmp_path / "mycourse" / "release" / CHAPTER
    place.mkdir(parents=True)
    (place / f"{CHAPTER}.ipynb").write_bytes(BOOK)
    return Course(tmp_path / "mycourse")


def packed(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for k, (name, data) in enumerate(files.items()):
            archive.writestr(zipfile.ZipInfo(name, (2026, 11, 1, 10, k % 60, 0)), data)
    return path


def there(course: Course) -> dict[str, bytes]:
    return {p.relative_to(course.submitted).as_posix(): p.read_bytes() for p in course.submitted.rglob("*.ipynb")}


def place(learner: str) -> str:
    return f"{learner}/{CHAPTER}/{CHAPTER}.ipynb"


# Rosters

NAMES = {
    "bom": ('\ufeffid,first_name,last_name,email\nada,Ada,"Byron, Countess",ada@x.org\n', ["Ada Byron, Countess"]),
    "semicolons": ("Username;Full name\nzoe;Zoë O'Neill\n", ["Zoë O'Neill"]),
    "chinese": ("学号,姓名\n2026001,王小明\n", ["王小明"]),
    "vietnamese": ("id\tname\nan\tNguyễn Văn An\n", ["Nguyễn Văn An"]),
    "right to left": ("id,name\nyael,\u200f\u202eיעל\u202c\n", ["יעל"]),
    "email alone": ("Email address\nbob@x.org\n", ["bob"]),
    "twice the same": ("id,name\nada,Ada\nada,Ada\n", ["Ada"]),
}


@pytest.mark.parametrize("kind", NAMES)
def test_a_roster_is_read_as_it_comes(kind):
    text, wanted = NAMES[kind]
    found = roster.of_text(text.removeprefix("\ufeff") if kind != "bom" else text, Path("r.csv"))
    assert [p.full for p in found.persons] == wanted
    assert bool(found.notes) == (kind == "twice the same")
    again = roster.of_text(roster.written(found).decode("utf-8-sig"), Path("r.csv"))
    assert [p.full for p in again.persons] == wanted


BAD = {
    "": "is empty",
    "colour,shape\nred,round\n": "no heading that tells whose a row is",
    "id,name\nada,Ada\nAda,Adam\n": "stands for two persons",
    "id,name\n../root,Eve\n": "a folder of a student can't have",
}


@pytest.mark.parametrize("text", BAD)
def test_a_roster_that_cannot_be_is_told(text):
    with pytest.raises(CourseError, match=BAD[text]):
        roster.of_text(text, Path("r.csv"))


def test_a_person_is_found_by_any_name_but_never_by_another_ones():
    found = roster.of_text(
        "id,first_name,last_name,email\nzoe,Zoë,O'Neill,z@x.org\njan1,Jan,Li,a@x\njan2,Jan,Li,b@x\n", Path("r")
    )
    decomposed = unicodedata.normalize("NFD", "ZOË  O’NEILL")
    for name in ("zoe", "Z@X.org", decomposed, "O'Neill, Zoë", "oneillzoë"):
        assert found.find(name) is found.persons[0], name
    assert found.find("Jan Li") is None and found.find("Jan Li", "b@x") is found.persons[2]
    assert "jan1, jan2" in found.notes[0]


# Downloads

DOWNLOADS = {
    "canvas": {
        f"byronada_4711_815001_{CHAPTER}.ipynb": book("one"),
        f"byronada_LATE_4711_815002_{CHAPTER}-1.ipynb": book("two"),
        f"boolegeorge_4712_815003_{CHAPTER} (1).ipynb": book("three"),
    },
    "moodle": {
        f"Ada Byron_1234_assignsubmission_file_/{CHAPTER}-1.ipynb": book("one"),
        f"Ada Byron_1234_assignsubmission_file_/{CHAPTER}-2.ipynb": book("two"),
        "George Boole_1235_assignsubmission_file_/my work - Copy.ipynb": book("three"),
    },
    "ilias": {
        f"2026-11-01/Byron_Ada_ada_99/{CHAPTER}.ipynb": book("two"),
        f"2026-11-01/Boole_George_george_98/{CHAPTER}.ipynb": book("three"),
    },
    "folders": {
        f"all/ada/{CHAPTER}.ipynb": book("two"),
        "all/george/hw/x.ipynb": book("three"),
        "all/readme.txt": b"hi",
    },
}


@pytest.mark.parametrize("kind", DOWNLOADS)
@pytest.mark.parametrize("as_folder", [False, True])
def test_a_download_is_collected_as_it_comes(course, tmp_path, kind, as_folder):
    course.roster_file.write_text(
        "id,first_name,last_name,email\nada,Ada,Byron,a@x\ngeorge,George,Boole,g@x\ngrace,Grace,Hopper,h@x\n", "utf-8"
    )
    source = packed(tmp_path / "d.zip", DOWNLOADS[kind])
    if as_folder:
        zipfile.ZipFile(source).extractall(tmp_path / "d")
        source = tmp_path / "d"
    found = collect.collect(course, CHAPTER, source)
    assert found.system == kind and there(course) == {place("ada"): book("two"), place("george"): book("three")}
    assert found.new == ["ada", "george"] and found.missing == ["grace  Grace Hopper"]
    assert found.late == (["ada"] if kind == "canvas" else [])
    again = collect.collect(course, CHAPTER, source)
    assert again.same == ["ada", "george"] and not again.new + again.replaced and len(there(course)) == 2


def test_what_was_handed_in_before_is_kept_and_never_comes_back(course, tmp_path):
    old = packed(tmp_path / "old.zip", {f"ada/{CHAPTER}.ipynb": book("old"), f"bob/{CHAPTER}.ipynb": book("bob")})
    new = packed(tmp_path / "new.zip", {f"ada/{CHAPTER}.ipynb": book("new"), f"bob/{CHAPTER}.ipynb": book("bob")})
    collect.collect(course, CHAPTER, old)
    found = collect.collect(course, CHAPTER, new)
    assert found.replaced == ["ada"] and found.same == ["bob"] and there(course)[place("ada")] == book("new")
    assert [p.read_bytes() for p in (course.folder / "submitted_before").rglob("*.ipynb")] == [book("old")]
    found = collect.collect(course, CHAPTER, old)
    assert found.same == ["ada", "bob"] and "it stays" in str(found) and there(course)[place("ada")] == book("new")


def test_two_that_differ_and_nothing_tells_which_counts_are_left_to_a_person(course, tmp_path):
    folder = tmp_path / "d"
    for name, text in (("a.ipynb", "one"), ("b.ipynb", "two")):
        (folder / "ada").mkdir(parents=True, exist_ok=True)
        (folder / "ada" / name).write_bytes(book(text))
        os.utime(folder / "ada" / name, (1e9, 1e9))
    (folder / "bob").mkdir()
    (folder / "bob" / "x.ipynb").write_bytes(OTHER)
    found = str(collect.collect(course, CHAPTER, folder))
    assert "nothing says which counts" in found and "is of 02_training: not collected" in found and not there(course)


def test_a_hostile_archive_writes_nothing_outside_and_is_told(course, tmp_path, monkeypatch):
    monkeypatch.setattr(unpacked, "MOST_FILE", 2**20)
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{CHAPTER}.ipynb", book("nested"))
        archive.writestr("zeros", b"\0" * (unpacked.MOST_FILE + 5))
    path = packed(
        tmp_path / "evil.zip",
        {
            f"../../out/{CHAPTER}.ipynb": BOOK,
            f"/etc/{CHAPTER}.ipynb": BOOK,
            f"C:\\temp\\{CHAPTER}.ipynb": BOOK,
            "ada/hw.zip": inner.getvalue(),
            "bob/no.zip": b"no archive",
            f"__MACOSX/eve/{CHAPTER}.ipynb": BOOK,
        },
    )
    before = {p for p in tmp_path.rglob("*")}
    found = collect.collect(course, CHAPTER, path, system="folders")
    assert there(course) == {place("ada"): book("nested")}
    assert str(found).count("leads out of the archive") == 3 and "is larger than 1 MB" in str(found)
    assert "is called an archive, and is none" in str(found)
    made = {p for p in tmp_path.rglob("*")} - before
    assert all(p.is_relative_to(course.folder) for p in made)


def test_a_password_and_too_many_files_are_told(tmp_path, monkeypatch):
    path = packed(tmp_path / "p.zip", {"ada/x.ipynb": BOOK, "bob/x.ipynb": BOOK})
    data = bytearray(path.read_bytes())
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(sign) + offset] |= 1  # the first entry is locked
    path.write_bytes(bytes(data))
    download = unpacked.Download(path)
    assert [str(f.path) for f in download.files()] == ["bob/x.ipynb"] and "password" in download.notes[0]
    monkeypatch.setattr(unpacked, "MOST_FILES", 1)
    with pytest.raises(CourseError, match="Nothing was"):
        list(unpacked.Download(path).files())


def test_ten_thousand_entries_are_no_bomb_and_one_notebook_among_them_is_found(course, tmp_path):
    files = {f"ada/data/{k}.txt": b"" for k in range(10_000)} | {f"ada/{CHAPTER}.ipynb": book("mine")}
    collect.collect(course, CHAPTER, packed(tmp_path / "many.zip", files), system="folders")
    assert there(course) == {place("ada"): book("mine")}


def test_names_that_systems_put_behind_a_file_are_known():
    for name in (
        "x.ipynb",
        "x (1).ipynb",
        "x-2.ipynb",
        "x - Copy.ipynb",
        "x-Copy1.ipynb",
        "x Kopie (3).ipynb",
        "x副本.ipynb",
    ):
        assert systems.plain_name(name) == "x", name
    found = systems.owner(PurePosixPath("a/b_7_8_9/x.ipynb"), "folders", 1, systems.re.compile(r"b_(?P<student>\d+)_"))
    assert found and found.id == "7"


# Tables

SCORES = [
    Score("ada", 7.5, 8.0, "graded"),
    Score("george", None, 8.0, "not_graded"),
    Score("grace", 0.0, 8.0, "graded"),
]
ROSTER = roster.of_text(
    'id,id number,first_name,last_name,email\nada,71,Ada,"Byron, Countess",a@x\ngeorge,72,George,Boole,g@x\n'
    "grace,73,=Grace,O'Hopper,h@x\n",
    Path("r.csv"),
)


def rows(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_a_plain_table_is_quoted_and_no_mark_is_an_empty_cell():
    data, _notes = tables.plain(CHAPTER, SCORES, ROSTER)
    assert [r[5] for r in rows(data)] == ["score", "7.5", "", "0"]
    assert rows(data)[1][1] == "Byron, Countess" and rows(data)[3][2] == "'=Grace"


CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Other (1),01_introduction (99),Final Grade\n"
    "    Points Possible,,,,,10,,(read only)\n"
    '"Byron, Ada",4711,71,ada,A,3,,x\n"Boole, George",4712,72,george,A,,,y\n"Hopper, Grace",4713,73,grace,A,1,5,z\n'
    '"Student, Test",9,,t,A,,,\n'
)


def test_canvas_gets_its_own_table_back_with_one_column_filled():
    data, notes = tables.canvas(CHAPTER, [*SCORES, Score("eve", 1.0, 8.0, "graded")], ROSTER, CANVAS)
    before, after = list(csv.reader(io.StringIO(CANVAS))), rows(data)
    assert [r[6] for r in after] == ["01_introduction (99)", "8", "7.5", "", "0", ""]
    assert [r[:6] + r[7:] for r in after] == [r[:6] + r[7:] for r in before]
    assert notes == ["eve has a score and no row in the table."]
    fresh, _notes = tables.canvas("week9", SCORES, ROSTER, CANVAS)
    assert rows(fresh)[0][-1] == "week9" and rows(fresh)[2][-1] == "7.5" and rows(fresh)[3][-1] == ""
    with pytest.raises(CourseError, match="no gradebook of Canvas's"):
        tables.canvas(CHAPTER, SCORES, ROSTER, "a,b\n1,2\n")


def test_moodles_worksheet_is_filled_and_without_one_there_is_a_table():
    sheet = "Identifier,Full name,Email address,Status,Grade,Maximum Grade\nParticipant 1,Ada Byron,a@x,Submitted,,8\n" \
            "Participant 2,George Boole,g@x,Submitted,,8\n"  # fmt: skip
    data, notes = tables.moodle(CHAPTER, SCORES, ROSTER, sheet)
    assert [r[4] for r in rows(data)] == ["Grade", "7.5", ""] and notes == [
        "grace has a score and no row in the table."
    ]
    data, _notes = tables.moodle(CHAPTER, SCORES, ROSTER, "")
    assert rows(data) == [["email", "idnumber", CHAPTER], ["a@x", "71", "7.5"], ["g@x", "72", ""], ["h@x", "73", "0"]]
    with pytest.raises(CourseError, match="no grading worksheet"):
        tables.moodle(CHAPTER, SCORES, ROSTER, "a,b\n")


def test_gradescope_gets_a_test_for_each_exercise_and_no_score_where_there_is_none():
    one = marks(12)[3]
    found = json.loads(gradescope.results(one))
    assert [t["score"] for t in found["tests"]] == [e["score"] for e in one["exercises"]] and "score" not in found
    assert {t["status"] for t in found["tests"]} <= {"passed", "failed"}
    lost = one | {"score": None, "exercises": [], "look": [{"text": "why", "cause": "x"}]}
    found = json.loads(gradescope.results(lost))
    assert "tests" not in found and "score" not in found and found["output"] == "why"


def test_feedback_goes_back_under_the_names_that_the_system_gave(course, tmp_path):
    for kind in ("moodle", "canvas"):
        collect.collect(course, CHAPTER, packed(tmp_path / f"{kind}.zip", DOWNLOADS[kind]))
        students = sorted(collect.origins(course)[CHAPTER])
        for student in students:
            (course.pages / student).mkdir(parents=True, exist_ok=True)
            (course.pages / student / f"{CHAPTER}.html").write_text(f"of {student}", "utf-8")
        feedback_archive.write(course, CHAPTER, tmp_path / "f.zip")
        names = zipfile.ZipFile(tmp_path / "f.zip").namelist()
        wanted = {"moodle": f"Ada Byron_1234_assignsubmission_file_/{CHAPTER}.html",
                  "canvas": f"boolegeorge_4712_815003_{CHAPTER}.html"}[kind]  # fmt: skip
        assert wanted in names and len(names) == len(set(names))


def test_nobody_else_enters_a_new_course(tmp_path):
    open_one = tmp_path / "open"
    open_one.mkdir()
    open_one.chmod(0o755)
    for folder, mode in ((tmp_path / "new" / "mycourse", 0o700), (open_one, 0o755)):
        classroom.install(folder)
        assert folder.stat().st_mode & 0o777 == mode


def test_the_commands_say_what_they_did(course, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(course.folder)
    source = packed(tmp_path / "d.zip", DOWNLOADS["moodle"])
    assert main(["class", "collect", CHAPTER, str(source)]) == 0
    assert "moodle: 2 new, 0 newer than before, 0 as before" in capsys.readouterr().out
    for wrong, said in (
        (["collect"], "Which assignment?"), (["collect", CHAPTER], "Which download?"),
        (["collect", "nope", str(source)], "There is no assignment nope"), (["collect", CHAPTER, "no.zip"], "There is no no.zip"),
        (["collect", CHAPTER, __file__], "neither a folder nor a zip"), (["collect", CHAPTER, str(source), "--named", "("], "no expression"),
        (["export", CHAPTER, "--format", "pdf"], "--format is one of"), (["export", "../x"], "can't be an assignment's name"),
        (["export", CHAPTER], "First: kfa class grade"), (["feedback", CHAPTER], "no feedback pages"),
        (["release", CHAPTER], "First: kfa class init"),
    ):  # fmt: skip
        assert main(["class", *wrong]) == 2 and said in capsys.readouterr().err, wrong
    course.marks_file.write_text(json.dumps(marks(12)), "utf-8")
    for kind in ("plain", "moodle", "gradescope"):
        assert main(["class", "export", CHAPTER, "--format", kind]) == 0
    assert len(rows((course.folder / f"{CHAPTER}_plain.csv").read_bytes())) == 13
    assert len(list((course.folder / f"{CHAPTER}_gradescope").glob("*/results.json"))) == 12

"""The evening of an instructor with nbgrader: the commands of docs/instructors.md, and what a class really hands in."""

import contextlib
import csv
import hashlib
import io
import logging
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import nbgrader
import pytest
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from nbgrader.converters import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config, PyFileConfigLoader

from autograder import classroom, cli
from autograder.classroom import download, folder
from autograder.classroom import marks as marks_of
from autograder.classroom.export import COLUMNS, Csv
from autograder.classroom.place import Place
from autograder.classroom.quiet import quiet
from autograder.classroom.tally import Tally
from autograder.exercises import find
from autograder.learner.notebook import hint, solution
from autograder.pools.pool import LocalPool, NotGraded
from helpers.errors import CourseError
from tests import needs
from tests.handed_in import handed_in, right, wrong
from tests.processes import PATIENCE
from tools.execute import environment
from tools.notebook import SOLUTIONS

pytestmark = pytest.mark.filterwarnings("ignore:Object of type")  # SQLAlchemy on nbgrader's gradebook

ROOT = Path(__file__).resolve().parent.parent
CHAPTER, SECOND = "01_introduction", "02_training"
POINTS = {name: find(name).points for name in right(CHAPTER)}
ALL, NONE = POINTS, dict.fromkeys(POINTS, 0)
RIGHT, WRONG = handed_in(CHAPTER, right(CHAPTER)), handed_in(CHAPTER, wrong(CHAPTER))
PARTLY = handed_in(CHAPTER, right(CHAPTER) | {"ex01b": wrong(CHAPTER)["ex01b"]})
OTHER = handed_in(SECOND, {})
RENAMED = f"{CHAPTER} (1).ipynb"


class Course:
    """A course with one assignment, and what its instructor does with it."""

    def __init__(self, root: Path, assignment: str = CHAPTER) -> None:
        self.root, self.assignment = root, assignment
        classroom.install(root)

    def copy(self, root: Path, assignment: str = CHAPTER) -> "Course":
        shutil.copytree(self.root, root)
        return Course(root, assignment)

    def api(self) -> NbGraderAPI:
        config = PyFileConfigLoader(classroom.FILE, path=str(self.root)).load_config()
        config.CourseDirectory.root = str(self.root)
        return NbGraderAPI(CourseDirectory(config=config), config=config)

    def generate(self, *chapters: str) -> "Course":
        source = self.root / "source" / self.assignment
        source.mkdir(parents=True)
        for chapter in chapters or [CHAPTER]:
            shutil.copy(SOLUTIONS / "en" / f"{chapter}.ipynb", source)
        result = self.api().generate_assignment(self.assignment)
        assert result["success"], result
        return self

    def hand_in(self, student: str, data: bytes, name: str = f"{CHAPTER}.ipynb") -> Path:
        path = self.root / "submitted" / student / self.assignment / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        return path

    def autograde(self, student: str = "*", force: bool = False) -> dict:
        """As the command does; the log is that of the command, too."""
        result = self.api().autograde(self.assignment, student, force=force)
        assert "Traceback" not in result["log"], result["log"]
        return result

    def gradebook(self) -> Gradebook:
        return Gradebook(self.api().coursedir.db_url)

    def scores(self, student: str, chapter: str = CHAPTER) -> dict[str, float | None]:
        with self.gradebook() as gradebook:
            found = gradebook.find_submission_notebook(chapter, self.assignment, student)
            return {grade.name.removeprefix("check-"): grade.auto_score for grade in found.grades}

    def table(self) -> dict[str, dict[str, str]]:
        """What `nbgrader export` writes, by student."""
        config = Config()
        config.Csv.to = str(self.root / "grades.csv")
        with self.gradebook() as gradebook:
            Csv(config=config).export(gradebook)
        text = (self.root / "grades.csv").read_bytes().decode("utf-8-sig")
        return {row["student_id"]: row for row in csv.DictReader(io.StringIO(text))}


@pytest.fixture(scope="module", autouse=True)
def _environment(tmp_path_factory):
    needs.sandbox()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment(tmp_path_factory.mktemp("home")).items():
            patch.setenv(name, value)
        patch.setenv("KFA_LANG", "en")
        patch.chdir(tmp_path_factory.mktemp("elsewhere"))
        yield
    marks_of._pool.close()


CLASS = {
    "Müller, Jan": {f"{CHAPTER}.ipynb": PARTLY},
    "王小明": {f"{CHAPTER}.ipynb": RIGHT},
    "ben": {f"{CHAPTER}.ipynb": WRONG},
    "cleo": {RENAMED: RIGHT},
    "dora": {f"{CHAPTER}.ipynb": RIGHT, f"{SECOND}.ipynb": OTHER},
    "eve": {RENAMED: RIGHT, f"{CHAPTER} (2).ipynb": WRONG},
    "fay": {"homework.zip": b"PK\x03\x04"},
}
EXPECTED = {"Müller, Jan": ALL | {"ex01b": 0}, "王小明": ALL, "ben": NONE, "cleo": ALL, "dora": ALL}


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A course whose assignment is generated: it takes seconds, mostly in making the gradebook."""
    return Course(tmp_path_factory.mktemp("class") / "template").generate()


@pytest.fixture(scope="module")
def course(template):
    return template.copy(template.root.with_name("course"))


@pytest.fixture
def fresh(template, tmp_path):
    return template.copy(tmp_path / "course")


@pytest.fixture(scope="module")
def evening(course):
    """The log of the first evening."""
    for student, files in CLASS.items():
        for name, data in files.items():
            course.hand_in(student, data, name)
    result = course.autograde()
    assert not result["success"]  # eve and fay
    return result["log"]


@pytest.fixture
def later(course, evening, tmp_path):
    """The course after the first evening, for a test that goes on with it."""
    return course.copy(tmp_path / "course")


@pytest.mark.parametrize("student", EXPECTED)
def test_the_gradebook_has_the_marks_whatever_a_file_is_named(course, evening, student):
    assert course.scores(student) == EXPECTED[student]
    assert (course.root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb").exists()


def test_the_log_is_a_line_for_each_learner_and_a_summary(course, evening):
    lines = evening.splitlines()
    assert len([line for line in lines if re.search(r"\d / 7  ", line)]) == len(EXPECTED)
    assert "7 / 7  王小明  10 / 10" in evening and "Müller, Jan  8 / 10" in evening
    summary = evening[evening.index(f"{CHAPTER}: ") :]
    assert summary.startswith(f"{CHAPTER}: 5 graded, 2 not graded; 7.6 of 10 points on average")
    lost, seen = summary.split("Look at these:")
    assert "eve: there are several notebooks of this chapter" in lost and "fay: homework.zip is an archive" in lost
    assert f"cleo: {CHAPTER}.ipynb was handed in as {RENAMED}" in seen
    assert f"dora: {SECOND}.ipynb is no notebook of this assignment" in seen
    assert not re.search("Sanitizing|Converting|Writing|Creating|Skipping|SAWarning|above traceback", evening)
    assert len(lines) < 3 * len(CLASS)


def test_nbgraders_own_steps_are_shown_to_who_debugs(capsys):
    for level, wanted in ((logging.INFO, 0), (logging.DEBUG, 1)):
        log = logging.Logger("AutogradeApp", logging.DEBUG)
        handler = logging.StreamHandler(sys.stdout)
        handler.setLevel(level)
        log.addHandler(handler)
        record = log.makeRecord("AutogradeApp", logging.INFO, nbgrader.__file__, 1, "Sanitizing", (), None)
        with quiet(log):
            log.handle(record)
        assert capsys.readouterr().out.count("Sanitizing") == wanted
        log.handle(record)
        assert capsys.readouterr().out.count("Sanitizing") == 1  # other commands of a server that goes on


def test_a_learners_words_do_nothing_to_a_terminal(caplog):
    tally = Tally(CHAPTER, ["a\x1b[2Jda"])
    tally.look("a\x1b[2Jda", "raised \x1b[31m\nValueError")
    tally.not_graded("a\x1b[2Jda", "no \x07 bell")
    tally.tell(logging.getLogger())
    assert "\x1b" not in caplog.text and "\x07" not in caplog.text and "raised �[31m ValueError" in caplog.text


def test_what_is_not_graded_is_no_zero_in_the_table(course, evening):
    table = course.table()
    assert table["Müller, Jan"] | {"score": "8", "max_score": "10", "state": "graded"} == table["Müller, Jan"]
    assert table["王小明"]["score"] == "10" and table["ben"]["score"] == "0"
    assert "eve" not in table and "fay" not in table  # nbgrader has not met them yet


def test_nothing_is_graded_twice_and_nothing_is_told_twice(later):
    log = later.autograde()["log"]
    assert f"{CHAPTER}: 0 graded, 5 as before (--force grades them again), 2 not graded" in log
    assert "cleo:" not in log and "dora:" not in log and "eve:" in log


def test_a_notebook_that_was_handed_in_anew_is_graded_and_told(later):
    with later.gradebook() as gradebook:
        gradebook.find_grade("check-ex01b", CHAPTER, CHAPTER, "ben").manual_score = 1.5
        gradebook.find_comment("ex01b", CHAPTER, CHAPTER, "ben").manual_comment = "Nearly."
        gradebook.db.commit()
    os.utime(later.hand_in("ben", RIGHT), (0, 0))  # an old file, as from an archive
    later.hand_in("cleo", WRONG, RENAMED)
    log = later.autograde()["log"]
    assert f"{CHAPTER}: 2 graded, 3 as before" in log
    assert "ben: Another notebook was handed in since the last grading" in log
    assert later.scores("ben") == ALL and later.scores("cleo") == NONE
    with later.gradebook() as gradebook:
        assert gradebook.find_grade("check-ex01b", CHAPTER, CHAPTER, "ben").score == 1.5
        assert gradebook.find_comment("ex01b", CHAPTER, CHAPTER, "ben").comment == "Nearly."
    assert later.table()["ben"]["state"] == "to_review"


def test_a_page_is_made_anew_with_what_was_written_since(later):
    api = later.api()
    api.coursedir.student_id, api.coursedir.assignment_id = "dora", CHAPTER
    page = later.root / "feedback" / "dora" / CHAPTER / f"{CHAPTER}.html"
    for words in ("Nearly.", "Better now."):
        with later.gradebook() as gradebook:
            gradebook.find_comment("ex01b", CHAPTER, CHAPTER, "dora").manual_comment = words
            gradebook.db.commit()
        GenerateFeedback(coursedir=api.coursedir, config=api.config).start()  # as the command does
        assert words in page.read_text(encoding="utf-8")


# Faults that are nobody's


class _NoWorker(LocalPool):
    def results(self, tasks, data):
        for task in tasks:
            yield task, NotGraded("no memory left")


@contextlib.contextmanager
def no_worker() -> Iterator[None]:
    """No submission can be graded; the worker that is warm stays."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marks_of, "LocalPool", _NoWorker)
        patch.setattr(marks_of, "_pool", marks_of._Warm())
        yield
        marks_of._pool.close()


def test_a_renamed_notebook_that_is_not_graded_has_no_zero(fresh):
    """nbgrader gives 0 where the file of a notebook is missing under its own name."""
    course = fresh
    course.hand_in("cleo", RIGHT, RENAMED)
    with no_worker():
        result = course.autograde()
    assert not result["success"] and "1 not graded" in result["log"] and "cleo was not graded" in result["log"]
    assert course.scores("cleo") == dict.fromkeys(POINTS)
    assert course.table()["cleo"]["score"] == "" and course.table()["cleo"]["state"] == "not_graded"
    assert course.autograde()["success"] and course.scores("cleo") == ALL
    course.hand_in("cleo", WRONG, RENAMED)
    with no_worker():
        assert not course.autograde()["success"] and course.scores("cleo") == ALL


def test_an_assignment_that_was_not_generated_is_one_sentence(template, tmp_path):
    course = template.copy(tmp_path / "course", "week1")
    for student in ("ada", "ben"):
        course.hand_in(student, RIGHT)
    result = course.autograde()
    assert not result["success"] and result["log"].count("\n") == 1
    assert "week1 was not generated yet: nbgrader generate_assignment week1" in result["log"]


def test_what_an_earlier_edition_graded_stays_until_it_is_forced(later):
    """Its notebook doesn't say of which submission it was made."""
    graded = later.root / "autograded" / "dora" / CHAPTER / f"{CHAPTER}.ipynb"
    graded.chmod(0o644)
    graded.write_text(re.sub(r',\s*"submitted": "\w+"', "", graded.read_text()))
    before = later.scores("dora")
    later.hand_in("dora", WRONG)
    assert "0 graded, 1 as before" in later.autograde("dora")["log"] and later.scores("dora") == before
    assert "1 graded" in later.autograde("dora", force=True)["log"] and later.scores("dora") == NONE


# Two chapters in one assignment


def test_an_assignment_may_have_two_chapters(template, tmp_path):
    course = template.copy(tmp_path / "course", "week1").generate(CHAPTER, SECOND)
    for student in ("ada", "ben"):
        course.hand_in(student, RIGHT, RENAMED if student == "ben" else f"{CHAPTER}.ipynb")
    course.hand_in("ada", OTHER, f"{SECOND}.ipynb")
    result = course.autograde()
    assert result["success"] and "2 graded" in result["log"]
    assert course.scores("ada") == course.scores("ben") == ALL
    assert f"ada  {CHAPTER}  10 / 10" in result["log"] and f"ada  {SECOND}  0 / 14" in result["log"]
    assert f"ben: {SECOND}.ipynb is missing" in result["log"] and f"handed in as {RENAMED}" in result["log"]
    course.hand_in("ben", OTHER, f"{SECOND}.ipynb")  # the second one, later
    assert "1 graded, 1 as before" in course.autograde()["log"]


# The table


def test_the_table_is_read_as_it_was_meant(fresh):
    course = fresh
    with course.gradebook() as gradebook:
        gradebook.add_student("Müller, Jan", first_name='Jan "J"', last_name="=1+1", email="jan@example.org")
        gradebook.add_student("王小明")
        gradebook.add_submission(CHAPTER, "王小明")
    table = course.table()
    row = table["Müller, Jan"]
    assert tuple(row) == COLUMNS
    assert row["first_name"] == 'Jan "J"' and row["last_name"] == "'=1+1" and row["email"] == "jan@example.org"
    assert (row["score"], row["state"]) == ("", "missing") and row["max_score"] == "10"
    assert (table["王小明"]["score"], table["王小明"]["state"]) == ("", "not_graded")
    assert (course.root / "grades.csv").read_bytes().startswith(b"\xef\xbb\xbf")  # by which Excel knows UTF-8
    config = PyFileConfigLoader(classroom.FILE, path=str(course.root)).load_config()
    assert config.ExportApp.plugin_class == f"{Csv.__module__}.{Csv.__name__}"


# Downloads


@pytest.mark.parametrize(
    ("path", "student", "name"),
    [
        ("Jan Müller_1234567_assignsubmission_file_/01_introduction.ipynb", "Jan Müller", "01_introduction.ipynb"),
        ("王小明_12_assignsubmission_file/01_introduction (1).ipynb", "王小明", "01_introduction (1).ipynb"),
        ("Müller, Jan_12_assignsubmission_file_01_introduction.ipynb", "Müller, Jan", "01_introduction.ipynb"),
        ("Ada_12_assignsubmission_file_/hw/homework/helpers.py", "Ada", "helpers.py"),
        ("Ada_12_assignsubmission_file_hw/homework/01_introduction.ipynb", "Ada", "01_introduction.ipynb"),
        ("Ada_12_assignsubmission_file_/Eve_13_assignsubmission_file_/x.ipynb", "Ada", "x.ipynb"),
        ("mullerjan_4711_815001_01_introduction.ipynb", "mullerjan_4711", "01_introduction.ipynb"),
        ("mullerjan_LATE_4711_815001_01_introduction-2.ipynb", "mullerjan_4711", "01_introduction-2.ipynb"),
        ("ada_4712_815002_hw/homework/01_introduction.ipynb", "ada_4712", "01_introduction.ipynb"),
        ("ada_4712_815002_hw/Eve_13_assignsubmission_file_/x.ipynb", "ada_4712", "x.ipynb"),
        ("ada_4712_815002_hw/eve_1_2_x.ipynb", "ada_4712", "eve_1_2_x.ipynb"),
        ("Ada_12_assignsubmission_file_/hw/__MACOSX/._01_introduction.ipynb", "", ""),
        ("Ada_12_assignsubmission_file_/.ipynb_checkpoints/01_introduction-checkpoint.ipynb", "", ""),
        ("Ada_12_assignsubmission_file_/hw.zip", "", ""),
        ("Ada_12_assignsubmission_onlinetext_/onlinetext.html", "", ""),
        ("readme.txt", "", ""),
    ],
)
@pytest.mark.parametrize("archive", ["", "submissions/"])
def test_whose_file_it_is_is_told_by_its_outermost_name(path, student, name, archive, monkeypatch):
    monkeypatch.setattr(download.Collector, "_root", lambda _self: "/course/downloaded/01_introduction/extracted")
    found = download.Collector().collect(f"/course/downloaded/01_introduction/extracted/{archive}{path}")
    assert (found or {"student_id": "", "file_id": ""}) == {"student_id": student, "file_id": name}


def test_two_learners_of_one_name_and_two_files_of_one_name_are_told(tmp_path, caplog, monkeypatch):
    monkeypatch.setattr(download.Collector, "_root", lambda _self: str(tmp_path))
    collector = download.Collector()

    def collect(path: str, content: str) -> dict | None:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content)
        return collector.collect(str(file))

    assert collect("Ada_1_assignsubmission_file_/a.ipynb", "1")["student_id"] == "Ada"
    assert collect("Ada_2_assignsubmission_file_/a.ipynb", "2")["student_id"] == "Ada_2"
    assert collect("Ada_2_assignsubmission_file_/b.ipynb", "2")["student_id"] == "Ada_2"
    assert collect("Ada_1_assignsubmission_file_/old/a.ipynb", "1") is None and "two files" not in caplog.text
    assert collect("Ada_1_assignsubmission_file_/older/a.ipynb", "3") is None and "two files" in caplog.text
    assert caplog.text.count("two learners named Ada") == 1


# kfa class init


def init(capsys, *arguments: str) -> str:
    assert cli.main(["class", "init", *arguments]) == 0
    return capsys.readouterr().out


def test_init_makes_the_folder_and_says_what_comes_next(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    said = init(capsys, "my course")
    assert "nbgrader_config.py is written" in said and "kfa class init 'my course' --chapter 01" in said
    said = init(capsys, "my course", "--chapter", "1", "--chapter", "05_models", "--lang", "zh")
    source = tmp_path / "my course" / "source"
    for stem in (CHAPTER, "05_models_are_callable"):
        assert (source / stem / f"{stem}.ipynb").read_bytes() == (SOLUTIONS / "zh" / f"{stem}.ipynb").read_bytes()
    (source / CHAPTER / f"{CHAPTER}.ipynb").write_text("mine")
    said = init(capsys, "my course", "--chapter", "01", "--lang", "en")
    assert "is there already and stays" in said and (source / CHAPTER / f"{CHAPTER}.ipynb").read_text() == "mine"
    steps = said[said.index("Next:") :].splitlines()[1:]
    assert steps[0] == "  cd 'my course'" and all(line.startswith("  kfa class ") for line in steps[1:]) and steps[1:]
    assert cli.main(["class", "init", "my course", "--chapter", "77"]) == 2
    assert "There is no chapter '77'" in capsys.readouterr().err


OLDEST = """\
# nbgrader grades with kfa, in a sandbox: docs/instructors.md in the course's repository says more.
from autograder.classroom import configure

c = get_config()
configure(c)
"""
OLDER = OLDEST + "c.CourseDirectory.course_id = 'physics'\n"
DATABASE = "c.CourseDirectory.db_url = 'postgresql+psycopg://ada:secret@host/kfa'\n"
ADDED = "c.MarkedExporter.memory = 4096  # large pictures\n"


@pytest.mark.parametrize("old", [OLDEST, OLDER, OLDER + DATABASE, OLDER + ADDED, OLDER + DATABASE + "\n" + ADDED])
def test_an_older_configuration_is_renewed_and_what_was_added_stays(tmp_path, old):
    path = tmp_path / classroom.FILE
    path.write_text(old)
    assert classroom.install(tmp_path) == (path, True)
    course = "physics" if "physics" in old else tmp_path.name
    url = "postgresql+psycopg://ada:secret@host/kfa" if DATABASE in old else ""
    kept = old.replace(DATABASE, "").removeprefix(OLDEST).removeprefix(OLDER.removeprefix(OLDEST))
    assert path.read_text() == classroom.text(course, url) + kept
    assert classroom.install(tmp_path) == (path, False)


@pytest.mark.parametrize("changed", ["c = get_config()\n", OLDER.replace("configure(c)\n", ""), "# mine\n" + OLDER])
def test_a_configuration_that_was_changed_by_hand_stays_as_it_is(tmp_path, changed):
    path = tmp_path / classroom.FILE
    path.write_text(changed)
    with pytest.raises(CourseError, match="not changed"):
        classroom.install(tmp_path)
    assert path.read_text() == changed


WRITTEN = {"a1befc449599206e", "a319e7875845274e", "7f79b1c14573b6df"}
"""Digests of the texts that editions of this course have written into folders of classes."""


def test_each_text_that_was_ever_written_is_known():
    """Who changes the text puts the one that it had into `folder._OLDER`, and the new one's digest here."""
    texts = (folder._TEXT, *folder._OLDER)
    assert {hashlib.sha256(text.encode()).hexdigest()[:16] for text in texts} == WRITTEN


# Solutions


def test_a_class_may_keep_solutions_for_later(monkeypatch):
    reference = find("ex01a").reference.rstrip()
    assert solution("ex01a").text == reference
    monkeypatch.setenv("KFA_SOLUTIONS", "off")
    said = solution("ex01a")
    assert "doesn't show solutions yet" in repr(said) and reference not in said._repr_html_()
    hints = [repr(hint("ex01a")) for _turn in find("ex01a").hints]
    assert "hint 3 of 3" in hints[-1] and "solution(" not in hints[-1]
    monkeypatch.setenv("KFA_SOLUTIONS", "on")
    assert solution("ex01a").text == reference and "solution(" in repr(hint("ex01a"))


# The page


def blocks(lang: str) -> list[list[str]]:
    """The commands of the page, block by block."""
    page = (ROOT / "docs" / {"en": "instructors.md", "zh": "instructors.zh.md"}[lang]).read_text(encoding="utf-8")
    found = [block.splitlines() for block in re.findall(r"^```\n(.*?)^```", page, re.MULTILINE | re.DOTALL)]
    return [[line.split(" # ")[0].rstrip() for line in lines] for lines in found]


def test_both_pages_have_the_same_commands():
    def plain(lines: list[str]) -> list[str]:
        return [line.replace(" --lang zh", "") for line in lines]

    english, chinese = blocks("en"), blocks("zh")
    commands = [block for block in english if re.match("kfa|mkdir|nbgrader", block[0])]
    assert len(english) == len(chinese) and len(commands) >= 4
    for ours, theirs in zip(english, chinese, strict=True):
        if ours in commands:
            assert ours == plain(theirs)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_page_shows_what_the_summary_says(tmp_path, monkeypatch, caplog, lang):
    monkeypatch.setenv("KFA_LANG", lang)
    students = {"Müller, Jan": f"{CHAPTER}.ipynb", "cleo": RENAMED, "zed": "hw.zip"}
    places = {}
    for student, name in students.items():
        path = tmp_path / student / CHAPTER / name
        path.parent.mkdir(parents=True)
        path.write_bytes(RIGHT if name.endswith("ipynb") else b"PK")
        places[student] = Place(path.parent, [CHAPTER])
    tally = Tally(CHAPTER, [*students])
    with caplog.at_level("INFO"):
        for student, score in (("Müller, Jan", 8.0), ("cleo", 10.0)):
            for text in places[student].notes:
                tally.look(student, text)
            tally.graded(student, {"chapter": CHAPTER, "score": score, "max_score": 10.0}, logging.getLogger())
        tally.not_graded("zed", places["zed"].reason)
        tally.tell(logging.getLogger())
    said = [line.strip() for record in caplog.records for line in record.getMessage().splitlines()]
    assert said == [line.strip() for line in next(block for block in blocks(lang) if block[0].startswith("1 / 3"))]


class Terminal:
    """Runs commands of the page as they stand there, one after another, in the folder to which they lead."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, command: str) -> str:
        if command.startswith("cd "):
            self.folder /= command.removeprefix("cd ")
            return ""
        env = os.environ | {"PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])}
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        said = done.stdout + done.stderr
        assert done.returncode == 0 and "Traceback" not in said, f"{command}: {said}"
        return said


def archive(files: dict[str, bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w") as file:
        for name, data in files.items():
            file.writestr(name, data)
    return found.getvalue()


DOWNLOADS = {
    "moodle": {
        f"Jan Müller_1234567_assignsubmission_file_/{CHAPTER}.ipynb": RIGHT,
        "王小明_1234568_assignsubmission_file_/hw.zip": archive({f"hw/{RENAMED}": RIGHT, "__MACOSX/hw/._x.ipynb": b""}),
        "Ben_1234569_assignsubmission_onlinetext_/onlinetext.html": b"<p>sorry</p>",
    },
    "flat": {f"Jan Müller_1234567_assignsubmission_file_{CHAPTER}.ipynb": RIGHT},
    "canvas": {
        f"mullerjan_4711_815001_{CHAPTER}.ipynb": RIGHT,
        f"xiaoming_LATE_4712_815002_{CHAPTER}-1.ipynb": RIGHT,
    },
}


@pytest.mark.thorough(
    "each command starts nbgrader anew; the quick tests above do the same in one process, and collect by name"
)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_evening_by_the_commands_of_the_page(tmp_path, lang):
    first = next(block for block in blocks(lang) if block[0].startswith("kfa class init"))
    terminal = Terminal(tmp_path)
    for command in first:
        if "autograde" in command:
            for student in ("Müller, Jan", "王小明"):
                path = terminal.folder / "submitted" / student / CHAPTER / f"{CHAPTER}.ipynb"
                path.parent.mkdir(parents=True)
                path.write_bytes(RIGHT)
        said = terminal.run(command)
        assert "autograde " not in command or "2 / 2" in said
    course = terminal.folder
    for student in ("Müller, Jan", "王小明"):
        page = (course / "feedback" / student / CHAPTER / f"{CHAPTER}.html").read_text(encoding="utf-8")
        assert f'lang="{lang}"' in page
    rows = list(csv.DictReader(io.StringIO((course / "grades.csv").read_bytes().decode("utf-8-sig"))))
    assert [(row["student_id"], row["score"]) for row in rows] == [("Müller, Jan", "10"), ("王小明", "10")]
    graded = next(block for block in blocks(lang) if "--csv" in block[0])[0].replace("DIR", "submitted")
    assert "10.0" in terminal.run(graded)
    rows = list(csv.DictReader(io.StringIO((course / "marks.csv").read_bytes().decode("utf-8-sig"))))
    assert [(row["student"], row["score"]) for row in rows] == [("Müller, Jan", "10"), ("王小明", "10")]


@pytest.mark.thorough(
    "a download is collected and graded by nbgrader's commands; the names alone are collected in quick tests"
)
@pytest.mark.parametrize("kind", DOWNLOADS)
def test_a_download_is_collected_by_the_commands_of_the_page(fresh, tmp_path, monkeypatch, kind):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home" / "Downloads").mkdir(parents=True)
    (tmp_path / "home" / "Downloads" / "submissions.zip").write_bytes(archive(DOWNLOADS[kind]))
    course, terminal = fresh, Terminal(fresh.root)
    for command in next(block for block in blocks("en") if "downloaded/" in block[0]):
        said = terminal.run(command)
    students = sorted(path.name for path in (course.root / "submitted").iterdir())
    assert len(students) == sum("onlinetext" not in name for name in DOWNLOADS[kind])
    assert f"{len(students)} graded; 10.0 of 10" in said


@pytest.mark.thorough("one more start of nbgrader; what an expression gives is nbgrader's own, tested there")
def test_an_expression_of_the_instructors_own_comes_first(fresh):
    course = fresh
    for student in ("ada", "ben"):
        path = course.root / "downloaded" / CHAPTER / "archive" / student / f"{CHAPTER}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(RIGHT)
    command = next(block for block in blocks("en") if "named_regexp" in block[0])[0]
    Terminal(course.root).run(command)
    assert sorted(path.parts[-3] for path in course.root.glob("submitted/*/*/*.ipynb")) == ["ada", "ben"]

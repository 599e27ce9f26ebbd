"""Numbers of each learner's own: drawn from a secret, shown by the notebook, judged alike; whose they are is told."""

import json
import re
import shutil
import unicodedata
from pathlib import Path

import pytest

from autograder.authoring import pack, varied
from autograder.classroom import handout, regrade, with_nbgrader
from autograder.classroom import marks as marks_of
from autograder.classroom.course import Course
from autograder.classroom.roster import Person, Roster
from autograder.cli import main
from autograder.exercises import every, find, register, variants
from autograder.learner.notebook import start
from autograder.pools import grading, own_numbers
from autograder.submissions import causes, clerk, released, submission
from autograder.submissions.judging import drawn as drawn_questions
from helpers import language
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from helpers.language import translate as _
from tests import needs
from tools.notebook import NOTEBOOKS

CHAPTER = "01_introduction"
WANTED = {"ex01a", "ex01c", "ex05b", "ex06a", "ex07b", "ex08a", "ex09c", "ex13a"}
SECRET = bytes(range(32))
VARYING = [e for e in every() if e.variants is not None]


@pytest.fixture(autouse=True)
def _nothing_stays():
    yield
    variants.use({})
    register.forget()
    language.use("en")


def values(exercise, learner: str) -> dict:
    return own_numbers.drawn(SECRET, learner, exercise)


def of(exercise: str, learner: str):
    """The exercise as a learner has it."""
    variants.use({exercise: values(e, learner)} if (e := find(exercise)).variants else {})
    return find(exercise)


def test_these_exercises_differ():
    assert {e.id for e in VARYING} >= WANTED


@pytest.mark.parametrize("exercise", VARYING, ids=lambda e: e.id)
def test_each_place_of_an_exercise_shows_the_learners_numbers(exercise):
    chapter = released.chapter_of(exercise.id)
    texts = [
        text
        for lang in LANGUAGES
        for text in [
            *(s for (name, _k), s in released.cells_of(chapter, lang).items() if variants.of_exercise(exercise, name)),
            *(_(hint, lang) for hint in exercise.hints),
        ]
    ]
    for k in range(12):
        mine = values(exercise, f"learner{k}")
        assert exercise.variants.legal(mine)
        words = exercise.variants.words(mine)
        assert [old for old, _new in words if not any(old in text for text in texts)] == []
        assert not any("{" + name in new for _old, new in words for name in mine)
        reference = of(exercise.id, f"learner{k}").reference
        for value in mine.values():
            assert str(value) in reference


@pytest.mark.thorough("one exercise is judged by other numbers in test_an_answer_is_judged_by_the_learners_own")
@pytest.mark.parametrize("exercise", VARYING, ids=lambda e: e.id)
def test_no_answer_passes_for_other_numbers(exercise):
    for k in range(3):
        mine, other = values(exercise, f"learner{k}"), values(exercise, f"learner{k + 10}")
        answer = of(exercise.id, f"learner{k}").solved()
        assert find(exercise.id).check(answer).correct
        for name, value in other.items():
            if value != mine[name]:
                variants.use({exercise.id: mine | {name: value}})
                assert not find(exercise.id).check(answer).correct


def test_what_is_drawn_is_the_same_at_each_time_and_spread():
    exercise = find("ex01c")
    assert values(exercise, "José") == values(exercise, unicodedata.normalize("NFD", "José"))
    all_ = [values(exercise, f"l{k}") for k in range(400)]
    assert all_ == [values(exercise, f"l{k}") for k in range(400)]
    for name, choices in exercise.variants.choices.items():
        counts = [sum(v[name] == choice for v in all_) for choice in choices]
        assert sum(counts) == 400 and min(counts) > 250 / len(choices)
    assert values(exercise, "l1") == {"first": 16, "second": 48, "activation": "gelu", "pool": 2}  # for ever


def test_an_answer_is_judged_by_the_learners_own():
    check, _hint, solution, _progress = start("en", {"ex01a": {"inputs": 625, "activation": "tanh"}})
    mine = find("ex01a").solved()
    right = check("ex01a", mine)
    assert repr(right).startswith("✓ ex01a")
    assert "From a wrong answer to this task with other numbers" in right._repr_html_()
    assert "(625,)" in solution("ex01a").text and "tanh" in solution("ex01a").text
    start("en")
    found = repr(check("ex01a", mine))
    assert found.startswith("✗ ex01a") and "784" in solution("ex01a").text
    with pytest.raises(CourseError, match="Fetch your notebook again"):
        start("en", {"ex01a": {"inputs": 626, "activation": "tanh"}})


def test_pictures_and_hints_are_the_learners_own():
    mine = {"first": 24, "second": 48, "activation": "gelu", "pool": 3}
    check, hint, _solution, _progress = start("en", {"ex01c": mine, "ex06a": {"width": 40, "title": 72, "body": 28}})
    svg = check.picture("ex01c")._repr_html_()
    assert "filters 24" in svg and "filters 48" in svg and "gelu" in svg and "filters 16" not in svg
    hint("ex06a")
    assert "Embedding(num_words, 40)" in repr(found := hint("ex06a")) and "72 units for the title, 28 for" in repr(
        found
    )
    start("zh", variants.used())
    assert "标题用 72 个单元，正文用 28 个" in repr(hint("ex06a"))


def _course(folder: Path, learners: tuple[str, ...] = ("ada", "bob", "cy"), lang: str = "en") -> Course:
    """A course that has released a chapter to them."""
    course = Course(folder)
    path = folder / "release" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    shutil.copy(NOTEBOOKS / lang / path.name, path)
    (folder / own_numbers.SECRET).write_text(SECRET.hex(), "utf-8")
    handout.write(course, CHAPTER, Roster([Person(name) for name in learners]))
    return course


def handed_out(course: Course, learner: str) -> dict:
    return json.loads((course.folder / "handout" / learner / CHAPTER / f"{CHAPTER}.ipynb").read_bytes())


def sources(book: dict) -> dict[str, str]:
    return {cell["id"]: "".join(cell["source"]) for cell in book["cells"]}


def filled(course: Course, learner: str, whose: str) -> bytes:
    """A learner's notebook with the answers that are right for somebody's numbers."""
    book = handed_out(course, learner)
    for cell in book["cells"]:
        if cell["id"] in ("ex01a", "ex01b", "ex01c"):
            cell["source"] = "import keras\nfrom keras import layers\n" + of(cell["id"], whose).reference
    return json.dumps(book).encode()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_learner_is_handed_a_notebook_that_shows_their_numbers(tmp_path, lang):
    course = _course(tmp_path, lang=lang)
    for learner in ("ada", "bob"):
        mine = values(find("ex01a"), learner)
        cells = sources(handed_out(course, learner))
        assert variants.said_in(cells["setup"]) == {e: values(find(e), learner) for e in ("ex01a", "ex01c")}
        assert cells["setup"].endswith(f'start("{lang}", {json.dumps(variants.said_in(cells["setup"]))})')
        assert f" {mine['inputs']} " in cells["ex01a-task"] and "784" not in cells["ex01a-task"] + cells["ex01a"]
        assert str(of("ex01a", learner).solved()(64, 10).count_params()) in cells["ex01a-task"]
        usual = sources(json.loads((NOTEBOOKS / lang / f"{CHAPTER}.ipynb").read_bytes()))
        assert {k for k in usual if usual[k] != cells[k]} == {"setup", "ex01a-task", "ex01a"}
    assert handed_out(course, "ada") != handed_out(course, "bob")
    before = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    handout.write(course, CHAPTER, Roster([Person(name) for name in ("ada", "bob", "cy", "dan")]))
    after = {p: p.read_bytes() for p in tmp_path.rglob("*") if p.is_file()}
    assert {p for p in after if after[p] != before.get(p)} == {
        tmp_path / own_numbers.RECORD, tmp_path / "handout" / "dan" / CHAPTER / f"{CHAPTER}.ipynb"
    }  # fmt: skip


def test_the_secret_stays_with_the_instructor(tmp_path):
    course = Course(tmp_path)
    made = own_numbers.begun(tmp_path)
    assert own_numbers.begun(tmp_path).secret == made.secret and len(made.secret) == 32
    assert (tmp_path / own_numbers.SECRET).stat().st_mode & 0o077 == 0
    shutil.rmtree(tmp_path)
    _course(tmp_path)
    assert {p.name for p in course.folder.rglob("*") if p.is_file() and SECRET.hex() in p.read_text("utf-8")} == {
        own_numbers.SECRET
    }


def test_a_text_that_was_changed_so_that_it_shows_no_numbers_is_not_handed_out(tmp_path):
    course = _course(tmp_path)
    path = tmp_path / "release" / CHAPTER / f"{CHAPTER}.ipynb"
    path.write_text(path.read_text("utf-8").replace("784 numbers in", "the pixels in"), "utf-8")
    with pytest.raises(CourseError, match=r"ex01a-task .*784 numbers in"):
        handout.write(course, CHAPTER, Roster([Person("ada")]))
    with pytest.raises(CourseError, match="Bring the names first"):
        handout.write(course, CHAPTER, Roster())


def test_another_secret_is_refused_and_explained(tmp_path, monkeypatch):
    _course(tmp_path)
    place = tmp_path / own_numbers.SECRET
    assert own_numbers.read(tmp_path).of("ada", CHAPTER)["ex01a"] == values(find("ex01a"), "ada")
    assert own_numbers.read(tmp_path).of("nobody", CHAPTER) == {} == own_numbers.read(tmp_path).of("ada", "02_training")
    place.write_text("00" * 32, "utf-8")
    with pytest.raises(CourseError, match=r"is not the secret that 01_introduction was handed out with.*from a copy"):
        own_numbers.read(tmp_path)
    place.unlink()
    with pytest.raises(CourseError, match="is missing"):
        own_numbers.begun(tmp_path)
    place.write_text(SECRET.hex(), "utf-8")
    record = tmp_path / own_numbers.RECORD
    kept = record.read_text("utf-8")
    record.write_text(kept.replace(own_numbers.digest(find("ex01a")), "0" * 16), "utf-8")
    with pytest.raises(CourseError, match="ex01a draws its numbers from others"):
        own_numbers.read(tmp_path).of("ada", CHAPTER)
    record.write_text(kept[:40], "utf-8")
    with pytest.raises(CourseError, match="is damaged"):
        own_numbers.read(tmp_path)


def test_a_notebook_is_read_as_it_was_handed_out_to_its_learner(tmp_path):
    course = _course(tmp_path)
    numbers = own_numbers.read(tmp_path)
    book = json.dumps(handed_out(course, "ada")).encode()
    variants.use(numbers.of("ada", CHAPTER), numbers.others("ada", CHAPTER))
    mine = submission.read(CHAPTER, book)
    assert not mine.notes and not mine.texts and not any(cell.own for cell in mine.cells)
    variants.use(numbers.of("bob", CHAPTER), numbers.others("bob", CHAPTER))
    (note,) = submission.read(CHAPTER, book).notes
    assert note.key == submission.OTHERS
    assert causes.others_notebook(note.values["said"])[2].values == {"whose": "ada"}
    assert causes.others_notebook({"ex01a": {"inputs": 1}})[2].key == "look.nobodys_notebook"


def test_whose_numbers_an_answer_is_right_for_is_found():
    exercise = find("ex01a")
    parameters, hidden = exercise.draw(drawn_questions("ex01a", SECRET))
    evidence = of("ex01a", "ada").collect(of("ex01a", "ada").solved(), exercise.asked(parameters))
    others = [values(exercise, name) for name in ("cy", "ada", "dan")]
    assert others[0] != others[1]
    variants.use({"ex01a": values(exercise, "bob")})
    asked = {"exercise": "ex01a", "parameters": parameters, "hidden": hidden, "others": others}
    assert clerk._fits(asked, evidence) == 1
    assert clerk._fits(asked | {"others": others[::2]}, evidence) == -1
    assert variants.used() == {"ex01a": values(exercise, "bob")}


OWN = '''
import keras
from keras import layers

from autograder.authoring import en_zh, exercise

WIDTH = 8
ACTIVATION = "relu"


@exercise(id="my01", arguments=[(3,), (5,)], task=en_zh("{WIDTH} numbers, then {ACTIVATION}. {x}", "{WIDTH} 个数"),
          hints=["An `Input` of {WIDTH}."], variants={"WIDTH": [6, 8, 9], "ACTIVATION": ["relu", "tanh"]})
def build(classes):
    """Of {WIDTH} numbers."""
    inputs = keras.Input((WIDTH,))
    return keras.Model(inputs, layers.Dense(classes, activation=ACTIVATION)(inputs))
'''


def test_exercises_of_ones_own_vary(tmp_path, monkeypatch):
    (tmp_path / "week9.py").write_text(OWN, "utf-8")
    assert main(["exercise", "build", str(tmp_path / "week9.py")]) == 0
    book = json.loads((tmp_path / "en" / "week9.ipynb").read_bytes())
    cells = sources(book)
    assert "8 numbers, then relu. {x}" in cells["my01-task"] and "Of 8 numbers." in cells["my01"]
    assert "keras.Input((8,))" in sources(json.loads((tmp_path / "en" / "solved" / "week9.ipynb").read_bytes()))["my01"]
    pack.use(tmp_path / "week9.kfa")
    usual = find("my01").solved()
    assert find("my01").check(usual).correct
    course = Course(tmp_path)
    shutil.copytree(tmp_path / "en", tmp_path / "release" / "week9", ignore=shutil.ignore_patterns("solved"))
    (tmp_path / own_numbers.SECRET).write_text(SECRET.hex(), "utf-8")
    assert handout.write(course, "week9", Roster([Person("ada"), Person("bob")])) == (2, ["my01"])
    mine = values(find("my01"), "bob")
    place = tmp_path / "handout" / "bob" / "week9"
    cells = sources(json.loads((place / "week9.ipynb").read_bytes()))
    assert f"{mine['WIDTH']} numbers, then {mine['ACTIVATION']}. {{x}}" in cells["my01-task"]
    assert f"Of {mine['WIDTH']} numbers." in cells["my01"] and mine["WIDTH"] != 8
    monkeypatch.chdir(place)
    check, hint, _solution, _progress = start("en", variants.said_in(cells["setup"]))
    assert repr(check("my01", usual)).startswith("✗") and repr(check("my01", find("my01").solved())).startswith("✓")
    assert f"of {mine['WIDTH']}" in repr(hint("my01"))


UNFIT = {
    'variants={"WIDTH": [6, 8, 9],': ('variants={"width": [6, 8, 9],', "capital letters"),
    "[6, 8, 9]": ("[6, 9]", "must say WIDTH"),
    "[6, 8,": ("[8, 8,", "no two alike"),
    '["relu", "tanh"]': ('["relu", print]', "numbers or texts"),
    "keras.Input((WIDTH,))": ("keras.Input((8,))", "does not use WIDTH"),
    'variants={"WIDTH": [6, 8, 9], "ACTIVATION": ["relu", "tanh"]}': ("variants=3", "variants is a dict"),
    '"tanh"]': ('"no such"]', "fails its own check"),
    "activation=ACTIVATION": ("activation='relu' if ACTIVATION else None", "can't tell"),
}


@pytest.mark.parametrize("old", UNFIT, ids=lambda old: UNFIT[old][1])
def test_variants_that_can_not_be_are_told(tmp_path, capsys, old):
    new, said = UNFIT[old]
    assert old in OWN
    (tmp_path / "week9.py").write_text(OWN.replace(old, new), "utf-8")
    assert main(["exercise", "build", str(tmp_path / "week9.py")]) == 2
    assert said in capsys.readouterr().err


def test_a_constant_is_put_in_its_place_in_any_text():
    spec = {"reference": "def f(x):\n    return '中' * N\n", "before": "N = 2\n", "task": {}, "hints": []}
    found = varied.with_values(spec | {"variants": {}}, {"N": 5})
    assert found["reference"].endswith("return '中' * 5\n") and found["before"] == "N = 2\n"


@pytest.mark.thorough("what is drawn, shown, read and judged is tested piece by piece; this grades it")
def test_a_class_with_numbers_of_their_own_is_graded(tmp_path):
    needs.sandbox()
    course = _course(tmp_path)
    peep = f"open({str(tmp_path / own_numbers.SECRET)!r}).read()\n"
    books = {
        "ada": filled(course, "ada", "ada"),
        "bob": filled(course, "bob", "ada"),
        "cy": filled(course, "ada", "ada"),
        "dan": json.dumps(handed_out(course, "ada")).encode(),
    }
    books["ada"] = books["ada"].replace(b'"def count_dense', json.dumps(peep)[:-1].encode() + b"def count_dense")
    for learner, data in books.items():
        path = course.submitted / learner / CHAPTER / f"{CHAPTER}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
    settings = grading.Settings(course.marks_file)
    report = grading.grade(course.submitted, settings)
    marks = {m["student"]: m for m in report.marks}
    scores = {name: [e["score"] for e in m["exercises"]] for name, m in marks.items()}
    assert scores == {"ada": [3, 2, 3, 0], "bob": [0, 2, 0, 0], "cy": [0, 2, 0, 0], "dan": [0, 0, 0, 0]}
    looks = {name: [one["text"] for one in m.get("look", [])] for name, m in marks.items()}
    assert looks["ada"] == [] and len(looks["bob"]) == 2 and len(looks["cy"]) == 3 and len(looks["dan"]) == 1
    assert all("the numbers of ada" in text for name in ("bob", "cy", "dan") for text in looks[name])
    for page in course.pages.rglob("*.html"):
        assert page.parent.name == "ada" or not re.search(rb"\bada\b", page.read_bytes())
    written = [p for p in tmp_path.rglob("*") if p.is_file() and p.name != own_numbers.SECRET]
    assert not any(SECRET.hex().encode() in p.read_bytes() for p in written)
    again, _marks = regrade.preview(course, settings)
    assert again == []
    (tmp_path / own_numbers.SECRET).write_text("11" * 32, "utf-8")
    with pytest.raises(CourseError, match="is not the secret"):
        grading.grade(course.submitted, settings)


@pytest.mark.thorough("test_a_class_with_numbers_of_their_own_is_graded does it with kfa grade")
@pytest.mark.filterwarnings("ignore:Object of type")  # SQLAlchemy on nbgrader's gradebook
def test_nbgraders_autograde_judges_by_the_same_numbers(tmp_path, monkeypatch, request):
    needs.sandbox()
    request.addfinalizer(marks_of._pool.close)
    monkeypatch.setenv("PATH", with_nbgrader.search_path())
    from tests.test_classroom import Course as WithNbgrader

    root = WithNbgrader(tmp_path / "mycourse")
    course = Course(root.root)
    (root.root / own_numbers.SECRET).write_text(SECRET.hex(), "utf-8")
    handout.write(course, CHAPTER, Roster([Person("ada"), Person("bob")]))
    for learner, whose in (("ada", "ada"), ("bob", "ada")):
        root.hand_in(learner, filled(course, learner, whose))
        assert root.autograde(learner)["success"]
    assert root.scores("ada") == {"ex01a": 3, "ex01b": 2, "ex01c": 3, "ex01d": 0}
    assert root.scores("bob") == {"ex01a": 0, "ex01b": 2, "ex01c": 0, "ex01d": 0}
    (root.root / own_numbers.SECRET).write_text("11" * 32, "utf-8")
    root.hand_in("bob", filled(course, "bob", "bob"))
    result = root.autograde("bob")
    assert not result["success"] and "is not the secret" in result["log"] + str(result["error"])

"""What learners hand in: broken notebooks are refused with a reason, altered ones repaired and reported."""

import json
from dataclasses import replace

import pytest
from nbformat import NotebookNode

from autograder.exercises import find
from autograder.feedback.words import sentence
from autograder.pools import inbox
from autograder.sandbox.names import names_of
from autograder.submissions import book, submission
from autograder.submissions import cells as cells_of
from autograder.submissions import places as places_of
from helpers.errors import CourseError
from tests.handed_in import edited, handed_in, place, released, right

CHAPTER = "01_introduction"
DATA = handed_in(CHAPTER, right(CHAPTER))


def keys(answer: submission.Answer) -> list[str]:
    return [note.key for note in answer.notes]


def read(data: bytes = DATA) -> dict[str, submission.Answer]:
    return {a.exercise.id: a for a in submission.read(CHAPTER, data).answers}


def test_an_untouched_notebook_has_no_notes():
    assert [keys(a) for a in read().values()] == [[], [], [], []]


def test_no_check_is_among_the_cells():
    cells = submission.read(CHAPTER, DATA).cells
    assert cells and not [c for c in cells if "check(" in c.source]


@pytest.mark.parametrize("chapter", submission.chapters())
def test_each_exercise_is_asked_at_its_own_check_alone(chapter):
    """A lesson may call `check` on a model of its own, to show what it says: no learner's answer stands there."""
    found = submission.read(chapter, handed_in(chapter, right(chapter))).answers
    assert all([place.by for place in answer.places] == [-1] for answer in found)


def test_only_the_answers_are_the_learners_own():
    assert {c.name for c in submission.read(CHAPTER, DATA).cells if c.own} == {"ex01a", "ex01b", "ex01c", "ex01d"}


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"", "submission.empty"),
        (b"{", "submission.cut"),
        (b"[1, 2]", "submission.not_a_notebook"),
        (b'{"nbformat": 4, "cells": [{"cell_type": "code", "source": {"a": 1}}]}', "submission.not_a_notebook"),
        (b'{"nbformat": 4}', "submission.not_a_notebook"),
        (b"[" * 100_000, "submission.not_a_notebook"),
        (b"\xff\xfe\x00\xd8\x00\xd8", "submission.encoding"),
        (b"x" * (submission.MOST_BYTES + 1), "submission.too_large"),
        (
            json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode(),
            "submission.other_course",
        ),
    ],
    ids=["empty", "cut", "list", "source", "nothing", "deep", "encoding", "large", "other"],
)
def test_what_can_not_be_read_is_refused_with_a_reason(data, key):
    with pytest.raises(submission.Unreadable) as caught:
        submission.read(CHAPTER, data)
    assert caught.value.finding.key == key


def notebook(**more: object) -> dict:
    return json.loads(DATA) | more


def cells(count: int, kind: str = "code", source: str = "x = 1", **more: object) -> dict:
    return notebook(cells=[{"cell_type": kind, "source": source, "metadata": {}, **more}] * count)


HOSTILE = {
    "many cells": (lambda: cells(book.MOST_CELLS + 1), "too_many_cells"),
    "many cells of text": (lambda: cells(20_000, "markdown"), "too_many_cells"),
    "many sheets": (
        lambda: {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": "x"}] * 3000}]},
        "too_many_cells",
    ),
    "much code": (lambda: cells(20, source="#" * 500_000), "too_much_code"),
    "many parts": (lambda: notebook(metadata=[{}] * 1_100_000), "too_many_parts"),
    "many strings": (lambda: notebook(more=[""] * 3_000_000), "too_many_parts"),
    "a list of sheets": (lambda: {"nbformat": 3, "worksheets": [[]]}, "not_a_notebook"),
    "cells by name": (lambda: notebook(cells={"a": {}}), "not_a_notebook"),
    "a cell that is none": (lambda: notebook(cells=[[]]), "not_a_notebook"),
    "a source of numbers": (lambda: cells(1, source=[1, 2]), "not_a_notebook"),
    "a format of its own": (lambda: notebook(nbformat=7), "not_a_notebook"),
    "a format below all": (lambda: notebook(nbformat=-1), "not_a_notebook"),
}


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_takes_too_much_is_refused_in_words(hostile):
    make, key = HOSTILE[hostile]
    with pytest.raises(submission.Unreadable) as caught:
        submission.read(CHAPTER, json.dumps(make()).encode())
    finding = caught.value.finding
    assert finding.key == f"submission.{key}"
    assert "…" not in sentence(finding, "en") and sentence(finding, "zh") != sentence(finding, "en")


@pytest.mark.parametrize(
    "raw",
    [
        b'{"nbformat": ' + b"9" * 100_000 + b"}",
        b'{"nbformat": 4, "cells": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}",
        b'{"nbformat": 4, "cells": "' + b"\\" * 1_000_001 + b'"',
        b'"' + b'\\"' * 1_000_000,
        b"\xff\xfe" * 1000,
    ],
    ids=["digits", "deep", "backslashes", "no end", "bytes"],
)
def test_json_that_is_hard_to_read_is_refused(raw):
    with pytest.raises(submission.Unreadable):
        submission.read(CHAPTER, raw)


def test_whatever_else_a_file_carries_is_not_looked_at():
    """Outputs, attachments, settings, names and keys of any length or depth beside cells that are as they should be."""
    book = json.loads(DATA)
    deep: list = []
    for _ in range(500):
        deep = [deep]
    book["metadata"] |= {"deep": deep, "x" * 10**6: 1, "nbformat": {"a": None}}
    for cell in book["cells"]:
        cell["metadata"] |= {"deep": deep, "tags": [{}, 5, None]}
        cell |= {"attachments": {"a.png": {"image/png": "\ud800" * 1000}}, "prompt_number": "x"}
        if cell["cell_type"] == "code":
            cell["outputs"] = [None, [], {"output_type": [], "data": {"text/plain": [[1]]}}, {"text": "[{," * 10**5}]
    book["cells"].append({"cell_type": "raw", "source": "{" * 10**6, "id": "i" * 10**6, "metadata": []})
    data = json.dumps(book).encode().replace(b'"nbformat": 4', b'"nbformat": 3, "nbformat": 4')
    found = submission.read(CHAPTER, data)
    assert [len(text) for _index, text in found.texts] == [20_000]  # of a learner's own text, what a page can show
    assert replace(found, texts=()) == submission.read(CHAPTER, DATA)


def test_a_notebook_with_long_outputs_is_read():
    """As many lines as 40 MB of text have."""
    book = json.loads(DATA)
    book["cells"][1] |= {"outputs": [{"output_type": "stream", "name": "stdout", "text": ["[1, 2, {3}],\n"] * 400_000}]}
    assert submission.read(CHAPTER, json.dumps(book).encode()) == submission.read(CHAPTER, DATA)


def test_a_check_is_found_in_text_of_any_length():
    text = 'check("ex01a", ' + ") " * 500_000 + "x"
    assert not submission.check_in(NotebookNode(cell_type="code", source=text, metadata={}))
    assert not submission.check_in(NotebookNode(cell_type="code", source=" " * 10**6 + "x", metadata={}))


def test_code_beyond_what_is_parsed_is_run_for_each_answer():
    """Cells that come after half a million characters of code are not looked at: they are run."""
    long = [{"cell_type": "code", "source": "#" + "x" * 29_000, "metadata": {}} for _ in range(18)]
    last = {"cell_type": "code", "source": "y = 1", "metadata": {}}
    found = submission.read(CHAPTER, edited(DATA, lambda all_: [*all_, *long, last]))
    assert len(found.cells) - 1 in found.everywhere and found.cells[-1].suspect
    magics = [{"cell_type": "code", "source": "%time 1\n" * 40, "metadata": {}} for _ in range(45)]
    found = submission.read(CHAPTER, edited(DATA, lambda all_: [*all_, *magics, last]))
    assert found.cells[-1].suspect
    found = submission.read(CHAPTER, edited(DATA, lambda all_: [*all_, *magics[:2], last]))
    assert not found.cells[-1].suspect
    found = submission.read(CHAPTER, edited(DATA, lambda all_: [*all_, last]))
    assert not found.everywhere and not found.cells[-1].suspect


def test_a_notebook_of_format_3_is_read():
    code = [
        {"cell_type": "code", "input": "def build_mlp(): pass", "language": "python", "outputs": [], "collapsed": False}
    ]
    code += [
        {
            "cell_type": "code",
            "input": 'check("ex01a", build_mlp)',
            "language": "python",
            "outputs": [],
            "collapsed": False,
        }
    ]
    old = {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [{"cells": code, "metadata": {}}],
    }
    found = read(json.dumps(old).encode())["ex01a"]
    assert not found.missing and keys(found) == ["submission.cell_moved"]


def test_a_mark_of_the_byte_order_is_no_fault():
    assert not read(b"\xef\xbb\xbf" + DATA)["ex01a"].notes


def without(cell_id: str):
    return edited(DATA, lambda cells: [c for c in cells if c["id"] != cell_id])


def test_a_missing_check_changes_nothing():
    answer = read(without("check-ex01a"))["ex01a"]
    assert keys(answer) == ["submission.check_missing"] and not answer.missing


def places(answer: submission.Answer) -> list[tuple[int, int]]:
    return [(place.asked, place.by) for place in answer.places]


def test_an_altered_check_asks_what_the_original_asks():
    def change(cells):
        next(c for c in cells if c["id"] == "check-ex01a")["source"] = 'check("ex01a", lambda: None)'

    answer = read(edited(DATA, change))["ex01a"]
    assert keys(answer) == ["submission.check_altered"] and places(answer) == places(read()["ex01a"])


def test_what_is_written_in_a_check_is_run_and_what_stood_before_counts_as_well():
    def change(cells):
        next(c for c in cells if c["id"] == "check-ex01a")["source"] = 'build_mlp = None\ncheck("ex01a", build_mlp)'

    whole = submission.read(CHAPTER, edited(DATA, change))
    answer = whole.answers[0]
    assert keys(answer) == ["submission.check_altered"]
    own, written = answer.cells
    assert whole.cells[written].source.strip() == "build_mlp = None" and whole.cells[written].own
    assert places(answer) == [(written + 1, -1), (own + 1, own)]


def test_a_missing_answer_is_told():
    answer = read(without("ex01a"))["ex01a"]
    assert answer.missing and not keys(answer)


def test_an_answer_in_text_is_read_as_code():
    def change(cells):
        next(c for c in cells if c["id"] == "ex01a")["cell_type"] = "markdown"

    whole = submission.read(CHAPTER, edited(DATA, change))
    assert (
        keys(whole.answers[0]) == ["submission.as_text"]
        and "def build_mlp" in whole.cells[whole.answers[0].cells[0]].source
    )

    def fenced(cells):
        cell = next(c for c in cells if c["id"] == "ex01a")
        cell |= {"cell_type": "markdown", "id": "mine", "metadata": {}}
        cell["source"] = f"Here it is:\n\n```python\n{''.join(cell['source'])}\n```\n"

    whole = submission.read(CHAPTER, edited(DATA, fenced))
    assert keys(whole.answers[0]) == ["submission.as_text", "submission.cell_moved"]
    assert not whole.texts


def test_text_that_a_learner_wrote_is_kept_to_be_shown():
    note = {"cell_type": "markdown", "source": "I think that `build_mlp` is right.", "metadata": {}, "id": "mine"}
    found = submission.read(CHAPTER, edited(DATA, lambda all_: [*all_, note]))
    assert [text for _index, text in found.texts] == [note["source"]] and not found.answers[0].notes


def test_an_answer_without_its_metadata_is_found_by_its_name():
    def change(cells):
        cell = next(c for c in cells if c["id"] == "ex01a")
        cell["metadata"], cell["id"] = {}, "mine"

    answer = read(edited(DATA, change))["ex01a"]
    assert not answer.missing and keys(answer) == ["submission.cell_moved"]


def test_two_answers_are_both_asked():
    def change(cells):
        k = next(k for k, c in enumerate(cells) if c["id"] == "ex01a")
        return [*cells[: k + 1], cells[k] | {"id": "again"}, *cells[k + 1 :]]

    answer = read(edited(DATA, change))["ex01a"]
    first, second = answer.cells
    assert keys(answer) == ["submission.cell_doubled"] and places(answer) == [(second + 1, -1), (first + 1, first)]


def test_a_copy_below_the_check_is_asked_beside_it():
    def change(cells):
        cell = next(c for c in cells if c["id"] == "ex01a")
        return [*cells, cell | {"id": "again", "source": "def build_mlp(): raise NotImplementedError()"}]

    whole = submission.read(CHAPTER, edited(DATA, change))
    check, copy = places(whole.answers[0])
    assert check[1] == -1 and copy == (len(whole.cells), len(whole.cells) - 1)


def test_an_answer_below_its_check_is_asked_at_the_end():
    def change(cells):
        cell = next(c for c in cells if c["id"] == "ex01a")
        return [c for c in cells if c is not cell] + [cell]

    whole = submission.read(CHAPTER, edited(DATA, change))
    assert (len(whole.cells), len(whole.cells) - 1) in places(whole.answers[0])


def test_what_another_exercises_cell_says_below_the_check_is_that_ones_affair():
    """Unless the exercise was not answered in its own cell: then all may stand in one."""

    def change(cells, source="def build_mlp(): return 1"):
        next(c for c in cells if c["id"] == "ex01a")["source"] = source
        next(c for c in cells if c["id"] == "ex01c")["source"] += "\ndef build_mlp(): return 2"

    answer = read(edited(DATA, change))["ex01a"]
    assert len(answer.cells) == len(answer.places) == 1 and len(answer.barred) == 1

    def untouched(cells):
        stub = next(c for c in released(CHAPTER).cells if c.id == "ex01a").source
        change(cells, stub)

    assert len(read(edited(DATA, untouched))["ex01a"].places) == 2


# Two exercises that ask for a class of the same name


TWIN = "10_custom_layers"


def twins(change) -> dict[str, submission.Answer]:
    data = edited(handed_in(TWIN, right(TWIN)), change)
    return {a.exercise.id: a for a in submission.read(TWIN, data).answers}


def test_a_copy_of_another_exercises_cell_answers_that_one_alone():
    for metadata in ({"nbgrader": {"grade_id": "ex10b"}}, {}):

        def change(cells, metadata=metadata):
            cell = next(c for c in cells if c["id"] == "ex10b")
            return [*cells, cell | {"id": "copy", "metadata": metadata}]

        found = twins(change)
        assert len(found["ex10a"].cells) == 1 and len(found["ex10b"].cells) == 2
        assert found["ex10b"].cells[1] in found["ex10a"].barred


def test_the_lessons_own_class_is_nobodys_answer():
    """A lesson may have a class of the name that an exercise asks for; where the answer is gone, it is not taken for one."""
    sources = {"lesson": "class CustomDense: pass", "ex10b": "class CustomDense: x = 1"}
    lesson, other = (cells_of.Cell(name, source, own=name != "lesson") for name, source in sources.items())
    names = [names_of(cell.source) for cell in (lesson, other)]
    found = cells_of.Cells(
        [lesson, other], names, {"ex10a": [1], "ex10b": [2]}, exercises=frozenset({"ex10a", "ex10b"})
    )
    answer = places_of.answer(find("ex10a"), [find("ex10b")], found)
    assert not answer.cells and answer.barred == {0}
    answer = places_of.answer(find("ex10b"), [find("ex10a")], found)
    assert answer.cells == (1,) and answer.barred == {0}


def test_one_class_for_both_answers_both():
    found = twins(lambda cells: [c for c in cells if c["id"] != "ex10b"])["ex10b"]
    assert not found.missing and not found.cells


# The folder


@pytest.fixture
def folder(tmp_path):
    place(tmp_path, "ada", CHAPTER, DATA)
    return tmp_path


def problems(folder) -> dict[str, str]:
    return {p.path: p.reason for p in inbox.look(folder)[1]}


def test_submissions_are_found_in_order(folder):
    place(folder, "ben", CHAPTER, DATA)
    place(folder, "ben", "00_setup", DATA)
    found, wrong = inbox.look(folder)
    assert [(h.student, h.chapter) for h in found] == [("ada", CHAPTER), ("ben", "00_setup"), ("ben", CHAPTER)]
    assert not wrong


def test_an_empty_folder_says_what_is_expected(tmp_path):
    with pytest.raises(CourseError, match="01_introduction"):
        inbox.look(tmp_path)
    with pytest.raises(CourseError, match="no folder"):
        inbox.look(tmp_path / "none")


@pytest.mark.parametrize("name", ["a..b", "ab\x1b[31m", "a:b"])
def test_a_name_that_no_student_has(folder, name):
    place(folder, name, CHAPTER, DATA)
    found, wrong = inbox.look(folder)
    assert len(found) == 1 and len(wrong) == 1 and wrong[0].path.isprintable()


def test_one_name_twice(folder):
    place(folder, "Ada", CHAPTER, DATA)
    assert list(problems(folder)) == ["ada"]  # in the order of names, "Ada" is first


def test_another_chapter_and_a_missing_file(folder):
    (folder / "ben" / CHAPTER).mkdir(parents=True)
    (folder / "ben" / "99_other").mkdir()
    (folder / "file").write_text("x")
    assert set(problems(folder)) == {f"ben/{CHAPTER}", "ben/99_other", "file"}


def test_a_link_out_of_the_folder(folder, tmp_path_factory):
    outside = tmp_path_factory.mktemp("outside") / "secret.ipynb"
    outside.write_bytes(DATA)
    path = folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.symlink_to(outside)
    assert "link" in problems(folder)[f"ben/{CHAPTER}"]


def test_a_link_to_what_another_one_handed_in(folder):
    path = folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.symlink_to(folder / "ada" / CHAPTER / f"{CHAPTER}.ipynb")
    (folder / "cleo").mkdir()
    (folder / "cleo" / CHAPTER).symlink_to(folder / "ada" / CHAPTER)
    assert "link" in problems(folder)[f"ben/{CHAPTER}"] and "link" in problems(folder)[f"cleo/{CHAPTER}"]


def test_a_link_in_a_circle(folder):
    path = folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    path.symlink_to(path.name)
    assert "can't be read" in problems(folder)[f"ben/{CHAPTER}"]


def test_a_pipe_is_no_file(folder):
    import os

    path = folder / "ben" / CHAPTER / f"{CHAPTER}.ipynb"
    path.parent.mkdir(parents=True)
    os.mkfifo(path)
    assert "no file" in problems(folder)[f"ben/{CHAPTER}"]

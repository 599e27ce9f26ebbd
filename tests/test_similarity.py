"""Who wrote alike: planted copies come first whatever hides them, what all write weighs nothing, nobody is accused."""

import random
from collections import Counter
from pathlib import Path

from autograder.classroom import own_code, report, similarity, similarity_page
from autograder.classroom.course import Course
from autograder.classroom.own_code import Own, of_source
from autograder.cli import main
from autograder.exercises.exercise import answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.pieces import pieces
from autograder.pools.kept_graphs import KeptGraphs
from helpers import graph
from tests.class_of_many import CHAPTER, disguised, handed_in
from tests.handed_in import handed_in as notebook
from tests.handed_in import place


def own(sources: dict[str, dict[str, str]]) -> list[Own]:
    return [Own(s, CHAPTER, mine, {e: of_source(t) for e, t in mine.items()}) for s, mine in sources.items()]


def test_planted_copies_stand_before_every_honest_pair():
    sources, planted = handed_in(300, 10)
    assert all(sources[a] != sources[b] for a, b in planted)
    found = similarity.pairs(own(sources))
    assert {(p.left, p.right) for p in found[: len(planted)]} == planted


def test_names_comments_and_order_hide_nothing_and_change_nothing():
    sources, _planted = handed_in(3, 0)
    text = sources["learner000"]["ex01a"]
    assert of_source(disguised(text, random.Random(1))) == of_source(text)
    assert of_source("a = f(1)\nb = g(2)\n") == of_source("y = g(2)\nx = f(1)  # first\n")
    assert of_source(text) != of_source(sources["learner001"]["ex01a"])


def test_what_nearly_all_write_weighs_nothing():
    common = "def f():\n    return keras.Model(1, 2)\n"
    sources = {f"s{k}": {"ex01a": common} for k in range(40)}
    assert similarity.pairs(own(sources)) == []


def test_an_equal_mistake_weighs_more_than_equal_code():
    sources = {f"s{k}": {"ex01a": f"a = f({k})\nb = g({k % 2 * k})"} for k in range(20)}
    for a, b in (("s1", "s2"), ("s3", "s4")):
        sources[b] = {"ex01a": sources[a]["ex01a"]}
    told = {"key": "graph.units", "text": "has `units=37`"}
    marks = [
        {"student": s, "chapter": CHAPTER, "exercises": [{"id": "ex01a", "status": "incorrect", "findings": [told]}]}
        for s in ("s3", "s4")
    ]
    first, second = similarity.pairs(own(sources), marks)[:2]
    assert (first.left, first.right) == ("s3", "s4") and first.mistakes == (told["text"],)
    assert (second.left, second.right) == ("s1", "s2") and second.score < first.score


def test_three_who_share_are_a_group():
    sources, _planted = handed_in(60, 0, 5)  # who wrote alike by chance is in no group of theirs
    for copier in ("learner001", "learner002"):
        sources[copier] = sources["learner000"]
    assert similarity.clusters(similarity.pairs(own(sources)))[:1] == [("learner000", "learner001", "learner002")]


def test_a_stub_and_given_cells_count_for_nobody_and_a_bomb_ends_nothing(tmp_path, monkeypatch, capsys):
    course = Course(tmp_path)
    odd = "def build_mlp(hidden_units, num_classes):\n    return keras.Model(mystery(7), mystery('<script>'))\n"
    for student, answers in (("ada", {"ex01a": odd}), ("bob", {"ex01a": odd}), ("cy", {}), ("di", {})):
        place(course.submitted, student, CHAPTER, notebook(CHAPTER, answers))
    place(course.submitted, "eve", CHAPTER, notebook(CHAPTER, {"ex01a": "(" * 100_000}))
    found, mine, _lost = report.alike(course, [], [])
    assert [(p.left, p.right) for p in found] == [("ada", "bob")]
    assert {o.student: set(o.sources) for o in mine if o.student != "eve"} == {
        "ada": {"ex01a"}, "bob": {"ex01a"}, "cy": set(), "di": set(),
    }  # fmt: skip
    assert main(["class", "similarity", str(tmp_path), "--folders", str(tmp_path / "f")]) == 0
    assert [(p.left, p.right) for p in report._pairs(course, [], [])] == [("ada", "bob")]
    monkeypatch.setattr(report, "alike", lambda *_of: ([], [], []))  # what was found stays, until something changes
    assert len(report._pairs(course, [], [])) == 1
    place(course.submitted, "fay", CHAPTER, notebook(CHAPTER, {"ex01a": odd}))
    assert report._pairs(course, [], []) == []
    page = (tmp_path / "alike.html").read_text("utf-8")
    assert "&lt;script&gt;" in page and "<script" not in page and "<mark>" in page and "not that anybody copied" in page
    assert (tmp_path / "f" / "ada" / f"{CHAPTER}_ex01a.py").read_text() == odd and not (tmp_path / "f" / "cy").exists()


def test_one_that_ends_the_reader_is_told_and_the_others_are_read(tmp_path, monkeypatch):
    course = Course(tmp_path)
    for student in ("ada", "bob", "cy"):
        place(course.submitted, student, CHAPTER, notebook(CHAPTER, {"ex01a": f"x = '{student}'"}))
    from autograder.pools import inbox

    submissions, _problems = inbox.look(course.submitted)
    real = own_code._replies

    def dying(waiting):
        for of, reply in zip(waiting, real(waiting), strict=True):
            if of.student == "bob":
                return
            yield reply

    monkeypatch.setattr(own_code, "_replies", dying)
    found, lost = own_code.read(submissions)
    assert [o.student for o in found] == ["ada", "cy"] and [h.student for h in lost] == ["bob"]


def test_the_page_speaks_chinese(monkeypatch):
    monkeypatch.setenv("KFA_LANG", "zh")
    sources, _planted = handed_in(20, 2)
    mine = own(sources)
    page = similarity_page.page("雷同", similarity.pairs(mine), mine).decode()
    assert page.count("<mark>") > 10 and "先看" in page and Path(similarity_page.__file__).exists()


def _built(source: str) -> list[int]:
    """The pieces of what an answer builds."""
    model = answer_of(source, "build")()
    return pieces(canonical(graph.read(model)))


def test_a_graph_is_the_same_in_whatever_words_it_was_written():
    head = "def build():\n    x = keras.Input((4,))\n"
    tail = "    return keras.Model(x, {})\n"
    one = head + "    y = layers.Dense(3, activation='relu', name='a')(x)\n" + tail.format("layers.add([y, y])")
    other = head + "    y = layers.Activation('relu')(layers.Dense(3)(x))\n" + tail.format("y + y")
    assert _built(one) == _built(other) != _built(one.replace("Dense(3", "Dense(5"))
    twice = head + "    y = layers.Dense(3)(layers.Dense(3)(layers.Dense(3)(x)))\n" + tail.format("y")
    assert len(_built(twice)) > len(_built(twice.replace("layers.Dense(3)(layers.Dense(3)(x))", "layers.Dense(3)(x)")))


def test_who_built_alike_in_other_words_stands_first():
    sources, _planted = handed_in(40, 0)
    mine = own(sources)
    graphs = {(o.student, CHAPTER): {"ex01a": [1, 2, 3, 10 + k % 2]} for k, o in enumerate(mine)}
    alike = ("learner003", "learner020")
    before = {(p.left, p.right) for p in similarity.pairs(mine)[:1]}
    for student in alike:
        graphs[student, CHAPTER] = {"ex01a": [1, 2, *range(100, 140)]}
    first = similarity.pairs(mine, (), graphs)[0]
    assert (first.left, first.right) == alike and before != {alike}
    graphs["learner003", CHAPTER] = {"no such exercise": list(range(100, 140))}
    assert (similarity.pairs(mine, (), graphs)[0].left, CHAPTER) != alike


def test_the_work_grows_as_the_class_does():
    counts = []
    for learners in (150, 300):
        features = {
            s: similarity._features(o, {}, {}) for s, o in ((o.student, o) for o in own(handed_in(learners, 10)[0]))
        }
        frequency = Counter(f for of in features.values() for f in of)
        counts.append(len(similarity._linked(features, frequency)))
    assert counts[0] > 300 and counts[1] < 2.6 * counts[0]


def test_what_was_built_is_kept_beside_the_journal_for_its_owner_alone(tmp_path):
    path = tmp_path / "marks.json.graphs"
    kept = KeptGraphs(path)
    kept.keep("ada", CHAPTER, {"ex01a": [1, 2]})
    kept.keep("ada", CHAPTER, {"ex01a": [1, 2]})
    kept.keep("bob", CHAPTER, {"ex01a": [3]})
    assert path.read_bytes().count(b"\n") == 2 and path.stat().st_mode & 0o077 == 0
    path.write_bytes(
        path.read_bytes() + b'{"of": 3}\n[]\nnonsense\n{"of": ["ada", "x"], "graphs": {"e": ["y"]}}\n{"of":'
    )
    assert KeptGraphs(path).found == {("ada", CHAPTER): {"ex01a": [1, 2]}, ("bob", CHAPTER): {"ex01a": [3]}}
    KeptGraphs(tmp_path / "none" / "there").keep("ada", CHAPTER, {"ex01a": [1]})

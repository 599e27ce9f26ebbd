"""Every right answer of every exercise passes, every wrong one is refused with its key, every stub is "not attempted"."""

import re

import keras
import pytest

from autograder.exercises import every, find
from autograder.exercises.exercise import edited
from autograder.feedback.card import Card, card
from autograder.feedback.picture import drawn
from autograder.feedback.words import SENTENCES, sentence
from autograder.learner.notebook import Refused, mark_for_nbgrader
from helpers.errors import CourseError
from tests import answers

EXERCISES = every()


def _decide(exercise, source):
    return exercise.check(exercise.answered(source))


REST = pytest.mark.thorough("the reference, a right answer and wrong ones for each key of the course are quick")
_SEEN: set[str] = set()
DEAR = ("ex03c", "ex06a", "ex08b", "ex12a", "ex12b")
"""Exercises whose answers take seconds: of the right ones, the reference is quick."""


def _quick(exercise, kept):
    """Numbers of the kept answers that are quick: the first right one; a wrong one for each key that no exercise before had."""
    if exercise.unseen:  # of those that train, one
        return {0} if exercise.id == "ex02b" else set()
    if exercise.ticks:  # trains, too
        return {3} if not isinstance(kept[0], str) else set()
    if isinstance(kept[0], str):
        return set() if exercise.id in DEAR else {0}
    keys = [wrong.key for wrong in kept]
    new = [keys.index(key) for key in dict.fromkeys(keys) if key not in _SEEN]
    _SEEN.update(keys)
    return {0, *new}


def _cases(kept):
    return [
        pytest.param(e, answer, id=f"{e.id}-{k}", marks=() if k in quick else REST)
        for e in EXERCISES
        for quick in [_quick(e, kept(e.id))]
        for k, answer in enumerate(kept(e.id))
    ]


@pytest.mark.parametrize("exercise", [pytest.param(e, id=e.id, marks=REST if e.unseen else ()) for e in EXERCISES])
def test_reference_passes(exercise):
    verdict = _decide(exercise, exercise.reference)
    assert verdict.correct and verdict.score == exercise.points, [str(f) for f in verdict.findings]


@pytest.mark.parametrize(("exercise", "source"), _cases(answers.right))
def test_right_answer_passes(exercise, source):
    verdict = _decide(exercise, source)
    assert verdict.correct and verdict.score == exercise.points, [str(f) for f in verdict.findings]
    assert isinstance(mark_for_nbgrader(verdict, exercise.answer), Card)  # no error, no number: all points


@pytest.mark.parametrize(("exercise", "wrong"), _cases(answers.wrong))
def test_wrong_answer_is_refused_with_its_key(exercise, wrong):
    verdict = _decide(exercise, wrong.source)
    assert not verdict.correct and verdict.score < exercise.points
    assert card(verdict, exercise.answer, drawn)._repr_html_()  # the picture shows what the findings are about
    assert verdict.findings[0].key == wrong.key, [str(f) for f in verdict.findings]
    if verdict.score:
        assert mark_for_nbgrader(verdict, exercise.answer) == verdict.score
    else:
        with pytest.raises(Refused, match=re.escape(sentence(verdict.findings[0]))):
            mark_for_nbgrader(verdict, exercise.answer)
    for lang in ("en", "zh"):
        for finding in verdict.findings:
            words = sentence(finding, lang)
            assert "{" not in words and "…" not in words.replace("(…)", ""), words
    assert re.search(r"[\u4e00-\u9fff]", sentence(verdict.findings[0], "zh"))


@pytest.fixture(scope="module")
def lone_inputs():
    """Whether this Keras makes a model with an input that no layer gets; before 3.14 it raises."""
    used, lone = keras.Input((2,)), keras.Input((2,))
    try:
        keras.Model([used, lone], keras.layers.Dense(1)(used))
    except ValueError:
        return False
    return True


@pytest.mark.parametrize(
    ("exercise", "change", "key"),
    [
        ("ex06a", ("body_features, tags]", "body_features]"), "graph.edge_missing"),
        ("ex08a", ("embedding(second)", "embedding(first)"), "texts.same"),
        ("ex08b", ("encoder(second)]", "encoder(first)]"), "similarity.one_text"),
        pytest.param(
            "ex14a",
            (
                '"model": model',
                '"model": keras.Model([a := keras.Input((5,)), keras.Input((5,), name="right")], layers.Dense(1)(a))',
            ),
            "project.loose_input",
            marks=REST,
        ),
    ],
)
def test_an_input_that_no_layer_gets_is_told_where_keras_makes_such_a_model(exercise, change, key, lone_inputs):
    exercise = find(exercise)
    finding = _decide(exercise, edited(exercise.reference, change)).findings[0]
    assert finding.key == (key if lone_inputs else "answer.raised"), str(finding)
    assert lone_inputs or "not connected" in sentence(finding)


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_stub_is_not_attempted(exercise):
    if f"{exercise.answer} = " in exercise.reference:
        pytest.skip("its stub is no function: see the built notebook's test")
    name, indent, head, first = exercise.answer, "", "", ""
    if f"class {name}" in exercise.reference:
        name, indent, head, first = "__init__", "    ", f"class {name}(layers.Layer):\n", "self, "
    stub = f"{head}{indent}def {name}({first}*args, **kwargs):\n{indent}    raise NotImplementedError()\n"
    verdict = _decide(exercise, stub)
    assert verdict.status == "not_attempted" and verdict.score == 0


@pytest.mark.parametrize("exercise", EXERCISES, ids=lambda e: e.id)
def test_exercise_is_complete(exercise):
    assert (
        len(answers.right(exercise.id)) >= 3
        and len(answers.wrong(exercise.id)) >= 6
        and len(exercise.hints) >= 2
        and exercise.points > 0
    )
    assert all(w.key in SENTENCES for w in answers.wrong(exercise.id))
    assert len({exercise.reference, *answers.right(exercise.id)}) == len(answers.right(exercise.id)) + 1


def test_unknown_exercise_names_those_that_there_are():
    with pytest.raises(CourseError, match="ex01a"):
        find("ex99z")
    with pytest.raises(CourseError, match="ex01a, ex01b"):
        find("ex01z")
    with pytest.raises(CourseError):
        find(7)

"""The project of chapter 14: a checklist that is read off whatever is handed in, and a cell that a person marks."""

import keras
import numpy as np
import pytest
from keras import layers
from nbgrader import utils

from autograder.exercises import find
from autograder.feedback.card import card
from autograder.learner.check import Check
from helpers import graph
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from tools.notebook import NOTEBOOKS, SOLUTIONS, decode

TRAINS = pytest.mark.thorough("a model is trained; the judge itself has quick tests")
PROJECT = find("ex14a")


def _graph(pick=lambda one, two: [one, two], shared=True, nested=0):
    """Of a model of two inputs: the outputs that `pick` takes; one layer or two; in a model of so many layers."""
    left, right = keras.Input((5,), name="left"), keras.Input((5,), name="right")
    if nested:
        inner = [layers.Dense(5, name=f"inner_{k}") for k in range(nested)]
        first = second = keras.Sequential([keras.Input((5,)), *inner], name="size")
    else:
        first = layers.Dense(5, name="size")
    second = first if shared else layers.Dense(5)
    return graph.read(((left, right), pick(first(left), second(right))))


def _evidence(model=None, **other):
    """Of a whole project, with what is to be otherwise."""
    items = {
        "model": {"graph": model or _graph()},
        "training": {"compiled": True, "steps": 9, "count": 50, "losses": [0.2, 0.9, 0.8]},
        "file": {"path": "a.keras", "there": True, "archive": True, "same": True},
        "picture": {"kind": "picture", "text": "left right size"},
        "explanation": "left and right go through size, for a reason. " * 5,
    }
    return items | other


def _said(items):
    return [f.key for f in PROJECT.judge(items, {})], [f.key for f in PROJECT.ticks(items, {})]


def test_six_ticks_for_a_whole_project():
    open_, done = _said(_evidence())
    assert open_ == []
    assert done == [f"fact.project_{key}" for key in ("inputs", "shared", "trained", "saved", "loaded", "explained")]


@pytest.mark.parametrize(
    ("other", "key"),
    [
        (
            {"training": {"compiled": True, "steps": 9, "count": 50, "losses": [0.9, 0.9, 0.8]}},
            "project.nothing_learned",
        ),
        (
            {"training": {"compiled": True, "steps": 9, "count": 50, "losses": [float("nan"), 1.0]}},
            "project.nothing_learned",
        ),
        ({"file": {"path": "a.keras", "there": True, "archive": True, "same": False}}, "project.other_outputs"),
        ({"picture": {"kind": "picture", "text": "left only"}}, "project.other_picture"),
        ({"explanation": "left and right go in, two numbers come out. " * 5}, "project.unsaid"),
        ({"explanation": "left、right 经过 size，得到两个数。"}, "project.short_text"),
    ],
)
def test_each_tick_is_lost_alone(other, key):
    open_, done = _said(_evidence(**other))
    assert open_ == [key] and len(done) == 5


def test_what_is_of_no_use_is_better_than_weights_that_overflow():
    losses = [0.4, float("inf"), float("nan")]
    assert _said(_evidence(training={"compiled": True, "steps": 1, "count": 20, "losses": losses}))[0] == []


def test_a_chinese_explanation_may_be_as_short_as_chinese_is():
    text = "left 和 right 是两行数值，先后经过同一个层 size，所以两边的量法完全一样；量得的结果可以直接拿来比较大小，也能看出差多少。"
    assert _said(_evidence(explanation=text))[0] == []


def test_an_input_that_leads_nowhere_and_layers_that_are_called_once_are_told():
    items = _evidence(_graph(lambda one, _two: one))
    assert _said(items)[0] == ["project.loose_input", "project.nothing_common"]
    assert PROJECT.judge(items, {})[0].nodes == (1,)
    assert _said(_evidence(_graph(shared=False)))[0] == ["project.nothing_common"]


def test_a_nested_model_counts_and_one_of_a_single_layer_does_not():
    def alone(one, _two):
        return one

    assert "fact.project_nested" in _said(_evidence(_graph(alone, nested=2)))[1]
    assert "project.nothing_common" in _said(_evidence(_graph(alone, nested=1)))[0]


@TRAINS
def test_what_is_handed_in_early_gets_its_first_ticks():
    found = PROJECT.check(PROJECT.answered('def my_project():\n    return {"model": model}\n'))
    assert found.status == "partial" and found.score == 2
    assert [f.key for f in found.facts] == ["fact.project_inputs", "fact.project_shared"]
    said = repr(card(found, PROJECT.answer))
    assert "✓ 2 inputs" in said and "held_out" in said


@TRAINS
def test_looking_at_a_project_leaves_it_as_it_was():
    handed = PROJECT.answered("def my_project():\n    return project()\n")
    model = handed()["model"]
    before = [np.asarray(v).copy() for v in [*model.variables, *model.optimizer.variables]]
    assert PROJECT.check(handed).correct
    after = [np.asarray(v).copy() for v in [*model.variables, *model.optimizer.variables]]
    assert all(np.array_equal(a, b) for a, b in zip(before, after, strict=True))


def test_a_fault_leaves_no_tick():
    found = PROJECT.check(lambda: {})
    assert found.status == "incorrect" and [f.key for f in found.findings] == ["project.no_model"] and not found.facts


def test_there_is_no_one_picture_of_a_project():
    with pytest.raises(CourseError, match="yours to choose"):
        Check().picture("ex14a")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_report_is_nbgraders_manual_cell(lang):
    """Unanswered it gets nothing by itself; answered it waits for a person."""
    books = [decode((folder / lang / "14_project.ipynb").read_text("utf-8")) for folder in (NOTEBOOKS, SOLUTIONS)]
    cell, solved = (next(c for c in book.cells if c.id == "project-report") for book in books)
    assert utils.is_grade(cell) and utils.is_solution(cell) and not utils.is_locked(cell)
    assert cell.metadata.nbgrader.points == 8 and "SOLUTION" not in cell.source
    assert utils.determine_grade(cell) == (0, 8)
    cell.source = solved.source
    assert utils.determine_grade(cell) == (None, 8)

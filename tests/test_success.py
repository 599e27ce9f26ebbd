"""What a right answer brings with it: what is easily got wrong, and a picture for a finished chapter and course."""

import json
import re

import pytest

from autograder.exercises import every, find
from autograder.feedback import mistakes
from autograder.feedback.keepsake import keepsake
from autograder.feedback.mistakes import mistake
from autograder.learner.notebook import start
from autograder.learner.onward import finished
from autograder.learner.progress import Progress
from tests.mistakes import chosen


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_each_mistake_is_said_and_drawn(lang, monkeypatch):
    monkeypatch.setenv("KFA_LANG", lang)
    known = mistakes._all()
    assert len(known) > 30 and set(known) <= {asked.id for asked in every()}
    for exercise in known:
        said, _picture = mistake(exercise, find(exercise).answer)
        assert said.startswith({"en": "From a wrong answer: ", "zh": "一份错误的答案："}[lang])
        assert "{" not in re.sub("`[^`]*`", "", said), said
    for exercise in ("ex01a", "ex08a"):
        _said, picture = mistake(exercise, find(exercise).answer)
        assert {"en": "look here", "zh": "看这里"}[lang] in picture.svg


def test_what_is_kept_is_what_the_answers_give():
    made = json.loads(json.dumps(chosen(find("ex01c"))))
    kept = dict(mistakes._all()["ex01c"])
    for found in (made, kept):
        found.pop("graph")
        found["values"].pop("layer")
    assert made == kept


def test_a_right_answer_has_it_folded_and_a_wrong_one_not(monkeypatch):
    check, *_others = start("en")
    asked = find("ex01c")
    right = check("ex01c", asked.solved())
    assert "<details><summary>What is easily got wrong here" in right._repr_html_() and "wrong here" not in repr(right)
    wrong = asked.answered(asked.reference.replace("Dense(10)", "Dense(9)"))
    assert "easily got wrong" not in check("ex01c", wrong)._repr_html_()


def test_without_the_file_a_right_answer_is_right(monkeypatch, tmp_path):
    monkeypatch.setattr(mistakes, "PLACE", tmp_path / "none.json")
    mistakes._all.cache_clear()
    assert mistake("ex01a", "build_mlp") == ("", None)
    mistakes._all.cache_clear()


def test_a_finished_chapter_and_a_finished_course_have_a_picture_to_share():
    kept = Progress()
    mine = [e for e in every() if e.id.startswith("ex01")]
    for asked in mine[:-1]:
        kept.record(asked.id, best=asked.points, max=asked.points)
    assert finished(mine[0]) == {}
    kept.record(mine[-1].id, best=mine[-1].points, max=mine[-1].points)
    (picture,) = finished(mine[0]).values()
    assert "01 · " in picture.svg and all(asked.id in picture.svg for asked in mine)
    for asked in every():
        kept.record(asked.id, best=asked.points, max=asked.points)
    assert len(finished(mine[0])) == 2 and "Course finished" in list(finished(mine[0]).values())[1].text


def test_a_title_of_any_length_and_signs_stay_within_the_picture():
    picture = keepsake("<b>" + "很长的标题" * 9, [f"ex{k:02d}a" for k in range(19)])
    assert "<b>" not in picture.svg and picture.svg.count("<rect") == 20 and picture.height > 200

"""Review: three questions from earlier chapters, those first that are due; drawn ones are right at every draw."""

import json
import sys
from datetime import UTC, datetime, timedelta

import pytest

from autograder.cli import main
from autograder.learner import catalogue, drawn, schedule
from autograder.learner.ask import ask
from autograder.learner.progress import Progress
from autograder.learner.review import review
from helpers import language
from helpers.errors import CourseError
from helpers.language import LANGUAGES

NOW = datetime(2026, 12, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("KFA_HOME", str(tmp_path))
    language.use("en")


def names(*arguments, **options) -> list[str]:
    return [item.question.id for item in review(*arguments, **options).items]


def test_a_chapter_opens_with_three_items_of_earlier_ones():
    for chapter in range(2, 15):
        found = names(chapter)
        assert len(found) == 3 and found == names(chapter)
        assert all(name.startswith("drawn-") or int(name[:2]) < chapter for name in found)
    assert names(9) == ["08-which", "07-sum", "drawn-shared-0"]


def test_what_was_missed_comes_first():
    ask("03-folder", 1)
    ask("05-opened", 1)  # right
    assert names(9) == ["03-folder", "08-which", "drawn-shared-0"]
    assert names() == ["03-folder"]


def test_what_was_right_comes_back_after_days():
    ask("05-opened", 1)
    assert names() == [] and "The next question is due on" in repr(review())
    assert names(now=datetime.now(UTC) + timedelta(days=400)) == ["05-opened"]


def test_a_question_comes_back_later_each_time_that_it_is_known():
    known, now, gaps = {}, NOW, []
    for _again in range(4):
        known = schedule.after(known, True, now)
        gaps.append((schedule.due(known) - now).days)
        now = schedule.due(known)
    assert gaps == sorted(gaps) and gaps[0] >= 1 and gaps[-1] > 3 * gaps[0]
    assert schedule.due(schedule.after(known, False, now)) == now


def test_without_the_scheduler_and_with_a_spoilt_card_it_goes_on(monkeypatch):
    assert schedule.due(schedule.after({"card": {"due": 3}}, True, NOW)) > NOW
    assert schedule.due({"due": "tomorrow"}) is None and schedule.due({}) is None
    monkeypatch.setitem(sys.modules, "fsrs", None)
    assert schedule.due(schedule.after({}, True, NOW)) > NOW == schedule.due(schedule.after({}, False, NOW))


def test_a_drawn_question_has_other_numbers_next_time():
    (item,) = [item for item in review(9).items if item.question.id.startswith("drawn-")]
    assert item.question.id == "drawn-shared-0"
    item.choose(item.question.right)
    assert Progress().question("drawn-shared")["count"] == 1
    assert names(9)[-1] != "drawn-shared-0"
    assert catalogue.find("drawn-shared-0").text != catalogue.find("drawn-shared-1").text


@pytest.mark.parametrize("kind", drawn.KINDS)
def test_the_choices_of_a_drawn_question_differ(kind):
    for number in range(60):
        found = catalogue.find(f"drawn-{kind}-{number}")
        assert len({choice for choice, _why in found.choices}) == 3, found


def test_the_right_choices_are_what_keras_says():
    import keras
    from keras import layers

    for number in range(12):
        for kind, of in (("dense", 1), ("conv", 3)):
            text = catalogue.find(f"drawn-{kind}-{number}")
            code, shape = _asked(text.text)
            layer = eval(code, {"layers": layers, **vars(layers)})
            layer.build((None, *shape))
            assert len(shape) == of and str(layer.count_params()) == text.choices[text.right][0]
        text = catalogue.find(f"drawn-shape-{number}")
        code, shape = _asked(text.text)
        out = eval(code, {**vars(layers)})(keras.Input(shape)).shape[1:]
        assert " × ".join(map(str, out)) == text.choices[text.right][0]


def _asked(text: str) -> tuple[str, tuple]:
    code, rest = text.split("`")[1], text.split("`")[2]
    return code, tuple(int(n) for n in "".join(c if c.isdecimal() else " " for c in rest).split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_shown_in_both_languages(lang):
    language.use(lang)
    shown = review(9)
    assert repr(shown).count("ask(") == 3 and shown._repr_html_().count("<details>") == 3
    assert ("复习" in repr(shown)) == (lang == "zh")


def test_nothing_to_review_is_said():
    assert review().items == [] and "nothing to review yet" in repr(review())


@pytest.mark.parametrize("chapter", [-1, 99, "09", 2.5])
def test_a_chapter_that_there_is_not_is_told(chapter):
    with pytest.raises(CourseError, match="from 0 to 14"):
        review(chapter)


def test_the_command_line(capsys, tmp_path):
    ask("03-folder", 1)
    assert main(["review"]) == 0
    told = capsys.readouterr().out
    assert "03-folder" in told and "Choose by its number" in told
    assert json.loads((tmp_path / "progress.json").read_text())["questions"]["03-folder"]["count"] == 1


def test_in_a_terminal_it_asks_until_there_is_a_choice_or_nothing(capsys, monkeypatch):
    for name in ("03-folder", "05-opened"):
        ask(name, 1 + (name == "05-opened"))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    lines = iter(["9", "three", "3", ""])
    monkeypatch.setattr("builtins.input", lambda _prompt: next(lines))
    assert main(["review"]) == 0
    told = capsys.readouterr().out
    assert told.count("from 1 to 3") == 2 and "3: ✓ Right." in told
    assert Progress().question("03-folder")["count"] == 2 and Progress().question("05-opened")["count"] == 1

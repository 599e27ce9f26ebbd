"""`check`, `hint`, `solution`, `progress` as a learner meets them: every mishap is one sentence, nothing is lost."""

import json
import os
import subprocess
import sys
import textwrap
from html.parser import HTMLParser
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder import questions
from autograder.asking.collect import Answer, gather
from autograder.exercises import every, find
from autograder.feedback.ladder import WHOLE
from autograder.feedback.words import SENTENCES, sentence
from autograder.graphs.finding import Finding
from autograder.learner import hints
from autograder.learner.notebook import Refused, hint, progress, solution, start
from autograder.learner.progress import Progress
from helpers.errors import CourseError
from tests import answers

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def check(monkeypatch):
    found, *_others = start("en")
    return found


def _wrong(exercise, place=0):
    asked = find(exercise)
    return asked.answered(answers.wrong(asked.id)[place].source)


def _right(exercise):
    asked = find(exercise)
    return asked.solved()


def test_right_answer_shows_its_points(check):
    card = check("ex01a", _right("ex01a"))
    assert "✓ ex01a" in repr(card) and "3 / 3" in repr(card) and "55,050" in repr(card)
    assert 'class="kfa-card ok"' in card._repr_html_()


def test_wrong_answer_names_the_fault_and_marks_it(check):
    card = check("ex01a", _wrong("ex01a"))
    assert "tanh" in repr(card) and "data:image/svg+xml" in card._repr_html_()
    assert 'check.explore("ex01a")' in repr(card) and 'check.explore("ex01a")' in card._repr_html_()
    assert "explore" not in repr(check("ex01a", _right("ex01a")))


ONE_BY_ONE = [exercise.id for exercise in every() if exercise.one_by_one]


@pytest.mark.parametrize("ladder", ["on", "off"])
@pytest.mark.parametrize("exercise", ONE_BY_ONE)
def test_where_all_faults_together_are_the_solution_one_is_told(check, exercise, ladder, monkeypatch):
    """At each step, with and without the ladder: in words, in the pictures, behind the button, beside a hint."""
    monkeypatch.setenv("KFA_LADDER", ladder)
    asked = find(exercise)
    found = [(asked.check(asked.answered(w.source)).findings, w.source) for w in answers.wrong(exercise)]
    (first, *others), source = max(found, key=lambda pair: len(pair[0]))
    assert others
    for _step in range(WHOLE):
        said = repr(check(exercise, asked.answered(source)))
        assert not any(sentence(other, "en") in said for other in others)
        assert [f.key for f in hints.last[exercise].findings] == [first.key]  # what buttons and hints draw


def test_in_chinese(monkeypatch):
    check, *_others = start("zh")
    card = check("ex01a", _wrong("ex01a"))
    assert "激活函数" in repr(card) and 'lang="zh"' in card._repr_html_()


def test_same_answer_same_card(check):
    answer = _wrong("ex00a")
    assert check("ex00a", answer)._repr_html_() == check("ex00a", answer)._repr_html_()


@pytest.mark.parametrize(
    "answer",
    [None, 3, "text", [], object(), type, print, lambda: None, lambda *a: iter(int, 1), lambda *a: (x for x in [1])],
    ids=["none", "number", "text", "list", "object", "type", "print", "no arguments", "endless iterator", "generator"],
)
def test_any_object_as_an_answer_is_one_sentence(check, answer):
    for exercise in ("ex01a", "ex01b", "ex02a"):
        words = repr(check(exercise, answer))
        assert words.startswith("✗") and len(words.splitlines()) > 1 and "Traceback" not in words


class Lying:
    """An object that lies wherever it can."""

    def __eq__(self, other):
        return True

    def __float__(self):
        return 55050.0

    __index__ = __int__ = lambda self: 55050
    __hash__ = None

    def __repr__(self):
        raise ValueError("no")

    def __array__(self, *args, **kwargs):
        raise MemoryError


def test_lying_object_scores_nothing(check):
    assert "0 / 2" in repr(check("ex01b", lambda sizes: Lying()))


@pytest.mark.parametrize(
    "error", [ValueError("a\nb"), KeyError("x"), SystemExit(3), RecursionError(), MemoryError()], ids=repr
)
def test_an_exception_is_told_with_its_line(check, error):
    def build_mlp(hidden_units, num_classes):
        raise error

    words = repr(check("ex01a", build_mlp))
    assert type(error).__name__ in words and "build_mlp(64, 10)" in words and "raise error" in words


def test_an_endless_loop_is_stopped():
    def count(sizes):
        while True:
            pass

    answer = Answer(count, "count", seconds=0.2)
    verdict = find("ex01b").decide(gather(questions.find("ex01b"), answer, find("ex01b").asked({})))
    assert verdict.status == "timeout" and verdict.findings[0].key == "answer.timeout"


def test_a_learners_except_does_not_swallow_the_time_limit():
    def count(sizes):
        while True:
            try:
                while True:
                    pass
            except Exception:
                pass

    answer = Answer(count, "count", seconds=0.2)
    assert find("ex01b").decide(gather(questions.find("ex01b"), answer, find("ex01b").asked({}))).status == "timeout"


def test_keyboard_interrupt_is_not_swallowed(check):
    def build_mlp(hidden_units, num_classes):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("ex01a", build_mlp)


def test_unknown_exercise_and_language(check):
    with pytest.raises(CourseError, match="ex01a"):
        check("ex01z", None)
    with pytest.raises(CourseError, match="zh"):
        start("fr")


@pytest.mark.parametrize("name", ["", None, 3, _right])
def test_what_names_no_exercise_is_told_in_one_sentence(check, name):
    for asked in (check, solution):
        with pytest.raises(CourseError, match='in quotes, such as "ex01a"'):
            asked(*([name] if name else [])) if asked is check else asked(name or 3)


def test_hints_open_one_by_one_and_stay_open():
    assert "hint 1 of 3" in repr(hint("ex01a")) and "hint 2 of 3" in repr(hint("ex01a"))
    assert "hint 3 of 3" in repr(hint("ex01a")) and 'solution("ex01a")' in repr(hint("ex01a"))


def test_the_second_hint_shows_a_right_graph_beside_the_last_checked_one():
    wrong = next(w for w in answers.wrong("ex04b") if w.key.startswith("graph."))
    check, *_ = start("en")
    check("ex04b", find("ex04b").answered(wrong.source))
    assert "<img" not in hint("ex04b")._repr_html_()
    second = hint("ex04b")
    assert second._repr_html_().count("<img") == 2
    assert repr(second).index("Yours, when last checked") < repr(second).index("A right graph")
    check("ex04b", find("ex04b").solved())
    assert "Yours" not in repr(hint("ex04b")) and "A right graph" in repr(hint("ex04b"))


def test_what_was_found_can_be_looked_into(monkeypatch):
    monkeypatch.setattr("autograder.learner.hints.last", {})
    wrong = next(w for w in answers.wrong("ex04b") if w.key.startswith("graph."))
    check, *_ = start("en")
    with pytest.raises(CourseError, match="Check your answer first"):
        check.explore("ex04b")
    check("ex04b", find("ex04b").answered(wrong.source))
    shown = check.explore("ex04b")
    words = {fact.get("word") for fact in shown.view["nodes"].values()}
    assert words & {"look here"} or "wrong" in str(shown.view["parts"])
    assert not shown.about["beside"]  # what is right is the second hint's to tell
    hint("ex04b"), hint("ex04b")
    assert check.explore("ex04b").about["beside"]
    check("ex04b", find("ex04b").solved())
    assert not check.explore("ex04b").about["beside"]


def test_the_hints_of_a_training_show_no_graph_since_any_may_be_trained():
    assert hint("ex02b") and "<img" not in hint("ex02b")._repr_html_()


def test_solution_is_the_reference():
    card = solution("ex01a")
    assert "keras.Model(inputs, outputs)" in card._repr_html_() and card.text == find("ex01a").reference.rstrip()


def test_progress_survives_a_restart(check):
    check("ex00a", _right("ex00a"))
    check("ex00a", _wrong("ex00a"))
    assert Progress().of("ex00a")["best"] == 1.0
    assert "✓ ex00a" in repr(progress()) and "○ ex01a" in repr(progress())


def test_unreadable_progress_is_set_aside_not_lost(check):
    path = Progress().path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{not json")
    check("ex00a", _right("ex00a"))
    assert json.loads(path.read_text())["exercises"]["ex00a"]["best"] == 1.0
    assert path.with_suffix(".unreadable.json").read_text() == "{not json"


def test_a_home_that_cannot_be_written_does_not_stop_a_check(check, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("KFA_HOME", str(tmp_path / "file" / "home"))
    assert "1 / 1" in repr(check("ex00a", _right("ex00a")))
    assert "can't be saved" in repr(progress())


def test_under_nbgrader_wrong_raises_its_feedback_alone(check, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    with pytest.raises(Refused) as refused:
        check("ex01a", _wrong("ex01a"))
    assert "tanh" in str(refused.value) and refused.value._render_traceback_() == [str(refused.value)]
    assert "3 / 3" in repr(check("ex01a", _right("ex01a")))
    assert capsys.readouterr().err == ""


def test_under_nbgrader_partly_right_is_a_number(check, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert check("ex02d", _wrong("ex02d")) == 2.0


def test_a_warning_of_the_answer_costs_nothing_under_nbgrader(check, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    def parameters(inputs, units):
        import warnings

        warnings.warn("honest", stacklevel=1)
        print("noise", file=sys.stderr)
        return inputs * units + units

    assert "1 / 1" in repr(check("ex00a", parameters)) and capsys.readouterr().err == ""


def test_a_check_run_before_its_answer_says_so():
    shell = InteractiveShell.instance()
    shell.run_cell(
        "from autograder.notebook import start\ncheck, hint, solution, progress = start('en')", store_history=True
    )
    told = []
    shell._showtraceback = lambda etype, error, lines: told.append(lines)
    shell.run_cell('check("ex01a", build_mlp)', store_history=True)
    assert told == [["`build_mlp` is not defined yet: run the cell that defines it, then this one again."]]


def test_script_in_a_name_is_escaped(check):
    from keras import Input, Model, layers

    def build_mlp(hidden_units, num_classes):
        x = Input((784,), name="<script>alert(1)<_script>")
        return Model(x, layers.Dense(3, name="<img src=x onerror=alert(1)>")(x))

    page = check("ex01a", build_mlp)._repr_html_()
    found = []
    reader = HTMLParser()
    reader.handle_starttag = lambda tag, attributes: found.append((tag, {name for name, _value in attributes}))
    reader.feed(page)
    assert "alert(1)" in page
    assert not any(tag == "script" or any(name.startswith("on") for name in names) for tag, names in found)


def test_every_key_has_words_in_both_languages():
    for key in SENTENCES:
        english, chinese = (sentence(Finding(key, {}), lang) for lang in ("en", "zh"))
        assert english != chinese and any("\u4e00" <= c <= "\u9fff" for c in chinese), key


def test_check_never_imports_what_it_does_not_need():
    code = """
        import sys, helpers, autograder, autograder.notebook
        heavy = {"keras", "tensorflow", "matplotlib", "nbgrader", "jupyterlab"} & set(sys.modules)
        assert not heavy, heavy
        import autograder.judging.judge, autograder.graphs.difference, autograder.asking.evidence
        assert not {"IPython", "nbgrader", "jupyter_client"} & set(sys.modules)
    """
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], check=True, env=environment)


@pytest.mark.parametrize(("got", "shown"), [(1000, "1000"), (1500.0, "1500.0"), (1234567.5, "1.23457e+06")])
def test_a_number_in_code_is_written_as_code(got, shown):
    values = {"layer": "a", "op": "B", "place": 0, "option": "input_dim", "got": got, "expected": 2000}
    said = sentence(Finding("graph.config", values), "en")
    assert f"`input_dim={shown}`" in said and "`input_dim=2000`" in said


def test_awkward_values_read_well():
    assert sentence(Finding("graph.input_count", {"got": 1, "expected": 3}), "en").endswith("is 1; it should be 3.")
    shown = sentence(Finding("layer.weights", {"layer": "a", "op": "B", "place": 0, "got": ["b", "c"]}), "en")
    assert shown == "`a` has weights of the shapes `b, c`; they should be `…`."
    surplus = sentence(Finding("graph.surplus", {"layer": "a", "op": "Dense", "place": 2}), "en")
    assert surplus.startswith("`a` (`Dense`)")
    scale = sentence(Finding("rows.scale", {"low": 0.0, "got": 1 / 255}), "en")
    assert scale.startswith("The rows go from 0.0 to 0.00392157. ") and scale.endswith("by 255, once.")
    assert "inf" in sentence(Finding("rows.scale", {"low": 0.0, "got": float("inf")}), "zh")

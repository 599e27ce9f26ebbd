"""What is offered around `why` and `lint`: below a traceback, in a check's words, in a terminal."""

import linecache
import subprocess
import sys
from pathlib import Path

import keras
import pytest
from IPython.core.interactiveshell import InteractiveShell
from keras import layers

from autograder.asking import raised
from autograder.exercises import find
from autograder.feedback.words import sentence
from autograder.learner.explained import in_words, offer
from autograder.learner.script import lint_file
from helpers.errors import CourseError

ROOT = Path(__file__).resolve().parent.parent
BROKEN = """
def build_mlp(width, classes):
    x = keras.Input((784,))
    return keras.Model(x, layers.Add(name="join")([layers.Dense(width)(x), layers.Dense(classes)(x)]))
"""


@pytest.fixture
def shell():
    made = InteractiveShell()
    offer(made)
    offer(made)  # a setup cell that runs twice
    return made


def test_below_a_traceback_of_keras_stands_one_line(shell, capsys):
    shell.run_cell("import keras\nkeras.Sequential([keras.layers.Conv2D(1, 5)])(keras.Input((3, 3, 1)))")
    assert capsys.readouterr().out.count("why() explains this error") == 1


@pytest.mark.parametrize("source", ["1 / 0", "unknown", "1 + 1", "syntax error"])
def test_below_others_stands_none(shell, capsys, source):
    shell.run_cell(source)
    assert "why()" not in capsys.readouterr().out


def answer(source: str):
    linecache.cache["<answer>"] = (len(source), None, [f"{line}\n" for line in source.split("\n")], "<answer>")
    names = {"keras": keras, "layers": layers}
    exec(compile(source, "<answer>", "exec"), names)
    return names["build_mlp"]


def test_a_check_says_why_an_answer_raises():
    with raised.told_by(in_words):
        verdict = find("ex01a").check(answer(BROKEN))
    words = sentence(verdict.findings[0])
    assert verdict.findings[0].key == "answer.raised" and "`join` (`Add`) computes place by place" in words
    assert "in line 4" in words and words.startswith("`build_mlp(")


def test_without_it_the_message_is_keras_own():
    """As where a class is graded: the same finding, and the same points."""
    verdict = find("ex01a").check(answer(BROKEN))
    assert verdict.findings[0].key == "answer.raised" and "incompatible shapes" in sentence(verdict.findings[0])


def test_who_explains_may_fail():
    with raised.told_by(lambda error: 1 / 0):
        assert raised.told(ValueError("x")) == ""
    assert in_words(ZeroDivisionError()) == ""


SCRIPT = """
import keras, numpy as np
model = keras.Sequential([keras.Input((6,)), keras.layers.Dense(8), keras.layers.Dense(3, activation="softmax")])
model.compile("adam", "sparse_categorical_crossentropy")
history = model.fit(np.ones((4, 6)), np.array([0, 1, 2, 3]), epochs=1000)
print("best", min(history.history["loss"]))
"""


def test_a_script_is_run_without_training(tmp_path, capfd):
    path = tmp_path / "train.py"
    path.write_text(SCRIPT, encoding="utf-8")
    assert lint_file(path) == 2
    said = capfd.readouterr()
    assert "activation.none-between" in said.out and "labels.out-of-range" in said.out
    assert "is run now" in said.err and "KeyError" in said.err


@pytest.mark.thorough("a script that runs, and stops later, is among the quick tests")
def test_a_script_that_crashes_is_explained(tmp_path, capfd):
    path = tmp_path / "broken.py"
    path.write_text("import keras\nx = keras.Input((6,))\nkeras.layers.Conv2D(1, 3)(x)\n", encoding="utf-8")
    with pytest.raises(CourseError, match="ended before"):
        lint_file(path)
    assert "wants 4 axes" in capfd.readouterr().err


def test_a_saved_model(tmp_path):
    model = keras.Sequential([keras.Input((6,)), layers.Dense(8, name="first"), layers.Dense(1)])
    model.save(tmp_path / "model.keras")
    assert lint_file(tmp_path / "model.keras") == 1


@pytest.mark.parametrize(("name", "text"), [("none.keras", None), ("model.txt", "x"), ("model.keras", "x")])
def test_a_file_that_is_none(tmp_path, name, text):
    if text:
        (tmp_path / name).write_text(text)
    with pytest.raises(CourseError):
        lint_file(tmp_path / name)


def test_the_command(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "autograder.cli", "lint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2 and "kfa lint model.keras" in done.stderr

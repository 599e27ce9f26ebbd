"""The check in a notebook: which cell ran last and how it ended, which gave each name, what is the lesson's own."""

import os
import subprocess
import sys
import textwrap
import timeit
from pathlib import Path

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell

from autograder.exercises import every, find
from autograder.feedback.insights import INSIGHTS
from autograder.learner import cells, hints, lesson
from helpers.language import use
from tests.processes import PATIENCE

ROOT = Path(__file__).resolve().parent.parent
RIGHT = find("ex01a").reference
TANH = RIGHT.replace('activation="relu")(x)', 'activation="tanh")(x)')
LESSON = "import keras\nfrom keras import layers, ops\ninputs = keras.Input(shape=(784,))"


class Notebook:
    """A notebook that runs in this process; `say` runs a cell and gives what its last line showed."""

    def __init__(self, shell: InteractiveShell) -> None:
        self.shell = shell
        self.told: list[list[str]] = []
        shell._showtraceback = lambda _type, _error, lines: self.told.append(lines)

    def say(self, source: str, cell: str = "") -> str:
        found = self.shell.run_cell(source, store_history=True, cell_id=cell or None)
        return "" if found.result is None else repr(found.result)

    def check(self, exercise: str = "ex01a", name: str = "build_mlp") -> str:
        return self.say(f'check("{exercise}", {name})', f"check-{exercise}")


@pytest.fixture
def notebook(monkeypatch):
    """A kernel in which the chapter was begun, and its lesson run; the shell is forgotten after it."""
    monkeypatch.setattr("autograder.learner.ways.show_buttons", lambda steps, instead=True: None)
    InteractiveShell.clear_instance()
    found = Notebook(InteractiveShell.instance())
    found.say('from autograder.notebook import start\ncheck, hint, solution, progress = start("en")', "setup")
    found.say(LESSON)
    yield found
    InteractiveShell.clear_instance()


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (RIGHT.replace("):", ":", 1), "SyntaxError in line 1"),
        (RIGHT.replace("    x = ", "   x = ", 1), "IndentationError in line 3"),
        (RIGHT + "x == = 3\n", "SyntaxError in line 7"),
    ],
)
def test_a_right_answer_that_was_broken_afterwards_is_not_right(notebook, broken, words):
    notebook.say(RIGHT, "ex01a")
    assert notebook.check().startswith("✓")
    notebook.say(broken, "ex01a")
    said = notebook.check()
    assert said.startswith("○ ex01a") and words in said and "from before is not judged" in said
    notebook.say(RIGHT, "ex01a")
    assert notebook.check().startswith("✓")


def test_a_cell_that_failed_behind_its_answer_is_said_first_and_the_answer_judged(notebook):
    notebook.say(RIGHT + "build_mlp(3)\n", "ex01a")
    first, second = notebook.check().splitlines()[:2]
    assert first.startswith("✓") and "TypeError in line 7, `build_mlp(3)`" in second
    notebook.say("1 / 0")
    said = notebook.check()
    assert "Your last cell, [5], stopped with ZeroDivisionError" in said and said.startswith("✓")


def test_another_exercises_answer_of_the_same_name_is_not_judged(notebook):
    dense = find("ex10a").reference
    notebook.say(dense, "ex10a")
    said = notebook.check("ex10b", "CustomDense")
    assert "still that of ex10a" in said and "not checked" in said
    notebook.say(dense.replace("self.units = units", "self.units = = units"), "ex10b")
    assert "SyntaxError" in notebook.check("ex10b", "CustomDense")
    notebook.say(find("ex10b").reference, "ex10b")
    assert notebook.check("ex10b", "CustomDense").startswith("✓")


def test_what_stands_in_the_chapters_own_text_is_no_answer(notebook, monkeypatch):
    own = lesson.Lesson("01", (lesson.Cell("demo", RIGHT, "lesson"), lesson.Cell("ex01a", "", "answer")))
    monkeypatch.setattr("autograder.learner.check.lesson_of", lambda exercise: own)
    notebook.say(RIGHT, "demo")
    assert "the lesson's own" in notebook.check()
    notebook.say(RIGHT + "# mine\n", "demo")
    assert notebook.check().startswith("✓")


def test_after_a_restart_one_sentence_says_what_to_run(notebook):
    notebook.say("del layers\n" + RIGHT, "ex01a")
    said = notebook.check()
    assert "`layers` is not there yet" in said and "Run All Above" in said and "0 / 3" not in said
    notebook.say("from keras import layers")
    assert notebook.check().startswith("✓")


def test_in_our_kernel_a_check_before_its_chapter_is_one_sentence():
    code = """
        from ipykernel.inprocess.ipkernel import InProcessInteractiveShell as Shell
        from helpers.notebook_kernel import _not_begun
        shell = Shell.instance()
        shell.set_custom_exc((NameError,), _not_begun)
        shell._showtraceback = lambda kind, error, lines: print("TOLD", lines)
        shell.run_cell('check("ex01a", 3)')
        shell.run_cell("other")
    """
    found = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, cwd=ROOT)
    told = [line for line in found.stdout.splitlines() if line.startswith("TOLD")]
    assert "Run All Above" in told[0] and len(told) == 2 and "Run All" not in told[1], found.stderr


def test_a_wrong_use_is_one_sentence(notebook):
    notebook.say("check(ex01a, build_mlp)")
    notebook.say(RIGHT, "ex01a")
    assert "without the brackets" in notebook.say('check("ex01a", build_mlp(3, 4))')
    assert "without the brackets" in notebook.say('check("ex01a", layers.Dense(3))')
    notebook.say('check("ex01a", build_mpl)')
    assert notebook.told[0] == ["The exercise stands in quotes: `check('ex01a', build_mlp)`"]
    assert "`build_mpl` is not defined yet" in notebook.told[1][0]


def test_an_interrupt_names_the_learners_line_and_stops_the_cells_behind(notebook, capsys):
    notebook.say(RIGHT.replace("    inputs", "    raise KeyboardInterrupt\n    inputs", 1), "ex01a")
    notebook.check()
    assert "line 2, `raise KeyboardInterrupt`" in capsys.readouterr().out and notebook.told == [["Interrupted."]]


def test_what_an_answer_prints_stands_below_the_card(notebook, capsys):
    notebook.say(RIGHT.replace("    inputs", "    print('<b>noise')\n    inputs", 1), "ex01a")
    said = notebook.check()
    assert said.index("Correct") < said.index("What your code printed") < said.index("<b>noise")
    page = notebook.shell.user_ns["_"]._repr_html_()
    assert "<details>" in page and "&lt;b&gt;noise" in page


@pytest.mark.parametrize("exercise", ["ex01d", "ex04b", "ex05a", "ex09c", "ex09d", "ex10a", "ex11b"])
def test_what_an_answer_is_given_stands_in_no_line_of_the_learners(notebook, exercise):
    """The check's own cell is a cell, too: it made nothing of what is in the graph."""
    answer = find(exercise).answer
    for path in sorted((ROOT / "tests" / "answers" / exercise).glob("wrong_*.py"))[:3]:
        notebook.say(path.read_text(encoding="utf-8"))
        notebook.say(f'check("{exercise}", {answer})')
        told = str(hints.last[exercise].graph) + str(hints.last[exercise].findings)
        assert "check(" not in told, path.name


def test_an_input_of_the_notebook_is_told(notebook):
    notebook.say(TANH.replace("inputs = keras.Input(shape=(784,))", "start = keras.Input(shape=(784,))"), "ex01a")
    said = notebook.check()
    assert "`build_mlp` uses `inputs`, which it does not make" in said and "from [2]" in said


def test_a_name_that_the_lesson_needs_is_told(notebook, monkeypatch):
    own = lesson.Lesson(
        "01",
        (
            lesson.Cell("a", LESSON, "lesson"),
            lesson.Cell("ex01a", "", "answer"),
            lesson.Cell("b", "inputs.shape", "lesson"),
        ),
    )
    monkeypatch.setattr("autograder.learner.check.lesson_of", lambda exercise: own)
    notebook.say(RIGHT + "inputs = 3\n", "ex01a")
    assert "also gives `inputs` a new value" in notebook.check()
    notebook.say(RIGHT + "other = 3\n", "ex01a")
    assert "new value" not in notebook.check()


def test_a_fault_is_told_step_by_step_and_at_once_where_that_is_off(notebook, monkeypatch):
    notebook.say(TANH, "ex01a")
    place, kind, mend = notebook.check(), notebook.check(), notebook.check()
    line = 'Line 4, `x = layers.Dense(hidden_units, activation="tanh")(x)`,'
    assert all(line in said and "2 of 3 layers as they should be" in said for said in (place, kind, mend))
    assert "activation that" not in place and "`relu`" not in kind and "activation that" in kind
    assert "it should be `relu`" in mend and 'hint("ex01a")' in place and 'check.explore("ex01a")' in place
    notebook.say(RIGHT, "ex01a")
    assert "1 of 4 in this chapter. Next: ex01b." in notebook.check()
    notebook.say(TANH, "ex01a")
    monkeypatch.setenv("KFA_LADDER", "off")
    assert "it should be `relu`" in notebook.check()


@pytest.mark.parametrize("source", ["exec({!r})", "%%time\n{}", "if True:\n    exec({!r})"])
def test_answers_of_odd_origin_are_judged(notebook, source):
    notebook.say(source.format(RIGHT), "ex01a")
    assert notebook.check().startswith("✓")


def test_it_works_without_events_and_beside_a_reload(notebook, monkeypatch):
    import importlib

    importlib.reload(cells)
    notebook.say('check, hint, solution, progress = start("en")')
    notebook.say(RIGHT, "ex01a")
    assert notebook.check().startswith("✓")
    assert [run.source for run in cells.known().runs].count(RIGHT) == 1
    monkeypatch.setattr("IPython.get_ipython", lambda: object())
    assert cells.record() is None


def test_beside_autoreload_an_answer_is_judged_as_it_was_run(notebook):
    notebook.say("%load_ext autoreload\n%autoreload 2")
    for source, mark in ((RIGHT, "✓"), (TANH, "✗"), (RIGHT, "✓")):
        notebook.say(source, "ex01a")
        assert notebook.check().startswith(mark)
    assert notebook.told == []


def test_a_cell_that_is_edited_while_it_runs_is_told_as_it_ran(notebook):
    """What the front end shows is newer than what the kernel has: lines and code are those that ran."""
    notebook.say(TANH, "ex01a")
    assert 'Line 4, `x = layers.Dense(hidden_units, activation="tanh")(x)`' in notebook.check()
    known = cells.known()
    info = type("Info", (), {"raw_cell": RIGHT, "cell_id": "ex01a", "silent": False, "store_history": True})
    known.begin(info)
    info.raw_cell = RIGHT + "x == = 3"  # the learner types on
    exec(RIGHT, notebook.shell.user_ns)
    known.end(type("Result", (), {"execution_count": 9}))
    assert known.last.source == RIGHT and known.gave["build_mlp"] is known.last
    assert notebook.check().startswith("✓")


def test_of_two_notebooks_on_one_kernel_each_has_the_answer_that_ran_last(notebook):
    """The same chapter twice has the same cells; what the other notebook gave anew is what is there."""
    begun = 'from autograder.notebook import start\ncheck, hint, solution, progress = start("en")'
    notebook.say(RIGHT, "ex01a")
    notebook.say(begun, "setup")
    assert notebook.check().startswith("✓")
    notebook.say(find("ex02a").before + "\n" + TANH, "ex01a")
    assert "tanh" in notebook.check()
    notebook.say(RIGHT, "another-cell")
    assert notebook.check().startswith("✓")
    begins = [getattr(c, "__func__", None) for c in notebook.shell.events.callbacks["pre_run_cell"]]
    assert begins.count(cells.Cells.begin) == 1  # recorded once, though begun twice


@pytest.mark.thorough(
    "starts nbconvert, its kernel and two interpreters; the same cells run in this process in quick tests"
)
def test_run_by_nbconvert_or_as_a_script_the_check_says_the_same(tmp_path):
    broken = RIGHT.replace("):", ":", 1)
    begun = 'from autograder.notebook import start\ncheck, hint, solution, progress = start("en")\n' + LESSON
    call = 'check("ex01a", build_mlp)'
    texts = [begun, RIGHT, call, TANH, call, broken, call]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in texts])
    nbformat.write(notebook, tmp_path / "mine.ipynb")
    command = [
        "-m",
        "nbconvert",
        "--to",
        "notebook",
        "--execute",
        "--allow-errors",
        "--output",
        "run.ipynb",
        "mine.ipynb",
    ]
    env = os.environ | {"PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, *command], cwd=tmp_path, env=env, check=True, capture_output=True, timeout=PATIENCE)
    ran = nbformat.read(tmp_path / "run.ipynb", 4).cells
    said = ["".join(o["data"].get("text/plain", "") for o in c.outputs if "data" in o) for c in ran]
    assert said[2].startswith("✓") and "Line 4" in said[4] and "SyntaxError" in said[6], said
    script = "\n".join([begun, RIGHT, f"print({call})", TANH, f"print({call})"])
    (tmp_path / "mine.py").write_text(script)
    for program in (["mine.py"], ["-m", "IPython", "mine.py"]):
        found = subprocess.run(
            [sys.executable, *program], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=PATIENCE
        )
        assert found.returncode == 0 and "✓ ex01a" in found.stdout and "tanh" in found.stdout, found


def test_hints_of_the_exercise_checked_last(notebook, monkeypatch):
    monkeypatch.setattr("autograder.learner.hints.last", {})
    notebook.say("hint()")
    assert "Of which exercise?" in notebook.told[0][0]
    notebook.say(TANH, "ex01a")
    notebook.check()
    assert "ex01a" in notebook.say("hint()")


def test_no_patch_stays_and_a_run_is_cheap():
    from keras.src.ops.node import Node

    before = Node.__init__
    with pytest.raises(ZeroDivisionError), __import__("autograder.asking.lines", fromlist=["x"]).taken_down():
        assert Node.__init__ is not before
        _ = 1 / 0
    assert Node.__init__ is before
    space = {f"name{k}": k for k in range(500)}
    recorder = cells.Cells(type("Shell", (), {"user_ns": space}))
    info = type("Info", (), {"raw_cell": "x = 1", "cell_id": "a", "silent": False, "store_history": True})
    calls = timeit.timeit(lambda: (recorder.begin(info), recorder.end(None)), number=20) / 20
    assert recorder.runs and calls < 1  # seconds: benchmarks/judge.py measures it


def test_lessons_of_all_chapters_are_known():
    use("en")
    for exercise in ("ex01a", "ex07b", "ex13a"):
        found = lesson.lesson_of(exercise)
        assert found.stem[:2] == exercise[2:4] and "keras" in found.names_above(exercise)
        assert exercise in {cell.id for cell in found.cells if cell.kind == "answer"}
    assert lesson.lesson_of("ex99a").cells == ()


def test_every_exercise_has_an_insight():
    assert set(INSIGHTS) == {exercise.id for exercise in every()}


def test_a_finished_chapter_leads_to_the_next(notebook):
    notebook.say(find("ex00a").reference, "ex00a")
    notebook.check("ex00a", "parameters")
    page = notebook.shell.user_ns["_"]._repr_html_()
    assert 'href="01_introduction.ipynb"' in page and "The chapter is done" in page
    notebook.say(RIGHT, "ex01a")
    notebook.check()
    assert "href=" not in notebook.shell.user_ns["_"]._repr_html_()


def test_of_endless_prints_a_part_is_kept(notebook):
    notebook.say(
        RIGHT.replace("    inputs", "    for _ in range(9_000):\n        print('x' * 99)\n    inputs", 1), "ex01a"
    )
    assert 5_000 < len(notebook.check()) < 30_000


def test_a_line_that_leads_nowhere_is_told_and_those_of_nested_models_are_not(notebook, monkeypatch):
    monkeypatch.setenv("KFA_LADDER", "off")
    notebook.say(RIGHT.replace('activation="relu")(x)', 'activation="relu")(inputs)'), "ex01a")
    assert "gets `inputs`; it should get what line 3 gives" in notebook.check()
    notebook.say(TANH.replace("    x = ", "    y = layers.Dense(5)(inputs)\n    x = ", 1), "ex01a")
    said = notebook.check()
    assert "tanh" in said and "Nothing uses what line 3 makes, `y = layers.Dense(5)(inputs)`" in said
    notebook.say(find("ex13a").before)
    wrong = find("ex13a").reference.replace("[from_ticket, from_article])\n", "[from_ticket, from_ticket])\n")
    notebook.say(wrong, "ex13a")
    said = notebook.check("ex13a", "build_capstone")
    assert "Nothing uses" not in said and "gets `encoder(ticket)` twice" in said
    notebook.say(
        find("ex06a").reference.replace('{"priority": priority, "department": department}', "[priority, department]"),
        "ex06a",
    )
    assert "keys `department` and `priority`." in notebook.check("ex06a", "build_ticket_router")

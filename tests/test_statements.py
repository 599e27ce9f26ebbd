"""A cell in a kernel of ours: what can't exist there ends its own statement, a shell's commands and magics end nothing."""

import builtins

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from autograder.questions.warm import WarmCourse
from autograder.sandbox import kernel, statements


@pytest.fixture(scope="module")
def shell():
    before = builtins.input, InteractiveShell._instance
    config = Config()
    config.HistoryManager.enabled = False
    made = kernel.Shell(config=config)
    builtins.input = kernel._no_keyboard
    yield made
    builtins.input, InteractiveShell._instance = before


def run(shell, code: str) -> tuple[dict, list[str], str]:
    """The names that a cell defined, its errors that were passed over, and the one that ended it."""
    shell.user_ns.clear()
    shell.init_user_ns()
    known = set(shell.user_ns)
    with kernel._capturing(shell):
        result, absent = statements.run(shell, code)
    error = result.error_before_exec or result.error_in_exec
    found = {name: value for name, value in shell.user_ns.items() if name not in known}
    return found, [type(one).__name__ for one in absent], type(error).__name__ if error else ""


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import seaborn_that_is_not_here\ny = 1", ["ModuleNotFoundError"]),
        ("import seaborn_that_is_not_here as sns; y = 1", ["ModuleNotFoundError"]),
        ("from google.colab import drive\ndrive.mount('/content')\ny = 1", ["ModuleNotFoundError", "NameError"]),
        ("name = input('Your name: ')\ny = 1", ["EOFError"]),
        ("open('/content/drive/a.txt')\ny = 1", ["FileNotFoundError"]),
        ("import os\nos.chdir('/content')\ny = 1", ["FileNotFoundError"]),
        ("%no_such_magic\ny = 1", ["UsageError"]),
        ("@absent\ndef f(): pass\nimport absent_module\ny = 1", None),  # a name that nobody gives: an error as ever
        ("import absent_a\nimport absent_b\n\n\ny = 1\n", ["ModuleNotFoundError"] * 2),
        ("import absent_a\n\n@staticmethod\ndef y():\n    return 1", ["ModuleNotFoundError"]),
        ("try:\n    import absent_a\nexcept ImportError:\n    y = 1", []),
        ("def f():\n    import absent_a\nf()\ny = 1", ["ModuleNotFoundError"]),
        ("raise ConnectionError('no network')\ny = 1", ["ConnectionError"]),
        ("import matplotlib\nmatplotlib.use('no such')\ny = 1", None),
        ("1 / 0\ny = 1", None),
        ("import os\nos.no_such_function()\ny = 1", None),
        ("from os import no_such_name\ny = 1", ["ImportError"]),  # another version of the package may have it
        ("import os\nos.environ['NO_SUCH_VARIABLE']\ny = 1", ["KeyError"]),
        ("{}['NO_SUCH_VARIABLE']\ny = 1", None),
        ("y = 1 +", None),
        ("print(1)\nnonsense\ny = 1", None),
    ],
)
def test_what_is_not_here_ends_its_own_statement(shell, code, absent):
    found, passed, error = run(shell, code)
    if absent is None:
        assert "y" not in found and error
    else:
        assert "y" in found and passed == absent and not error


def test_the_lines_of_later_errors_are_those_of_the_cell(shell):
    with kernel._capturing(shell):
        result, _absent = statements.run(shell, "import absent_a\n\nx = 1\n1 / 0")
    told = WarmCourse().told(result.error_in_exec)
    assert (told["type"], told["line"], told["code"]) == ("ZeroDivisionError", 4, "1 / 0")


def test_many_statements_are_not_passed_over_for_ever(shell):
    _found, passed, error = run(shell, "\n".join(f"import absent_{k}" for k in range(200)))
    assert len(passed) == statements._MOST and error == "ModuleNotFoundError"


@pytest.mark.parametrize("line", ["!ls", "!no-such-command", "files = !ls", "%matplotlib widget", "%pwd", "%time 1"])
def test_commands_and_magics_end_nothing(shell, line):
    found, passed, error = run(shell, f"{line}\ny = 1")
    assert "y" in found and not passed and not error


def test_a_command_says_what_it_says(shell):
    with kernel._capturing(shell):
        statements.run(shell, "x = 5\n!echo {x}; no-such-command")
    said = "".join(shell.shown.outputs[0]["text"])
    assert said.startswith("5\n") and "no-such-command" in said  # why not, each system says in its own words
    found, _passed, _error = run(shell, "lines = !echo a; echo b")
    assert found["lines"] == ["a", "b"]

"""The house: which room may call which, no circle, no module that was two, and what the sandbox's own process has loaded."""

import ast

import pytest

from tools import house
from tools.house import ROOT, arrows, imported, modules, room

LONGEST = 300
FLOORS = {
    "helpers": (),
    "graphs": ("helpers",),
    "sandbox": ("helpers",),
    "asking": ("helpers", "graphs"),
    "judging": ("helpers", "graphs", "asking"),
    "questions": ("helpers", "graphs", "asking"),
    "feedback": ("helpers", "graphs", "judging"),
    "comparing": ("helpers", "graphs", "feedback"),
    "doubts": ("helpers", "graphs", "asking", "feedback"),
    "errors": ("helpers", "asking", "feedback"),
    "exercises": ("helpers", "graphs", "asking", "judging", "questions"),
    "authoring": ("helpers", "judging", "graphs", "questions", "feedback", "exercises"),
    "learner": ("helpers", "graphs", "asking", "judging", "doubts", "errors", "exercises", "feedback", "authoring"),
    "submissions": ("helpers", "graphs", "judging", "exercises", "feedback", "authoring", "sandbox"),
    "pools": ("helpers", "graphs", "questions", "exercises", "sandbox", "submissions"),
    "classroom": ("helpers", "exercises", "authoring", "feedback", "sandbox", "submissions", "pools"),
    "cli": ("helpers", "authoring", "comparing", "learner", "pools", "classroom"),
    "notebook": ("learner",),
    "tools": ("helpers", "doubts"),
}
"""Each room and those that it may call, all of them on a floor below: none stands above a room that it is called by."""


def test_arrows_run_down():
    floors = list(FLOORS)
    assert all(floors.index(below) < floors.index(name) for name, calls in FLOORS.items() for below in calls)
    wrong = [
        f"{module} imports {other}"
        for module in modules()
        if module != "autograder"  # its doors are opened late, and by name
        for other in imported(module)
        if room(other) not in (room(module), *FLOORS[room(module)])
    ]
    assert not wrong


def test_graphs_take_the_types_of_plain_graphs_alone():
    of_helpers = {
        other
        for module in modules()
        if room(module) == "graphs"
        for other in imported(module)
        if room(other) == "helpers"
    }
    assert of_helpers == {"helpers.plain_graph"}


def test_no_arrow_of_the_drawing_is_missing_in_the_house():
    drawn = {(name, below) for name, calls in FLOORS.items() for below in calls}
    assert drawn <= {(name, below) for name, calls in arrows().items() for below in calls}


def test_no_circle():
    open_, done = [], set()

    def visit(module: str) -> None:
        assert module not in open_, " -> ".join([*open_[open_.index(module) :], module])
        if module in done:
            return
        open_.append(module)
        for other in sorted(imported(module)):
            visit(other)
        open_.pop()
        done.add(module)

    for module in modules():
        visit(module)


@pytest.mark.parametrize("folder", ["autograder", "helpers", "tools"])
def test_no_module_is_two(folder):
    paths = (ROOT / folder).rglob("*.py")
    long = {str(p.relative_to(ROOT)): n for p in paths if (n := len(p.read_text("utf-8").splitlines())) > LONGEST}
    assert not long


def test_each_module_says_what_it_models():
    for module, path in modules().items():
        text = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
        assert text.split("\n\n")[0].strip(), module


def test_the_picture_is_of_this_house():
    assert house.PICTURE.read_text("utf-8") == house.drawn(), "python -m tools.house draws it anew"

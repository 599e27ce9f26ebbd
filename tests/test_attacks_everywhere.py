"""What attacks earn does not depend on how a class is graded: by `kfa grade`, by nbgrader, on a Dask cluster."""

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder import classroom
from autograder.classroom import marks as marks_of
from autograder.exercises import find
from autograder.pools import grading
from autograder.pools.grading import Settings
from tests import needs, test_cluster, test_evening
from tests.attacks import FAULTS, FORGERIES
from tests.handed_in import handed_in, place, right, wrong
from tests.processes import until
from tools.execute import environment

pytestmark = [
    pytest.mark.filterwarnings("ignore:Object of type"),  # SQLAlchemy on nbgrader's gradebook
    pytest.mark.thorough("a class of attacks in three ways; test_attacks has each in a worker of its own"),
]

CHAPTER = "01_introduction"
ALL = {name: float(find(name).points) for name in right(CHAPTER)}
NONE = dict.fromkeys(ALL, 0.0)
LIMITS = {"seconds": 3.0, "memory": 500}
LARGE = "a graph of 50,000 nodes"
BRIEF = ("exit", "endless, in C", "memory at once", "disk", "connections closed", "an error of ours")
"""The faults that take little time; all have tests in a worker of its own."""


def attacked(code: str, answers: dict[str, str]) -> bytes:
    return handed_in(CHAPTER, answers | {"ex01a": answers["ex01a"] + "\n" + code + "\n"})


def handed() -> dict[str, tuple[bytes, dict[str, float]]]:
    """By student, what is handed in and what it earns: attacks, and honest ones before, between and behind them."""
    forgeries = [name for name in FORGERIES if name != LARGE]
    found = {f"f{k:02}": (attacked(FORGERIES[name], wrong(CHAPTER)), NONE) for k, name in enumerate(forgeries)}
    for k, name in enumerate(BRIEF):
        answers = right(CHAPTER) | {"ex01a": FAULTS[name]}
        found[f"g{k:02}"] = handed_in(CHAPTER, answers), ALL | {"ex01a": 0.0}
    return found | {name: (handed_in(CHAPTER, right(CHAPTER)), ALL) for name in ("a", "fz", "z")}


@pytest.fixture(scope="module")
def expected() -> dict[str, dict[str, float]]:
    needs.sandbox()
    return {student: points for student, (_data, points) in handed().items()}


@pytest.fixture(scope="module")
def folder(tmp_path_factory, expected) -> Path:
    found = tmp_path_factory.mktemp("attacks") / "in"
    for student, (data, _points) in handed().items():
        place(found, student, CHAPTER, data)
    return found


def points(marks: list[dict]) -> dict[str, dict[str, float]]:
    return {m["student"]: {e["id"]: e["score"] for e in m["exercises"]} for m in marks}


def test_by_the_command(folder, tmp_path, expected):
    assert points(grading.grade(folder, Settings(tmp_path / "marks.json", workers=2, **LIMITS)).marks) == expected


def test_on_a_cluster(folder, tmp_path, expected):
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:
        stack.enter_context(test_cluster.daemon("scheduler", "--port", "0", "--scheduler-file", str(file)))
        until(lambda: file.exists() and file.read_text().endswith("}"))
        address = json.loads(file.read_text())["address"]
        for name in ("one", "two"):
            stack.enter_context(test_cluster.worker(address, tmp_path / name))
        graded = grading.grade(folder, Settings(tmp_path / "marks.json", scheduler=address, **LIMITS))
    assert points(graded.marks) == expected


def test_by_nbgrader(tmp_path, expected, monkeypatch):
    for name, value in environment(tmp_path / "home").items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    course = test_evening.Course(tmp_path / "course").generate()
    with (course.root / classroom.FILE).open("a", encoding="utf-8") as file:
        file.writelines(f"c.MarkedExporter.{name} = {value}\n" for name, value in LIMITS.items())
    for student, (data, _points) in handed().items():
        course.hand_in(student, data)
    try:
        assert course.autograde()["success"]
    finally:
        marks_of._pool.close()
    assert {student: course.scores(student) for student in expected} == expected

"""The page on adding an exercise, followed: its code is written to files, found by its id, and judges."""

import re
import sys

import pytest

from autograder import exercises, questions
from autograder.feedback.words import SENTENCES
from tests.answers import edited
from tools.house import ROOT

PAGES = [ROOT / "docs" / f"adding_an_exercise{ending}.md" for ending in ("", ".zh")]
WRONG = {
    "graph.not_shared": ("branch(right)", 'layers.Dense(units, activation="relu")(right)'),
    "arguments.ignored": ("units, act", "4, act"),
    "graph.kind": ("Subtract", "Add"),
}


def blocks(page):
    return re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture
def added(tmp_path, monkeypatch):
    asks, judges, *_rest = blocks(PAGES[0])
    for package, source in ((questions, asks), (exercises, judges)):
        folder = tmp_path / package.__name__
        folder.mkdir()
        (folder / "ex05d.py").write_text(source)
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(folder)])
        monkeypatch.delitem(sys.modules, f"{package.__name__}.ex05d", raising=False)
    monkeypatch.setattr(exercises, "_IDS", ("ex05d", *exercises._IDS))
    yield exercises.find("ex05d")
    for package in (questions, exercises):
        sys.modules.pop(f"{package.__name__}.ex05d", None)


def test_both_pages_have_the_same_code():
    english, chinese = (re.sub(r"#.*", "", "".join(blocks(page))) for page in PAGES)
    assert english == chinese


def test_the_page_s_exercise_judges(added):
    assert added.check(added.solved()).correct
    other = edited(added.reference, ('layers.Dense(units, activation="relu")', "layers.Dense(units), layers.ReLU()"))
    assert added.check(added.answered(other)).correct
    for key, change in WRONG.items():
        found = added.check(added.answered(edited(added.reference, change)))
        assert found.findings[0].key == key and key in SENTENCES

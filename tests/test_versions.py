"""The judge on the oldest Keras that pyproject.toml allows; the other tests run on the locked one."""

import subprocess

import pytest

from tests import answers
from tools import versions
from tools.versions import VersionError, fetch, lowest, run

# What touches Keras where its versions differ: the graph, the reading of layers, the references of all exercises
# that don't train for long.
TESTS = ["test_graph.py", "test_difference.py", "test_layer.py", "test_row_comparator.py", "test_exercises.py"]

# Of the answers, those that an old Keras once had judged in another way: its messages name other things, it makes no
# model where a newer one does. None of them trains; all answers take many minutes (`make keras`).
DIFFERED = {
    "ex06a": "graph.edge_missing",
    "ex07c": "answer.raised",
    "ex08a": "texts.same",
    "ex08b": "similarity.one_text",
}


@pytest.mark.thorough("installs another Keras from the package index; the quick tests run on the locked one")
def test_the_judge_is_right_on_the_oldest_keras(tmp_path_factory):
    differed = [f"{e}-{k}" for e, key in DIFFERED.items() for k, w in enumerate(answers.wrong(e)) if w.key == key]
    assert len(differed) == len(DIFFERED)
    chosen = f"not (ex06d or ex07c or right_answer or wrong_answer) or wrong_answer and ({' or '.join(differed)})"
    result = run(
        lowest(),
        ["-p", "no:xdist", *(f"tests/{name}" for name in TESTS), "-k", chosen],
        tmp_path_factory.mktemp("keras"),
    )
    assert result.returncode == 0


@pytest.mark.thorough("asks the package index for real; the other tests ask a stand-in for pip")
def test_a_keras_that_there_is_not(tmp_path):
    with pytest.raises(VersionError, match=r"9\.9\.9"):
        fetch("9.9.9", tmp_path)


@pytest.mark.parametrize(
    ("version", "package"), [("3.16.0.dev2026102704", "keras-nightly"), ("3.16.0rc0", "keras"), ("3.15.1", "keras")]
)
def test_a_development_version_comes_from_the_package_that_holds_them(version, package, monkeypatch, tmp_path):
    asked = []

    def pip(*arguments):
        asked.extend(arguments)
        return subprocess.CompletedProcess(arguments, 0)

    monkeypatch.setattr(versions, "_pip", pip)
    assert fetch(version, tmp_path) == tmp_path / f"keras-{version}"
    assert asked[-1] == f"{package}=={version}"


@pytest.mark.parametrize(("word", "asked"), [("newest", ["keras"]), ("nightly", ["--pre", "keras-nightly"])])
def test_a_word_for_the_newest_is_asked_of_pip(word, asked, monkeypatch):
    """What the answer is depends on the day; the weekly job asks for real."""
    report = '{"install": [{"metadata": {"version": "3.99.0"}}]}'

    def pip(*arguments):
        assert list(arguments[-len(asked) :]) == asked
        return subprocess.CompletedProcess(arguments, 0, stdout=report)

    monkeypatch.setattr(versions, "_pip", pip)
    assert versions.newest(word) == "3.99.0"


def test_where_pip_finds_none_it_is_told(monkeypatch):
    result = subprocess.CompletedProcess([], 1, stderr="No matching distribution")
    monkeypatch.setattr(versions, "_pip", lambda *arguments: result)
    with pytest.raises(VersionError, match=r"(?s)keras-nightly.*No matching distribution"):
        versions.newest("nightly")

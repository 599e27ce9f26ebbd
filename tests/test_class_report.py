"""The report on a class: its numbers are NumPy's, nobody's text runs in it, and a regrade is what its preview said."""

import json
import re

import numpy as np
import pytest

from autograder.classroom import regrade, report_page, statistics
from autograder.cli import main
from helpers import language
from tests.class_of_many import CHAPTER, marks


def matrix(of: list[dict]) -> np.ndarray:
    """Points by learner and exercise, float64."""
    return np.array([[e["score"] for e in m["exercises"]] for m in of])


@pytest.mark.parametrize("seed", range(5))
def test_difficulty_and_discrimination_are_numpys(seed):
    of = marks(40, seed)
    points, most = matrix(of), np.array([3.0, 2.0, 3.0])
    for k, item in enumerate(statistics.items(of)):
        rest = np.delete(points, k, axis=1).sum(1)
        assert abs(item.difficulty - (points[:, k] / most[k]).mean()) < 1e-9
        assert abs(item.discrimination - np.corrcoef(points[:, k], rest)[0, 1]) < 1e-9
        assert item.count == 40 and sum(item.statuses.values()) == 40


def test_nothing_is_said_of_few_nor_of_what_does_not_vary():
    assert {(i.difficulty, i.discrimination) for i in statistics.items(marks(9))} == {(None, None)}
    same = [m | {"exercises": [e | {"score": 1.0} for e in m["exercises"]], "score": 3.0} for m in marks(12)]
    assert {i.discrimination for i in statistics.items(same)} == {None}
    assert statistics.items(same)[0].difficulty == pytest.approx(1 / 3)


def test_who_was_not_graded_counts_nowhere():
    of = marks(12)
    lost = of[0] | {"student": "zed", "score": None, "exercises": [], "look": [{"text": "why", "cause": "not_graded"}]}
    assert [i.count for i in statistics.items([*of, lost])] == [12, 12, 12]
    assert sum(statistics.shares([*of, lost])) == 12
    page = report_page.page("t", [*of, lost], missing=["yan"]).decode()
    assert "<b>zed</b> 01_introduction: why" in page and "Nothing was handed in by: yan" in page


def test_the_commonest_findings_come_first_with_who():
    found = statistics.commonest(marks(40))
    assert [len(c.students) for c in found] == sorted((len(c.students) for c in found), reverse=True)
    first = found[0]
    told = {
        m["student"] for m in marks(40) for e in m["exercises"]
        if e["id"] == first.exercise and any(f["key"] == first.key for f in e["findings"])
    }  # fmt: skip
    assert set(first.students) == told and len(told) > 1


def test_no_text_of_a_learner_runs_in_the_page():
    evil = '<script>alert(1)</script><img src="http://x">'
    of = marks(12)
    of[0] |= {"student": evil, "look": [{"exercise": "", "cause": "x", "text": evil}]}
    of[1]["exercises"][0] |= {"score": 0.0, "findings": [{"key": "a.b", "text": evil}]}
    page = report_page.page(evil, of).decode()
    assert not re.search(r"<(script|img|a|iframe|link|object)\b", page)
    assert page.count("&lt;script&gt;") >= 4 and "default-src 'none'" in page


def test_the_page_speaks_both_languages(monkeypatch):
    language.use("zh")
    page = report_page.page("报告", marks(12)).decode()
    assert '<html lang="zh">' in page and "区分度" in page and "discrimination" not in page.lower()


def test_the_command_writes_it(tmp_path, capsys):
    assert main(["class", "report", str(tmp_path)]) == 2
    assert "First: kfa class grade" in capsys.readouterr().err
    (tmp_path / "marks.json").write_text("{}", "utf-8")
    assert main(["class", "report", str(tmp_path)]) == 2
    (tmp_path / "marks.json").write_text(json.dumps(marks(12)), "utf-8")
    assert main(["class", "report", str(tmp_path), "--chapter", "02_training"]) == 2
    assert main(["class", "report", str(tmp_path), "--chapter", CHAPTER]) == 0
    path = tmp_path / "report.html"
    assert path.stat().st_mode & 0o077 == 0 and "learner011" in path.read_text("utf-8")


def test_what_a_regrade_changes_is_listed_with_its_reason():
    before, after = marks(12), marks(12)
    after[3]["exercises"][1] |= {"score": 2.0, "findings": []}
    before[3]["exercises"][1] |= {"score": 0.0, "findings": [{"key": "a.b", "text": "too  few\nunits"}]}
    after[5]["exercises"][0] |= {"score": None, "status": "infrastructure"}
    (up, down) = regrade.changes(before, after)
    assert str(up) == "learner003  01_introduction  ex01b  0 → 2  too few units"
    assert (down.before, down.after) == (before[5]["exercises"][0]["score"], None)
    assert not regrade.changes(before, before)

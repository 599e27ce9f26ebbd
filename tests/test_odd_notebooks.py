"""Odd notebooks get what the table says: by `kfa grade`, by nbgrader; and the page for instructors is that table."""

import dataclasses
import itertools
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests import needs
from tests.odd_notebooks import gradebook, graded, page, table
from tests.odd_notebooks.case import Case, Notebook
from tests.odd_notebooks.graded import Got, differences

NOTEBOOKS = table.notebooks()
_SHARE = 40
"""One of so many of each kind is graded by the quick tests."""


def _quick(of_each: int, chapters: tuple[str, ...]) -> set[str]:
    """Names of some notebooks of each kind, right ones and wrong ones."""
    names = set()
    for item in table.ITEMS:
        mine = [n for n in NOTEBOOKS if n.case.item == item and n.case.chapter in chapters]
        names |= {n.name for n in mine[::of_each]}
    return names


QUICK = _quick(_SHARE, ("01", "10"))
BY_NBGRADER = _quick(2 * _SHARE, ("01",))
ANEW = BY_NBGRADER | {n.name for n in NOTEBOOKS[::8]}
"""What nbgrader's command grades itself. Of the others it finds the marks of `kfa grade`: one function grades for both."""


def marked(quick: set[str]) -> list[ParameterSet]:
    rest = pytest.mark.thorough("all odd notebooks take minutes; of each kind some are graded by quick tests")
    return [pytest.param(n, id=n.name, marks=() if n.name in quick else rest) for n in NOTEBOOKS]


def chosen(request: pytest.FixtureRequest, test: str) -> list[Notebook]:
    """The notebooks of a test that this run has chosen: they are graded as one class."""
    items = [item for item in request.session.items if getattr(item, "originalname", "") == test]
    return [item.callspec.params["notebook"] for item in items]


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    needs.sandbox()
    return tmp_path_factory.mktemp("odd")


@pytest.fixture(scope="module")
def marks(request, folder) -> dict[str, Got]:
    return graded.graded(folder, chosen(request, "test_it_gets_what_the_table_says"))


@pytest.fixture(scope="module")
def scores(request, folder, marks, tmp_path_factory) -> dict[str, gradebook.Scores]:
    notebooks = chosen(request, "test_it_gets_the_same_from_nbgrader")
    return gradebook.scores(tmp_path_factory.mktemp("odd"), notebooks, folder, ANEW)


@pytest.mark.parametrize("notebook", marked(QUICK))
def test_it_gets_what_the_table_says(marks, notebook):
    assert differences(notebook, marks.get(notebook.name)) == []


@pytest.mark.parametrize("notebook", marked(BY_NBGRADER))
def test_it_gets_the_same_from_nbgrader(scores, notebook):
    got = scores[notebook.name]
    if notebook.points is None:
        assert not [score for score in got.values() if score is not None], got
    else:
        assert got == notebook.points


@pytest.mark.parametrize("path", page.pages(), ids=lambda path: path.name)
def test_the_page_is_the_table(path):
    assert path.read_text("utf-8") == page.pages()[path], "write it anew: python -m tests.odd_notebooks --write"


def test_the_table_has_what_it_promises():
    wrong = [n for n in NOTEBOOKS if n.wrong or n.case.item == "wrong"]
    assert len(NOTEBOOKS) >= 180 and len(NOTEBOOKS) / 4 <= len(wrong) <= len(NOTEBOOKS) / 2
    assert len({n.name for n in NOTEBOOKS}) == len(NOTEBOOKS)
    assert {case.item for case in table.CASES} == set(table.ITEMS)
    assert {n.case.chapter for n in NOTEBOOKS} >= {"01", "05", "10"}


@pytest.mark.parametrize("case", table.CASES, ids=lambda case: case.name)
def test_a_row_is_told_in_both_languages(case):
    assert case.en.endswith(".") and case.zh.endswith("。") and case.zh != case.en
    assert case.look | case.may <= set(page.CAUSES)


# The comparison can fail


def _notebook(wrong: bool = False, **more: object) -> Notebook:
    usual = {"name": "one", "item": "standing", "chapter": "01", "change": lambda book: None, "en": "", "zh": ""}
    return Notebook(Case(**usual | more), wrong)  # type: ignore[arg-type]


_ALL = {"ex01a": 3.0, "ex01b": 2.0, "ex01c": 3.0, "ex01d": 2.0}


def _got(notebook: Notebook, **more: object) -> Got:
    points = notebook.points or dict.fromkeys(_ALL)
    keys = {e: [key] for e, key in notebook.keys.items()}
    found = Got(points, notebook.case.look, dict.fromkeys(_ALL, "correct"), keys, {}, 0.0)
    return dataclasses.replace(found, **more)


def test_what_is_as_it_must_be_has_no_differences():
    for wrong, look in itertools.product((False, True), (frozenset(), frozenset({"several"}))):
        notebook = _notebook(wrong, look=look)
        assert differences(notebook, _got(notebook)) == []
    ungraded = _notebook(gets=None)
    assert differences(ungraded, _got(ungraded)) == []


@pytest.mark.parametrize(
    ("case", "got"),
    [
        ({}, {"points": _ALL | {"ex01a": 0.0}}),
        ({}, {"points": _ALL | {"ex01a": None}}),
        ({}, {"points": {}}),
        ({"gets": {"ex01a": 0}}, {"points": _ALL}),
        ({"gets": None}, {"points": dict.fromkeys(_ALL, 0.0)}),
        ({"wrong": True}, {"points": _ALL}),
        ({"wrong": True}, {"keys": {"ex01a": ["answer.raised"]}}),
        ({"look": frozenset({"renamed"})}, {"causes": frozenset()}),
        ({}, {"causes": frozenset({"several"})}),
        ({"says": ("keras",)}, {"texts": {"ex01a": ["nothing"]}}),
        ({"statuses": {"ex01a": "not_found"}}, {}),
        ({}, {"statuses": {"ex01a": "tampered"}}),
    ],
)
def test_what_is_not_is_found(case, got):
    notebook = _notebook(**case)
    assert differences(notebook, _got(notebook, **got))
    assert differences(notebook, None)

"""The page of contents: what it says of a learner's progress, and what it leaves alone."""

import json
import re

import pytest

from autograder.exercises import every
from helpers import contents, workspace
from helpers.language import LANGUAGES
from tools.source import STEMS


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_course_in_its_order_with_titles_minutes_and_points(lang):
    known = contents.chapters(workspace.ROOT / "notebooks" / lang)
    assert [c.stem for c in known] == list(STEMS) and all(c.minutes and c.number in c.title for c in known)
    assert sum(len(c.exercises) for c in known) == len(every()) and known[1].exercises["ex01a"] == 3
    text = contents.page(known, {"ex00a": 1, "ex01a": 1.5}, lang)
    assert (
        "✓ ex00a" in text
        and "◐ ex01a" in text
        and "○ ex13a" in text
        and f"1/{len(every())}" in text.replace(" of ", "/")
    )
    assert set(re.findall(r"\]\((.*?)\)", text)) == {c.file for c in known}


def test_one_goes_on_where_one_was():
    known = contents.chapters(workspace.ROOT / "notebooks" / "en")
    assert contents.next_open(known, {})[1] == "ex00a"
    assert contents.next_open(known, {"ex05a": 2.0})[1] == "ex05b"
    solved = {e: p for c in known for e, p in c.exercises.items()}
    assert contents.next_open(known, solved | {"ex02b": 0.0})[1] == "ex02b"
    assert contents.next_open(known, solved) is None and "whole course" in contents.page(known, solved, "en")


def test_a_learners_own_page_stays_and_ours_is_kept_up_to_date(tmp_path):
    book = {
        "cells": [{"cell_type": "markdown", "id": "a", "metadata": {}, "source": ["# 01 · One\n", "about 5 minutes"]}]
    }
    (tmp_path / "01_one.ipynb").write_text(json.dumps(book))
    (tmp_path / "02_two.ipynb").write_text("no notebook")
    (tmp_path / contents.PAGE).write_text("mine")
    assert not contents.write(tmp_path, {}, "en") and (tmp_path / contents.PAGE).read_text() == "mine"
    (tmp_path / contents.PAGE).unlink()
    assert (
        contents.write(tmp_path, {}, "en") and "[01 · One](01_one.ipynb) | 5" in (tmp_path / contents.PAGE).read_text()
    )
    assert not contents.write(tmp_path / "nowhere", {}, "en")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_chapter_leads_back_home_and_on(lang):
    for place, stem in enumerate(STEMS):
        book = json.loads((workspace.ROOT / "notebooks" / lang / f"{stem}.ipynb").read_text("utf-8"))
        links = re.findall(r"\]\((.*?)\)", "".join(book["cells"][-1]["source"]))
        around = [f"{s}.ipynb" for s in (*STEMS[max(0, place - 1) : place], *STEMS[place + 1 : place + 2])]
        assert sorted(links) == sorted([*around, contents.PAGE])


def test_what_a_working_copy_says_of_its_kernel_is_what_jupyterlab_would_write(tmp_path):
    from ipykernel.ipkernel import IPythonKernel

    source = tmp_path / "notebooks" / "en"
    source.mkdir(parents=True)
    book = {"cells": [], "metadata": {"kernelspec": {"name": "kfa"}, "language_info": {"name": "python"}}}
    (source / "00_a.ipynb").write_text(json.dumps(book))
    copy = workspace.Workspace("en", tmp_path)
    copy.update()
    mine = json.loads((copy.folder / "00_a.ipynb").read_text())
    assert mine["metadata"]["language_info"] == IPythonKernel.language_info
    assert copy.reset("00")[1] is None

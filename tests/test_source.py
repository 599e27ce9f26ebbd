"""The sources of the chapters: how they are read, and that every check of them can fail."""

import re
from pathlib import Path

import pytest

from helpers.language import LANGUAGES
from tools.checks import prose_problems, structure_problems
from tools.checks.structure import MIN_CELLS
from tools.notebook import encode, skeleton
from tools.source import GIVEN, ROOT, parse, read_all

STEM = "01_introduction"
_TEXT = (Path(__file__).parent / "fixtures" / "chapter.txt").read_text(encoding="utf-8")
_PADDING = "".join(f'# %% id="more-{n}"\nmore_{n} = {n}\n' for n in range(MIN_CELLS))
_SUMMARY = '# %% [markdown] id="sample-summary" lang="en"'
SAMPLE = _TEXT.replace(_SUMMARY, _PADDING + _SUMMARY)


def problems(text: str) -> list[str]:
    chapter = parse(STEM, text)
    return [str(problem) for problem in [*structure_problems(chapter), *prose_problems(chapter)]]


def test_the_sample_has_no_problem():
    assert problems(SAMPLE) == []


def test_cells_are_read_with_their_metadata():
    cells = {(cell.id, cell.lang): cell for cell in parse(STEM, SAMPLE).cells}
    assert cells["sample-goals", "zh"].source.startswith("# 示例\n\n学完后")
    assert cells["ex01a", ""].role == "solution"
    assert (cells["check-ex01a", ""].role, cells["check-ex01a", ""].points) == ("test", 2)
    assert cells["sample-error", ""].tags == ("raises-exception",)


def test_one_language_in_each_notebook():
    chapter = parse(STEM, SAMPLE)
    english, chinese = chapter.edition("en"), chapter.edition("zh")
    assert [cell.id for cell in english] == [cell.id for cell in chinese]
    assert {cell.lang for cell in english} == {"", "en"}
    assert {cell.lang for cell in chinese} == {"", "zh"}
    setup = next(cell for cell in chinese if cell.id == "setup")
    assert 'start("zh")' in setup.in_language("zh")
    assert 'start("en")' in setup.in_language("en")


def test_reading_again_gives_the_same_bytes():
    """jupytext draws random cell ids, and leaves its own metadata behind."""
    texts = [encode(skeleton(parse(STEM, SAMPLE), "zh")) for _ in range(2)]
    assert texts[0] == texts[1]
    assert "jupytext" not in texts[0]
    assert "lines_to_next_cell" not in texts[0]


def test_a_header_of_jupytext_is_dropped():
    header = "# ---\n# jupyter:\n#   kernelspec:\n#     display_name: Other\n#     name: other\n# ---\n\n"
    assert encode(skeleton(parse(STEM, header + SAMPLE), "en")) == encode(skeleton(parse(STEM, SAMPLE), "en"))


def test_the_hash_follows_the_code_and_not_the_prose():
    hashes = {
        parse(STEM, text).code_sha256(lang)
        for text in (SAMPLE, SAMPLE.replace("What do you expect", "What comes now"))
        for lang in ("en",)
    }
    assert len(hashes) == 1
    assert parse(STEM, SAMPLE.replace("1 / 0", "2 / 0")).code_sha256("en") not in hashes
    assert parse(STEM, SAMPLE).code_sha256("zh") not in hashes


LONG = "\n".join(f"line_{n} = {n}" for n in range(26))
MUTATIONS = {
    "no twin": ('# %% [markdown] id="sample-goals" lang="zh"', "", "the same id, lang="),
    "twin elsewhere": ('id="sample-predict" lang="zh"', 'id="sample-other" lang="zh"', "the same id, lang="),
    "Chinese first": ('id="sample-goals" lang="en"', 'id="sample-goals" lang="zh"', "English twin"),
    "no language": ('id="sample-goals" lang="en"', 'id="sample-goals"', 'needs lang="en"'),
    "unknown language": ('id="sample-goals" lang="en"', 'id="sample-goals" lang="fr"', "not 'fr'"),
    "empty prose": ("# Next: [training](02_training.ipynb).\n", "", "cell is empty"),
    "heading level": ("# ## 小结", "# ### 小结", "heading levels differ"),
    "heading lost": ("# ## 小结", "# 小结", "heading levels differ"),
    "code translated": ("会调用 `square`", "会调用 `平方`", "inline code differ"),
    "code lost": ("会调用 `square`", "会调用 square ", "inline code differ"),
    "link changed": ("见[指南](https://keras.io/guides/)", "见[指南](https://keras.io/)", "link targets differ"),
    "image changed": (
        "![一个正方形](../images/square.svg)",
        "![一个正方形](../images/square.png)",
        "image targets differ",
    ),
    "fence changed": ("# # A sample\n", "# # A sample\n#\n# ```python\n# square(2)\n# ```\n", "code blocks"),
    "no alternative text": ("![a square]", "![]", "no alternative text"),
    "no alternative text in HTML": ("# You will", '# <img src="a.png"> You will', "no alternative text"),
    "directive": ("# You will be", "# ```{note}\n# You will be", "directives"),
    "dead link": ("[training](02_training.ipynb)", "[training](02_trianing.ipynb)", "leads to no chapter"),
    "ASCII comma": ("学完后，", "学完后,", "ASCII “,”"),
    "ASCII comma before a space": ("学完后，", "学完后, ", "ASCII “,”"),
    "ASCII stop": ("（平方函数）。", "（平方函数）.", "ASCII “.”"),
    "ASCII brackets": ("（平方函数）。", "(平方函数)。", "ASCII “(”"),
    "ASCII colon": ("下一章：", "下一章: ", "ASCII “:”"),
    "ASCII question mark": ("什么？", "什么?", "ASCII “?”"),
    "stop after code": ("会调用 `square`（平方函数）。", "会调用函数 `square`.", "ASCII “.”"),
    "mark after code": ("`square`（平方函数）。", "`square`, 平方函数。", "ASCII “,”"),
    "id not kebab-case": ('id="sample-look"', 'id="sample_look"', "no kebab-case id"),
    "no id": ('# %% id="sample-look" tags', "# %% tags", "no kebab-case id"),
    "code before the first marker": ("# %% [markdown]", "import os\n# %% [markdown]", "no kebab-case id"),
    "same id": ('id="sample-look"', 'id="ex01a"', "have this id"),
    "code with the id of prose": ('id="sample-look"', 'id="sample-goals"', "have this id"),
    "typing mistake": ('id="sample-look" tags', 'id="sample-look" tag', "unknown metadata tag"),
    "broken metadata": ('id="sample-look" tags', 'id="sample-look tags', "unknown metadata"),
    "unknown tag": ("nbval-ignore-output", "nbval-ignore-outputs", "unknown tags"),
    "unknown role": ('role="solution"', 'role="answer"', "unknown role"),
    "role of prose": ('id="sample-goals" lang="en"', 'id="sample-goals" lang="en" role="test"', "only code"),
    "code in one language": ('id="sample-look"', 'id="sample-look" lang="en"', "belongs to both languages"),
    "points without a test": ('id="sample-look"', 'id="sample-look" points=1', "points belong to"),
    "raw cell": ('# %% [markdown] id="sample-next" lang="en"', '# %% [raw] id="sample-next"', "not raw"),
    "no setup": ('id="setup"', 'id="start"', "the first code cell must"),
    "setup in Chinese": ('start("en")', 'start("zh")', "the first code cell must"),
    "language set again": ("1 / 0", 'start("zh")', "only the setup cell"),
    "long cell": ("1 / 0", LONG, "26 lines of code"),
    "empty cell": ("more_7 = 7\n", "", "the code cell is empty"),
    "long cells": ("more_", "a = 1\nb = 1\nc = 1\nd = 1\ne = 1\nmore_", "median code cell has 6"),
    "few cells": (_PADDING, "", "cells, not 40 to 90"),
    "many cells": (
        _PADDING,
        _PADDING + _PADDING.replace("more-", "yet-more-") + _PADDING.replace("more-", "still-more-"),
        "cells, not 40 to 90",
    ),
    "no goals": ("sample-goals", "sample-aims", "ends in `-goals`"),
    "no summary": ("sample-summary", "sample-end", "ends in `-summary`"),
    "no way on": ("sample-next", "sample-on", "ends in `-next`"),
    "another next chapter": ("02_training.ipynb", "03_saving.ipynb", "no link to 02_training.ipynb"),
    "no prediction": ("sample-predict", "sample-guess", "`predict`"),
    "no solution": ("    ### BEGIN SOLUTION\n", "", "needs ### BEGIN"),
    "solution not marked": (' role="solution"', "", 'without role="solution"'),
    "no check": (
        '# %% id="check-ex01a" role="test" points=2\ncheck("ex01a", square)\n',
        "",
        'no cell id="check-ex01a"',
    ),
    "another check": ('check("ex01a", square)', 'check("ex01b", square)', 'check("ex01a", NAME)'),
    "a check of more": ('check("ex01a", square)', 'result = check("ex01a", square)', 'check("ex01a", NAME)'),
    "another name": ('check("ex01a", square)', 'check("ex01a", cube)', "cube is not defined"),
    "no points": (' role="test" points=2', ' role="test"', "has points, more than 0"),
    "a check without a solution": ('id="check-ex01a"', 'id="check-ex01b"', "no solution cell"),
    "by hand without points": (
        'id="sample-goals" lang="en"',
        'id="sample-goals" lang="en" role="manual"',
        "has points",
    ),
    "code by hand": ('id="sample-look"', 'id="sample-look" role="manual" points=2', "only text is graded by hand"),
    "work without a region": ('id="sample-look"', 'id="sample-look" role="work"', "needs ### BEGIN"),
    "closing semicolon": ("1 / 0", "print(1);", "nbval"),
    "hidden tests": ("1 / 0", "### BEGIN HIDDEN TESTS", "hidden and generated"),
}


@pytest.mark.parametrize("name", MUTATIONS)
def test_each_check_can_fail(name):
    old, new, sentence = MUTATIONS[name]
    assert old in SAMPLE
    found = problems(SAMPLE.replace(old, new))
    assert any(sentence in problem for problem in found), found


def test_work_needs_no_check_and_a_cell_by_hand_has_points():
    """A task without one answer: cells that are emptied for learners, and one that a person marks."""
    check = '# %% id="check-ex01a" role="test" points=2\ncheck("ex01a", square)\n'
    text = SAMPLE.replace(check, "").replace('id="ex01a" role="solution"', 'id="ex01a" role="work"')
    text = text.replace('id="sample-goals" lang=', 'id="sample-goals" role="manual" points=4 lang=')
    assert problems(text) == []
    cells = {cell.id: cell.metadata.get("nbgrader") for cell in skeleton(parse(STEM, text), "zh").cells}
    by_hand = cells["sample-goals"]
    assert (by_hand["grade"], by_hand["solution"], by_hand["locked"], by_hand["points"]) == (True, True, False, 4)
    assert (cells["ex01a"]["grade"], cells["ex01a"]["solution"]) == (False, True)


def test_a_check_before_its_solution_is_told():
    check = '# %% id="check-ex01a" role="test" points=2\ncheck("ex01a", square)\n'
    moved = SAMPLE.replace(check, "").replace('# %% id="ex01a"', check + '# %% id="ex01a"')
    assert any('no cell id="check-ex01a"' in problem for problem in problems(moved))


def test_a_chapter_that_the_course_does_not_have():
    assert any("no chapter of this name" in str(p) for p in structure_problems(parse("77_extra", SAMPLE)))


def test_ascii_that_chinese_may_keep():
    kept = "学完后，版本 3.15 与 `a, b` 和 $f(x), y$ 都见[文档](https://keras.io/a,b)。\n#\n# 1. 第一项\n#"
    assert problems(SAMPLE.replace("学完后，", kept + " 然后")) == [
        f"{STEM}: sample-goals: inline code differ: only in English [], only in Chinese ['a, b'].",
        f"{STEM}: sample-goals: link targets differ: only in English [], only in Chinese ['https://keras.io/a,b'].",
    ]


def test_a_link_to_a_chapter_says_its_title():
    """The title up to a colon or question: `13 · The capstone`."""
    chapters = {chapter.stem: chapter for chapter in read_all(ROOT / "chapters")}
    for lang in LANGUAGES:
        titles = {stem: chapter.edition(lang)[0].source.split("\n")[0][2:] for stem, chapter in chapters.items()}
        for stem, chapter in chapters.items():
            for cell in chapter.edition(lang):
                for text, target in re.findall(r"\[(\d\d · [^]]+)\]\((\w+)\.ipynb\)", cell.source):
                    assert re.split("[:：]", titles[target])[0] == text, (stem, cell.id)


REPAIR = """\
# %% id="loop-broken"
def broken(x):
    \"\"\"A fault.\"\"\"
    return x - 1


# %% id="ex01a" role="solution" broken="loop-broken"
def mended(x):
    ### BEGIN SOLUTION
    return x + 1
    ### END SOLUTION
"""


def test_a_repair_holds_the_faulty_code_behind_the_solution():
    broken, mended = parse(STEM, REPAIR).cells
    assert mended.source.endswith(f"### END SOLUTION\n    {GIVEN}\n    return x - 1") and GIVEN not in broken.source
    assert not [p for p in problems(REPAIR) if "defines a function" in p]
    assert [p for p in problems(REPAIR.replace('broken="loop', 'broken="lost')) if "'lost-broken' and defines" in p]

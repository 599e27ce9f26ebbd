"""The cheat sheet: every line of its code runs, in both languages it is the same code, and it is one page."""

import ast
import re

import pytest
from playwright.sync_api import sync_playwright

from helpers.language import LANGUAGES
from helpers.workspace import ROOT
from tests import needs
from tools.browser import FLAGS
from tools.sheet import page, sheet

RUNS = pytest.mark.thorough("models are trained; that the code is the same in both languages is quick")


def code(lang):
    return re.findall(r"^```python\n(.*?)^```$", sheet(lang), re.MULTILINE | re.DOTALL)


def test_both_languages_have_the_same_code():
    assert [ast.dump(ast.parse(block)) for block in code("en")] == [ast.dump(ast.parse(block)) for block in code("zh")]
    assert len(code("en")) > 8
    assert re.findall(r"`[^`\n]+`", re.sub(r"```.*?```", "", sheet("en"), flags=re.DOTALL)) == re.findall(
        r"`[^`\n]+`", re.sub(r"```.*?```", "", sheet("zh"), flags=re.DOTALL)
    )


@RUNS
def test_every_line_runs(tmp_path, monkeypatch):
    import keras
    import numpy as np

    monkeypatch.chdir(tmp_path)
    known = dict(keras.saving.get_custom_objects())
    space: dict = {"__name__": "__main__"}
    try:
        for block in code("en"):
            exec(compile(block, "cheat_sheet.md", "exec"), space)
    finally:
        keras.saving.get_custom_objects().clear()
        keras.saving.get_custom_objects().update(known)
    assert space["two"].count_params() < 2 * space["encoder"].count_params() + 200
    assert "size" not in space and sorted(path.name for path in tmp_path.iterdir()) == [
        "model.keras",
        "only.weights.h5",
    ]
    rows = space["rows"]
    assert np.allclose(space["again"].predict(rows, verbose=0), space["model"].predict(rows, verbose=0), atol=1e-5)
    assert space["shape"] == (None, 26, 26, 4) and not space["trunk"].trainable_weights
    values = np.array([[-1.0] * 8, [2.0] * 8])
    assert np.allclose(space["leaky"].predict(values, verbose=0), [[-0.2] * 8, [4.0] * 8])


@pytest.mark.thorough("a browser prints; what stands on the page has a quick test")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_prints_on_one_page(lang, tmp_path):
    program = needs.chromium()
    path = tmp_path / "sheet.html"
    path.write_text(page(lang), encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            shown = browser.new_page()
            shown.goto(path.as_uri())
            printed = shown.pdf(prefer_css_page_size=True)
        finally:
            browser.close()
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_readme_leads_there(lang):
    ending = "" if lang == "en" else ".zh"
    assert f"docs/cheat_sheet{ending}.md" in (ROOT / f"README{ending}.md").read_text("utf-8")

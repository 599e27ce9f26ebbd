"""The wrong edge is clicked, or chosen with the keyboard, in JupyterLab."""

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.kernel import NAME
from tests import needs
from tools.browser import lab

PICTURES = Path(__file__).parents[1] / "artifacts"
BEGUN = 'from autograder.notebook import start\ncheck, hint, solution, progress = start("{lang}")'
PRACTICE = 'from autograder.learner.practice import practice\npractice("wiring", level=1, seed=4711)'
WORDS = {"en": ("stands in both pictures", "x4 should get x1"), "zh": ("在两张图里都有", "x4 的输入应来自 x1")}
pytestmark = pytest.mark.thorough("half a minute in a browser; tests/test_wiring.py answers a click without one")


@pytest.mark.parametrize(("lang", "dark"), [("en", False), ("zh", True)])
def test_the_wrong_edge_is_clicked(lang, dark, tmp_path):
    needs.chromium()
    cells = [nbformat.v4.new_code_cell(text) for text in (BEGUN.format(lang=lang), PRACTICE)]
    kernel = {"kernelspec": {"name": NAME, "display_name": NAME}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "wiring.ipynb")
    both, right = WORDS[lang]
    with lab(tmp_path, dark=dark, width=1200, height=1400) as shown:
        shown.open("wiring.ipynb")
        shown.run_all()
        explorer = shown.page.locator(".kfa-explorer")
        wires = explorer.locator(".wire")
        expect(wires).to_have_count(7)
        explorer.get_by_role("button", name="photo → x1").dispatch_event("click")
        expect(explorer.locator(".told")).to_contain_text(both)
        explorer.get_by_role("button", name="x2 → x4").focus()
        shown.page.keyboard.press("Enter")
        expect(explorer.locator(".told")).to_contain_text(right)
        expect(explorer.locator("path.e.wrong")).to_have_count(1)
        found = Axe().run(shown.page, context=".kfa-explorer", options={"runOnly": ["wcag2a", "wcag2aa"]})
        assert found.violations_count == 0, found.generate_report()
        PICTURES.mkdir(parents=True, exist_ok=True)
        explorer.screenshot(path=PICTURES / f"wiring-{lang}.png")
        assert shown.outside == []

"""What a notebook shows of models, used for real: both graphs of `diff`, folds of the explorer, the offer below a traceback."""

from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.kernel import NAME
from tests import needs
from tests.test_diff_browser import walked
from tools.browser import lab

PICTURES = Path(__file__).parents[1] / "artifacts"
"""Where screenshots are kept, to be looked at after a failure."""
BEGIN = """
import keras
from keras import layers
from autograder import diff
from autograder.notebook import start
from helpers import explore
check, hint, solution, progress = start("{lang}")
def net(units, drop):
    x = keras.Input((8, 8, 3), name="image")
    y = layers.Conv2D(4, 3, activation="relu", name="first")(x)
    y = layers.Dropout(0.2, name="drop")(y) if drop else y
    return keras.Model(x, layers.Dense(units, name="logits")(layers.Flatten(name="flat")(y)))
"""
DIFFER = "diff(net(10, True), net(12, False))"
FOLDED = """
y = x = keras.Input((8, 8, 4))
for k in range(30):
    z = layers.BatchNormalization()(layers.Conv2D(4, 3, padding="same")(y))
    y = layers.Add()([y, layers.ReLU()(z)])
explore(keras.Model(x, layers.Dense(2)(layers.Flatten()(y))))
"""
RAISE = "layers.Dense(3)(layers.Flatten()(layers.Conv2D(2, 9)(keras.Input((4, 4, 1)))))"
OFFER = {"en": "→ why() explains this error on the graph.", "zh": "→ why() 会在计算图上解释这个错误。"}


@pytest.fixture(scope="module", autouse=True)
def _chromium():
    needs.chromium()


@pytest.mark.thorough(
    "the same panes as a file and folds without a browser are quick, in test_diff_browser and test_large"
)
@pytest.mark.parametrize(("lang", "dark"), [("en", False), ("zh", True)])
def test_models_in_a_notebook(lang, dark, tmp_path):
    cells = [nbformat.v4.new_code_cell(text) for text in (BEGIN.format(lang=lang), DIFFER, FOLDED, RAISE)]
    kernel = {"kernelspec": {"name": NAME, "display_name": NAME}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), tmp_path / "models.ipynb")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with lab(tmp_path, dark=dark, width=1300, height=1100) as found:
        found.open("models.ipynb")
        found.run_all()
        page = found.page
        _both_walk(page, lang)
        _folds_open(page, lang)
        below = page.locator(found.cell("Conv2D(2, 9)")).locator(".jp-OutputArea-child").last
        expect(below).to_have_text(OFFER[lang])
        below.scroll_into_view_if_needed()
        page.screenshot(path=PICTURES / f"{lang}-offer.png")
        assert found.outside == []


def _both_walk(page, lang):
    root = page.locator(".kfa-together")
    expect(root).to_be_visible()
    expect(page.locator(".kfa-together-still")).to_be_hidden()
    left, right = walked(page, root)
    expect(left.locator(".node.met")).to_contain_text("flat")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    expect(left.locator(".node:focus")).to_contain_text("drop")
    expect(right.locator(".node.met")).to_have_count(0)
    serious = Axe().run(page, context=".kfa-together").response["violations"]
    assert [v["id"] for v in serious if v["impact"] in ("serious", "critical")] == []
    root.screenshot(path=PICTURES / f"{lang}-together.png")


def _folds_open(page, lang):
    root = page.locator(".kfa-explorer")
    fold = root.locator("[data-node]").filter(has_text="× 29")
    fold.click()
    expect(fold).to_have_count(0)
    expect(root.locator("[data-node]")).to_have_count(123)
    root.locator(".controls button, button").first.scroll_into_view_if_needed()
    root.screenshot(path=PICTURES / f"{lang}-unfolded.png")

"""The page of a difference used for real: Chromium, by mouse and by keyboard, in both languages and themes, without a network."""

import keras
import pytest
from axe_playwright_python.sync_playwright import Axe
from keras import layers
from playwright.sync_api import Locator, Page, expect, sync_playwright

from autograder import diff
from tests import needs
from tools.browser import FLAGS, chromium


@pytest.fixture(scope="module", autouse=True)
def _chromium():
    needs.chromium()


def _net(units=10, drop=True):
    x = keras.Input((8, 8, 3), name="image")
    y = layers.Conv2D(4, 3, activation="relu", name="first")(x)
    y = layers.Dropout(0.2, name="drop")(y) if drop else y
    return keras.Model(x, layers.Dense(units, name="logits")(layers.Flatten(name="flat")(y)))


def walked(page: Page, root: Locator) -> list[Locator]:
    """Both panes, after the first steps: a click on the last layer, to its counterpart, and up to what it takes."""
    left, right = panes = root.locator(".pane").all()
    left.locator(".node[data-key]").filter(has_text="logits").click()
    for pane in panes:
        expect(pane.locator(".node.met")).to_have_count(1)
    expect(root.locator(".said")).to_contain_text("logits")
    page.keyboard.press("ArrowRight")
    expect(right.locator(".node:focus")).to_contain_text("logits")
    page.keyboard.press("ArrowUp")
    expect(right.locator(".node:focus")).to_contain_text("flat")
    return panes


@pytest.mark.parametrize(("lang", "scheme"), [("en", "light"), ("zh", "dark")])
def test_both_panes_walk_together(lang, scheme, tmp_path):
    path = diff(_net(), _net(12, drop=False), lang=lang).save(tmp_path / "page.html")
    outside = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        page = browser.new_page(viewport={"width": 1200, "height": 900}, color_scheme=scheme)
        page.on("request", lambda request: outside.append(request.url))
        page.goto(path.as_uri())
        left, right = walked(page, page.locator("main"))
        page.keyboard.press("ArrowUp")
        expect(right.locator(".node:focus")).to_contain_text("first")
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowDown")
        expect(left.locator(".node:focus")).to_contain_text("drop")
        expect(right.locator(".node.met")).to_have_count(0)
        assert not [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        page.screenshot(path=tmp_path / "page.png", full_page=True)
        browser.close()
    assert outside == [path.as_uri()]

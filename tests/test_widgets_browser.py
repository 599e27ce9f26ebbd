"""Explorer, slider and training display used for real: JupyterLab in Chromium, by mouse and by keyboard, without a network."""

import os
import re
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from helpers.kernel import NAME
from tests import needs
from tools.browser import Lab, lab

PICTURES = Path(__file__).parents[1] / "artifacts"
"""Where screenshots are kept, to be looked at after a failure."""
MODEL = """
import keras, numpy as np
from keras import layers
from helpers import between, explore, language
from helpers.training import live
language.use("{lang}")
inputs = keras.Input((12, 12, 1), name="img")
features = layers.GlobalMaxPooling2D(name="pool")(layers.Conv2D(4, 3, activation="relu", name="conv")(inputs))
encoder = keras.Model(inputs, features, name="encoder")
left, right = keras.Input((12, 12, 1), name="left"), keras.Input((12, 12, 1), name="right")
pair = layers.Concatenate(name="pair")([encoder(left), encoder(right)])
skip = layers.Add(name="skip")([layers.Dense(8, name="<b>proj")(pair), pair])
model = keras.Model([left, right], layers.Dense(3, name="last")(skip), name="siamese")
rows = np.random.default_rng(0).random((5, 12, 12, 1))
"""
EXPLORE = "explore(model, [rows, rows[::-1]], beside=encoder)"
SLIDE = """
code = keras.Input((2,))
decoder = keras.Model(code, layers.Reshape((4, 4))(layers.Dense(16, activation="sigmoid")(code)))
between(decoder, [0.0, 0.0], [9.0, -9.0])
"""
TRAIN = """
small = keras.Model(code, layers.Dense(1)(code))
small.compile("sgd", "mse")
history = small.fit(np.ones((64, 2)), np.ones(64), epochs=3, validation_split=0.5, verbose=0, callbacks=[live()])
"""
SHORT = "short.ipynb"
"""With the first two cells."""
WORDS = {"en": ("Open all", "Table", "Details"), "zh": ("全部展开", "表格", "详情")}


@pytest.fixture(scope="module", autouse=True)
def _chromium():
    needs.chromium()


DARK = pytest.mark.thorough("the other language in the dark: the same code with other words and colours")


@pytest.fixture(
    scope="module", params=[("en", False), pytest.param(("zh", True), marks=DARK)], ids=["en-light", "zh-dark"]
)
def shown(request, tmp_path_factory):
    """A lab with the explorer in it, the words of its language, and a name for screenshots."""
    lang, dark = request.param
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(text) for text in (MODEL.format(lang=lang), EXPLORE, SLIDE, TRAIN)]
    kernel = {"kernelspec": {"name": NAME, "display_name": NAME}}
    for name, those in (("widgets.ipynb", cells), (SHORT, cells[:2])):
        nbformat.write(nbformat.v4.new_notebook(cells=those, metadata=kernel), folder / name)
    with lab(folder, dark=dark, width=1300, height=1150) as found:
        found.open("widgets.ipynb")
        found.run_all()
        found.words, found.tag = WORDS[lang], f"{lang}-{'dark' if dark else 'light'}"
        expect(found.page.locator(".kfa-explorer [data-node]").first).to_be_visible()
        yield found


@pytest.fixture
def explorer(shown):
    """The explorer as it is at first; a picture of it is kept, and nothing has asked another machine."""
    root = shown.page.locator(".kfa-explorer")
    yield root
    PICTURES.mkdir(parents=True, exist_ok=True)
    root.scroll_into_view_if_needed()
    root.screenshot(path=PICTURES / f"{shown.tag}-{os.environ['PYTEST_CURRENT_TEST'].split('::')[1].split('[')[0]}.png")
    shown.page.keyboard.press("Escape")
    while root.locator('[data-node][aria-expanded="true"]').count():
        close_one(root)
        shown.page.wait_for_timeout(200)
    assert shown.outside == []


def node(root, name: str):
    return root.locator(f'[data-node][aria-label^="{name}, "]')


def close_one(root):
    root.locator('[data-node][aria-expanded="true"] .turn').first.click()


def test_a_click_shows_what_a_layer_is_and_computes(explorer, shown):
    node(explorer, "<b>proj").click()
    panel = explorer.get_by_role("region", name=shown.words[2])
    expect(panel.locator("h3")).to_have_text("<b>proj")
    expect(panel).to_contain_text("? × 8")
    expect(panel).to_contain_text("72")
    expect(panel.locator(".chart")).to_have_count(3)  # activations, kernel, bias
    expect(node(explorer, "pair")).to_have_class(re.compile(r"\bon\b"))
    expect(node(explorer, "last")).not_to_have_class(re.compile(r"\bon\b"))


def test_another_row_has_other_activations(explorer):
    node(explorer, "left").click()
    canvas = explorer.locator(".panel canvas").first
    expect(canvas).to_be_visible()
    before = canvas.evaluate("c => c.toDataURL()")
    explorer.get_by_role("spinbutton").press("ArrowUp")
    explorer.page.wait_for_function(
        "before => document.querySelector('.kfa-explorer .panel canvas')?.toDataURL() !== before"
        " && document.querySelector('.kfa-explorer .panel canvas')",
        arg=before,
    )


def test_a_nested_model_opens_and_closes_by_its_sign(explorer):
    node(explorer, "encoder").first.locator(".turn").click()
    expect(node(explorer, "conv")).to_be_visible()
    node(explorer, "conv").click()
    expect(explorer.locator(".panel .maps canvas")).to_have_count(4)
    close_one(explorer)
    expect(node(explorer, "conv")).to_have_count(0)


def test_all_open_at_once(explorer, shown):
    explorer.get_by_role("button", name=shown.words[0]).click()
    expect(node(explorer, "conv")).to_have_count(2)
    node(explorer, "conv").first.hover()
    expect(explorer.locator(".node.kin")).to_have_count(2)  # one layer, two calls


def test_a_layer_is_found_by_its_name_and_kept_in_sight(explorer, shown):
    field = explorer.get_by_role("searchbox")
    field.fill("dense")
    chosen = explorer.locator("[data-node].chosen")
    expect(chosen).to_have_count(1)
    for _time in range(4):
        explorer.get_by_role("button", name="+").or_(explorer.locator("button.small").first).first.click()
    box, around = chosen.bounding_box(), explorer.locator(".field").bounding_box()
    assert around["y"] - 1 <= box["y"] and box["y"] + box["height"] <= around["y"] + around["height"] + 1
    field.fill("no such layer")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("")
    shown.page.keyboard.press("Escape")


def test_by_keyboard_alone(explorer, shown):
    node(explorer, "left").focus()
    keys = shown.page.keyboard
    keys.press("ArrowDown")
    expect(node(explorer, "encoder").first).to_be_focused()
    keys.press("ArrowRight")
    expect(node(explorer, "encoder").last).to_be_focused()
    keys.press("Space")
    expect(node(explorer, "conv")).to_be_visible()
    expect(node(explorer, "encoder").last).to_be_focused()
    keys.press("Space")
    expect(node(explorer, "conv")).to_have_count(0)
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(explorer.locator(".panel h3")).to_have_text("pair")
    keys.press("Escape")
    expect(explorer.locator(".panel h3")).to_have_count(0)
    expect(node(explorer, "pair")).to_be_focused()


def test_the_same_as_a_table(explorer, shown):
    button = explorer.get_by_role("button", name=shown.words[1])
    button.click()
    rows = explorer.locator(".table tbody tr")
    expect(rows).to_have_count(8)
    expect(rows.nth(2)).to_contain_text("encoder")
    expect(explorer.locator(".field")).to_be_hidden()
    button.click()
    expect(explorer.locator(".field")).to_be_visible()


def test_no_serious_finding_of_axe(explorer, shown):
    node(explorer, "encoder").first.locator(".turn").click()
    node(explorer, "conv").click()
    expect(explorer.locator(".panel .maps canvas")).to_have_count(4)
    for _side in range(2):  # picture, then table
        found = Axe().run(shown.page, context=".kfa-explorer").response["violations"]
        serious = [f for f in found if f["impact"] in ("serious", "critical")]
        assert serious == [], [(f["id"], f["nodes"][0]["html"][:200]) for f in serious]
        explorer.get_by_role("button", name=shown.words[1]).click()


def test_the_still_picture_gives_way_and_comes_back_without_the_explorer(explorer, shown):
    still = shown.page.locator(".jp-OutputArea:has(.kfa-explorer) .kfa-explorer-still")
    expect(still).to_be_hidden()
    shown.page.evaluate("document.querySelector('.kfa-explorer').classList.replace('kfa-explorer', 'gone')")
    expect(shown.page.locator(".jp-OutputArea:has(.gone) .kfa-explorer-still")).to_be_visible()
    shown.page.evaluate("document.querySelector('.gone').classList.replace('gone', 'kfa-explorer')")


def test_a_training_leaves_its_lines_and_curves(explorer, shown):
    output = shown.page.locator(shown.cell("small.fit")).locator(".jp-OutputArea-output")
    expect(output.locator("pre").first).to_contain_text("3/3")
    expect(output.locator("img")).to_have_attribute("alt", re.compile("val_loss"))


def test_a_kernel_that_is_gone_is_told(shown):
    """In a notebook and a tab of its own: the other tests need their kernel."""
    other = Lab(shown.page.context.new_page(), shown.address, shown.outside)
    other.open(SHORT)
    other.run_all()
    explorer = other.page.locator(".kfa-explorer")
    expect(node(explorer, "last")).to_be_visible()
    other.page.evaluate(
        "async name => { for (const s of await (await fetch('/api/sessions')).json()) if (s.path === name)"
        " await fetch('/api/kernels/' + s.kernel.id, {method: 'DELETE',"
        " headers: {'X-XSRFToken': (document.cookie.match(/_xsrf=([^;]+)/) || [])[1] || ''}}); }",
        SHORT,
    )
    node(explorer, "last").click()
    expect(explorer.locator(".panel .more")).to_have_text(re.compile("run the cell again|重新运行"))
    expect(explorer.locator(".panel")).to_contain_text("? × 3")
    other.page.close()


def test_the_slider_needs_no_kernel(explorer, shown):
    root = shown.page.locator(".kfa-slider")
    slider = root.get_by_role("slider")
    canvas = root.locator("canvas")
    before = canvas.evaluate("c => c.toDataURL()")
    slider.focus()
    shown.page.keyboard.press("ArrowRight")
    expect(root.locator("output")).to_have_text("2%")
    shown.page.keyboard.press("End")
    expect(slider).to_have_attribute("aria-valuetext", "100%")
    assert canvas.evaluate("c => c.toDataURL()") != before
    expect(canvas).to_have_attribute("aria-label", re.compile("100%"))
    root.screenshot(path=PICTURES / f"{shown.tag}-slider.png")
    found = Axe().run(shown.page, context=".kfa-slider").response["violations"]
    assert [f["id"] for f in found if f["impact"] in ("serious", "critical")] == []

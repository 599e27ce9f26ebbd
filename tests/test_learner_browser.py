"""A card and its ways on, used for real: JupyterLab in Chromium, by keyboard, in both languages and themes."""

import re
import shutil
from pathlib import Path

import nbformat
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from autograder.exercises import find
from helpers import contents
from helpers.kernel import NAME
from helpers.workspace import Workspace
from tests import needs
from tools.browser import lab

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "artifacts"
CLOSED = "00_setup.ipynb"
LESSON = 'from autograder.notebook import start\ncheck, hint, solution, progress = start("{lang}")\nimport keras\nfrom keras import layers'
WRONG = find("ex01a").reference.replace('activation="relu")(x)', 'activation="tanh")(inputs)')
WORDS = {"en": ("hint 1 of 3", "look into your graph", "Line 4"), "zh": ("提示 1/3", "查看你的计算图", "第 4 行")}
pytestmark = pytest.mark.thorough("a minute in a browser; tests/test_cells.py asks the same of the cards themselves")


@pytest.fixture(scope="module", params=[("en", False), ("zh", True)], ids=["en-light", "zh-dark"])
def shown(request, tmp_path_factory):
    """A lab with the page of contents, and a notebook of a wrong answer, a right one, and a right one that was broken."""
    needs.chromium()
    lang, dark = request.param
    folder = tmp_path_factory.mktemp("notebooks")
    call = 'check("ex01a", build_mlp)'
    right = find("ex01a").reference
    texts = [LESSON.format(lang=lang), WRONG, call, right, call, right.replace("):", ":", 1), call, "progress()"]
    cells = [nbformat.v4.new_code_cell(text) for text in texts]
    for cell in cells:
        cell.metadata["tags"] = ["raises-exception"]
    kernel = {"kernelspec": {"name": NAME, "display_name": NAME}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "01_cards.ipynb")
    assert contents.write(folder, {}, lang)
    with lab(folder, dark=dark, width=1200, height=1400) as found:
        found.open("01_cards.ipynb")
        found.run_all()
        found.words, found.tag = WORDS[lang], f"{lang}-{'dark' if dark else 'light'}"
        yield found


def _kept(shown, name, element):
    PICTURES.mkdir(parents=True, exist_ok=True)
    element.scroll_into_view_if_needed()
    element.screenshot(path=PICTURES / f"card-{name}-{shown.tag}.png")


def test_the_ways_on_are_buttons_and_the_line_of_code_gives_way_to_them(shown):
    hint, explore, line = shown.words
    area = shown.page.locator(".jp-OutputArea:has(.kfa-steps)").first
    button = area.get_by_role("button", name=hint)
    expect(button).to_be_visible()
    expect(area.get_by_role("button", name=explore)).to_be_visible()
    expect(area.locator(".kfa-next")).to_be_hidden()
    expect(area.locator(".kfa-card.no")).to_contain_text(line)
    button.focus()
    shown.page.keyboard.press("Enter")
    expect(area.locator(".kfa-card.note")).to_contain_text("keras.Input")
    _kept(shown, "wrong", area)
    assert shown.outside == []


def test_the_other_cards_say_what_they_should(shown):
    page = shown.page
    right = page.locator(".jp-OutputArea-output .kfa-card.ok")
    expect(right).to_have_count(1)
    broken = page.locator(".jp-OutputArea-output .kfa-card.note").filter(has_text="SyntaxError")
    expect(broken).to_contain_text("def build_mlp")
    chapters = page.locator(".kfa-card table a")
    assert chapters.count() >= 14 and chapters.nth(1).get_attribute("href")
    for name, card in (("right", right), ("broken", broken), ("progress", page.locator(".kfa-card:has(table)"))):
        _kept(shown, name, card.first)


def test_cards_are_accessible(shown):
    found = Axe().run(shown.page, context=".kfa-card", options={"runOnly": ["wcag2a", "wcag2aa"]})
    assert found.violations_count == 0, found.generate_report()


def test_a_chapter_that_nobody_touched_is_closed_without_a_question(tmp_path):
    """Opened, its kernel started, and left: the front end has nothing to add to the file."""
    needs.chromium()
    (tmp_path / "notebooks" / "en").mkdir(parents=True)
    shutil.copy(ROOT / "notebooks" / "en" / CLOSED, tmp_path / "notebooks" / "en" / CLOSED)
    workspace = Workspace("en", tmp_path)
    workspace.update()
    before = (workspace.folder / CLOSED).read_bytes()
    with lab(workspace.folder) as found:
        found.page.goto(f"{found.address}/lab/tree/{CLOSED}")  # with tabs
        found.page.wait_for_selector('.jp-Notebook-ExecutionIndicator[data-status="idle"]')
        tab = found.page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").filter(has_text=CLOSED)
        expect(tab).to_have_count(1)
        expect(tab).not_to_have_class(re.compile("jp-mod-dirty"))
        tab.locator(".lm-TabBar-tabCloseIcon").click()
        expect(tab).to_have_count(0)
        expect(found.page.locator(".jp-Dialog")).to_have_count(0)
    assert (workspace.folder / CLOSED).read_bytes() == before

"""The kernel is restarted in the middle of a chapter: the check says in one sentence what to run, in both languages."""

import json
import urllib.request

import nbformat
import pytest
from playwright.sync_api import expect

from autograder.exercises import find
from helpers.kernel import NAME
from tests import needs
from tools.browser import lab

BEGUN = 'from autograder.notebook import start\ncheck, hint, solution, progress = start("{lang}")'
CELLS = (BEGUN, "import keras\nfrom keras import layers", find("ex01a").reference, 'check("ex01a", build_mlp)')
WORDS = {
    "en": ("The kernel is new", "run the cell that defines it", "`keras` is not there yet", "Correct."),
    "zh": ("内核", "build_mlp", "keras", "正确"),
}
pytestmark = pytest.mark.thorough(
    "half a minute in a browser; tests/test_cells.py asks the same of the cards themselves"
)


@pytest.fixture(scope="module", params=["en", "zh"])
def shown(request, tmp_path_factory):
    needs.chromium()
    folder = tmp_path_factory.mktemp("notebooks")
    cells = [nbformat.v4.new_code_cell(text.format(lang=request.param) if text is BEGUN else text) for text in CELLS]
    kernel = {"kernelspec": {"name": NAME, "display_name": NAME}}
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata=kernel), folder / "01_middle.ipynb")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KFA_LANG", request.param)  # as `kfa lab` starts it
        with lab(folder) as found:
            found.open("01_middle.ipynb")
            found.words = WORDS[request.param]
            yield found


def restart(shown) -> None:
    """Restart the notebook's kernel as its menu does, and wait for it."""
    with urllib.request.urlopen(f"{shown.address}/api/sessions") as reply:
        kernel = json.load(reply)[0]["kernel"]["id"]
    # by the page: the server takes no such request without its cookie
    shown.page.evaluate(
        """async (address) => {
            const token = document.cookie.match(/_xsrf=([^;]+)/);
            await fetch(address, {method: "POST", headers: token ? {"X-XSRFToken": token[1]} : {}});
        }""",
        f"{shown.address}/api/kernels/{kernel}/restart",
    )
    shown._wait_for_kernel()


def ran(shown, place: int):
    """What a cell shows when it is run alone."""
    cell = shown.page.locator(".jp-Notebook .jp-CodeCell").nth(place)
    before = cell.locator(".jp-InputPrompt").first.inner_text()
    cell.locator(".jp-InputArea-editor .cm-content").click()
    shown.page.keyboard.press("Control+Enter")
    expect(cell.locator(".jp-InputPrompt").first).not_to_have_text(before or "[ ]:")
    expect(cell.locator(".jp-InputPrompt").first).to_contain_text("]")
    expect(cell.locator(".jp-InputPrompt").first).not_to_contain_text("*")
    return cell.locator(".jp-OutputArea").first


def test_a_restart_in_the_middle_is_told_in_one_sentence_at_each_step(shown):
    new, not_run, not_there, right = shown.words
    shown.run_all()
    expect(shown.page.locator(".kfa-card.ok")).to_contain_text(right)
    restart(shown)
    said = ran(shown, 3)
    expect(said).to_contain_text(new)
    assert "Traceback" not in said.inner_text() and len(said.inner_text()) < 200
    ran(shown, 0)
    said = ran(shown, 3)
    expect(said).to_contain_text(not_run)
    assert "Traceback" not in said.inner_text() and len(said.inner_text()) < 200
    ran(shown, 2)
    said = ran(shown, 3)
    expect(said.locator(".kfa-card.note")).to_contain_text(not_there.replace("`", ""))
    ran(shown, 1)
    expect(ran(shown, 3).locator(".kfa-card.ok")).to_contain_text(right)
    assert shown.outside == []

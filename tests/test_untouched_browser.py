"""A chapter that nobody has touched: JupyterLab has nothing to save, and its file stays as it was, byte for byte."""

import pytest
from playwright.sync_api import expect

from helpers.workspace import Workspace
from tests import needs
from tools.browser import lab
from tools.source import ROOT

CHAPTERS = {"en": "01_introduction", "zh": "06_multiple_inputs_outputs"}
_SETTLED = 3000
"""Milliseconds in which a notebook that has its kernel would be marked as changed; it takes less than one."""
pytestmark = pytest.mark.thorough("half a minute in a browser; tests/test_workspace.py compares what is copied")


@pytest.fixture(scope="module", params=CHAPTERS)
def opened(request, tmp_path_factory):
    needs.chromium()
    root = tmp_path_factory.mktemp("course")
    (root / "notebooks").symlink_to(ROOT / "notebooks")
    workspace = Workspace(request.param, root)
    workspace.update()
    path = workspace.folder / f"{CHAPTERS[request.param]}.ipynb"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KFA_LANG", request.param)
        with lab(workspace.folder) as found:
            found.path, found.before = path, path.read_bytes()
            found.open(path.name)
            found.page.wait_for_timeout(_SETTLED)
            yield found


def test_nothing_is_to_be_saved_until_somebody_writes(opened):
    changed = opened.page.locator(".lm-TabBar-tab.jp-mod-dirty")
    expect(changed).to_have_count(0)
    assert opened.path.read_bytes() == opened.before
    opened.page.locator(".jp-Notebook .jp-CodeCell .cm-content").first.click()
    opened.page.keyboard.type("# mine")
    expect(changed).to_have_count(1)  # the mark that this test looks for is there when it should be

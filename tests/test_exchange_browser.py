"""A class in JupyterLab by nbgrader's own extensions: from what is released to the feedback that a learner reads."""

import contextlib
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from playwright.sync_api import FrameLocator, expect

from tests import answers, needs
from tests.handed_in import IMPORTS
from tests.processes import until
from tools.browser import Lab, lab
from tools.execute import environment

ROOT = Path(__file__).resolve().parent.parent
CHAPTER = "01_introduction"
NAMES = "id,first_name,last_name\nada,Ada,Byron\nbob,Bob,O'Neill\n"
WRITTEN = {
    "ada": IMPORTS + answers.right("ex01a")[0],
    "bob": IMPORTS + answers.wrong("ex01a")[0].source,
}
COMMENT = "Well seen: two layers."


@pytest.fixture
def course(tmp_path, monkeypatch) -> Path:
    """A course's folder, an exchange, and a home for each learner."""
    needs.chromium()
    needs.sandbox()
    around = environment(tmp_path / "kernels")
    for name in ("KFA_HOME", "PATH", "PYTHONPATH"):
        monkeypatch.setenv(name, around[name])
    exchange, everybody = tmp_path / "exchange", tmp_path / "etc"
    exchange.mkdir()
    exchange.chmod(0o777)
    everybody.mkdir()
    (everybody / "nbgrader_config.py").write_text(_of_everybody(exchange), "utf-8")
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(everybody))
    for learner in WRITTEN:  # on a hub this is the account's name, and its own home
        home = tmp_path / learner
        home.mkdir()
        own = f'c = get_config()\nc.CourseDirectory.student_id = "{learner}"\nc.Exchange.cache = "{home / ".cache"}"\n'
        (home / "nbgrader_config.py").write_text(own, "utf-8")
    (tmp_path / "names.csv").write_text(NAMES, "utf-8")
    words = ["class", "init", "mycourse", "--chapter", "01", "--roster", "names.csv"]
    subprocess.run([sys.executable, "-m", "autograder.cli", *words], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path / "mycourse"


def _of_everybody(exchange: Path) -> str:
    """What the page about hubs puts into everybody's nbgrader_config.py, with another folder."""
    page = (ROOT / "docs" / "hub.md").read_text("utf-8")
    block = next(b for b in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "Exchange.root" in b)
    assert "/srv/nbgrader/exchange" in block
    return block.replace("/srv/nbgrader/exchange", str(exchange))


@pytest.mark.thorough("a minute in three browsers; each command of nbgrader's is tested without one")
def test_a_class_goes_through_nbgraders_exchange_in_jupyterlab(course):
    with contextlib.ExitStack() as opened:
        teacher = opened.enter_context(lab(course))
        forms = formgrader(teacher)
        press(forms, "assign", "Successfully created the student version")
        press(forms, "release", "Successfully released")
        learners = {name: opened.enter_context(teacher.beside(course.parent / name)) for name in WRITTEN}
        for name, shown in learners.items():
            answer(shown, course.parent / name / CHAPTER / f"{CHAPTER}.ipynb", WRITTEN[name])
            submit(shown)
        press(forms, "collect", "Successfully collected")
        forms.locator(".num-submissions a", has_text="2").click()
        for name in WRITTEN:
            press(forms, "autograde", f"Successfully autograded '{CHAPTER}' for student '{name}'", name)
        assert scores(course) == {"ada": [3, 0, 0, 0], "bob": [0, 0, 0, 0]}
        comment(teacher, "Byron, Ada")
        forms = formgrader(teacher)
        press(forms, "generate-feedback", "Successfully generated feedback")
        press(forms, "release-feedback", "Successfully released feedback")
        pages = {name: feedback(shown) for name, shown in learners.items()}
        assert scores(course) == {"ada": [3, 0.5, 0, 0], "bob": [0, 0, 0, 0]}
        outside = [url for shown in (teacher, *learners.values()) for url in shown.outside]
    assert "Score: 3.5 / 10.0" in pages["ada"] and COMMENT in pages["ada"]
    assert "Score: 0.0 / 10.0" in pages["bob"] and COMMENT not in pages["bob"]
    assert [url for url in outside if "mathjax" not in url.lower()] == []  # of nbgrader's own pages


def scores(course: Path) -> dict[str, list[float]]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        found = {name: gradebook.find_submission_notebook(CHAPTER, CHAPTER, name) for name in WRITTEN}
        return {name: [g.score for g in sorted(book.grades, key=lambda g: g.name)] for name, book in found.items()}


def menu(shown: Lab, command: str) -> None:
    """Choose one of nbgrader's pages, in a JupyterLab that was just opened."""
    shown.page.goto(f"{shown.address}/lab")
    shown.page.click('.lm-MenuBar-itemLabel:text-is("Nbgrader")')
    shown.page.click(f'.lm-Menu [data-command="nbgrader:{command}"]')


# Who teaches


def formgrader(shown: Lab) -> FrameLocator:
    """The formgrader in a tab of JupyterLab's."""
    menu(shown, "open-formgrader")
    return shown.page.frame_locator("iframe")


def press(forms: FrameLocator, button: str, said: str, row: str = CHAPTER) -> None:
    """Press a button of an assignment, or of a learner's submission, and read what comes of it."""
    forms.locator("tr", has=forms.get_by_text(row, exact=True)).locator(f".{button} a").click()
    expect(forms.locator(".modal-body")).to_contain_text(said)
    forms.locator(".modal-footer button").click()
    expect(forms.locator(".modal-body")).to_be_hidden()


def comment(shown: Lab, name: str) -> None:
    """Half a point for what no check asks, and why."""
    page = shown.page
    page.goto(f"{shown.address}/formgrader/manage_submissions/{CHAPTER}")
    page.get_by_role("link", name=name).click()
    page.get_by_role("link", name=CHAPTER).last.click()
    expect(page.locator(".kfa-card").first).to_be_visible()
    for name, text in (("ex01a-comment", COMMENT), ("check-ex01b", "0.5")):
        field = page.locator(f"#{name}[placeholder]")  # which it has once it saves what is written
        with page.expect_response(lambda reply: reply.request.method == "PUT"):
            field.fill(text)
            field.blur()


# Who learns


def answer(shown: Lab, path: Path, text: str) -> None:
    """Fetch the notebook, open it, write an answer, and save."""
    page = shown.page
    menu(shown, "open-assignment-list")
    page.locator("#released_assignments_list").get_by_role("button", name="Fetch").click()
    page.locator("#fetched_assignments_list .assignment-notebooks-link").click()
    page.locator("#fetched_assignments_list").get_by_role("link", name=CHAPTER).last.click()
    editor = page.locator(f"{shown.cell('def build_mlp')} .cm-content")
    editor.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+S")
    until(lambda: text in sources(path))


def sources(path: Path) -> list[str]:
    """The cells of a notebook; none while it is being written."""
    try:
        return [cell.source for cell in nbformat.read(path, as_version=4).cells]
    except ValueError:
        return []


def submit(shown: Lab) -> None:
    shown.page.locator(".lm-TabBar-tab", has_text="Assignments").click()
    shown.page.locator("#fetched_assignments_list").get_by_role("button", name="Submit").click()
    expect(shown.page.locator("#submitted_assignments_list").get_by_role("button")).to_have_text("Fetch Feedback")


def feedback(shown: Lab) -> str:
    """What the page says that a learner fetches and opens."""
    page = shown.page
    page.locator("#submitted_assignments_list").get_by_role("button", name="Fetch Feedback").click()
    page.get_by_text("(view feedback)").click()
    page.locator(".jp-DirListing-item", has_text=f"{CHAPTER}.html").dblclick()
    shown_page = page.frame_locator("iframe.jp-HTMLViewer, .jp-HTMLViewer iframe").locator("body")
    expect(shown_page.locator(".kfa-card").first).to_be_visible()
    return shown_page.inner_text()

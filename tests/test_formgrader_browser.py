"""The formgrader in a browser: its button grades with kfa's engine, its page shows the card below the check.

What a learner wrote is text there, on nbgrader's feedback page, on kfa's own, and where the notebook is opened.
"""

import json
import re

import nbformat
import pytest
from nbformat import v4
from playwright.sync_api import Page, expect

from autograder.classroom import marks as marks_of
from autograder.feedback.visible import visible
from tests import needs
from tests.handed_in import answered, wrong
from tests.test_classroom import CHAPTER, EXPECTED, Course, notebook_of
from tests.test_inert import WAYS
from tools.browser import lab
from tools.execute import environment

STUDENTS = ("partly", "script")


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    needs.chromium()
    with pytest.MonkeyPatch.context() as patch:
        around = environment(tmp_path_factory.mktemp("home"))
        for name in (
            "KFA_HOME",
            "PATH",
            "PYTHONPATH",
        ):  # its proxy, which leads nowhere, would be asked for this machine, too
            patch.setenv(name, around[name])
        found = Course(tmp_path_factory.mktemp("class") / "course")
        for student in STUDENTS:
            found.hand_in(student, notebook_of(student))
        yield found
        marks_of._pool.close()


@pytest.mark.thorough("a class in a browser; the exporter behind the button has quick tests")
def test_the_button_grades_and_the_page_shows_the_card(course):
    with lab(course.root) as shown:
        page = shown.page
        alerts = []
        page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
        for student in STUDENTS:
            page.goto(f"{shown.address}/formgrader/manage_submissions/{CHAPTER}")
            page.locator("tr", has_text=student).locator(".autograde a").click()
            expect(page.get_by_text(f"Successfully autograded '{CHAPTER}' for student '{student}'")).to_be_visible()
            assert course.scores(student) == EXPECTED[student]
        for k in range(len(STUDENTS)):
            page.goto(f"{shown.address}/formgrader/gradebook/{CHAPTER}/{CHAPTER}")
            page.locator("table a", has_text="Submission").nth(k).click()
            expect(page.locator(".kfa-card").first).to_be_visible()
            expect(page.locator(".kfa-card")).to_have_count(len(EXPECTED[STUDENTS[0]]))
        assert alerts == []  # of a learner's script
        outside = [url for url in shown.outside if "mathjax" not in url.lower()]  # of nbgrader's own pages
        assert outside == []


# All ways of tests/test_inert.py, in all that a learner writes

WRITTEN = [text.replace("(files/", "(/") for text in WAYS.values()]  # nbgrader's filter takes "files/" out
_ALIVE = """area => [...document.querySelectorAll(`${area} *`)].filter(e => !e.closest(".cm-editor")).flatMap(e => [
    ...(e.matches("a[href],img,iframe,form,object,embed,script,link,base,meta,input,svg,math,audio,video,mjx-container")
        ? [`${e.localName} ${(e.getAttribute("href") || e.getAttribute("src") || "").replace(/^data:.*/s, "data:")}`] : []),
    ...[...e.attributes].filter(a => a.name.startsWith("on")).map(a => `${e.localName} ${a.name}=${a.value}`)])"""
_LOUD = """area => [...document.querySelectorAll(area)].map(a => {
    let text = "", all = document.createTreeWalker(a, NodeFilter.SHOW_TEXT)
    while (all.nextNode())
        if (!all.currentNode.parentElement.closest("pre,code,style,script,textarea,.cm-editor,.tex2jax_ignore"))
            text += all.currentNode.data
    return text}).join("")"""
_CODE = "selector => [...document.querySelectorAll(selector)].map(e => e.textContent.replace(/\\n$/, ''))"


def ways() -> bytes:
    """A notebook in which each place that a learner can write has each way."""
    raised, printed = "".join(WRITTEN[k] for k in range(4, 20)), "\n".join(WRITTEN)
    stops = f"def build_mlp(*sizes):\n    raise ValueError({raised!a})"
    math = "def count_dense_params(sizes):\n    raise KeyError('$\\\\href{https://trap.example}{x}$ <b>')"
    book = answered(CHAPTER, wrong(CHAPTER) | {"ex01a": f"print({printed!a})\n{stops}", "ex01b": math})
    book.metadata["title"] = WRITTEN[0]
    for cell in book.cells:
        if cell.cell_type == "markdown":
            cell.source += "\n\n" + printed
    for text in WRITTEN:
        book.cells += [v4.new_markdown_cell(text), v4.new_raw_cell(text), v4.new_code_cell(text)]
    return json.dumps(book).encode()


def alive(page: Page, area: str) -> set[str]:
    return set(page.evaluate(_ALIVE, area))


def look(page: Page, area: str, usual: set[str], code: str) -> None:
    """Nothing on the page is more than text but what another submission's page has as well; the text is as typed."""
    assert alive(page, area) <= usual | {"img data:"}
    loud = "" if "marks_feedback" in page.url else page.evaluate(_LOUD, area)  # no MathJax comes to our own page
    assert "trap" not in loud and "href" not in loud and "alert" not in loud
    shown = {_single(text) for text in page.evaluate(_CODE, code)}
    assert not [text for text in WRITTEN if _single(visible(text)) not in shown]


def _single(text: str) -> str:
    """JupyterLab takes one of two backslashes before a bracket, in a block of code as well (`replaceMath`)."""
    return text.rstrip("\n").replace("\\\\", "\\")


@pytest.mark.thorough("a minute in a browser; tests/test_inert.py puts the same ways through nbgrader's renderer")
def test_what_a_learner_wrote_is_text_wherever_it_is_shown(course):
    course.hand_in("wrong", notebook_of("wrong"))
    course.hand_in("ways", ways())
    for student in ("wrong", "ways"):
        assert course.autograde(student)["success"]
        course.feedback(student)
        book = nbformat.read(course.root / "autograded" / student / CHAPTER / f"{CHAPTER}.ipynb", as_version=4)
        book.cells.append(v4.new_markdown_cell("$x^2$"))  # the last one that MathJax sets
        nbformat.write(book, course.root / f"{student}.ipynb")
    with lab(course.root) as shown:
        page, asked, alerts, usual = shown.page, [], [], {}
        page.on("request", lambda request: asked.append(request.url))
        page.on("dialog", lambda dialog: (alerts.append(dialog.type), dialog.accept()))
        with course.gradebook() as gradebook:
            ids = {s: gradebook.find_submission_notebook(CHAPTER, CHAPTER, s).id for s in ("wrong", "ways")}
        pages = {
            "formgrader": ("#notebook-container", ".text_cell_render pre code"),
            "feedback": ("body", ".text_cell_render pre code"),
            "ours": ("body", ".code pre code"),
            "notebook": (".jp-Cell", ".jp-MarkdownCell pre code"),
        }
        for student in ("wrong", "ways"):
            places = {
                "formgrader": f"{shown.address}/formgrader/submissions/{ids[student]}/",
                "feedback": (course.root / "feedback" / student / CHAPTER / f"{CHAPTER}.html").as_uri(),
                "ours": (course.root / "marks_feedback" / student / f"{CHAPTER}.html").as_uri(),
            }
            for name, (area, code) in pages.items():
                if name in places:
                    page.goto(places[name])
                    expect(page.locator(".kfa-card").first).to_be_visible()
                else:
                    shown.open(f"{student}.ipynb")
                    page.wait_for_selector("mjx-container")
                if student == "wrong":
                    usual[name] = alive(page, area)
                else:
                    look(page, area, usual[name], code)
        assert page.locator("mjx-container").count() == 1
        # JupyterLab asks before it is left
        assert not {*alerts} - {"beforeunload"} and not [url for url in asked if re.search(r"\btrap\b", url)]
        assert not [url for url in shown.outside if "mathjax" not in url.lower()]

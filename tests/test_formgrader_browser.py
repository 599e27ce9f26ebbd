"""The formgrader in a browser: its button grades with kfa's engine, its page shows the card below the check."""

import pytest
from playwright.sync_api import expect

from tests import needs
from tests.test_classroom import CHAPTER, EXPECTED, Course, notebook_of
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
            expect(page.locator(".kfa-card")).to_have_count(3)
        assert alerts == []  # of a learner's script
        outside = [url for url in shown.outside if "mathjax" not in url.lower()]  # of nbgrader's own pages
        assert outside == []

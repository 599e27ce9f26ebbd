"""Questions that a learner commits to: the first choice counts, stays, and says why; everything has a plain form."""

import json
import sys

import pytest

import autograder.notebook
from autograder.learner import ask as asking
from autograder.learner import catalogue
from autograder.learner.ask import ask
from autograder.learner.progress import Progress
from autograder.questions import warm
from helpers import language, live
from helpers.errors import CourseError
from helpers.language import LANGUAGES
from tests import needs
from tests.test_source import MIN_CELLS, SAMPLE, STEM
from tools import asked
from tools.browser import FLAGS
from tools.source import ROOT, parse, read_all

NAME = "09-calls"


@pytest.fixture(autouse=True)
def _home(monkeypatch, tmp_path):
    monkeypatch.setenv("KFA_HOME", str(tmp_path))
    language.use("en")


def shown(monkeypatch, found) -> list[dict]:
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw: outputs.append(data))
    found._ipython_display_()
    return outputs


def test_the_file_is_what_the_chapters_say():
    assert asked.stale(read_all()) == []
    counts = {}
    for name in catalogue.table():
        counts[name[:2]] = counts.get(name[:2], 0) + 1
    assert set(counts) == {f"{k:02}" for k in range(1, 15)} and all(4 <= n <= 7 for n in counts.values())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_question_can_be_read_and_answered(lang):
    language.use(lang)
    for name in catalogue.table():
        found = catalogue.find(name)
        for k in range(len(found.choices)):
            assert found.sign(found.right) in found.plain(k)
            assert f'<li class="{"yes yours" if k == found.right else "yours"}">' in found.page(k)
        assert "<details>" in found.page() and found.live().count("<button") == len(found.choices)
        assert "`" not in found.page() and "**" not in found.page() + found.plain()


def test_the_right_answer_stands_at_every_place():
    """A learner who always takes the same place gets about as many as by chance."""
    places = [entry["right"] for entry in catalogue.table().values()]
    assert all(places.count(k) < len(places) / 2 for k in range(4)) and {0, 1, 2} <= set(places)


def test_the_first_choice_counts_and_is_kept(monkeypatch):
    assert "ask(" in repr(ask(NAME)) and Progress().question(NAME) == {}
    found = ask(NAME, 2)
    assert "2: ✗ No." in repr(found) and "1: ✓ Right." in repr(found)
    kept = Progress().question(NAME)
    assert (kept["choice"], kept["right"], kept["count"]) == (1, False, 1) and repr(found) == repr(ask(NAME))
    assert [set(data) for data in shown(monkeypatch, ask(NAME))] == [{"text/html", "text/plain"}]


def test_a_click_is_kept_beside_what_was_written_meanwhile(monkeypatch):
    monkeypatch.setattr(asking, "_kernel", lambda: True)
    widgets = []
    monkeypatch.setattr(live, "show", lambda _bundle, still, _name: widgets.append(still))
    found = ask(NAME)
    found._ipython_display_()
    Progress().record("ex01a", best=3, max=3)
    widgets[0].choose(0)
    assert Progress().of("ex01a")["best"] == 3 and Progress().question(NAME)["right"] is True


def test_what_was_missed_is_asked_again_and_the_first_choice_stays():
    ask(NAME, 2)
    assert "1: ✓ Right." in repr(ask(NAME, 1))
    kept = Progress().question(NAME)
    assert (kept["choice"], kept["right"], kept["count"]) == (1, True, 2)
    ask(NAME, 3)  # not due now: nothing is kept
    assert Progress().question(NAME) == kept


def test_a_page_keeps_the_question_and_the_widget_goes_over_it(monkeypatch):
    monkeypatch.setattr(asking, "_kernel", lambda: True)
    still, moving = shown(monkeypatch, ask(NAME))
    assert "<details>" in still["text/html"] and "Choose by its number" in still["text/plain"]
    assert set(moving) == {live.MIME}


def test_without_widgets_and_without_a_kernel_there_is_the_page(monkeypatch):
    assert len(shown(monkeypatch, ask(NAME))) == 1
    monkeypatch.setattr(asking, "_kernel", lambda: True)
    monkeypatch.setitem(sys.modules, "anywidget", None)
    assert len(shown(monkeypatch, ask(NAME))) == 1


@pytest.mark.parametrize("choice", [0, 4, -1, "1", 1.0, True + 0.5])
def test_what_is_no_choice_is_told(choice):
    with pytest.raises(CourseError, match="from 1 to 3"):
        ask(NAME, choice)


def test_an_unknown_name_is_told():
    with pytest.raises(CourseError, match='no question "calls"'):
        ask("calls")


def test_while_a_notebook_is_graded_the_same_names_are_there_and_say_nothing():
    inert = warm._inert()
    assert all(hasattr(inert, name) for name in autograder.notebook.__all__)
    assert inert.ask(NAME) is inert.review(9) is inert.practice("graphs") is None


def test_progress_of_the_first_edition_is_taken_over(tmp_path):
    (tmp_path / "progress.json").write_text('{"version": 1, "exercises": {"ex01a": {"best": 3.0, "max": 3.0}}}')
    ask(NAME, 1)
    kept = json.loads((tmp_path / "progress.json").read_text())
    assert kept["exercises"] == {"ex01a": {"best": 3.0, "max": 3.0}} and kept["questions"][NAME]["right"]


def test_a_stored_choice_that_the_question_no_longer_has_counts_as_none():
    Progress().answer(NAME, choice=7, right=False)
    assert "Choose by its number" in repr(ask(NAME))


CELL = """\
# %% [markdown] id="guess-ask" lang="{lang}" role="ask"
# {text}
#
# - [ ] `a`
#   {no}
# - [x] `b`
#   {yes}
"""
ASKED = CELL.format(lang="en", text="Which?", no="Not this.", yes="This.") + CELL.format(
    lang="zh", text="哪一个？", no="不是这个。", yes="就是这个。"
)
WITH = SAMPLE.replace(
    '# %% [markdown] id="sample-summary" lang="en"', ASKED + '# %% [markdown] id="sample-summary" lang="en"'
)


def problems(text: str) -> list[str]:
    return [problem.sentence for problem in asked.problems(parse(STEM, text))]


def test_a_notebook_holds_the_call():
    assert problems(WITH) == []
    chapter = parse(STEM, WITH)
    for lang in LANGUAGES:
        (cell,) = [cell for cell in chapter.edition(lang) if cell.id == "guess-ask"]
        assert (cell.kind, cell.source, cell.role) == ("code", 'ask("01-guess")', "")
    assert len(chapter.edition("en")) == len(parse(STEM, SAMPLE).edition("en")) + 1 > MIN_CELLS
    told = json.loads(asked.encode([chapter]))["01-guess"]
    assert told["right"] == 1 and told["zh"]["choices"][0] == ["`a`", "不是这个。"]
    assert chapter.code_sha256("zh") != parse(STEM, WITH.replace("不是这个", "不对")).code_sha256("zh")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("[x] `b`\n#   This", "[ ] `b`\n#   This", "0 choices are marked right"),
        ("[ ] `a`\n#   Not", "[x] `a`\n#   Not", "2 choices are marked right"),
        ("#   Not this.\n", "", "has no sentence"),
        ("guess-ask", "guess", "ends in `-ask`"),
        ("# Which?\n", "", "no text before"),
        (
            "# - [ ] `a`\n#   不是这个。\n# - [x] `b`",
            "# - [x] `b`\n#   好。\n# - [ ] `a`",
            "elsewhere in the other language",
        ),
        ("# - [ ] `a`\n#   Not this.\n", "", "1 choices, not 2 to 4"),
    ],
)
def test_what_is_wrong_with_a_question_is_told(old, new, sentence):
    assert old in WITH
    assert any(sentence in told for told in problems(WITH.replace(old, new)))


def test_a_file_that_is_stale_is_told():
    assert asked.stale(read_all()[:3], ROOT)


def test_a_click_shows_what_is_said_of_it_and_locks_the_rest(tmp_path):
    """The widget's script in a browser, with a stand-in for the kernel."""
    chromium = needs.chromium()
    from playwright.sync_api import sync_playwright

    script = (ROOT / "autograder" / "learner" / "ask.js").read_text(encoding="utf-8")
    found = catalogue.find("08-which")
    state = json.dumps({"html": found.live(), "right": found.right, "chosen": -1})
    page_text = (
        f'<body><div id="here"></div><script type="module">{script.replace("export default", "const widget =")}\n'
        f"const state = {state}; window.state = state;"
        "const model = {get: (k) => state[k], set: (k, v) => { state[k] = v; }, save_changes() { state.saved = true; }};"
        'widget.render({model, el: document.getElementById("here")});</script></body>'
    )
    (tmp_path / "page.html").write_text(page_text, encoding="utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        assert page.locator("li p:visible").count() == 0
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")  # the second choice, without a mouse
        assert page.evaluate("window.state.chosen") == 1 and page.evaluate("window.state.saved")
        assert page.locator("li p:visible").all_inner_texts() == [
            "✓ Right. Keras 3 gives it silently.",
            "✗ No. It would be natural; but it is the first.",
        ]
        assert page.locator("li.yes").count() == page.locator("li.yours").count() == 1
        assert page.locator("button:enabled").count() == 0
        browser.close()

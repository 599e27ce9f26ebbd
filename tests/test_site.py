"""The static edition: every page in two languages, nothing that another machine would have to give."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from playwright.sync_api import expect, sync_playwright

from helpers.errors import CourseError
from tests import needs
from tools import site
from tools.browser import FLAGS
from tools.notebook import SOLUTIONS

STEMS = ["01_introduction", "02_training"]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    out = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LANG", "xx_XX.UTF-8")  # as over ssh: a locale that this machine lacks
        patch.delenv("LC_ALL", raising=False)
        assert site.main(["--out", str(out), *STEMS]) == 0
    return out


class _Page(HTMLParser):
    """What a page loads, and where its links lead."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.links: list[str] = []
        self.alternatives: list[str] = []
        self.ids: set[str] = set()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.ids.add(found.get("id") or "")
        if tag in ("script", "img", "iframe", "source", "video", "audio") and found.get("src"):
            self.loads.append(found["src"])
        if tag == "img":
            self.alternatives.append(found.get("alt") or "")
        if tag == "link" and found.get("href"):
            self.loads.append(found["href"])
        if tag == "a" and found.get("href"):
            self.links.append(found["href"])


BUILT = pytest.mark.thorough("the whole site is built; what it is made of has quick tests")


def pages(built):
    return sorted(built.rglob("*.html"))


@BUILT
def test_every_page_is_there_in_both_languages(built):
    for lang in ("en", "zh"):
        assert {path.stem for path in (built / lang).glob("*.html")} >= {*STEMS, "index", "search"}
        assert f'lang="{lang}' in (built / lang / "index.html").read_text(encoding="utf-8")


@BUILT
def test_nothing_is_loaded_from_elsewhere(built):
    for path in pages(built):
        for address in _Page(path).loads:
            assert address.startswith("data:") or (not urlsplit(address).scheme and not address.startswith("//")), path
            if not address.startswith("data:"):
                assert (path.parent / unquote(urlsplit(address).path)).exists(), (path, address)
    for path in [*built.rglob("*.css")]:
        assert not re.search(r"url\(['\"]?(https?:)?//|@import", path.read_text(encoding="utf-8")), path


@BUILT
def test_every_picture_has_an_alternative_text(built):
    for lang, words in (("en", "eight training images"), ("zh", "前八张训练图片")):
        found = _Page(built / lang / "02_training.html").alternatives
        assert len(found) >= 4 and all(len(text) > 20 for text in found)
        assert any(words in text for text in found)


def test_every_figure_of_the_course_is_told_in_words():
    figures = 0
    for path in [*(SOLUTIONS / "en").glob("*.ipynb"), *(SOLUTIONS / "zh").glob("*.ipynb")]:
        for cell in site._page(json.loads(path.read_text(encoding="utf-8")), set())["cells"]:
            if "mystnb" in cell["metadata"]:
                figures += 1
                assert len(cell["metadata"]["mystnb"]["image"]["alt"]) > 20, (path.name, cell["id"])
    assert figures > 40


@BUILT
def test_links_within_the_site_lead_somewhere(built):
    for path in pages(built):
        for address in _Page(path).links:
            parts = urlsplit(address)
            if parts.scheme or not parts.path:
                continue
            target = path.parent / unquote(parts.path)
            assert target.exists(), (path, address)
            if parts.fragment and target.suffix == ".html":
                assert unquote(parts.fragment) in _Page(target).ids, (path, address)


@BUILT
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_first_page_is_a_door(built, lang):
    """Pictures, the map, the routes, the page to be printed; code is coloured."""
    text, found = (built / lang / "index.html").read_text(encoding="utf-8"), _Page(built / lang / "index.html")
    assert {"cheat_sheet.html", "01_introduction.html", "02_training.html"} <= set(found.links)
    assert [name for name in found.loads if f"explorer-{lang}" in name or f"check-{lang}" in name][1:]
    assert any("14 · " in words and "06" in words for words in found.alternatives) and "kfa-picture" in text
    assert 'class="highlight-python' in text and "<!-- map -->" not in text and ".ipynb)" not in text


@BUILT
def test_each_page_leads_to_the_same_one_in_the_other_language(built):
    for stem in (*STEMS, "index"):
        assert f"../zh/{stem}.html" in _Page(built / "en" / f"{stem}.html").links
        assert f"../en/{stem}.html" in _Page(built / "zh" / f"{stem}.html").links


@BUILT
def test_solutions_are_folded_and_outputs_shown(built):
    text = (built / "zh" / "01_introduction.html").read_text(encoding="utf-8")
    assert text.count("<details") >= 3 and "查看解法" in text and "kfa-card ok" in text


def test_a_chapter_that_is_not_there_is_told(tmp_path):
    with pytest.raises(CourseError, match="no chapter 77_nothing"):
        site.build(tmp_path, "en", ["77_nothing"])


def test_every_chapter_is_on_the_site():
    """What `make site` takes without names."""
    assert [p.name for p in sorted((SOLUTIONS / "en").iterdir())] == [
        p.name for p in sorted((SOLUTIONS / "zh").iterdir())
    ]


@BUILT
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_in_a_browser_without_a_network(built, lang):
    program = needs.chromium()
    outside = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        page = browser.new_page(color_scheme="dark")
        page.on("request", lambda r: outside.append(r.url) if urlsplit(r.url).scheme not in ("file", "data") else None)
        page.goto((built / lang / "01_introduction.html").as_uri())
        solution = page.locator("details:has(pre)").first
        expect(solution.locator("pre").first).to_be_hidden()
        solution.locator("summary").click()
        expect(solution.locator("pre").first).to_be_visible()
        page.goto((built / lang / "index.html").as_uri())
        words = {"en": "copy", "zh": "复制"}[lang]
        assert (
            page.evaluate("isSecureContext") is False or page.get_by_role("button", name=words, exact=True).count() >= 2
        )
        page.goto((built / lang / "search.html").as_uri() + "?q=" + {"en": "graph", "zh": "模型"}[lang])
        expect(page.locator("#search-results li a").first).to_be_visible()
        browser.close()
    assert outside == []

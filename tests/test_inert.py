"""What a learner wrote is shown as it was typed, and nothing of it lives: in Markdown, in comments, in kfa's own page.

`WAYS` are ways to get a link, a picture, a script or a disguise through; `tests/test_formgrader_browser.py` shows the
same ones to a browser. None is known to the code: it has no list of what is dangerous.
"""

import base64
import struct
import sys
import xml.etree.ElementTree as ET
from html.parser import HTMLParser
from unicodedata import category

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbconvert.filters import markdown2html, strip_files_prefix
from nbconvert.filters.markdown_mistune import InvalidNotebook
from nbformat import from_dict, v4

from autograder.classroom import repair
from autograder.exercises import find
from autograder.feedback.picture import drawn
from autograder.feedback.sentences import SENTENCES
from autograder.feedback.visible import printed, visible
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import verdict
from autograder.submissions import page
from autograder.submissions.execution import Graded
from autograder.submissions.submission import Answer, Cell, Place, Submission
from helpers.language import translate
from tests.test_drawing import call, whole

HOST = "https://trap.example"
WAYS = {
    "script": f"<script>alert(1)</script><script src='{HOST}/a.js'></script>",
    "picture that fails": "<img src=trap.png onerror=alert(1)>",
    "picture elsewhere": f"![a]({HOST}/a.png) <img src={HOST}/b.png> ![b][r]\n\n[r]: {HOST}/c.png 'title'",
    "link": f"[x]({HOST}) [y](trap.html 'title') [z](//trap.example) [w](<{HOST}>)",
    "link of a script": "[x](javascript:alert(1)) [y](javascript\\:alert(1)) [z](java&#x73;cript&colon;alert(1))",
    "link of a script, other": "[x](JaVaScRiPt:alert(1)) [y](&Tab;javascript:alert(1)) [z](vbscript:x) [a](\x01javascript:a)",
    "link of data": "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==) ![y](data:image/svg+xml,<svg/>)",
    "reference": f"[x][1] [y][] [z]\n\n[1]: javascript:alert(1)\n[y]: <{HOST}>\n[z]:\n  {HOST}",
    "autolink": f"<{HOST}> <javascript:alert(1)> <a@trap.example> <data:text/html,x>",
    "bare address": f"{HOST}/x www.trap.example a@trap.example http://trap.example, ftp://trap.example mailto:a@b.example",
    "block of HTML": "<div onclick=alert(1) style='position:fixed;inset:0'>\n\n<b>x</b>\n\n</div>\n<style>*{display:none}</style>",
    "forms and frames": f"<form action={HOST}><input autofocus onfocus=alert(1)></form><iframe src={HOST}></iframe>",
    "page of its own": f"</pre></code></div></body><base href={HOST}><meta http-equiv=refresh content='0;url={HOST}'>",
    "comment of HTML": "<!-- > <script>alert(1)</script> --><!--/--><!--card:ex01a-->forged<!--/--> <?x <b>?> <![CDATA[<b>]]>",
    "SVG and MathML": "<svg/onload=alert(1)><math><a xlink:href=javascript:alert(1)>x</a></math>",
    "entities": "&lt;script&gt; &#60;b&#62; &amp;amp; &#x202e; &nbsp; &copy;",
    "TeX": f"$\\href{{{HOST}}}{{x}}$ $$\\href{{javascript:alert(1)}}{{y}}$$ \\(a\\) \\[b\\] \\\\(c\\\\) \\\\[d\\\\]",
    "TeX, other": "$\\require{html}\\class{btn}{x}\\style{color:red}{y}\\cssId{top}{z}\\unicode{x202e}$ \\$a$ $`b`$ @@0@@ @@1@@",
    "TeX across lines": "$$\na\n$$\n\n\\begin{align}\n\\href{javascript:alert(1)}{x}\n\\end{align}\n$a\nb$",
    "macros of TeX": "$\\def\\a{\\a\\a}\\a$ $\\newcommand{\\alpha}{x}$ \\eqref{1}\\label{1}",
    "fence": f"```\n[x]({HOST})\n```\n[y]({HOST})\n~~~ <b>\n</b>\n~~~\n``````\n[z]({HOST})",
    "fence with a name": '```mermaid\ngraph TD; a-->b; click a href "javascript:alert(1)"\n```\n````html\n<b>\n````',
    "fence that is not closed": "```\nx\n  ```` \n    ```\n\t```\n`````` x\n<b>y</b>",
    "code in a line": f"`a` ``b ` c`` ` <b> ` `[x]({HOST})` \\`<b>` `a\n\n<b>x</b>`",
    "indented": "    <b>a</b>\n\n\t<i>b</i>\n  \n  - <u>c</u>\n> <s>d</s>\n    > [x](trap)",
    "lists and tables": f"- [ ] a\n1. b\n* * *\n\n| [a]({HOST}) | b |\n|---|:-:|\n| <b> | $c$ |\n\nterm\n: <b>x</b>",
    "headings": "# a\nb\n===\nc\n---\n## [d](trap.html) {#top}\n#e",
    "emphasis": "*a* **b** _c_ ~~d~~ ==e== ^f^ a*b*c snake_case __init__ 2*3*4",
    "footnote": f"a[^1] b^[c]\n\n[^1]: [x]({HOST})\n\n*[abbr]: <b>",
    "attachment": "![a](attachment:a.svg) ![b](attachment:none.png) [c](files/c) src=x",
    "wiki and directives": "[[x]] :::{image} trap.png\n:::\n.. image:: trap.png\n{{ x }} {% raw %} {raw}`html`",
    "end of a line": "a\\\nb  \nc\\",
    "line ends": "a\r\nb\rc\n\n\nd",
    "controls": "a\0b\x07c\x08d\x0be\x0cf\x1b[31mred\x1b[0m\x1b]8;;https://trap.example\x07link\x1b]8;;\x07\x7f\x85\x9b",
    "half a letter": "a\ud800b\udfffc",
    "direction": "if a \u202e!= \u202cb: \u2066x\u2069 \u200e\u200f\u061c \u202a\u202b\u202d \u2067\u2068",
    "no width": "a\u200bb\u200cc\u200dd\u2060e\ufefff\u00adg\u180eh\u2028i\u2029j\u3164k\u115fl\uffa0m\U000e0041n",
    "many accents": "Z" + "\u0301\u0335\u20dd" * 40 + "algo",
    "long line": "word " * 400 + "x" * 4000,
    "backticks": "`" * 300 + "\n" + "~" * 300,
    "nested": "[" * 200 + "x" + "](y)" * 200 + "*" * 300 + ">" * 100,
    "only a mark": "`",
    "words": "I *think* it has 3 × 4 = 12 weights: `w[0]` … “why”? 我想是这样，对吗？ Привет שלום 🙂👩‍🔬 naïve",
}
"""Name -> what a learner writes."""


class Shown(HTMLParser):
    """A piece of HTML: its text, its tags, and its text outside of what MathJax leaves alone."""

    _QUIET = ("pre", "code", "style", "script", "textarea")
    _EMPTY = ("meta", "img", "br", "input", "link")

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text, self.loud, self.tags = "", "", []
        self._open: list[bool] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self._EMPTY:
            quiet = tag in self._QUIET or "tex2jax_ignore" in (dict(attrs).get("class") or "").split()
            self._open.append(quiet)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if tag not in self._EMPTY and self._open:
            self._open.pop()

    def handle_data(self, data):
        self.text += data
        if not any(self._open):
            self.loud += data

    @property
    def names(self) -> list[str]:
        return [name for name, _attrs in self.tags]


def formless(text: str) -> list[str]:
    return [c for c in text if category(c)[0] == "C" and c not in "\n\t" and c != "\u200d"]


def rendered(text: str) -> Shown:
    """As nbgrader's two pages render a Markdown cell, and the feedback page a comment."""
    return Shown(strip_files_prefix(markdown2html(text)))


def as_typed(text: str) -> None:
    shown = rendered(repair.inert(text))
    if not visible(text).strip():
        assert shown.tags == [] and not shown.text.strip()
        return
    assert shown.tags == [("pre", {}), ("code", {})]
    assert shown.text.removesuffix("\n") == visible(text) + "\n"


def test_these_ways_are_ways():
    """Each that is meant to be more than text is, where nothing is done about it."""
    alive = []
    for name, text in WAYS.items():
        try:
            tags = rendered(text.encode("utf-8", "replace").decode()).names
        except InvalidNotebook:  # an attachment that there isn't: no page at all
            tags = ["none"]
        if {*tags} - {"p"}:
            alive.append(name)
    assert len(alive) > 25 and {"link of a script", "picture elsewhere", "bare address", "script"} <= {*alive}


@pytest.mark.parametrize("way", WAYS)
def test_markdown_shows_what_was_typed(way):
    as_typed(WAYS[way].replace("(files/", "(/"))  # nbgrader's filter takes "files/" out of what looks like an address


PIECES = [
    "`",
    "``",
    "```",
    "````",
    "~~~",
    "\n",
    "\n\n",
    "\r",
    " ",
    "    ",
    "\t",
    "$",
    "$$",
    "\\",
    "\\begin{a}",
    "\\end{a}",
]
PIECES += [
    "\\\\(",
    "\\\\)",
    "\\\\[",
    "\\\\]",
    "<b>",
    "</code></pre>",
    "<!--",
    "-->",
    "[x]",
    "(y)",
    "]: z",
    "![",
    ": ",
    "|",
    "---",
]
PIECES += [
    "&lt;",
    "- ",
    "1. ",
    "> ",
    "# ",
    "===",
    "https://a.example",
    "a",
    "字",
    "\u202e",
    "\0",
    "\x0b",
    "\ud800",
    "\u0301",
]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=60))
@example("$$\n```\n$$\n````\n")
@example("```\n: a\n```")
def test_any_markdown_shows_what_was_typed(text):
    as_typed(text)


def test_a_comment_reads_as_its_findings():
    texts = [f"`build_mlp` stopped with ValueError: {WAYS[way]}" for way in ("TeX", "link", "fence", "script")]
    exercise = {"findings": [{"key": "answer.raised", "text": text} for text in texts]}
    found = repair.comment(exercise)
    assert all(text in found for text in texts)  # in a text box
    shown = rendered(found)
    assert shown.names == ["pre", "code"] and shown.text.strip() == "\n\n".join(texts)
    assert repair.comment({"findings": []}) is None


# What is seen


def test_every_character_is_seen_or_numbered():
    planes = (range(0x40000), range(0xE0000, 0xE1000), range(sys.maxunicode - 99, sys.maxunicode + 1))
    every = "".join(f"{chr(k)} " for plane in planes for k in plane)  # between them nothing is assigned
    shown = visible(every)
    assert formless(shown) == [] and "\u200d" not in shown and not {"\u2028", "\u2029", "\r", "\u3164"} & {*shown}
    shown.encode()
    letters = {c for c in every if category(c)[0] in "LNSP"}
    assert len(letters - {*shown}) < 20  # those that no font draws
    assert visible(shown) == shown


def test_what_is_shown_by_number():
    assert visible("a\u202eb\u200b\u200b\0") == "a⟦U+202E⟧b⟦U+200B ×2⟧⟦U+0000⟧"
    assert visible("\ud800") == "⟦U+D800⟧" and visible("a\r\nb\rc\td") == "a\nb\nc\td"
    assert visible("e\u0301" + "x" + "\u0301" * 500) == "e\u0301x\u0301\u0301\u0301\u0301⟦U+0301 ×496⟧"
    assert visible("👩\u200d🔬 ❤\ufe0f\u200d🔥") == "👩\u200d🔬 ❤\ufe0f\u200d🔥"  # one emoji each
    assert visible("a\u200db 👩\u200d") == "a⟦U+200D⟧b 👩⟦U+200D⟧"


def test_what_people_write_stays():
    for text in (WAYS["words"], "Việt Nam ế", "שָׁלוֹם", "สวัสดีครับ", "हिन्दी", "　全角，「中文」", "∑ ∂ → ≤ € ¥"):
        assert visible(text) == text
    for template in SENTENCES.values():
        for lang in ("en", "zh"):
            assert visible(translate(template, lang)) == translate(template, lang)


def test_what_was_printed_is_as_a_terminal_leaves_it():
    steps = "Epoch 1/2\n\x1b[1m1/2\x1b[0m loss: 9" + "\b" * 11 + "\r\x1b[1m2/2\x1b[0m loss: 1\r\nhidden?\rseen"
    assert printed(steps) == "Epoch 1/2\n2/2 loss: 1\nseenen?"
    assert printed("\x1b[8mconcealed\x1b[0m \x1b[2J \u202e") == "concealed ⟦U+001B⟧[2J ⟦U+202E⟧"


def test_a_sentence_numbers_what_has_no_form():
    text = sentence(
        Finding(
            "answer.raised", {"call": "f\u202e()", "type": "E\0", "message": "\x1b[31m", "line": 3, "code": "\u2066"}
        )
    )
    assert formless(text) == [] and "f⟦U+202E⟧()" in text and "⟦U+001B⟧[31m" in text


# kfa's own page


def page_with(text: str, picture: str = "") -> str:
    """The page of a submission in which code, outputs, findings, the names in a graph and the folder's name are `text`.

    `picture` is what a cell said to be a PNG, in base64.
    """
    exercise = find("ex01a")
    findings = [Finding("answer.raised", {"call": text[:80], "type": "ValueError", "message": text[:500]}, nodes=(1,))]
    graph = whole([call(0, [], "InputLayer", name=text[:60]), call(1, [0], "Dense", name=text[-60:])])
    found = verdict(exercise.id, exercise.points, findings, graph=graph)
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": text},
        {"output_type": "error", "ename": text[:100], "evalue": text},
        {"output_type": "display_data", "data": {"text/html": text, "text/plain": text, "image/png": picture or text}},
    ]
    submission = Submission("01_introduction", (Cell("ex01a", text, True),), (Answer(exercise, (0,), (Place(1),)),))
    task = {"student": text, "chapter": "01_introduction", "lang": "en", "sandboxed": True, "digest": "d"}
    return page.feedback(task, submission, Graded(verdicts={exercise.id: found}, outputs={0: outputs})).decode()


WANTED = Shown(page_with("usual"))


@pytest.mark.parametrize("way", WAYS)
def test_our_page_shows_what_was_typed(way):
    text = WAYS[way]
    markup = page_with(text)
    shown = Shown(markup)
    kept = [(tag, {*attrs}) for tag, attrs in shown.tags if tag not in ("br", "code")]
    assert kept == [(tag, {*attrs}) for tag, attrs in WANTED.tags if tag not in ("br", "code")]
    assert all(attrs["src"].startswith("data:image/") for tag, attrs in shown.tags if tag == "img")
    assert shown.text.count(visible(text)) >= 2 and formless(markup) == []  # the code, the title
    assert markup.count('class="out"') == 3
    assert page.parts(markup.encode()).keys() == {("card", "ex01a"), ("shown", "0")}


@pytest.mark.parametrize("way", WAYS)
def test_a_picture_has_no_name_without_form(way):
    text = WAYS[way][:60]
    nodes = [call(0, [], "InputLayer", name=text), call(1, [0], "Dense", name=f"{text}1")]
    picture = drawn(whole(nodes), [Finding("graph.differs", nodes=(1,))])
    assert formless(picture.svg + picture.text + picture.heading) == []
    tree = ET.fromstring(picture.svg)
    assert not [e for e in tree.iter() if e.tag.rpartition("}")[2] in ("script", "image", "a", "use", "foreignObject")]
    assert [tag for tag, _attrs in Shown(picture._repr_html_()).tags] == ["style", "div", "img"]


def test_only_a_picture_of_a_fair_size_is_one():
    def png(width: int, height: int) -> str:
        head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBB", 13, b"IHDR", width, height, 8, 6, 0, 0, 0)
        return base64.encodebytes(head + b"\0" * 100).decode()

    def shown(data: str) -> bool:
        return f"base64,{data}" in page_with("words", data)

    assert shown(png(640, 480))
    for data in (
        png(60_000, 60_000),
        png(0, 10),
        "QUJD",
        "A",
        "=" * 40,
        base64.b64encode(b"<svg onload=alert(1)>").decode(),
    ):
        assert not shown(data)


# What nbgrader is given


@pytest.mark.parametrize("way", WAYS)
def test_a_repaired_notebook_has_nothing_that_lives(way):
    text = WAYS[way]
    released = v4.new_notebook(
        cells=[v4.new_markdown_cell("# Released", id="intro"), v4.new_code_cell("1", id="ex01a")]
    )
    check = v4.new_code_cell('check("ex01a", f)', id="check-ex01a")
    check.metadata["nbgrader"] = {"grade_id": "check-ex01a", "grade": True}
    released.cells.append(check)
    handed_in = v4.new_notebook(
        metadata={"title": text, "widgets": {text: text}, "kernelspec": {"name": text, "display_name": text}}
    )
    for kind, name in (("markdown", "intro"), ("code", "ex01a"), ("raw", "x"), ("markdown", "y"), ("code", "z")):
        cell = {"cell_type": kind, "id": name, "source": text, "metadata": {"tags": [text]}, "outputs": [text]}
        handed_in.cells.append(from_dict(cell | {"attachments": {"a.svg": {"image/svg+xml": text}}}))
    marks = {"exercises": [{"id": "ex01a", "score": 0, "max_score": 3, "findings": [{"key": "k", "text": text}]}]}
    found = repair.repaired(handed_in, released, marks, page_with(text).encode())
    assert found.metadata == released.metadata and len(found.cells) == 6
    for cell in found.cells:
        assert cell.metadata in ({}, check.metadata) and "attachments" not in cell and formless(cell.source) == []
        if cell.cell_type == "markdown":
            assert {*rendered(cell.source).names} <= {"pre", "code"}
        for output in cell.get("outputs", []):
            shown = Shown(output.data["text/html"])
            assert not shown.loud.strip() and "a" not in shown.names and "script" not in shown.names
            assert formless(output.data["text/plain"]) == []
    assert [c for c in found.cells if c.get("outputs")]

"""The feedback page of a submission: the notebook with a card at each answer, one HTML file that needs nothing else."""

import base64
import binascii
import html
import re
import struct
from typing import Any

from autograder.feedback.card import card
from autograder.feedback.visible import printed, visible
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from autograder.submissions.execution import Graded
from autograder.submissions.submission import Submission
from autograder.submissions.task import Task
from helpers.language import translate as _

_MOST_TEXT = 20_000
_MOST_TEXT_IN_ALL = 2_000_000
"""Characters of code and output, of one cell and of all: odd ones take 3 us each to be made visible."""
_MOST_PICTURE = 3_000_000
_MOST_PIXELS = 16_000_000
"""Of a picture: a small file may be a large one."""
_PART = re.compile(rb"<!--(card|shown):(\w+)-->(.*?)<!--/-->", re.DOTALL)
_PICTURE = re.compile(r"[A-Za-z0-9+/=\s]+")
_PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
_STYLE = """
:root{color-scheme:light dark;--jp-content-font-color1:#1f2328;--jp-layout-color0:#fff;--jp-border-color2:#d5d9de}
@media(prefers-color-scheme:dark){:root{--jp-content-font-color1:#e6e8eb;--jp-content-font-color2:#a5adb6;
--jp-layout-color0:#15181c;--jp-border-color2:#3a4048}.kfa-card{--ok:#4cc38a!important;--no:#ff9a62!important;
--note:#8ab4ff!important}}
body{max-width:900px;margin:2rem auto;padding:0 1rem;font:16px/1.6 system-ui,"Noto Sans CJK SC",sans-serif;
color:var(--jp-content-font-color1);background:var(--jp-layout-color0)}
h1{font-size:1.4rem}table{border-collapse:collapse;margin:1rem 0}td,th{padding:4px 14px 4px 0;text-align:left;
border-bottom:1px solid var(--jp-border-color2)}.n{text-align:right;font-variant-numeric:tabular-nums}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:13px/1.5 ui-monospace,monospace;margin:4px 0}
.code{border:1px solid var(--jp-border-color2);border-radius:6px;padding:8px 12px;margin-top:1.4rem}
.out{padding:2px 12px;opacity:.85}.out img{max-width:100%;background:#fff}.text{margin:1rem 0}
"""


def feedback(task: Task, handed_in: Submission, graded: Graded) -> bytes:
    """The page of a submission that was graded. All that a learner wrote is escaped; nothing of it runs."""
    by_cell: dict[int, list[Verdict]] = {}
    loose = []
    for answer in handed_in.answers:
        found = graded.verdicts[answer.exercise.id]
        if answer.cells:
            by_cell.setdefault(answer.cells[0], []).append(found)
        else:
            loose.append(found)
    names = {a.exercise.id: a.exercise.answer for a in handed_in.answers}
    cards = {e: _card(found, names[e], graded.pictures.get(e, "")) for e, found in graded.verdicts.items()}
    cut = _Cut()
    body = [*map(_paragraph, handed_in.notes), *(cards[found.exercise] for found in loose)]
    # what a learner wrote is shown, be it run or not
    written = {index: _box(text, cut) for index, text in handed_in.texts}
    for k, cell in enumerate(handed_in.cells):
        if k in by_cell or cell.own:
            shown = "".join(_output(output, cut) for output in graded.outputs.get(k, []))
            below = "".join(cards[found.exercise] for found in by_cell.get(k, []))
            written[cell.index] = f"{_box(cell.source, cut)}{_part('shown', cell.index, shown)}{below}"
    body += [written[index] for index in sorted(written)]
    return _whole(task, _table(graded), body)


def refused(task: Task, finding: Finding) -> bytes:
    """The page of what could not be read."""
    return _whole(task, "", [_paragraph(finding)])


def _paragraph(finding: Finding) -> str:
    return f'<p class="text">{html.escape(sentence(finding))}</p>'


def page_of(digest: str) -> bytes:
    """What a page has in it that was made of this notebook, graded in this way."""
    return f"<!--of:{html.escape(digest)}-->".encode()


def parts(page: bytes) -> dict[tuple[str, str], str]:
    """A page's cards by ("card", exercise) and what cells showed by ("shown", position in the notebook), as HTML."""
    return {(kind.decode(), of.decode()): part.decode() for kind, of, part in _PART.findall(page)}


class _Cut:
    """Takes of each text, and of all of them, no more than a page can show."""

    def __init__(self) -> None:
        self._left = _MOST_TEXT_IN_ALL

    def text(self, text: str) -> str:
        kept = text[: min(_MOST_TEXT, self._left)]
        self._left -= len(kept)
        return kept


def _box(text: str, cut: "_Cut") -> str:
    return f'<div class="code"><pre><code>{_written(cut.text(text))}</code></pre></div>'


def _written(text: str) -> str:
    return html.escape(visible(text))


def _part(kind: str, of: Any, text: str) -> str:
    return f"<!--{kind}:{of}-->{text}<!--/-->"  # text of a learner has no "<"


def _card(found: Verdict, name: str, picture: str) -> str:
    return _part("card", found.exercise, card(found, name, picture=picture)._repr_html_())


def _table(graded: Graded) -> str:
    rows = "".join(
        f'<tr><td>{v.exercise}</td><td class="n">{v.score:g} / {v.max_score:g}</td></tr>'
        for v in graded.verdicts.values()
    )
    score, highest = (sum(getattr(v, name) for v in graded.verdicts.values()) for name in ("score", "max_score"))
    word = _("Total")
    total = f'<tr><th>{html.escape(word)}</th><th class="n">{score:g} / {highest:g}</th></tr>'
    return f"<table>{rows}{total}</table>"


def _output(output: Any, cut: _Cut) -> str:
    """A cell's output as text or picture; HTML and scripts of a learner are not taken over."""
    if not isinstance(output, dict):
        return ""
    data = output.get("data")
    if isinstance(data, dict) and isinstance(data.get("image/png"), str) and _is_picture(data["image/png"]):
        return f'<div class="out"><img alt="" src="data:image/png;base64,{data["image/png"]}"></div>'
    text = output.get("text")
    if output.get("output_type") == "error":
        text = f"{output.get('ename', '')}: {output.get('evalue', '')}"
    elif isinstance(data, dict):
        text = data.get("text/plain")
    if not isinstance(text, str) or not text:
        return ""
    return f'<div class="out"><pre>{html.escape(printed(cut.text(text)))}</pre></div>'


def _is_picture(text: str) -> bool:
    """Whether it is a PNG, in base64, of a size that a page can show."""
    if len(text) >= _MOST_PICTURE or not _PICTURE.fullmatch(text):
        return False
    try:
        head = base64.b64decode("".join(text[:128].split())[:32], validate=True)
        start, width, height = struct.unpack(">16sII", head)
    except (binascii.Error, struct.error):
        return False
    return start == _PNG and 0 < width * height <= _MOST_PIXELS


def renamed(page: bytes, of: Task, task: Task) -> bytes | None:
    """The page of one submission for another one that is the same; None where it is not a page of that one."""
    before = _head(of).encode("utf-8", "replace")
    return _head(task).encode("utf-8", "replace") + page[len(before) :] if page.startswith(before) else None


def _whole(task: Task, table: str, parts: list[str]) -> bytes:
    words = _("Graded without a sandbox.")
    warning = "" if task["sandboxed"] else f"<p><b>{html.escape(words)}</b></p>"
    end = f"{page_of(task.get('digest', '')).decode()}</body></html>"
    return f"{_head(task)}{warning}{table}{''.join(parts)}{end}".encode("utf-8", "replace")


def _head(task: Task) -> str:
    """What of a page is its learner's name."""
    title = visible(f"{task['chapter']} · {task['student']}")
    return (
        f'<!DOCTYPE html><html lang="{task["lang"]}"><head><meta charset="utf-8">'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
        '<meta name="referrer" content="no-referrer">'
        '<meta name="viewport" content="width=device-width"><title>'
        f"{html.escape(title)}</title><style>{_STYLE}</style></head><body><h1>{html.escape(title)}</h1>"
    )

"""A verdict as a card in a notebook, and as plain text for terminals and screen readers."""

import html
import re
from collections.abc import Callable, Sequence
from typing import Any

from autograder.feedback.lines import placed
from autograder.feedback.visible import visible
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from helpers.drawing.picture import Beside
from helpers.language import current
from helpers.language import translate as _

STYLE = """<style>
.kfa-card{--ok:#0a7d4f;--no:#b93c0b;--note:#2458c5;--fg:var(--jp-content-font-color1,#1f2328);
--mute:var(--jp-content-font-color2,#5a6169);--line:var(--jp-border-color2,#d5d9de);--bg:var(--jp-layout-color0,#fff);
color:var(--fg);background:var(--bg);border:1px solid var(--line);border-left:4px solid var(--note);border-radius:6px;
padding:10px 16px;margin:6px 0;max-width:820px;font:14px/1.55 system-ui,"Noto Sans CJK SC",sans-serif}
body[data-jp-theme-light="false"] .kfa-card{--ok:#4cc38a;--no:#ff9a62;--note:#8ab4ff}
.kfa-card.ok{border-left-color:var(--ok)}.kfa-card.no{border-left-color:var(--no)}
.kfa-card header{display:flex;gap:10px;align-items:baseline;flex-wrap:wrap}
.kfa-card header b{font-size:15px}.kfa-card.ok header b i{color:var(--ok)}.kfa-card.no header b i{color:var(--no)}
.kfa-card header i{font-style:normal}.kfa-card header span{margin-left:auto;color:var(--mute)}
.kfa-card p{margin:6px 0}.kfa-card pre{white-space:pre-wrap;margin:6px 0;font-size:13px}
.kfa-card code{font:13px ui-monospace,monospace;background:color-mix(in srgb,var(--fg) 9%,transparent);
padding:0 4px;border-radius:3px;color:inherit}
.kfa-card ul{margin:6px 0;padding-left:1.2em}.kfa-card .facts{list-style:none;padding:0;display:flex;gap:14px;flex-wrap:wrap}
.kfa-card .facts li{color:var(--ok)}.kfa-card .mute{color:var(--mute)}
.kfa-card .first{font-weight:600}.kfa-card summary{cursor:pointer;color:var(--mute)}.kfa-card a{color:var(--note)}
.jp-OutputArea:has(.kfa-steps) .kfa-next{display:none}
.kfa-card .pair{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start}
.kfa-card figure{margin:8px 0;max-width:100%}.kfa-card figcaption{color:var(--mute);font-size:13px}
</style>"""

_SIGNS = {"correct": "✓", "not_attempted": "○"}


class Card:
    """What a check shows: `_repr_html_` in a notebook, `repr` as plain text. It survives saving and static pages."""

    def __init__(self, kind: str, title: str, side: str, body: list[str], markup: str = "", facts: tuple = ()) -> None:
        self._kind, self._title, self._side = kind, title, side
        self._body, self._markup, self._facts = body, markup, facts
        self._pictures: dict[str, Any] = {}
        self._note = ""
        self._first = ""
        self._printed = ""
        self._links: dict[str, str] = {}
        self._more: tuple[str, str, Any] = ("", "", None)
        self._lang = current()

    def with_pictures(self, pictures: dict[str, Any]) -> "Card":
        """This card with pictures side by side below it, by their captions."""
        self._pictures = dict(pictures)
        return self

    def with_note(self, text: str) -> "Card":
        """This card with a last line, in which code stands in backticks."""
        self._note = text
        return self

    def with_first(self, text: str) -> "Card":
        """This card with a line above all others."""
        self._first = text
        return self

    def with_printed(self, text: str) -> "Card":
        """This card with what the answer printed while it was checked, folded at its end."""
        self._printed = text.strip("\n")
        return self

    def with_more(self, heading: str, text: str, picture: Any = None) -> "Card":
        """This card with a folded part: a sentence and its picture, which plain text leaves out."""
        self._more = (heading, text, picture)
        return self

    def with_links(self, links: dict[str, str]) -> "Card":
        """This card with links below it: words by address."""
        self._links = dict(links)
        return self

    def _repr_html_(self) -> str:
        paragraphs = "".join(f"<p>{rich(line)}</p>" for line in self._body)
        facts = "".join(f"<li>✓ {rich(fact)}</li>" for fact in self._facts)
        pair = Beside(self._pictures).markup
        sign, _gap, title = self._title.partition(" ")
        return (
            f'{STYLE}<div class="kfa-card {self._kind}" role="status" lang="{self._lang}">'
            f"<header><b><i>{html.escape(sign)}</i> {rich(title)}</b> &ensp;<span>{html.escape(self._side)}</span></header>"
            + (f'<p class="first">{rich(self._first)}</p>' if self._first else "")
            + f"{paragraphs}{self._markup}{pair}"
            + (f'<ul class="facts">{facts}</ul>' if facts else "")
            + (f'<p class="mute kfa-next">{rich(self._note)}</p>' if self._note else "")
            + "".join(
                f'<p><a href="{html.escape(to)}">{html.escape(words)}</a></p>' for to, words in self._links.items()
            )
            + self._further()
            + (self._folded() if self._printed else "")
            + "</div>"
        )

    def _further(self) -> str:
        heading, text, picture = self._more
        shown = picture._repr_html_() if picture else ""
        return f"<details><summary>{rich(heading)}</summary><p>{rich(text)}</p>{shown}</details>" if text else ""

    def _folded(self) -> str:
        summary = html.escape(_("What your code printed", self._lang))
        return f"<details><summary>{summary}</summary><pre>{html.escape(visible(self._printed))}</pre></details>"

    def __repr__(self) -> str:
        head = f"{self._title}  {self._side}".rstrip().replace("`", "")
        facts = [f"  ✓ {fact}" for fact in self._facts]
        drawn = [f"\n{Beside(self._pictures)!r}"] if self._pictures else []
        note = [f"  {self._note.replace('`', '')}"] if self._note else []
        first = [f"  {self._first}"] if self._first else []
        printed = [_("What your code printed", self._lang), *self._printed.splitlines()] if self._printed else []
        return "\n".join([head, *first, *(f"  {line}" for line in self._body), *facts, *drawn, *note, *printed])


class Map(Card):
    """A card of the course: a row for each chapter, with a link to it, in place of the lines of plain text."""

    rows: Sequence[tuple[str, str, str]] = ()
    """Title, file and marks of each chapter."""

    def _repr_html_(self) -> str:
        cells = "".join(
            f"<tr><td>{_linked(title, to)}</td><td>{html.escape(marks)}</td></tr>" for title, to, marks in self.rows
        )
        shown = Card(self._kind, self._title, self._side, [], f"<table>{cells}</table>")
        return shown.with_note(self._note)._repr_html_()


def _linked(words: str, to: str) -> str:
    return f'<a href="{html.escape(to)}">{html.escape(words)}</a>' if to else html.escape(words)


def rich(text: str) -> str:
    """Our small Markdown as HTML, escaped: `code` in backticks, nothing else."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", html.escape(text, quote=False)).replace("\n", "<br>")


def card(
    verdict: Verdict,
    name: str,
    draw: Callable[[dict, list[Finding]], Any] | None = None,
    picture: str = "",
    insight: str = "",
) -> Card:
    """The card of a verdict.

    Args:
        name: what the exercise calls the answer.
        draw: makes a picture of the learner's graph with the findings' marks; None for no picture.
        picture: one that was made before, as HTML.
        insight: what a right answer shows beyond itself.
    """
    sign = _SIGNS.get(verdict.status, "✗")
    body = [sentence(placed(f, verdict.graph, name)) for f in verdict.findings]
    if verdict.correct:
        body = [_("Correct."), *([insight] if insight else [])]
    elif len(body) > 4:
        more = len(body) - 4
        body = [*body[:4], _("And {more} more; mend these first.", more=more)]
    marked = [f for f in verdict.findings if f.nodes or f.edges or f.expected]
    if draw and verdict.graph and marked:
        picture = draw(verdict.graph, marked)._repr_html_()
    side = "" if verdict.status == "not_attempted" else f"{verdict.score:g} / {verdict.max_score:g}"
    kind = {"correct": "ok", "not_attempted": "note"}.get(verdict.status, "no")
    facts = tuple(sentence(f) for f in verdict.facts)
    return Card(kind, f"{sign} {verdict.exercise} · `{name}`", side, body, picture, facts)

"""A question of a chapter: its text and choices in the reader's language, and how it looks with and without a kernel."""

import re
from dataclasses import dataclass
from html import escape

from autograder.feedback.card import STYLE, rich
from helpers.language import current
from helpers.language import translate as _

_LOOK = """<style>
.kfa-ask ol{list-style:none;margin:8px 0;padding:0;display:grid;gap:6px}
.kfa-ask li{display:grid;grid-template-columns:1.6em 1fr;gap:0 8px;border:1px solid var(--line);border-radius:6px;padding:7px 12px}
.kfa-ask li>b{color:var(--mute)}.kfa-ask li p{grid-column:2;margin:3px 0 0;color:var(--mute)}
.kfa-ask button{all:unset;box-sizing:border-box;cursor:pointer;display:grid;grid-template-columns:1.6em 1fr;gap:0 8px;width:100%}
.kfa-ask li:has(button){display:block}.kfa-ask button:focus-visible{outline:2px solid var(--note);outline-offset:4px}
.kfa-ask li:has(button:hover:enabled){border-color:var(--note)}.kfa-ask button:disabled{cursor:default}
.kfa-ask li.yes{border:2px solid var(--ok)}.kfa-ask li.yours:not(.yes){border:2px dashed var(--no)}
.kfa-ask li i{font-style:normal;font-weight:600}.kfa-ask li.yes i{color:var(--ok)}.kfa-ask li.yours:not(.yes) i{color:var(--no)}
.kfa-ask [hidden]{display:none}.kfa-ask summary{cursor:pointer}
</style>"""


@dataclass(frozen=True)
class Question:
    """Two to four choices, one of them right; `choices` holds each with the sentence that says why."""

    id: str
    text: str
    choices: tuple[tuple[str, str], ...]
    right: int

    @property
    def kind(self) -> str:
        """What progress knows it by: one that is drawn by its kind, whatever its numbers."""
        return re.sub(r"^(drawn-[a-z]+)-\d+$", r"\1", self.id)

    def page(self, chosen: int | None = None) -> str:
        """What a page without a kernel shows: the choices, and the answer folded until one was chosen."""
        if chosen is not None:
            return self._card(self._told(chosen))
        folded = "".join(f"<p><b>{_letter(k)}</b> {self.why(k)}</p>" for k in range(len(self.choices)))
        items = "".join(
            f"<li><b>{_letter(k)}</b><span>{_rich(c)}</span></li>" for k, (c, _w) in enumerate(self.choices)
        )
        word = _("Answer")
        answer = f"<details><summary>{escape(word)}</summary>{folded}</details>"
        return self._card(f"<ol>{items}</ol>{answer}")

    def live(self) -> str:
        """The same with a button for each choice; what is said of them is there, hidden."""
        items = "".join(
            f'<li><button data-k="{k}"><b>{_letter(k)}</b><span>{_rich(choice)}</span></button>'
            f"<p hidden>{self.why(k)}</p></li>"
            for k, (choice, _w) in enumerate(self.choices)
        )
        told = _("Choose, then run on.")
        return self._card(f'<ol>{items}</ol><p class="mute" aria-live="polite">{escape(told)}</p>')

    def why(self, k: int) -> str:
        """What is to be said of a choice, as HTML, led by whether it is right."""
        return f"<i>{self.sign(k)}</i> {_rich(self.choices[k][1])}"

    def sign(self, k: int) -> str:
        return "✓ " + _("Right.") if k == self.right else "✗ " + _("No.")

    def _told(self, chosen: int) -> str:
        items = ""
        for k, (choice, _why) in enumerate(self.choices):
            kind = " ".join(w for w, so in (("yes", k == self.right), ("yours", k == chosen)) if so)
            said = f"<p>{self.why(k)}</p>" if kind else ""
            items += f'<li class="{kind}"><b>{_letter(k)}</b><span>{_rich(choice)}</span>{said}</li>'
        return f"<ol>{items}</ol>"

    def _card(self, body: str) -> str:
        word = _("Predict")
        head = f"<header><b><i>?</i> {escape(word)}</b> &ensp;<span>{escape(self.id)}</span></header>"
        return (
            f'{STYLE}{_LOOK}<div class="kfa-card note kfa-ask" role="group" lang="{current()}">'
            f"{head}<p>{_rich(self.text)}</p>{body}</div>"
        )

    def plain(self, chosen: int | None = None) -> str:
        """For terminals and screen readers; how to choose without a mouse."""
        lines = [f"? {self.id}", _plain(self.text)]
        lines += [f"  {k + 1}. {_plain(choice)}" for k, (choice, _w) in enumerate(self.choices)]
        if chosen is None:
            example = f'ask("{self.id}", 1)'
            return "\n".join([*lines, _("Choose by its number, such as {example}.", example=example)])
        for k in dict.fromkeys((chosen, self.right)):
            lines.append(f"{k + 1}: {self.sign(k)} {_plain(self.choices[k][1])}")
        return "\n".join(lines)


def _letter(k: int) -> str:
    return "ABCD"[k]


def _rich(text: str) -> str:
    return re.sub(
        r"\*\*([^*]+)\*\*", r"<b>\1</b>", re.sub(r"(?<![*\w])\*([^*]+)\*(?![*\w])", r"<em>\1</em>", rich(text))
    )


def _plain(text: str) -> str:
    return re.sub(r"[`*]", "", text)

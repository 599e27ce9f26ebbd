"""A comparison as a notebook shows it: the sentences, each opening to its places, both graphs, the numbers."""

from html import escape
from itertools import zip_longest

from autograder.comparing import report
from autograder.comparing.compared import Comparison
from autograder.comparing.picture import panes
from autograder.feedback.card import rich
from helpers.language import translate as _

_STYLE = """<style>
.kfa-diff{--ok:#0a7d4f;--no:#b93c0b;--note:#2458c5;--fg:var(--jp-content-font-color1,#1f2328);
--mute:var(--jp-content-font-color2,#5a6169);--line:var(--jp-border-color2,#d5d9de);--bg:var(--jp-layout-color0,#fff);
color:var(--fg);background:var(--bg);border:1px solid var(--line);border-left:4px solid var(--note);border-radius:6px;
padding:10px 16px;margin:6px 0;max-width:1180px;font:14px/1.55 system-ui,"Noto Sans CJK SC",sans-serif}
body[data-jp-theme-light="false"] .kfa-diff{--ok:#4cc38a;--no:#ff9a62;--note:#8ab4ff}
.kfa-diff.same{border-left-color:var(--ok)}.kfa-diff header{font-size:15px;font-weight:600;overflow-wrap:anywhere}
.kfa-diff header i{font-style:normal;color:var(--note)}.kfa-diff.same header i{color:var(--ok)}
.kfa-diff ol{margin:8px 0;padding-left:1.6em}.kfa-diff li{margin:3px 0;overflow-wrap:anywhere}
.kfa-diff code{font:13px ui-monospace,monospace;background:color-mix(in srgb,var(--fg) 9%,transparent);
padding:0 4px;border-radius:3px;color:inherit}
.kfa-diff summary{cursor:pointer}.kfa-diff li details p{margin:2px 0 6px;color:var(--mute);font-size:13px}
.kfa-diff table{border-collapse:collapse;font-size:13px;margin:4px 0 8px;color:var(--fg)}
.kfa-diff :is(th,td){text-align:left;padding:2px 14px 2px 0;vertical-align:top;border:0;background:none;overflow-wrap:anywhere}
.kfa-diff th{font-weight:600;color:var(--mute)}.kfa-diff .pair{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:flex-start}
.kfa-diff .wide{overflow-x:auto}.kfa-diff figure{margin:8px 0;max-width:100%}
</style>"""
_PLACES = 60


def card(found: Comparison, graphs: str | None = None) -> str:
    """The card as HTML, pictures as images: it survives saving and static pages; or with other markup of the graphs."""
    return f"{_STYLE}{_opening(found)}{body(found)}{_still(found) if graphs is None else graphs}{tables(found)}</div>"


def _still(found: Comparison) -> str:
    drawn = panes(found)
    if not drawn:
        return ""
    figures = "".join(f"<figure>{pane.picture()._repr_html_()}</figure>" for pane in drawn)
    title = escape(_("Both graphs, side by side", found.lang))
    return f'<details open><summary>{title}</summary><div class="pair">{figures}</div></details>'


def _opening(found: Comparison) -> str:
    sign = "=" if found.same else "≠"
    kind = " same" if found.same else ""
    return (
        f'<div class="kfa-diff{kind}" role="status" lang="{found.lang}"><header><i aria-hidden="true">{sign}</i> '
        f"{escape(report.heading(found))}</header>"
    )


def body(found: Comparison) -> str:
    """The sentences as a list, each opening to its places."""
    items = []
    for number, (words, group) in enumerate(zip_longest(found.sentences(), found.groups)):
        text = rich(words)
        if group and group.count > 1:
            shown = ", ".join(f"<code>{escape(report.place(a, b))}</code>" for a, b in group.places[:_PLACES])
            left = group.count - _PLACES
            shown += " " + escape(_("and {count} more", found.lang, count=left)) if left > 0 else ""
            text = f"<details><summary>{text}</summary><p>{shown}</p></details>"
        items.append(f'<li data-group="{number}">{text}</li>')
    return f"<ol>{''.join(items)}</ol>" if items else ""


def tables(found: Comparison) -> str:
    """What is told below, as tables."""
    parts = []
    for title, rows in report.sections(found):
        if not rows:
            parts.append(f"<p>{escape(title)}</p>")
            continue
        head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in rows[0])
        lines = [
            "<tr>"
            + f'<th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(c)}</td>" for c in row[1:])
            + "</tr>"
            for row in rows[1:]
        ]
        parts.append(
            f"<details><summary>{escape(title)}</summary><table><thead><tr>{head}</tr></thead>"
            f"<tbody>{''.join(lines)}</tbody></table></details>"
        )
    return "".join(parts)


def style() -> str:
    """The card's style sheet."""
    return _STYLE

"""The report on a class, as one page of HTML that needs nothing else: no script, no network, light and dark."""

import html
import statistics as of_python
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from autograder.classroom import statistics
from autograder.classroom.statistics import Common, Item
from autograder.feedback.card import rich
from autograder.feedback.visible import visible
from autograder.pools.report import status_word
from helpers.language import current
from helpers.language import translate as _

_STYLE = """
:root{color-scheme:light dark;--fg:#1f2328;--mute:#59626c;--line:#d5d9de;--bg:#fff;--ok:#0a7d4f;--some:#946200;--no:#b93c0b;
--none:#8a929b;--bar:#2458c5}
@media(prefers-color-scheme:dark){:root{--fg:#e6e8eb;--mute:#a3abb3;--line:#3a4048;--bg:#15181c;--ok:#4cc38a;--some:#e3b341;
--no:#ff9a62;--none:#6d757d;--bar:#8ab4ff}}
body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;color:var(--fg);background:var(--bg);max-width:1080px;
margin:2em auto;padding:0 1.2em}
h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid var(--line);padding-bottom:.2em}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:3px 9px 3px 0;border-bottom:1px solid var(--line);
vertical-align:top}th{font-weight:600}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.mute{color:var(--mute)}.wide{overflow-x:auto}.ok{color:var(--ok)}.some{color:var(--some)}.no{color:var(--no)}
.none{color:var(--none)}details>summary{cursor:pointer}li{margin:.2em 0}code{font:13px ui-monospace,monospace}
.tiles{display:flex;flex-wrap:wrap;gap:1.6em;margin:1em 0}.tiles div{min-width:7em}.tiles b{display:block;font-size:1.5em}
"""
_COLOURS = {"correct": "ok", "partial": "some", "not_attempted": "none", "not_found": "none", "infrastructure": "none"}
_MOST_NAMES = 12


def page(
    title: str,
    marks: Sequence[dict],
    missing: Sequence[str] = (),
    unsandboxed: int | None = None,
    more: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The report.

    Args:
        marks: as `kfa grade` writes them.
        missing: of the roster, who handed in nothing.
        unsandboxed: how many were graded without a sandbox; None where nobody knows.
        more: sections with a heading and HTML of ours.
    """
    found = statistics.items(marks)
    sections: list[tuple[str, str]] = [
        (_("How the points are spread"), _spread(marks)),
        (_("Exercises"), _exercises(found)),
        (_("Commonest findings"), _findings(statistics.commonest(marks))),
        (_("Look at these"), _looks(marks)),
        (_("Not graded, or missing"), _lost(marks, missing)),
        *more,
        (_("Everybody"), _everybody(marks, found)),
    ]
    return plain(title, _tiles(marks, missing, unsandboxed), sections)


def plain(title: str, head: str, sections: Sequence[tuple[str, str]]) -> bytes:
    """A page with this head and these sections, by heading; those without a text are left out."""
    body = "".join(f"<section><h2>{_e(name)}</h2>{text}</section>" for name, text in sections if text)
    return (
        f'<!DOCTYPE html><html lang="{current()}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\">"
        '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
        f"<title>{_e(title)}</title><style>{_STYLE}</style></head><body><h1>{_e(title)}</h1>{head}{body}</body></html>"
    ).encode("utf-8", "replace")


def _e(text: object) -> str:
    return html.escape(visible(str(text)))


def _tiles(marks: Sequence[dict], missing: Sequence[str], unsandboxed: int | None) -> str:
    graded = [m for m in marks if m["score"] is not None]
    seconds = [m["seconds"] for m in graded if m["seconds"]]
    tiles = [
        (len({m["student"] for m in marks}), _("learners")),
        (len(graded), _("submissions graded")),
        (len(marks) - len(graded), _("not graded")),
        (len(missing), _("without a submission")) if missing else None,
        (_share(graded), _("of the points, on average")),
        (
            f"{of_python.median(seconds):.1f} s",
            _("median time of a submission, at most {most} s", most=f"{max(seconds):.0f}"),
        )
        if seconds
        else None,
    ]
    boxes = "".join(f"<div><b>{_e(t[0])}</b>{_e(t[1])}</div>" for t in tiles if t)
    words = _("All were graded in the sandbox.")
    if unsandboxed:
        words = _(
            "Graded without a sandbox, so that learners' code could do what the grader can: {count}.", count=unsandboxed
        )
    state = "" if unsandboxed is None else f'<p class="{"no" if unsandboxed else "mute"}">{_e(words)}</p>'
    return f'<div class="tiles">{boxes}</div>{state}'


def _share(graded: Sequence[dict]) -> str:
    most = sum(m["max_score"] for m in graded)
    return f"{100 * sum(m['score'] for m in graded) / most:.0f} %" if most else "–"


def _spread(marks: Sequence[dict]) -> str:
    rows = []
    for chapter in sorted({m["chapter"] for m in marks}):
        mine = [m for m in marks if m["chapter"] == chapter]
        counts = statistics.shares(mine)
        words = ", ".join(f"{10 * k}–{10 * k + 10} %: {n}" for k, n in enumerate(counts) if n)
        rows.append(f"<tr><th>{_e(chapter)}</th><td>{_bars(counts, words)}</td></tr>")
    note = _("Submissions by the share of the points that they got, from 0 to 100 % in ten steps.")
    return f'<p class="mute">{_e(note)}</p><table>{"".join(rows)}</table>' if rows else ""


def _bars(counts: Sequence[int], words: str) -> str:
    top = max([1, *counts])
    bars = []
    for k, count in enumerate(counts):
        height = 44 * count / top
        bars.append(
            f'<rect x="{k * 34}" y="{58 - height:.1f}" width="30" height="{height:.1f}" style="fill:var(--bar)"/>'
            f'<text x="{k * 34 + 15}" y="{54 - height:.1f}" text-anchor="middle" style="fill:var(--fg);font-size:11px">'
            f"{count or ''}</text>"
        )
    return (
        f'<svg role="img" aria-label="{_e(words)}" width="340" height="60" viewBox="0 0 340 60">{"".join(bars)}'
        '<line x1="0" y1="58.5" x2="336" y2="58.5" style="stroke:var(--line)"/></svg>'
    )


def _exercises(found: Sequence[Item]) -> str:
    if not found:
        return ""
    heads = [_("exercise"), _("points"), _("learners"), _("difficulty"), _("discrimination"), _("how it went")]
    rows = "".join(
        f"<tr><td><code>{_e(i.id)}</code></td>{_n(f'{i.most:g}')}{_n(i.count)}{_n(_two(i.difficulty))}"
        f"{_n(_two(i.discrimination), 'no' if i.discrimination is not None and i.discrimination < 0.1 else '')}"
        f"<td>{_statuses(i)}</td></tr>"
        for i in found
    )
    note = _(
        "Difficulty is the mean share of an exercise's points, so 1 is easiest. Discrimination is the correlation with the "
        "rest of the chapter's score: near 0, the exercise does not tell who knows the matter; below 0, look at it. "
        "Of fewer than {least} learners neither is given.",
        least=statistics.LEAST,
    )
    return f'<p class="mute">{_e(note)}</p><div class="wide"><table>{_head(heads, 1, 5)}{rows}</table></div>'


def _statuses(item: Item) -> str:
    words = ", ".join(f"{status_word(s)} {n}" for s, n in item.statuses.most_common())
    x, parts = 0.0, []
    for status, count in sorted(item.statuses.items(), key=lambda s: (_ORDER.index(_colour(s[0])), s[0])):
        width = 220 * count / max(1, item.count)
        parts.append(f'<rect x="{x:.1f}" width="{width:.1f}" height="12" style="fill:var(--{_colour(status)})"/>')
        x += width
    bar = f'<svg role="img" aria-label="{_e(words)}" width="220" height="12">{"".join(parts)}</svg>'
    return f'{bar}<br><span class="mute">{_e(words)}</span>'


_ORDER = ("ok", "some", "no", "none")


def _colour(status: str) -> str:
    return _COLOURS.get(status, "no")


def _findings(found: Sequence[Common]) -> str:
    rows = "".join(
        f"<tr><td><code>{_e(c.exercise)}</code></td>{_n(len(c.students))}<td>{rich(visible(c.example))}</td><td>{_names(c.students)}</td></tr>"
        for c in found
    )
    heads = [_("exercise"), _("learners"), _("what one of them was told"), _("who")]
    return f'<div class="wide"><table>{_head(heads, 1, 2)}{rows}</table></div>' if rows else ""


def _names(students: Sequence[str]) -> str:
    first, rest = students[:_MOST_NAMES], students[_MOST_NAMES:]
    text = _e(", ".join(first))
    if not rest:
        return text
    more = _("{count} more", count=len(rest))
    return f"{text}<details><summary>{_e(more)}</summary>{_e(', '.join(rest))}</details>"


def _looks(marks: Iterable[dict]) -> str:
    lines = [
        f"<li><b>{_e(m['student'])}</b> {_e(m['chapter'])} {_e(one.get('exercise', ''))}: {rich(visible(one['text']))}</li>"
        for m in marks
        if m["score"] is not None
        for one in m.get("look", [])
    ]
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _lost(marks: Iterable[dict], missing: Sequence[str]) -> str:
    lines = []
    for m in marks:
        if m["score"] is None:
            why = " ".join(one["text"] for one in m.get("look", []))
            lines.append(f"<li><b>{_e(m['student'])}</b> {_e(m['chapter'])}: {_e(why)}</li>")
    if missing:
        words = _("Nothing was handed in by: {names}", names=", ".join(missing))
        lines.append(f"<li>{_e(words)}</li>")
    return f"<ul>{''.join(lines)}</ul>" if lines else ""


def _everybody(marks: Sequence[dict], found: Sequence[Item]) -> str:
    ids = [i.id for i in found]
    rows = []
    for m in marks:
        scores = {e["id"]: e for e in m["exercises"]}
        cells = "".join(_mark(scores.get(i)) for i in ids)
        total = _("not graded") if m["score"] is None else f"{m['score']:g} / {m['max_score']:g}"
        rows.append(f"<tr><td>{_e(m['student'])}</td><td>{_e(m['chapter'])}</td>{_n(total)}{cells}</tr>")
    heads = [_("learner"), _("chapter"), _("score"), *ids]
    return f'<div class="wide"><table>{_head(heads, 2, len(heads))}{"".join(rows)}</table></div>' if rows else ""


def _mark(exercise: dict | None) -> str:
    if exercise is None or exercise["score"] is None:
        return "<td></td>"
    return _n(f"{exercise['score']:g}", _colour(exercise["status"]))


def _head(heads: Sequence[str], first: int, last: int) -> str:
    """A row of headings, those from `first` to before `last` above numbers."""
    return (
        "<tr>"
        + "".join(f"<th{' class=n' if first <= k < last else ''}>{_e(h)}</th>" for k, h in enumerate(heads))
        + "</tr>"
    )


def _n(value: object, colour: str = "") -> str:
    return f'<td class="{f"n {colour}".strip()}">{_e(value)}</td>'


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def unsandboxed(pages: Path, marks: Iterable[dict[str, Any]]) -> int | None:
    """How many feedback pages say that they were graded without a sandbox; None where a graded one has no page."""
    sentences = [_("Graded without a sandbox.", lang).encode() for lang in ("en", "zh")]
    count = 0
    for m in marks:
        if m["score"] is None:
            continue
        try:
            head = (pages / m["student"] / f"{m['chapter']}.html").read_bytes()[:20_000]
        except OSError:
            return None
        count += any(html.escape(s.decode()).encode() in head for s in sentences)
    return count

"""The page on who wrote alike: pairs side by side, groups; and folders of scripts for JPlag and Dolos."""

import difflib
import html
from collections.abc import Sequence
from pathlib import Path

from autograder.classroom import own_code, report_page
from autograder.classroom.own_code import Own
from autograder.classroom.similarity import Pair, clusters
from autograder.feedback.visible import visible
from autograder.pools import private_file
from helpers.language import translate as _

_MOST_SHOWN = 30
_MOST_LINES = 120
_STYLE = """<style>.two{display:grid;grid-template-columns:1fr 1fr;gap:12px}.two pre{margin:0;padding:8px;font:12.5px/1.45
ui-monospace,monospace;overflow-x:auto;border:1px solid var(--line);border-radius:4px}.two mark{background:color-mix(in srgb,
var(--some) 28%,transparent);color:inherit}@media(max-width:700px){.two{grid-template-columns:1fr}}</style>"""


def section(found: Sequence[Pair]) -> str:
    """The first pairs as a table, for the report."""
    rows = "".join(
        f"<tr><td>{_e(p.chapter)}</td><td>{_e(p.left)}</td><td>{_e(p.right)}</td>"
        f'<td class="n">{p.score:.0f}</td><td class="n">{100 * p.share:.0f} %</td>'
        f"<td>{_e(', '.join(e or '–' for e, _w in p.by[:4]))}</td></tr>"
        for p in found[:_MOST_SHOWN]
    )
    if not rows:
        return ""
    heads = (_("chapter"), _("learner"), _("learner"), _("weight"), _("in common"), _("exercises"))
    head = "".join(f"<th{' class=n' if k in (3, 4) else ''}>{_e(h)}</th>" for k, h in enumerate(heads))
    return f'<p class="mute">{_e(_note())}</p><div class="wide"><table><tr>{head}</tr>{rows}</table></div>'


def page(title: str, found: Sequence[Pair], own: Sequence[Own], lost: Sequence[str] = ()) -> bytes:
    """All pairs, the first ones with their code side by side."""
    sources = {(o.student, o.chapter): o.sources for o in own}
    more = [(_("Pairs"), section(found)), (_("Groups"), _groups(found))]
    if lost:
        more.append((_("Could not be read"), f"<p>{_e(', '.join(lost))}</p>"))
    for p in found[:_MOST_SHOWN]:
        more.append((f"{p.left} · {p.right} · {p.chapter}", _both(p, sources)))
    return report_page.plain(title, _STYLE, more)


def _note() -> str:
    return _(
        "What nearly all write weighs nothing; what few write weighs much, and an equal mistake more. The list says whose "
        "work to look at first, not that anybody copied: two may have learned together, or from the same page."
    )


def _groups(found: Sequence[Pair]) -> str:
    lines = "".join(f"<li>{_e(', '.join(group))}</li>" for group in clusters(found))
    return f"<ul>{lines}</ul>" if lines else ""


def _both(pair: Pair, sources: dict[tuple[str, str], dict[str, str]]) -> str:
    left, right = sources.get((pair.left, pair.chapter), {}), sources.get((pair.right, pair.chapter), {})
    parts = [f"<p>{_e(text)}</p>" for text in pair.mistakes]
    for exercise, _weight in pair.by[:3]:
        if exercise in left and exercise in right:
            parts.append(f"<h3><code>{_e(exercise or '–')}</code></h3>{_side_by_side(left[exercise], right[exercise])}")
    return "".join(parts)


def _side_by_side(left: str, right: str) -> str:
    sides = [text.splitlines()[:_MOST_LINES] for text in (left, right)]
    keys = [[own_code.of_line(line) for line in side] for side in sides]
    equal = difflib.SequenceMatcher(None, *keys, autojunk=False).get_matching_blocks()
    marked: tuple[set[int], set[int]] = (set(), set())
    for block in equal:
        for k in range(block.size):
            if keys[0][block.a + k]:
                marked[0].add(block.a + k)
                marked[1].add(block.b + k)
    columns = (
        "\n".join(f"<mark>{_e(line)}</mark>" if k in marks else _e(line) for k, line in enumerate(side))
        for side, marks in zip(sides, marked, strict=True)
    )
    return f'<div class="two">{"".join(f"<pre>{text}</pre>" for text in columns)}</div>'


def _e(text: object) -> str:
    return html.escape(visible(str(text)))


def folders(own: Sequence[Own], place: Path) -> int:
    """A folder of scripts for each learner, without what was given: as JPlag and Dolos take them. Returns how many."""
    count = 0
    for o in own:
        for exercise, source in o.sources.items():
            path = place / o.student / f"{o.chapter}_{exercise or 'other'}.py"
            private_file.folder(path.parent)
            private_file.write(path, source.encode("utf-8", "replace"))
            count += 1
    return count

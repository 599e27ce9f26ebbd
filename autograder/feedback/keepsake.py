"""A small picture for a finished chapter or course, to be shared: one SVG that needs nothing beside it."""

import hashlib
from html import escape

from helpers.drawing.picture import Picture
from helpers.drawing.theme import MONO, SANS, css, text_width
from helpers.language import current
from helpers.language import translate as _

_WIDE, _LEFT, _STEP = 560, 28, 62
_RULES = (
    f"& text{{font:14px {SANS};fill:var(--ink)}}& .s{{font-size:12px;fill:var(--mute)}}& .m{{font:12px {MONO};fill:var(--mute)}}"
    "& .t{font-size:19px;font-weight:600}& .card{fill:var(--card);stroke:var(--rim)}"
    "& .box{fill:var(--input);stroke:var(--input-line);stroke-width:1.5}& .e{fill:none;stroke:var(--input-line);stroke-width:1.5}"
)


def keepsake(title: str, done: list[str], whole: bool = False) -> Picture:
    """The picture.

    Args:
        title: of the chapter; of the course where it is finished.
        done: what was solved: names of exercises or of chapters, drawn as boxes along one line.
        whole: the course is finished.
    """
    said = _("Course finished") if whole else _("Chapter finished")
    course = _("Keras: the functional API, learned by building graphs")
    rows = [done[k : k + 8] for k in range(0, len(done), 8)] or [[]]
    tall = 108 + 44 * len(rows)
    boxes = "".join(_row(row, 96 + 44 * k) for k, row in enumerate(rows))
    size = 19 if text_width(title, 19) < _WIDE - 2 * _LEFT else 14
    body = (
        f'<rect class="card" x=".5" y=".5" width="{_WIDE - 1}" height="{tall - 1}" rx="8"/>'
        f'<text class="s" x="{_LEFT}" y="32">{escape(said)}</text>'
        f'<text class="t" style="font-size:{size}px" x="{_LEFT}" y="60">{escape(title)}</text>'
        f'{boxes}<text class="s" x="{_LEFT}" y="{tall - 16}">{escape(course)}</text>'
    )
    scope = "kfa-" + hashlib.sha256(body.encode()).hexdigest()[:10]
    text = f"{said}: {title} ({', '.join(done)})"
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {_WIDE} {tall}" width="{_WIDE}" height="{tall}" '
        f'role="img" aria-labelledby="{scope}-t" lang="{current()}"><title id="{scope}-t">{escape(text)}</title>'
        f"<style>{css(scope, _RULES)}</style>{body}</svg>"
    )
    return Picture(svg, text, _WIDE, tall, said)


def _row(names: list[str], y: int) -> str:
    """Boxes in a chain, as the course draws a graph."""
    found = ""
    for k, name in enumerate(names):
        x = _LEFT + k * _STEP
        found += f'<path class="e" d="M{x - 12} {y}H{x}"/>' if k else ""
        found += f'<rect class="box" x="{x}" y="{y - 13}" width="{_STEP - 12}" height="26" rx="5"/>'
        found += f'<text class="m" x="{x + (_STEP - 12) / 2}" y="{y + 4}" text-anchor="middle">{escape(name)}</text>'
    return found

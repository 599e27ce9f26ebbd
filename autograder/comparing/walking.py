"""Both graphs of a comparison to walk through together: their markup, style and script, for a page or a notebook."""

from html import escape
from pathlib import Path

from autograder.comparing.compared import Comparison
from autograder.comparing.picture import Pane, panes, style
from helpers.language import translate as _

_HERE = Path(__file__).parent
STYLE = (_HERE / "panes.css").read_text(encoding="utf-8")
SCRIPT = (_HERE / "panes.js").read_text(encoding="utf-8")
"""Defines `walkTogether(root)`, for the element that holds `markup`."""


def markup(found: Comparison) -> str:
    """Both panes as HTML; empty where there is too much to show, or nothing differs."""
    drawn, lang = panes(found), found.lang
    if not drawn:
        return ""
    hint = _(
        "Click a layer, and its counterpart is shown beside it. With the keyboard: arrow keys walk along the edges, left and "
        "right go to the other graph.",
        lang,
    )
    title = _("Both graphs, side by side", lang)
    sides = "".join(_pane(found, pane, side) for side, pane in enumerate(drawn))
    return (
        f'<section aria-label="{escape(title)}"><p class="hint">{escape(hint)}</p>'
        f'<div class="panes">{sides}</div><p class="said" role="status" aria-live="polite"></p></section>'
    )


def _pane(found: Comparison, pane: Pane, side: int) -> str:
    scope = f"kfa-pane-{'ab'[side]}"
    wide, tall = pane.size
    nodes = {node.id: node for node in pane.diagram.nodes}
    sources: dict = {}
    for edge in pane.diagram.edges:
        sources.setdefault(edge.source, [[], []])[1].append(edge.target)
        sources.setdefault(edge.target, [[], []])[0].append(edge.source)
    body = []
    for part in pane.parts():
        if part.kind != "node":
            body.append(part.markup)
            continue
        node, (above, below) = nodes[part.key], sources.get(part.key, [[], []])
        spoken = ", ".join(t for t in (node.title, node.name, node.word, *(row[0] for row in node.rows)) if t)
        body.append(
            f'<g class="node" role="button" tabindex="-1" data-key="{escape(str(part.key))}" '
            f'data-up="{escape(" ".join(map(str, above)))}" data-down="{escape(" ".join(map(str, below)))}" '
            f'aria-label="{escape(spoken)}">{part.markup}</g>'
        )
    when = _("before", found.lang) if side == 0 else _("after", found.lang)
    label = f"{when}: {pane.diagram.name}"
    return (
        f'<div class="pane" tabindex="0" role="group" aria-label="{escape(label)}"><style>{style(scope)}</style>'
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {wide:g} {tall:g}" width="{wide:g}" '
        f'height="{tall:g}">{"".join(body)}</svg></div>'
    )

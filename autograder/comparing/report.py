"""A comparison as plain text: for terminals, for failed tests, for those who don't see pictures."""

import unicodedata
from typing import Any

from autograder.comparing.compared import Comparison
from helpers.drawing.labels import shorten, spelled
from helpers.language import translate as _

MOST_GROUPS, MOST_PLACES, MOST_ROWS = 20, 6, 12


def text(found: Comparison) -> str:
    """All of a comparison in lines."""
    lang = found.lang
    lines = [heading(found)]
    for sentence, group in zip(found.sentences(), [*found.groups, None], strict=False):
        if len(lines) > 2 * MOST_GROUPS:
            break
        lines.append(f"  {sentence.replace('`', '')}")
        if group and group.count > 1:
            lines += [f"      {line}" for line in places(group, lang)]
    left = len(found.groups) - MOST_GROUPS
    if left > 0 and len(lines) > 2 * MOST_GROUPS:
        lines.append("  " + _("and {count} more", lang, count=left))
    for title, rows in sections(found):
        lines += ["", title]
        lines += [f"  {line}" for line in _table(rows)]
    return "\n".join(lines)


def heading(found: Comparison) -> str:
    """The first line: which models, and whether they compute the same."""
    a, b = (f.name for f in found.facts)
    if found.same:
        return _("{a} and {b} compute the same.", found.lang, a=a, b=b)
    count = len(found.groups)
    if count == 1:
        return _("{b} differs from {a} in one thing:", found.lang, a=a, b=b)
    return _("{b} differs from {a} in {count} things:", found.lang, a=a, b=b, count=count)


def places(group: Any, lang: str) -> list[str]:
    """The places of a group, as `before → after` where the names differ; of many the first and how many are left."""
    shown = [place(a, b) for a, b in group.places[:MOST_PLACES]]
    left = len(group.places) - len(shown)
    line = ", ".join(shown)
    return [line + (" " + _("and {count} more", lang, count=left) if left else "")]


def place(a: tuple[str, ...], b: tuple[str, ...]) -> str:
    """One place: the layer's name, or both where they differ."""
    before, after = (shorten(" + ".join(names), 60) for names in (a, b))
    return before if before == after or not after else after if not before else f"{before} → {after}"


def sections(found: Comparison) -> list[tuple[str, list[list[str]]]]:
    """What is told below the script: a title and a table each."""
    lang = found.lang
    tables = [("", _sizes(found))]
    if found.compiled:
        rows = [["", *(f.name for f in found.facts)]]
        rows += [[c.place, _value(c.before), _value(c.after)] for c in found.compiled[:MOST_ROWS]]
        tables.append((_("Compiled differently", lang), rows))
    if found.weights:
        rows = [[_("layer", lang), _("arrays that differ", lang), _("largest difference", lang), _("relative", lang)]]
        rows += [[place((d.a,), (d.b,)), f"{d.count}/{d.of}", f"{d.most:.3g}", f"{d.relative:.1%}"] for d in found.weights[:MOST_ROWS]]  # fmt: skip
        rows += _more(len(found.weights) - MOST_ROWS, lang)
        tables.append((_("Weights differ in {count} layers", lang, count=len(found.weights)), rows))
    elif found.weights is not None:
        tables.append((_("No weights differ where layers have a counterpart of the same shape.", lang), []))
    if found.renamed:
        rows = [[a, "→", b] for a, b in found.renamed[:MOST_ROWS]] + _more(len(found.renamed) - MOST_ROWS, lang)
        tables.append((_("Only the name differs", lang), rows))
    if found.initialisers:
        names = shorten(", ".join(found.initialisers), 200)
        tables.append((_("Weights begin in another way (no part of what is computed): {names}", lang, names=names), []))
    return [(title or _("Beside each other", lang), rows) for title, rows in tables]


def _more(left: int, lang: str) -> list[list[str]]:
    return [[_("and {count} more", lang, count=left)]] if left > 0 else []


def _sizes(found: Comparison) -> list[list[str]]:
    lang, (a, b) = found.lang, found.facts
    rows = [["", a.name, b.name]]
    for title, of in (
        (_("layers", lang), lambda f: f"{f.layers:,}"),
        (_("parameters", lang), lambda f: _count(f.params)),
        (_("trained", lang), lambda f: _count(f.trainable)),
        (_("inputs", lang), lambda f: "; ".join(f.inputs)),
        (_("outputs", lang), lambda f: "; ".join(f.outputs)),
        (_("shared layers", lang), lambda f: shorten(", ".join(f.shared), 80)),
        (_("frozen layers", lang), lambda f: _some(f.frozen, lang)),
    ):
        values = of(a), of(b)
        if any(values) and (title not in (_("shared layers", lang), _("frozen layers", lang)) or any(values)):
            rows.append([title, *values])
    return rows


def _some(names: tuple[str, ...], lang: str) -> str:
    shown = ", ".join(names[:3])
    return shown + (" " + _("and {count} more", lang, count=len(names) - 3) if len(names) > 3 else "")


def _count(number: int | None) -> str:
    return "?" if number is None else f"{number:,}"


def _value(value: Any) -> str:
    return f"{value:.6g}" if isinstance(value, float) else shorten(spelled(value), 60)


def _table(rows: list[list[str]]) -> list[str]:
    columns = max(map(len, rows), default=0)
    widths = [max((_columns(row[k]) for row in rows if k < len(row)), default=0) for k in range(columns)]
    return ["  ".join(t + " " * (w - _columns(t)) for t, w in zip(row, widths, strict=False)).rstrip() for row in rows]


def _columns(text: str) -> int:
    """Columns of a terminal that `text` takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)

"""Curves of numbers by epoch as one small SVG, with a table of the same numbers as text."""

import hashlib
import math
from html import escape

import numpy as np

from helpers.drawing.picture import Picture
from helpers.drawing.theme import MONO, SANS, css
from helpers.language import translate as _

Series = dict[str, list[float | None]]
"""Values by metric, one for each epoch; None where there is none (validation in every second epoch alone)."""
_MOST = 4
"""Numbers of a metric that are shown one by one; of more their mean."""

_WIDE, _TALL, _LEFT, _RIGHT, _TOP, _BOTTOM = 420, 220, 52, 136, 40, 34
_RULES = (
    f"& text{{font:11px {SANS};fill:var(--mute)}}& .m{{font-family:{MONO}}}"
    "& .t{font-size:13px;font-weight:600;fill:var(--ink)}"
    "& .card{fill:var(--card);stroke:var(--rim)}& .grid{stroke:var(--rim);stroke-width:1}"
    "& .l0{fill:none;stroke:var(--input-line);stroke-width:2}"
    "& .l1{fill:none;stroke:var(--hue0);stroke-width:2;stroke-dasharray:6 4}"
    "& .p0{fill:var(--input-line)}& .p1{fill:var(--card);stroke:var(--hue0);stroke-width:1.8}"
    "& .w0{fill:var(--input-line);font-weight:600}& .w1{fill:var(--hue0);font-weight:600}"
)


def curves(history: Series, lang: str | None = None) -> Picture:
    """One panel for each metric; training a full line with dots, validation a dashed line with rings.

    Args:
        history: values by metric, one for each epoch, as in `keras.callbacks.History.history`; a metric's
            validation values are under its name with `val_` before it.
    """
    history = whole(history)
    names = [n for n in history if not n.startswith("val_") and _numbers(history[n])]
    panels = "".join(
        f'<g transform="translate({k % 2 * _WIDE} {k // 2 * _TALL})">{_panel(name, history, lang)}</g>'
        for k, name in enumerate(names)
    )
    width, height = _WIDE * min(2, max(1, len(names))), _TALL * max(1, math.ceil(len(names) / 2))
    body = f'<rect class="card" x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8"/>{panels}'
    scope = "kfa-" + hashlib.sha256(body.encode()).hexdigest()[:10]
    text = table(history, lang)
    heading = _("Training curves: {names}", lang, names=", ".join(names))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" role="img" aria-labelledby="{scope}-t {scope}-d"><title id="{scope}-t">{escape(heading)}'
        f'</title><desc id="{scope}-d">{escape(text)}</desc><style>{css(scope, _RULES)}</style>{body}</svg>'
    )
    return Picture(svg, f"{heading}\n{text}", width, height, heading)


def scalars(logs: dict) -> dict[str, float]:
    """The numbers of an epoch by name; a metric of several numbers gives each, or their mean."""
    found: dict[str, float] = {}
    for name, value in logs.items():
        several = np.asarray(value, "float64").ravel()
        if several.size == 1:
            found[name] = float(several[0])
        elif several.size <= _MOST:
            found |= {f"{name}[{k}]": float(v) for k, v in enumerate(several)}
        else:
            found[f"{name} (mean)"] = float(several.mean())
    return found


def whole(history: dict) -> Series:
    """A history with a value or None for each epoch: fewer values are those of every second, every third, ... epoch."""
    count = max((len(values) for values in history.values()), default=0)
    found: Series = {}
    for name, values in history.items():
        step = count // len(values) if values else 1
        for k, value in enumerate(values):
            epoch = k if len(values) == count else (k + 1) * step - 1
            for each, number_ in ({name: None} if value is None else scalars({name: value})).items():
                found.setdefault(each, [None] * count)[epoch] = number_
    return found


def table(history: Series, lang: str | None = None) -> str:
    """The values as text: one line for each epoch."""
    count = max((len(v) for v in history.values()), default=0)
    return "\n".join(line(epoch, count, _there(history, epoch), lang) for epoch in range(count))


def _there(history: Series, epoch: int) -> dict[str, float]:
    found = {name: values[epoch] for name, values in history.items() if epoch < len(values)}
    return {name: value for name, value in found.items() if value is not None}


def line(epoch: int, epochs: int, values: dict[str, float], lang: str | None = None) -> str:
    """`epoch 1/2   loss 0.3412   accuracy 0.9021`."""
    head = _("epoch {epoch}/{epochs}", lang, epoch=f"{epoch + 1:>{len(str(epochs))}}", epochs=epochs)
    return "   ".join([head, *(f"{name} {number(value)}" for name, value in values.items())])


def number(value: float) -> str:
    """Four digits that matter, short for large and for small numbers."""
    if not math.isfinite(value):
        return str(value)
    return f"{value:.4f}" if 0.001 <= abs(value) < 100 or value == 0 else f"{value:.3g}"


def _numbers(values: list[float | None]) -> list[float]:
    return [v for v in values if isinstance(v, (int, float)) and math.isfinite(v)]


def _panel(name: str, history: Series, lang: str | None) -> str:
    lines = [(0, _("training", lang), history[name])]
    if f"val_{name}" in history:
        lines.append((1, _("validation", lang), history[f"val_{name}"]))
    count = max(len(values) for _k, _word, values in lines)
    ticks = _ticks([v for _k, _word, values in lines for v in _numbers(values)])
    inner_wide, inner_tall = _WIDE - _LEFT - _RIGHT, _TALL - _TOP - _BOTTOM

    def at(epoch: float, value: float) -> tuple[float, float]:
        x = _LEFT + 8 + (inner_wide - 16) * (epoch / (count - 1) if count > 1 else 0.5)
        return x, _TOP + inner_tall * (1 - (value - ticks[0]) / (ticks[-1] - ticks[0]))

    parts = [f'<text class="t" x="14" y="24">{escape(name)}</text>']
    for tick in ticks:
        y = at(0, tick)[1]
        parts.append(f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDE - _RIGHT}"/>')
        parts.append(f'<text class="m" x="{_LEFT - 7}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>')
    for epoch in _epochs(count):
        x = at(epoch, ticks[0])[0]
        parts.append(f'<text class="m" x="{x:.1f}" y="{_TALL - 18}" text-anchor="middle">{epoch + 1}</text>')
    word = escape(_("epoch", lang))
    parts.append(f'<text x="{_WIDE - _RIGHT + 8}" y="{_TALL - 18}">{word}</text>')
    ends = []
    for k, word, values in lines:
        points = [at(e, v) for e, v in enumerate(values) if _numbers([v])]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
        parts.append(f'<path class="l{k}" d="M{path}"/>' if points else "")
        if count <= 30:
            parts += [f'<circle class="p{k}" cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points]
        if points:
            ends.append([points[-1][1] + 4, k, f"{word} {number(_numbers(values)[-1])}"])
    ends.sort()
    lowest = _TALL - 18 - 15  # the word of the axis stands below
    if len(ends) == 2 and ends[1][0] - ends[0][0] < 14:  # two words at one height: move them apart
        middle = (ends[0][0] + ends[1][0]) / 2
        ends[0][0], ends[1][0] = middle - 7, middle + 7
    over = max([0.0, *(y - lowest for y, _k, _w in ends)])
    near = len(ends) < 2 or ends[1][0] - ends[0][0] < 14 + over
    ends = [[y - over if near else min(y, lowest), k, w] for y, k, w in ends]
    parts += [f'<text class="w{k}" x="{_WIDE - _RIGHT + 8}" y="{y:.1f}">{escape(w)}</text>' for y, k, w in ends]
    return "".join(parts)


def _ticks(values: list[float], about: int = 4) -> list[float]:
    """Round numbers that hold all `values` between the first and the last."""
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if high - low < 1e-9 * max(1.0, abs(high)):
        low, high = low - 0.5 * (abs(low) or 1), high + 0.5 * (abs(high) or 1)
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(k * step, 10) for k in range(first, last + 1)]


def _epochs(count: int) -> list[int]:
    """Which epochs get a number at the axis: all of a few, else round steps."""
    if count <= 10:
        return list(range(count))
    step = next(s for s in (2, 5, 10, 20, 50, 100, 200, 500, 10**9) if count / s <= 9)
    return [0, *range(step - 1, count, step)]

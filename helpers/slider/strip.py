"""Frames side by side as one still picture, each with its share of the second code."""

import base64
import hashlib
import io
from html import escape

import numpy as np
from PIL import Image

from helpers.drawing.picture import Picture
from helpers.drawing.theme import SANS, css
from helpers.language import translate as _

_SIDE, _GAP, _HEAD, _COUNT = 72, 8, 22, 9
_RULES = (
    f"& text{{font:11px {SANS};fill:var(--mute)}}& .card{{fill:var(--card);stroke:var(--rim)}}"
    "& image{image-rendering:pixelated}"
)


def strip(frames: np.ndarray, lang: str) -> Picture:
    """Nine of the frames, from the first to the last.

    Args:
        frames: bytes, (frames, height, width, channels).
    """
    shown = np.linspace(0, len(frames) - 1, _COUNT).round().astype(int)
    parts = []
    for place, k in enumerate(shown):
        x = _GAP + place * (_SIDE + _GAP)
        share = f"{k / (len(frames) - 1):.0%}"
        parts.append(f'<text x="{x + _SIDE / 2:g}" y="16" text-anchor="middle">{share}</text>')
        parts.append(
            f'<image x="{x}" y="{_HEAD}" width="{_SIDE}" height="{_SIDE}" href="data:image/png;base64,{_png(frames[k])}"/>'
        )
    wide, tall = _GAP + _COUNT * (_SIDE + _GAP), _HEAD + _SIDE + _GAP
    body = f'<rect class="card" x=".5" y=".5" width="{wide - 1}" height="{tall - 1}" rx="8"/>' + "".join(parts)
    scope = "kfa-" + hashlib.sha256(body.encode()).hexdigest()[:10]
    text = _(
        "What the decoder draws on the way from the first code to the second: {count} pictures, from 0% to 100%.",
        lang,
        count=_COUNT,
    )
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{scope}" viewBox="0 0 {wide} {tall}" width="{wide}" '
        f'height="{tall}" role="img" aria-labelledby="{scope}-t"><title id="{scope}-t">{escape(text)}</title>'
        f"<style>{css(scope, _RULES)}</style>{body}</svg>"
    )
    return Picture(svg, text, wide, tall)


def _png(frame: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(frame[..., 0] if frame.shape[-1] == 1 else frame).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()

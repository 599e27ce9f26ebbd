"""Frames side by side as still pictures, each with its share of the second code.

Each is an `<img>` of its own, with words in the flow of the page: it needs no style sheet, which GitHub and an
untrusted notebook take away, and what it says can be compared without its pixels, which a training decides.
"""

import base64
import io
from html import escape

import numpy as np
from PIL import Image

from helpers.language import translate as _

_SIDE, _COUNT = 72, 9
_CELL = "display:inline-block;margin:4px;text-align:center;font-size:11px"


class Strip:
    """Nine of the frames, from the first to the last, as HTML and, where only text is shown, as a sentence.

    Args:
        frames: bytes, (frames, height, width, channels).
        lang: of the words, "en" or "zh".
    """

    def __init__(self, frames: np.ndarray, lang: str) -> None:
        self.text = _(
            "What the decoder draws on the way from the first code to the second: {count} pictures, from 0% to 100%.",
            lang,
            count=_COUNT,
        )
        last = len(frames) - 1
        shown = np.linspace(0, last, _COUNT).round().astype(int)
        self._cells = [_cell(frames[k], f"{k / last:.0%}", lang) for k in shown]

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'<div role="group" aria-label="{escape(self.text)}">{"".join(self._cells)}</div>'


def _cell(frame: np.ndarray, share: str, lang: str) -> str:
    words = escape(_("What the decoder draws at {share}%", lang, share=share.removesuffix("%")))
    return (
        f'<span style="{_CELL}"><img src="data:image/png;base64,{_png(frame)}" alt="{words}" width="{_SIDE}" '
        f'height="{_SIDE}" style="display:block;image-rendering:pixelated"> {share}</span>'
    )


def _png(frame: np.ndarray) -> str:
    file = io.BytesIO()
    Image.fromarray(frame[..., 0] if frame.shape[-1] == 1 else frame).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()

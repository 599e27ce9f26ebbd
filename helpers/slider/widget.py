"""The slider: all frames are with the page, so it works without a kernel as well."""

from pathlib import Path

import anywidget
import numpy as np
from traitlets import Bytes, Dict

from helpers import live
from helpers.drawing.theme import css
from helpers.language import translate as _
from helpers.slider.strip import Strip

_HERE = Path(__file__).parent


class Between(anywidget.AnyWidget):
    """Pictures between two codes; see `helpers.between`."""

    _esm = _HERE / "slider.js"
    _css = _HERE / "slider.css"

    frames = Bytes().tag(sync=True)
    about = Dict().tag(sync=True)

    def __init__(self, frames: np.ndarray, still: Strip, lang: str) -> None:
        count, height, width, channels = frames.shape
        self._still = still
        super().__init__(
            frames=frames.tobytes(),
            about={
                "lang": lang,
                "count": count,
                "height": height,
                "width": width,
                "channels": channels,
                "style": css("kfa-slider", ""),
                "label": _("Share of the second code", lang),
                "alt": _("What the decoder draws at {share}%", lang, share="{share}"),
            },
        )

    def __repr__(self) -> str:
        return self._still.text

    def _ipython_display_(self) -> None:
        live.show(self._repr_mimebundle_()[0], self._still, "kfa-slider")

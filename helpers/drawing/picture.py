"""A picture as a notebook shows it: SVG for the eye, the same content as text for everyone else.

Why an `<img>` that holds the SVG as data, and not the SVG inline or as `image/svg+xml`:

- Inline SVG is taken apart where HTML is sanitised (GitHub; JupyterLab before a notebook is trusted): the tags go,
  the words stay behind as a heap. An `<img>` passes both, and nbconvert, VS Code and Sphinx as well.
- JupyterLab shows no `image/svg+xml` in an untrusted notebook, and nbconvert needs Inkscape to make a PDF from it;
  with HTML and plain text alone, a PDF holds the text.
- Colours: the SVG has a palette for each scheme and a ground of its own, so it is readable on any page. Inside an
  `<img>` it follows `color-scheme` of the page, which the style sheet below sets from JupyterLab's theme.
"""

import base64
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any

from helpers.errors import CourseError
from helpers.language import translate as _

_STYLE = (
    "<style>.kfa-picture{overflow-x:auto;margin:4px 0}"
    "[data-jp-theme-light=true] .kfa-picture,[data-theme=light] .kfa-picture{color-scheme:light}"
    "[data-jp-theme-light=false] .kfa-picture,[data-theme=dark] .kfa-picture{color-scheme:dark}</style>"
)


class Picture:
    """An SVG with its text. A cell that ends in one shows it; `print` gives the text.

    Attributes:
        svg: the picture, one self-contained SVG.
        text: what it shows, in plain text.
        width, height: its natural size in pixels.
    """

    def __init__(self, svg: str, text: str, width: int, height: int, heading: str = "") -> None:
        self.svg, self.text, self.width, self.height = svg, text, width, height
        self.heading = heading or text.partition("\n")[0]

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.svg.encode()).decode()
        least = round(self.width * 0.85)  # below that the words would be too small: scroll instead
        return (
            f'{_STYLE}<div class="kfa-picture"><img src="data:image/svg+xml;base64,{data}" alt="{escape(self.text)}" '
            f'width="{self.width}" style="max-width:max(100%,{least}px);height:auto"></div>'
        )

    def save(self, path: str | Path) -> Path:
        """Write the SVG to `path` (it should end in `.svg`) and return it.

        Raises:
            CourseError: when the file cannot be written.
        """
        path = Path(path)
        try:
            path.write_text(self.svg, encoding="utf-8")
        except OSError as error:
            raise CourseError(
                _("The picture could not be written to {path}: {reason}.", path=path, reason=error.strerror)
            ) from error
        return path


_BESIDE = (
    "<style>.kfa-beside .pair{display:flex;flex-wrap:wrap;gap:8px 24px;align-items:flex-start}"
    ".kfa-beside figure{margin:8px 0;max-width:100%}.kfa-beside figcaption{font-size:13px}</style>"
)


class Beside:
    """Pictures side by side, below each other where a page has no room; each has its caption.

    Args:
        pictures: by their captions; whatever a notebook shows as HTML.
    """

    def __init__(self, pictures: Mapping[str, Any]) -> None:
        self._pictures = dict(pictures)
        self.text = "\n\n".join(f"{caption}\n{picture!r}" for caption, picture in self._pictures.items())

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f'{_BESIDE}<div class="kfa-beside">{self.markup}</div>'

    @property
    def markup(self) -> str:
        """Its HTML without a style of its own, for a card that has one."""
        figures = "".join(
            f"<figure><figcaption>{escape(caption)}</figcaption>{picture._repr_html_()}</figure>"
            for caption, picture in self._pictures.items()
        )
        return f'<div class="pair">{figures}</div>' if figures else ""

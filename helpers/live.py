"""A widget in a notebook, with a still picture of it for wherever no kernel is."""

from typing import Protocol

MIME = "application/vnd.jupyter.widget-view+json"
# A still picture gives way to the widget, and what Jupyter says where a widget is gone gives way to the picture.
_STILL = (
    "<style>.jp-OutputArea:has(.{name}) .{name}-still{{display:none}}"
    ".jp-OutputArea-child:has(.{name}-still)+.jp-OutputArea-child:not(:has(.{name})){{display:none}}</style>"
    '<div class="{name}-still">{picture}</div>'
)


class Still(Protocol):
    """What a notebook keeps of a widget: HTML, and the same content as text."""

    text: str

    def _repr_html_(self) -> str: ...


def show(bundle: dict, still: Still, name: str) -> None:
    """Display a widget and its picture as two outputs, of which one is seen; the picture is what a notebook keeps.

    Args:
        bundle: the widget's own, by mime type.
        name: class of the element that the widget makes.
    """
    from IPython.display import display

    markup = _STILL.format(name=name, picture=still._repr_html_())
    display({"text/html": markup, "text/plain": still.text}, raw=True)
    display({MIME: bundle[MIME]}, raw=True)

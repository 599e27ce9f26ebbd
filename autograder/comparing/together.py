"""A comparison in a notebook: a widget in which both graphs walk together, and the card where no kernel and no page runs it."""

from pathlib import Path

import anywidget
from traitlets import Unicode

from autograder.comparing import card, walking
from autograder.comparing.compared import Comparison
from helpers import live

_NAME = "kfa-together"


class Together(anywidget.AnyWidget):
    """The card with both graphs to walk through; all of it is in the page, which asks the kernel nothing.

    Attributes:
        markup: what it shows, written by us: what a model calls its layers is escaped in it.
    """

    _esm = walking.SCRIPT + (Path(__file__).parent / "together.js").read_text(encoding="utf-8")

    markup = Unicode().tag(sync=True)


def show(found: Comparison, text: str) -> None:
    """Display a comparison: as a widget where there are two graphs to walk through, else as a card."""
    from IPython.display import display

    graphs = walking.markup(found)
    if not graphs:
        display({"text/html": card.card(found), "text/plain": text}, raw=True)
        return
    widget = Together(markup=f"<style>{walking.STYLE}</style>{card.card(found, graphs)}")
    live.show(widget._repr_mimebundle_()[0], _Still(card.card(found), text), _NAME)


class _Still:
    def __init__(self, html: str, text: str) -> None:
        self._html, self.text = html, text

    def _repr_html_(self) -> str:
        return self._html

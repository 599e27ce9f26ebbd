"""The explorer of a graph whose edges are asked for: a click on one is answered in the page."""

from collections.abc import Callable
from typing import Any

from helpers.explorer.widget import Explorer
from helpers.language import current

Asked = Callable[[str, str], tuple[str, dict]]
"""Of the keys of an edge's ends: what is said of it, and what is marked then."""


class Clicked(Explorer):
    """An explorer in which edges are chosen, not layers."""

    def __init__(self, graph: dict, asked: Asked) -> None:
        self._asked = asked
        super().__init__(graph, None, {}, lang=current())
        self.about = self.about | {"wiring": True}

    def _answer(self, widget: Any, asked: Any, buffers: Any) -> None:
        edge = asked.get("edge") if isinstance(asked, dict) else None
        if not (isinstance(edge, list) and len(edge) == 2 and all(str(end).isdecimal() for end in edge)):
            super()._answer(widget, asked, buffers)
            return
        said, marks = self._asked(*map(str, edge))
        if marks:
            self._marks = marks
            self._look({})
        self.send({"told": said})

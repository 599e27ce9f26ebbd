"""The explorer as a widget: the page asks for what a click needs, and gets it from the model as it is now."""

from pathlib import Path
from typing import Any

import anywidget
from traitlets import Dict, List, Unicode, observe

from helpers import live
from helpers.drawing import draw, labels
from helpers.drawing.picture import Beside, Picture
from helpers.errors import CourseError
from helpers.explorer import pixels
from helpers.explorer.values import Values
from helpers.explorer.view import around, foldable, models, node_of, view
from helpers.explorer.words import words
from helpers.language import translate as _

_MOST_WEIGHTS = 12
_HERE = Path(__file__).parent


class Explorer(anywidget.AnyWidget):
    """A model's graph to look into; see `helpers.explore`."""

    _esm = _HERE / "explorer.js"
    _css = _HERE / "explorer.css"

    opened = List(Unicode()).tag(sync=True)
    """Keys of the nested models that are shown open."""
    view = Dict().tag(sync=True)
    words = Dict().tag(sync=True)
    about = Dict().tag(sync=True)

    def __init__(self, graph: dict, values: Values | None, marks: dict, beside: Any = None, lang: str = "en") -> None:
        self._graph, self._values, self._marks, self._lang = graph, values, marks, lang
        self._models, self._folds = models(graph), foldable(graph)
        pointed = [*marks.get("nodes", {}), *(end for pair in marks.get("edges", {}) for end in pair)]
        opened = [model for key in pointed for model in around(str(key))]
        self._beside = draw(beside, lang=lang) if beside is not None else None
        super().__init__(
            opened=list(dict.fromkeys(opened)),
            words=words(lang),
            about={
                "lang": lang,
                "rows": values.rows if values else 0,
                "asks": values is not None,
                "models": [*self._folds, *self._models],
                "beside": [self._beside.svg, self._beside.text] if self._beside else [],
            },
        )
        if not self.view:
            self._look({})
        self.on_msg(self._answer)

    @observe("opened")
    def _look(self, _change: Any) -> None:
        known = [key for key in self.opened if key in self._folds]
        known += [key for key in self.opened if key in self._models and set(around(key)) <= set(self.opened)]
        self.view = view(self._graph, known, self._marks, self._lang)

    def picture(self) -> Picture:
        """The same as a still picture."""
        return draw(self._graph, marks=self._marks, lang=self._lang)

    def __repr__(self) -> str:
        return self.view["text"]

    def _ipython_display_(self) -> None:
        live.show(self._repr_mimebundle_()[0], self._still(), "kfa-explorer")

    def _still(self) -> Picture | Beside:
        """What is seen where no kernel is: the picture, beside what is expected where that is shown."""
        if self._beside is None:
            return self.picture()
        return Beside({self.words["yours"]: self.picture(), self.words["expected"]: self._beside})

    def _answer(self, _widget: Any, asked: Any, _buffers: Any) -> None:
        """Answer a question of the page: `{"ask": number, "key": key of a node, "row": row of the sample, "training"}`."""
        if not isinstance(asked, dict) or not isinstance(asked.get("key"), str):
            return
        node = node_of(self._graph, asked["key"])
        if node is None or self._values is None:
            return
        row = asked["row"] if isinstance(asked.get("row"), int) else 0
        activations, buffers = self._activations(asked["key"], node, row, asked.get("training") is True)
        weights, left = self._weights(asked["key"])
        answer = {"answer": asked.get("ask"), "weights": weights, "left": left, "activations": activations}
        self.send(answer, buffers)

    def _activations(self, key: str, node: dict, row: int, training: bool) -> tuple[list[dict], list[bytes]]:
        if not self._values.rows:
            return [], []
        try:
            values = self._values.activations(key, row, self._lang, training)
        except CourseError as error:
            return [{"kind": "none", "sentence": str(error).replace("`", ""), "shape": ""}], [b""]
        try:
            found = [pixels.drawn(value, self._lang, node["kind"] == "input") for value in values]
        except Exception as error:  # what a layer gives may be of any type
            reason = _("This can't be drawn: {reason}", self._lang, reason=str(error)[:200])
            return [{"kind": "none", "sentence": reason, "shape": ""}], [b""]
        shapes = [labels.shapes([list(value.shape)]) for value in values]
        return [about | {"shape": shape} for (about, _d), shape in zip(found, shapes, strict=True)], [
            d for _a, d in found
        ]

    def _weights(self, key: str) -> tuple[list[dict], str]:
        try:
            known = self._values.weights(key)
        except Exception as error:  # a layer of a learner may do anything
            return [], _("The weights can't be read: {reason}", self._lang, reason=str(error)[:200])
        found = [
            {
                "name": "/".join(path.split("/")[-2:]),
                "shape": labels.shapes([list(values.shape)]),
                "frozen": not trained,
                **pixels.histogram(values),
            }
            for path, trained, values in known[:_MOST_WEIGHTS]
        ]
        left = len(known) - len(found)
        return found, _("and {count} more weights", self._lang, count=left) if left else ""

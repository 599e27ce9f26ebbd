"""A subclassed model's layers as a table: it has no graph that could be drawn."""

from html import escape
from typing import Any

from helpers import graph
from helpers.language import translate as _


class Table:
    """A sentence and a table, as a notebook shows them.

    Attributes:
        sentence: why there is no picture.
        rows: of each layer its name, class and number of parameters.
    """

    def __init__(self, sentence: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
        self.sentence, self.heads, self.rows = sentence, heads, rows

    def __repr__(self) -> str:
        widths = [max(len(row[k]) for row in (self.heads, *self.rows)) for k in range(len(self.heads))]
        lines = ["  ".join(t.ljust(w) for t, w in zip(row, widths, strict=True)) for row in (self.heads, *self.rows)]
        return "\n".join([self.sentence, *(line.rstrip() for line in lines)])

    def _repr_html_(self) -> str:
        heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in self.heads)
        rows = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows)
        return f"<p>{escape(self.sentence)}</p><table><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>"


def subclassed(model: Any, lang: str) -> Table | None:
    """The layers of a subclassed model; None for anything else."""
    import keras

    if not isinstance(model, keras.Model) or isinstance(model, keras.Sequential) or graph.is_functional(model):
        return None
    sentence = _(
        "`{name}` is a subclassed model: what it computes is written in its `call` method, not in a graph. "
        "These are its layers.",
        lang,
        name=type(model).__name__,
    ).replace("`", "")
    rows = [
        (layer.name, type(layer).__name__, f"{layer.count_params():,}" if layer.built else _("not built yet", lang))
        for layer in graph.sublayers(model)
        if not isinstance(layer, keras.metrics.Metric)
    ]
    return Table(sentence, (_("name", lang), _("layer", lang), _("parameters", lang)), rows)

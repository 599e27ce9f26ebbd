"""The words of the chapters' figures in Chinese: the code is one for both editions, and its labels are English."""

from typing import TYPE_CHECKING, Any

from matplotlib.artist import Artist
from matplotlib.text import Text
from matplotlib.ticker import FixedLocator

from helpers.language import mark, translate

if TYPE_CHECKING:
    from matplotlib.figure import Figure

# A word in a figure is shorter than elsewhere, so these have sentences of their own in the catalogue.
_PREFIX = "figure: "
_MARKED = (
    mark("figure: epoch"),
    mark("figure: loss"),
    mark("figure: val_loss"),
    mark("figure: accuracy"),
    mark("figure: val_accuracy"),
    mark("figure: label"),
    mark("figure: predicted class"),
    mark("figure: weights"),
    mark("figure: config"),
    mark("figure: Adam: momentum"),
    mark("figure: Adam: velocity"),
    mark("figure: twin: never stopped"),
    mark("figure: resumed: from the file"),
    mark("figure: forgetful: compiled again"),
    mark("figure: before training"),
    mark("figure: after training"),
    mark("figure: direction of most spread"),
    mark("figure: direction of second most"),
    mark("figure: all inputs"),
    mark("figure: no title"),
    mark("figure: no body"),
    mark("figure: no tags"),
    mark("figure: skips"),
    mark("figure: plain"),
    mark("figure: guessing"),
    mark("figure: layer"),
    mark("figure: gradient"),
    mark("figure: word"),
    mark("figure: first text"),
    mark("figure: second text"),
    mark("figure: both texts"),
    mark("figure: first direction"),
    mark("figure: second direction"),
    mark("figure: image"),
    mark("figure: once"),
    mark("figure: twice"),
    mark("figure: trained"),
    mark("figure: file"),
    mark("figure: relevance, with department"),
    mark("figure: relevance alone"),
    mark("figure: accuracy, unseen pairs"),
    mark("figure: article from"),
    mark("figure: ticket for"),
)
WORDS = {message.removeprefix(_PREFIX): message for message in _MARKED}


class _Words(Artist):
    """Puts a figure's words into Chinese, just before it is drawn."""

    def __init__(self, figure: "Figure") -> None:
        super().__init__()
        self._of = figure
        self.set_zorder(float("-inf"))  # before all else in the figure
        self.set_in_layout(False)

    def draw(self, renderer: Any) -> None:
        for axes in self._of.axes:
            for axis in (axes.xaxis, axes.yaxis):
                if isinstance(axis.get_major_locator(), FixedLocator):
                    ticks = [tick.get_text() for tick in axis.get_ticklabels()]
                    if not WORDS.keys().isdisjoint(ticks):
                        axis.set_ticklabels([_chinese(tick) for tick in ticks])
        for text in self._of.findobj(Text):
            if text.get_text() in WORDS:
                text.set_text(_chinese(text.get_text()))


def _chinese(label: str) -> str:
    return translate(WORDS[label], "zh") if label in WORDS else label


def speak(figure: "Figure") -> None:
    """Have the figure's labels that the course knows drawn in Chinese; all other words stay as they are."""
    figure.add_artist(_Words(figure))

"""How every figure looks that a chapter or a learner draws with matplotlib."""

from helpers import fonts
from helpers.drawing.theme import LIGHT

# Each is seen on white (3:1), and any two are told apart with each kind of colour blindness (tests/test_figures.py).
COLOURS = ("#1d63c4", "#c87400", "#7a1450", "#5a96d2", "#1a0f8c", "#b40000")

_CHINESE = "helpers.labels:speak"  # by name: matplotlib takes long to import

# White is drawn, not left out: a figure is a card that reads the same on a light and on a dark page.
_STYLE = {
    "figure.facecolor": LIGHT["card"],
    "savefig.facecolor": LIGHT["card"],
    "axes.facecolor": LIGHT["card"],
    "axes.edgecolor": LIGHT["box-line"],
    "axes.labelcolor": LIGHT["mute"],
    "axes.titlecolor": LIGHT["ink"],
    "axes.titlesize": "medium",
    "text.color": LIGHT["ink"],
    "xtick.color": LIGHT["box-line"],
    "ytick.color": LIGHT["box-line"],
    "xtick.labelcolor": LIGHT["mute"],
    "ytick.labelcolor": LIGHT["mute"],
    "lines.linewidth": 2.0,
    "legend.edgecolor": LIGHT["rim"],
    "legend.handlelength": 2.6,  # room for dashes, so that lines differ by more than colour
}


def use(lang: str = "en") -> None:
    """Let matplotlib draw in the course's style, and write Chinese, labels too, where the chapter is Chinese.

    Raises:
        ImportError: where there is no matplotlib.
    """
    import matplotlib
    from cycler import cycler

    matplotlib.rcParams.update(_STYLE | {"axes.prop_cycle": cycler(color=COLOURS)})
    hooks = [hook for hook in matplotlib.rcParams["figure.hooks"] if hook != _CHINESE]
    matplotlib.rcParams["figure.hooks"] = [*hooks, _CHINESE] if lang == "zh" else hooks
    if lang == "zh":
        fonts.register()

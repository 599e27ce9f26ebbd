"""A Chinese font for matplotlib, which has none of its own and would draw boxes: see OFL.txt beside it."""

import dataclasses
from pathlib import Path

FILE = Path(__file__).parent / "KfaHans-Regular.otf"
NAME = "Kfa Hans"


def register() -> None:
    """Let matplotlib take Chinese characters from this font, and all else from the font that it had."""
    import matplotlib
    from matplotlib import font_manager

    known = font_manager.fontManager.ttflist
    if NAME not in {font.name for font in known}:
        font_manager.fontManager.addfont(FILE)
        # The one weight serves bold text, too; matplotlib would else warn below each bold title.
        known.append(dataclasses.replace(known[-1], weight=700))
    families = matplotlib.rcParams["font.family"]
    if NAME not in families:  # the first that has a character draws it
        matplotlib.rcParams["font.family"] = [*families, NAME]

"""The ways on from a card: the next hint, a look into the graph, later the solution; as buttons where widgets live."""

import contextlib
from collections.abc import Callable
from typing import Any

from helpers.language import translate as _

Steps = dict[str, tuple[str, Callable[[], Any]]]
"""By a line of code what it is called on a button, and what it shows."""


def note(steps: Steps) -> str:
    """The steps as lines of code."""
    listed = [_("`{code}` ({words})", code=code, words=words) for code, (words, _show) in steps.items()]
    return _("Next: {steps}", steps=" · ".join(listed))


def show_buttons(steps: Steps, instead: bool = True) -> None:
    """Display a button for each step; what it shows comes below. Nothing where there are no widgets.

    Args:
        instead: in place of the card's last line, which says the same as code.
    """
    with contextlib.suppress(Exception):  # whatever is wrong with widgets here: the card has the same as code
        import ipywidgets
        from IPython.display import display

        shown = ipywidgets.Output()
        buttons = []
        for code, (words, show) in steps.items():
            button = ipywidgets.Button(description=words, tooltip=code, layout=ipywidgets.Layout(width="auto"))
            button.on_click(_shower(shown, show))
            buttons.append(button)
        row = ipywidgets.HBox(buttons)
        row.add_class("kfa-steps" if instead else "kfa-look")
        display(ipywidgets.VBox([row, shown]))


def _shower(place: Any, show: Callable[[], Any]) -> Callable[[Any], None]:
    def clicked(_button: Any) -> None:
        from IPython.display import display

        with place:
            place.clear_output()
            display(show())

    return clicked

"""The whole table: importing the modules of all kinds fills it."""

from tests.odd_notebooks import (
    absent,
    beside,
    doubled,
    files,
    hidden,
    magics,
    moved,
    names,
    others,
    reading,
    renamed,
    settings,
    spelt,
    standing,
    unfair,
    unseen,
)
from tests.odd_notebooks.case import CASES as _ENTERED
from tests.odd_notebooks.case import Case, Notebook

ITEMS = ("standing", "names", "settings", "magics", "files", "reading", "wrong")
"""Kinds, in the page's order."""
_MODULES = (
    standing,
    moved,
    doubled,
    names,
    hidden,
    others,
    unseen,
    settings,
    magics,
    absent,
    spelt,
    files,
    beside,
    reading,
    renamed,
    unfair,
)
_ORDER = [module.__name__ for module in _MODULES]
CASES: list[Case] = sorted(_ENTERED, key=lambda case: _ORDER.index(case.change.__module__))
"""In the order in which they stand in the modules, whichever was imported first."""


def notebooks() -> list[Notebook]:
    """All notebooks, in the order of the table."""
    return [
        Notebook(case, wrong)
        for case in CASES
        for wrong in (False, True)
        if (case.of_wrong if wrong else case.of_right)
    ]

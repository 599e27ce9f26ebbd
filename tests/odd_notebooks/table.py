"""The whole table: importing the modules of all kinds fills it."""

from tests.odd_notebooks import (
    files,
    hidden,
    magics,
    moved,
    names,
    reading,
    renamed,
    settings,
    spelt,
    standing,
    unfair,
)
from tests.odd_notebooks.case import CASES, notebooks

__all__ = ["CASES", "ITEMS", "notebooks"]

ITEMS = ("standing", "names", "settings", "magics", "files", "reading", "wrong")
"""Kinds, in the page's order."""
_MODULES = (standing, moved, names, hidden, settings, magics, spelt, files, reading, renamed, unfair)

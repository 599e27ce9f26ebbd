"""What was autograded before stays where nbgrader removes it first and then can't grade anew."""

import contextlib
import os
import shutil
from pathlib import Path

_BESIDE = ".kfa-before-"
"""Beginning of a copy's name, in the learner's folder: nbgrader sees no names that begin with a dot."""


class Kept:
    """Copies of graded assignments, from before they are graded again until it is known how that ended."""

    def __init__(self) -> None:
        self._copies: dict[Path, Path] = {}

    def keep(self, graded: Path) -> None:
        """Copy a graded assignment, where there is one. What a grading that was killed had copied is the better copy.

        Raises:
            OSError: it can't be copied.
        """
        copy = graded.with_name(_BESIDE + graded.name)
        if graded.is_dir() and not copy.exists():
            part = copy.with_name(copy.name + ".part")
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(graded, part, copy_function=_linked)
            part.rename(copy)
        if copy.is_dir():
            self._copies[graded] = copy

    def settle(self) -> list[Path]:
        """Put back what is not there any more, and remove the other copies; gives what was put back."""
        back = []
        for graded, copy in self._copies.items():
            if graded.exists():
                shutil.rmtree(copy, ignore_errors=True)
            else:
                with contextlib.suppress(OSError):
                    copy.rename(graded)
                    back.append(graded)
        self._copies = {}
        return back


def _linked(source: str, copy: str) -> None:
    """The same file under another name, which takes no room; nbgrader removes files, it does not write into them."""
    try:
        os.link(source, copy)
    except OSError:  # a file system without links
        shutil.copy2(source, copy)

"""What a learner calls in a notebook: `check`, `hint`, `solution`, `progress`."""

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.feedback.card import Card
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.learner import cells
from autograder.learner.check import Check, Refused, graded, mark_for_nbgrader
from autograder.learner.explained import offer
from autograder.learner.hints import hint, solution
from autograder.learner.progress import Progress
from autograder.learner.standing import told
from helpers import figures, language
from helpers.language import translate as _

__all__ = ["Check", "Refused", "hint", "mark_for_nbgrader", "progress", "solution", "start"]


def start(lang: str = "en") -> tuple["Check", Callable, Callable, Callable]:
    """Begin a chapter in a language; returns `check, hint, solution, progress`.

    Raises:
        CourseError: for a language that the course does not have.
    """
    language.use(lang)
    if any(Path.cwd().glob("*.kfa")):  # exercises of somebody's own, beside their notebook
        from autograder.authoring import pack

        pack.use_all(Path.cwd())
    if not graded():
        cells.record()
        _explain_errors()
    with contextlib.suppress(ImportError, OSError):  # without matplotlib there is nothing to draw
        figures.use(lang)
    return Check(), hint, solution, progress


def progress() -> Card:
    """How far you are: solved exercises by chapter."""
    from autograder.exercises import chapters, every, register

    kept, exercises = Progress(), every()
    lines = []
    for chapter in chapters():
        mine = [e for e in exercises if e.id[2:4] == chapter]
        lines.append(f"{chapter}  " + " ".join(f"{_sign(kept.of(e.id), e.points)} {e.id}" for e in mine))
    for pack in register.packs():
        exercises += pack.exercises
        lines.append(f"{pack.name}  " + " ".join(f"{_sign(kept.of(e.id), e.points)} {e.id}" for e in pack.exercises))
    done = sum(kept.of(e.id).get("best", 0) >= e.points for e in exercises)
    kept.save()
    if not kept.saved:
        lines.append(_("Your progress can't be saved: {path} can't be written.", path=str(kept.path)))
    return Card("note", "→ " + _("Your progress"), _("{done} of {all} solved", done=done, all=len(exercises)), lines)


def _sign(known: dict, points: float) -> str:
    best = float(known.get("best", 0))
    return "✓" if best >= points else "◐" if best else "○"


def _unknown(name: str, source: str) -> str:
    """What to do about a name in a check that is not there: quotes forgotten, its cell failed, or was not run."""
    if re.fullmatch(r"ex\d\d[a-z]", name):
        return _("The exercise stands in quotes: {call}", call=f"`{re.sub(name, repr(name), source.strip(), count=1)}`")
    known = cells.known()
    failed = next((run for run in reversed(known.runs if known else []) if run.error and run.means(name)), None)
    if failed:
        where = told(failed, _("The cell of `{name}`", name=name))
        return _("{where}. Mend it and run it again, then this one.", where=where)
    return sentence(Finding("answer.not_defined", {"name": name}))


def _explain_errors() -> None:
    """In JupyterLab, tell a check cell that ran before its answer was defined in one sentence; offer `why()` for others."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return

    def explained(shell: Any, etype: type, error: NameError, traceback: Any, tb_offset: int | None = None) -> Any:
        source = shell.user_ns.get("In", [""])[-1]
        if error.name and source.lstrip().startswith(("check(", "hint(", "solution(")):
            words = _unknown(error.name, source)
            shell._showtraceback(etype, error, [words])
            return [words]
        return shell.showtraceback((etype, error, traceback), tb_offset=tb_offset)

    shell.set_custom_exc((NameError,), explained)
    offer(shell)

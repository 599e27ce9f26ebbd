"""What a learner calls in a notebook: `check`, `hint`, `solution`, `progress`."""

import contextlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.exercises import chapters, every, find, register, variants
from autograder.feedback.card import Card, Map
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.learner import cells
from autograder.learner.check import Check, Refused, graded, mark_for_nbgrader
from autograder.learner.explained import offer
from autograder.learner.hints import hint, solution
from autograder.learner.progress import Progress
from autograder.learner.standing import told
from helpers import contents, figures, language
from helpers.language import translate as _
from helpers.workspace import ROOT

__all__ = ["Check", "Refused", "hint", "mark_for_nbgrader", "progress", "solution", "start"]


def start(lang: str = "en", values: object = None) -> tuple["Check", Callable, Callable, Callable]:
    """Begin a chapter in a language; returns `check, hint, solution, progress`.

    Args:
        values: in a class, the numbers that are this learner's own, by exercise.

    Raises:
        CourseError: for a language that the course does not have, or numbers that an exercise doesn't have.
    """
    language.use(lang)
    variants.use(values)
    if any(Path.cwd().glob("*.kfa")):  # exercises of somebody's own, beside their notebook
        from autograder.authoring import pack

        pack.use_all(Path.cwd())
    for exercise in variants.used():
        find(exercise)
    if not graded():
        cells.record()
        _explain_errors()
    with contextlib.suppress(ImportError, OSError):  # without matplotlib there is nothing to draw
        figures.use(lang)
    return Check(), hint, solution, progress


def progress() -> Card:
    """How far you are: solved exercises by chapter, each with its way there."""
    kept, known = Progress(), contents.chapters(ROOT / "notebooks" / language.current())
    if not known:  # a course without its notebooks, as a grader has it
        known = [contents.Chapter(c, c, 0, {e.id: e.points for e in every() if e.id[2:4] == c}) for c in chapters()]
    known += [contents.Chapter(p.name, p.name, 0, {e.id: e.points for e in p.exercises}) for p in register.packs()]
    best = kept.points()
    rows = [
        (
            c.title,
            c.file if c.minutes else "",
            " ".join(f"{contents.sign(best.get(e, 0), p)} {e}" for e, p in c.exercises.items()),
        )
        for c in known
        if c.exercises
    ]
    done = sum(best.get(e, 0) >= p for c in known for e, p in c.exercises.items())
    kept.save()
    side = _("{done} of {all} solved", done=done, all=sum(len(c.exercises) for c in known))
    found = Map("note", "→ " + _("Your progress"), side, [f"{title}  {marks}" for title, _file, marks in rows])
    found.rows = rows
    ahead = contents.next_open(known, best)
    if not kept.saved:
        found.with_note(_("Your progress can't be saved: {path} can't be written.", path=str(kept.path)))
    elif ahead and any(best.values()):
        found.with_note(_("Continue with {id}", id=ahead[1]))
    return found


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

"""What a learner calls in a notebook: `check`, `hint`, `solution`, `progress`."""

import contextlib
import io
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from autograder.asking import raised
from autograder.asking.collect import undisturbed
from autograder.feedback.card import Card, card, rich
from autograder.feedback.picture import drawn, marks
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from autograder.learner.explained import in_words, offer
from autograder.learner.progress import Progress
from helpers import figures, language
from helpers.errors import CourseError
from helpers.language import translate as _


class Refused(CourseError):
    """A wrong answer under nbgrader, which marks a cell by whether it raises: its text is the feedback."""


def start(lang: str = "en") -> tuple["Check", Callable, Callable, Callable]:
    """Begin a chapter in a language; returns `check, hint, solution, progress`.

    Raises:
        CourseError: for a language that the course does not have.
    """
    language.use(lang)
    if any(Path.cwd().glob("*.kfa")):  # exercises of somebody's own, beside their notebook
        from autograder.authoring import pack

        pack.use_all(Path.cwd())
    if not _graded():
        _explain_errors()
    with contextlib.suppress(ImportError, OSError):  # without matplotlib there is nothing to draw
        figures.use(lang)
    return Check(), hint, solution, progress


class Check:
    """`check(id, answer)` judges an answer at once.

    `check.picture(id)` shows what an exercise asks for as a graph, `check.explore(id)` what was found in an answer.
    """

    def __call__(self, exercise: str, answer: Any = None) -> Card | float:
        """Judge an answer.

        Args:
            exercise: id, such as "ex01a".
            answer: the function, class or value that the exercise asks for.

        Returns:
            A card that a notebook shows. Under nbgrader: the points, where the answer is partly right.

        Raises:
            CourseError: for an unknown id.
            Refused: under nbgrader, for a wrong answer.
        """
        with undisturbed():
            return self._judged(exercise, answer)

    def _judged(self, exercise: str, answer: Any) -> Card | float:
        from autograder.exercises import find

        asked = find(exercise)
        if _graded():
            with contextlib.redirect_stderr(io.StringIO()):  # nbgrader gives no points where anything is on stderr
                return mark_for_nbgrader(asked.check(answer), asked.answer)
        with raised.told_by(in_words):
            verdict = _last[asked.id] = asked.check(answer)
        kept = Progress()
        kept.record(asked.id, best=verdict.score, max=verdict.max_score)
        found = card(verdict, asked.answer, drawn)
        if verdict.graph and any(f.nodes or f.edges or f.expected for f in verdict.findings):
            found.with_note(_('To look into your graph: `check.explore("{id}")`', id=asked.id))
        return found

    def picture(self, exercise: str) -> Any:
        """The graph of the model that an exercise asks for, as a picture with all options."""
        from autograder.exercises import find
        from helpers import draw, graph

        return draw(_plain_names(graph.read(find(exercise).solved()()), exercise), shapes=True, config=True)

    def explore(self, exercise: str) -> Any:
        """What was found in your answer at its last check, to look into; from the second hint on beside a right graph.

        Raises:
            CourseError: it was not checked yet, or it has no graph.
        """
        from autograder.exercises import find
        from helpers import explore

        asked = find(exercise)
        verdict = _last.get(asked.id)
        if not verdict or not verdict.graph:
            raise CourseError(
                _('There is no graph to look into. Check your answer first: check("{id}", {name})', id=asked.id,
                  name=asked.answer)
            )  # fmt: skip
        told = int(Progress().of(exercise).get("hints", 0)) >= 2
        expected = asked.expected() if told and not verdict.correct else None
        beside = _plain_names(expected, asked.id) if expected else None
        return explore(verdict.graph, marks=marks(verdict.findings), beside=beside)

    def __repr__(self) -> str:
        return _('check("ex01a", build_mlp) judges your answer to an exercise.')


_last: dict[str, Verdict] = {}
"""What the last check of each exercise said, for the hints of the same session."""


def hint(exercise: str) -> Card:
    """The next hint of an exercise; after the last one, all of them. From the second on it shows a right graph."""
    from autograder.exercises import find

    asked, kept = find(exercise), Progress()
    opened = min(int(kept.of(exercise).get("hints", 0)) + 1, len(asked.hints))
    kept.record(exercise, hints=opened)
    shown = [f"{k + 1}. {_(text)}" for k, text in enumerate(asked.hints[:opened])]
    if opened == len(asked.hints) and _solutions_shown():
        shown.append(_('That was the last hint. `solution("{id}")` shows one way to do it.', id=exercise))
    side = _("hint {opened} of {all}", opened=opened, all=len(asked.hints))
    found = Card("note", f"→ {exercise} · `{asked.answer}`", side, shown)
    return found if opened == 1 else _beside(found, asked)


def _beside(found: Card, asked: Any) -> Card:
    """The card with a right graph, and with the learner's beside it where the last check found it to differ."""
    expected = asked.expected()
    if expected is None:
        return found
    pictures = {_("A right graph"): drawn(_plain_names(expected, asked.id), [], fold=False)}
    verdict = _last.get(asked.id)
    if verdict and verdict.graph and not verdict.correct:
        pictures = {_("Yours, when last checked"): drawn(verdict.graph, verdict.findings, fold=False)} | pictures
    return found.with_pictures(pictures)


def solution(exercise: str) -> Card:
    """One way to solve an exercise; where the class doesn't show them (`KFA_SOLUTIONS=off`), what there is instead."""
    from autograder.exercises import find

    asked = find(exercise)
    if not _solutions_shown():
        words = _('This class doesn\'t show solutions yet. `hint("{id}")` gives the next hint.', id=asked.id)
        return Card("note", f"→ {asked.id} · `{asked.answer}`", "", [words])
    Progress().record(exercise, solution=True)
    body = [_("One way to do it. Yours may look different and be as right.")]
    source = asked.reference.rstrip()
    found = Card("note", f"→ {exercise} · `{asked.answer}`", "", body, f"<pre><code>{rich(source)}</code></pre>")
    found.text = source
    return found


def _solutions_shown() -> bool:
    """A courtesy, not a lock: who wants to read the references finds them in the course's files."""
    return os.environ.get("KFA_SOLUTIONS", "").strip().lower() not in ("off", "0", "no", "false")


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


def _graded() -> bool:
    """Whether nbgrader runs this notebook (it says so in the environment)."""
    return os.environ.get("NBGRADER_EXECUTION") in ("autograde", "validate")


def mark_for_nbgrader(verdict: Verdict, name: str) -> Card | float:
    """What nbgrader's own marking reads rightly: an error for no points, a number for some, a card for all.

    Raises:
        Refused: where the answer gets no point.
    """
    if verdict.correct:
        return card(verdict, name)
    if verdict.score:
        return verdict.score
    raise Refused("\n".join(sentence(f) for f in verdict.findings))


def _plain_names(graph: dict, name: str) -> dict:
    """A reference's graph under this name, without the numbers that Keras counts on through a session."""
    nodes = [node | {"name": re.sub(r"_\d+$", "", node["name"])} for node in graph["nodes"]]
    return graph | {"name": name, "nodes": nodes}


def _explain_errors() -> None:
    """In JupyterLab, tell a check cell that ran before its answer was defined in one sentence; offer `why()` for others."""
    try:
        from IPython import get_ipython
    except ImportError:
        return
    shell = get_ipython()
    if shell is None:
        return

    def told(shell: Any, etype: type, error: NameError, traceback: Any, tb_offset: int | None = None) -> Any:
        source = shell.user_ns.get("In", [""])[-1]
        if error.name and source.lstrip().startswith("check("):
            words = sentence(Finding("answer.not_defined", {"name": error.name}))
            shell._showtraceback(etype, error, [words])
            return [words]
        return shell.showtraceback((etype, error, traceback), tb_offset=tb_offset)

    shell.set_custom_exc((NameError,), told)
    offer(shell)

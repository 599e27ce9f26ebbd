"""`check`: an answer is judged at once, where it stands in its notebook."""

import contextlib
import io
import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from autograder.asking import lines, raised
from autograder.asking.collect import undisturbed
from autograder.asking.raised import learners_line
from autograder.exercises import Exercise, variants
from autograder.feedback.card import Card, card
from autograder.feedback.insights import INSIGHTS
from autograder.feedback.ladder import WHOLE, climbed
from autograder.feedback.mistakes import mistake
from autograder.feedback.picture import drawn, marks
from autograder.feedback.words import sentence
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict
from autograder.learner import cells, hints, ways
from autograder.learner.explained import in_words
from autograder.learner.hints import hint, plain_names, solution, solutions_shown
from autograder.learner.lesson import lesson_of
from autograder.learner.onward import finished, next_chapter, onward
from autograder.learner.practice import Drawn, find
from autograder.learner.progress import Progress
from autograder.learner.standing import Standing
from autograder.learner.wiring import Wiring
from autograder.learner.wiring import find as find_wiring
from helpers.errors import CourseError
from helpers.language import translate as _
from helpers.untouched import untouched
from helpers.workspace import Workspace

_MOST_PRINTED = 20_000


class Refused(CourseError):
    """A wrong answer under nbgrader, which marks a cell by whether it raises: its text is the feedback."""


class Interrupted(KeyboardInterrupt):
    """A check that the learner stopped: its card is shown, the cells behind it do not run."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class Check:
    """`check(id, answer)` judges an answer at once.

    `check.picture(id)` shows what an exercise asks for as a graph, `check.explore(id)` what was found in an answer.
    """

    def __call__(self, exercise: str = "", answer: Any = None) -> Card | float:
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
        with undisturbed(), untouched():
            edge = _wiring(exercise)
            if edge:
                return edge.judged(answer)
            asked = find(exercise)
            if graded():
                with contextlib.redirect_stderr(io.StringIO()):  # nbgrader gives no points where anything is on stderr
                    return mark_for_nbgrader(asked.check(answer), asked.answer)
            return self._drawn(asked, answer) if isinstance(asked, Drawn) else self._judged(asked, answer)

    def _drawn(self, asked: Exercise, answer: Any) -> Card:
        """Judged as an exercise of the course; it leaves nothing in a learner's progress."""
        verdict = hints.last[asked.id] = asked.check(answer)
        found = card(verdict, asked.answer, drawn)
        return (
            found
            if verdict.correct
            else found.with_note(_('`hint("{id}")` and `solution("{id}")` help on.', id=asked.id))
        )

    def _judged(self, asked: Exercise, answer: Any) -> Card:
        known = cells.known()
        standing = Standing(asked, answer, known, lesson_of(asked.id))
        refused = standing.not_to_be_judged()
        if refused:
            return _aside(asked, refused)
        with (
            _stopped_by_hand(asked, bool(known)),
            _heard(asked) as printed,
            lines.taken_down(),
            raised.told_by(in_words),
        ):
            verdict = asked.check(answer)
        if asked.one_by_one:  # in words, in each picture, behind each button
            verdict = replace(verdict, findings=verdict.findings[:1])
        missing = standing.missing(verdict)
        if missing:
            return _aside(asked, missing)
        hints.last.pop(asked.id, None)
        hints.last[asked.id] = verdict
        kept = Progress()
        failed = 0 if verdict.correct else int(kept.of(asked.id).get("failed", 0)) + bool(standing.given)
        before = kept.of(asked.id).get("best", 0)
        kept.record(asked.id, best=verdict.score, max=verdict.max_score, failed=failed)
        if verdict.score > before and kept.kept:
            Workspace().tell(kept.points())
        return self._card(asked, verdict, standing, failed, printed.getvalue())

    def _card(self, asked: Exercise, verdict: Verdict, standing: Standing, failed: int, printed: str) -> Card:
        step = failed if standing.given and _ladder() and int(Progress().of(asked.id).get("hints", 0)) < 2 else WHOLE
        told = replace(verdict, findings=climbed(verdict.findings, verdict.graph, step), facts=_facts(verdict))
        found = card(told, asked.answer, drawn, insight=_(INSIGHTS.get(asked.id, "")) if verdict.correct else "")
        found.with_printed(printed[:_MOST_PRINTED])
        found.with_first(
            standing.said_first() or standing.taken(verdict) or standing.unused(verdict) or standing.overwritten()
        )
        if verdict.correct:
            found.with_more(
                _("What is easily got wrong here"), *mistake(asked.id, asked.answer, asked.id in variants.used())
            )
            found.with_pictures(finished(asked))
            if standing.cells and standing.cells.live:
                found.with_links(next_chapter(asked))
                if verdict.graph:
                    look = {f'check.explore("{asked.id}")': (_("look into your graph"), lambda: self.explore(asked.id))}
                    standing.cells.then(lambda: ways.show_buttons(look, instead=False))
            return found.with_note(onward(asked))
        steps = self._steps(asked, verdict)
        found.with_note(ways.note(steps))
        if standing.cells:
            standing.cells.then(lambda: ways.show_buttons(steps))
        return found

    def _steps(self, asked: Exercise, verdict: Verdict) -> ways.Steps:
        """What helps on with a wrong answer."""
        opened, count = int(Progress().of(asked.id).get("hints", 0)), len(asked.hints)
        words = _("hint {opened} of {all}", opened=min(opened + 1, count), all=count)
        found: ways.Steps = {f'hint("{asked.id}")': (words, lambda: hint(asked.id))}
        if verdict.graph and any(f.nodes or f.edges or f.expected for f in verdict.findings):
            code = f'check.explore("{asked.id}")'
            found[code] = (_("look into your graph"), lambda: self.explore(asked.id))
        if opened >= count and solutions_shown():
            found[f'solution("{asked.id}")'] = (_("one way to do it"), lambda: solution(asked.id))
        return found

    def picture(self, exercise: str) -> Any:
        """The graph of the model that an exercise asks for, as a picture with all options.

        Raises:
            CourseError: it asks for no one graph.
        """
        from helpers import draw, graph

        if find(exercise).ticks:
            raise CourseError(_("The graph of {id} is yours to choose: there is no one picture of it.", id=exercise))
        return draw(plain_names(graph.read(find(exercise).solved()()), exercise), shapes=True, config=True)

    def explore(self, exercise: str) -> Any:
        """What was found in your answer at its last check, to look into; from the second hint on beside a right graph.

        Raises:
            CourseError: it was not checked yet, or it has no graph.
        """
        from helpers import explore

        asked = find(exercise)
        verdict = hints.last.get(asked.id)
        if not verdict or not verdict.graph:
            raise CourseError(
                _('There is no graph to look into. Check your answer first: check("{id}", {name})', id=asked.id,
                  name=asked.answer)
            )  # fmt: skip
        told = int(Progress().of(exercise).get("hints", 0)) >= 2
        expected = asked.expected() if told and not verdict.correct else None
        beside = plain_names(expected, asked.id) if expected else None
        return explore(verdict.graph, marks=marks(verdict.findings), beside=beside)

    def __repr__(self) -> str:
        return _('check("ex01a", build_mlp) judges your answer to an exercise.')


def _wiring(exercise: Any) -> Wiring | None:
    """The practice of a wrong edge, by itself or by its name; None for anything else."""
    if isinstance(exercise, Wiring):
        return exercise
    return find_wiring(exercise) if isinstance(exercise, str) and exercise.startswith("wiring-") else None


def graded() -> bool:
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


def _aside(asked: Exercise, text: str) -> Card:
    """A card that judges nothing, and says why."""
    return Card("note", f"○ {asked.id} · `{asked.answer}`", _("not checked"), [text])


def _ladder() -> bool:
    """Whether a fault is told step by step; `KFA_LADDER=off` tells all at once."""
    return os.environ.get("KFA_LADDER", "").strip().lower() not in ("off", "0", "no", "false")


def _facts(verdict: Verdict) -> tuple[Finding, ...]:
    """What is right, beside what the verdict says: how many of the layers, where some are."""
    counts = next((f.values for f in verdict.findings if "right" in f.values and "of" in f.values), {})
    good, count = counts.get("right", 0), counts.get("of", 0)
    there = isinstance(good, int) and isinstance(count, int) and 0 < good < count
    return (*verdict.facts, Finding("fact.layers", {"right": good, "of": count}, cost=0)) if there else verdict.facts


class _Kept(io.StringIO):
    """Text up to a length; the rest of what an endless loop prints is dropped."""

    def write(self, text: str) -> int:
        return super().write(text) if self.tell() < _MOST_PRINTED else len(text)


@contextlib.contextmanager
def _heard(asked: Exercise) -> Iterator[io.StringIO]:
    """Within: what the answer prints is kept, to stand folded below the card; a training prints as it goes."""
    kept = _Kept()
    if asked.unseen is not None:
        yield kept
        return
    with contextlib.redirect_stdout(kept):
        yield kept


@contextlib.contextmanager
def _stopped_by_hand(asked: Exercise, notebook: bool) -> Iterator[None]:
    """Within: in a notebook an interrupt becomes a card that names the learner's line, and one line in place of a traceback."""
    try:
        yield
    except KeyboardInterrupt as error:
        if not notebook:
            raise
        from IPython.display import display

        line, code = learners_line(error)
        where = _("line {line}, `{code}`", line=line, code=code.replace("`", "'")) if line else "?"
        text = _("You stopped the check while `{name}` was running, in {where}. Is there a loop without an end?",
                 name=asked.answer, where=where)  # fmt: skip
        display(_aside(asked, text))
        raise Interrupted(_("Interrupted.")) from None

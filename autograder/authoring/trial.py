"""`kfa exercise try`: what an exercise refuses of wrong answers, what it lets pass of right ones, and how long it takes."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.authoring import kinds, varied
from autograder.authoring.mutants import Edit, mutants
from autograder.authoring.spellings import Spelling, equal, freedoms
from autograder.exercises.exercise import Exercise, answer_of
from autograder.feedback.words import sentence
from autograder.judging.verdict import Verdict
from helpers.language import translate as _

_MOST_TRAINED = 4
"""Wrong answers that are trained: each may take as long as the exercise allows, twice."""


@dataclass
class Trial:
    """What came of trying an exercise.

    Args:
        refusal: why the reference does not pass, or "".
        seconds: that the check of the reference took.
        wrong: sources with a fault, with what is said of them; "" where they pass.
        right: other spellings, with what is said of them.
        free: spellings that are the author's to allow, what is said of them, and whether the rule would let them pass.
    """

    spec: dict
    refusal: str = ""
    seconds: float = 0.0
    wrong: list[tuple[Edit, str]] = field(default_factory=list)
    right: list[tuple[Spelling, str]] = field(default_factory=list)
    free: list[tuple[Spelling, str, bool]] = field(default_factory=list)

    @property
    def passing(self) -> list[Edit]:
        """Wrong answers that are not refused: as right as the reference, or more cases are needed."""
        return [edit for edit, said in self.wrong if not said]

    @property
    def refused(self) -> list[Spelling]:
        """Spellings that compute the same and are refused all the same."""
        return [spelling for spelling, said in self.right if said]

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        s = self.spec
        points = _("{points} points", points=f"{s['points']:g}")
        yield f"{s['id']} · {s['answer']} · {_KINDS[s['kind']]()} · {points}"
        if self.refusal:
            yield _("The reference fails its own check: {why}", why=self.refusal)
            return
        yield _("The reference passes its own check, in {seconds} s.", seconds=f"{self.seconds:.2f}")
        yield ""
        count = len(self.wrong) - len(self.passing)
        yield _("Wrong answers made of it: {all}, refused: {count}", all=len(self.wrong), count=count)
        for edit, said in self.wrong:
            line = _("line {line}: {old} → {new}", line=edit.line, old=edit.old, new=edit.new)
            yield f"  {'✓' if said else '!'} {line}"
            yield f"      {said}" if said else f"      {_PASSES()}"
        yield ""
        count = len(self.right) - len(self.refused)
        yield _("Other spellings that compute the same: {all}, passing: {count}", all=len(self.right), count=count)
        for spelling, said in self.right:
            yield f"  {'!' if said else '✓'} {_(spelling.what)}{f': {said}' if said else ''}"
        if self.free:
            yield ""
            yield _("Yours to decide:")
        for spelling, said, would in self.free:
            how, what = f"{spelling.rule}={spelling.value!r}", _(spelling.what)
            if not said:
                words = _("{what}: pass", what=what)
            elif would:
                words = _("{what}: refused; {rule} lets them pass", what=what, rule=how)
            else:
                words = _("{what}: refused", what=what)
            yield f"  {'–' if said else '✓'} {words}"


def tried(spec: dict[str, Any]) -> Trial:
    """Try an exercise (`autograder.authoring.compiled.compiled`) in this very process."""
    spec = varied.usual(spec)
    exercise, found = kinds.made(spec), Trial(spec)
    began = time.perf_counter()
    verdict = exercise.check(exercise.solved())
    found.seconds = time.perf_counter() - began
    found.refusal = _said(verdict)
    if found.refusal:
        return found
    edits = mutants(spec["reference"], spec["arguments"][0] if spec["kind"] != "trained" else [])
    if spec["kind"] == "trained":
        edits = edits[:: max(1, len(edits) // _MOST_TRAINED)][:_MOST_TRAINED]
    found.wrong = [(edit, _judged(exercise, spec, edit.source)) for edit in edits]
    if spec["kind"] == "trained":
        return found
    found.right = [(s, _judged(exercise, spec, s.source)) for s in equal(spec["reference"])]
    for spelling in freedoms(spec["reference"]):
        said = _judged(exercise, spec, spelling.source)
        other = kinds.made(spec | {"rules": spec["rules"] | {spelling.rule: spelling.value}})
        found.free.append((spelling, said, bool(said) and not _judged(other, spec, spelling.source)))
    return found


def _judged(exercise: Exercise, spec: dict, source: str) -> str:
    """What is said of an answer; "" where it is right."""
    try:
        value = answer_of(spec["before"] + source, spec["answer"])
    except Exception as error:  # a mutant may be anything
        return f"{type(error).__name__}: {error}"[:200]
    return _said(exercise.check(value))


def _said(verdict: Verdict) -> str:
    return "" if verdict.correct else " ".join(" ".join(sentence(f).split()) for f in verdict.findings[:2])


def _PASSES() -> str:
    return _("passes: either it is as right as the reference, or it takes another case in arguments to tell.")


_KINDS = {"model": lambda: _("a model"), "layer": lambda: _("a layer class"), "trained": lambda: _("a trained model")}

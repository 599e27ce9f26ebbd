"""An answer that is asked with several arguments: each case for itself, and what the second alone shows."""

from collections.abc import Callable, Mapping
from typing import Any

from autograder.exercises.exercise import answer_of
from autograder.graphs.canonical import Rules
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once

LABELS = ("model", "other")


def each(
    cases: Mapping[str, Any],
    judged: Callable[[str, Any], list[Finding]],
    call: Callable[[Any], str],
    general: tuple[str, ...] = (),
) -> list[Finding]:
    """Findings on the first case that is wrong: where the first is right, the other's arguments are ignored.

    Args:
        cases: the arguments, by the label of their evidence: the example's own, then "other".
        judged: gives the findings on one case.
        call: writes a case as code.
        general: keys of findings that say more than that arguments are ignored.
    """
    for label, case in cases.items():
        found = judged(label, case)
        if found and label == "other" and found[0].key not in general:
            return [Finding("arguments.ignored", {"call": call(case)}), *found]
        if found:
            return found
    return []


def written(name: str) -> Callable[[tuple], str]:
    """Writes a call with plain arguments as code."""
    return lambda arguments: f"{name}({', '.join(map(repr, arguments))})"


def like(source: str, name: str, rules: Rules = Rules()) -> Callable[[dict, dict], list[Finding]]:  # noqa: B008
    """The judge of an exercise that asks for what its reference computes, for arguments of the parameters or for none."""

    def judged(items: dict, parameters: dict) -> list[Finding]:
        def one(label: str, arguments: tuple) -> list[Finding]:
            return judge.model(items[label], made_once(answer_of(source, name), arguments, rules), parameters["seed"])

        return each(
            {label: parameters.get(label, ()) for label in LABELS if label == "model" or label in parameters},
            one,
            written(name),
        )

    return judged

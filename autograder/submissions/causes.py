"""The first cause of what went wrong in a notebook, and what a person should look at."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from autograder.exercises import Exercise, variants
from autograder.graphs.finding import Finding
from autograder.judging.verdict import Verdict, verdict
from autograder.submissions.bounds import bounded
from autograder.submissions.cells import Cell
from autograder.submissions.tried import Tried

_UNKNOWN = re.compile(r"name '([^\W\d]\w*)' is not defined")
_FAULTS = {"timeout": "run.timeout", "killed": "run.killed"}
"""The finding on an answer whose kernel died, by why it did."""
OTHERS = "others_numbers"
"""The cause of a remark that names other learners: for whoever teaches, not for the learner."""
_MOST_NAMES = 5
_IMPORTS = ("ImportError", "ModuleNotFoundError")


def with_first(
    found: Verdict, cells: Sequence[Cell], errors: Mapping[int, dict], absent: Mapping[int, Sequence[dict]]
) -> Verdict:
    """The verdict; where an unknown name is to blame, led by why the cell that should define it did not.

    Args:
        cells: those that were before.
        errors: by position, what ended a cell.
        absent: by position, the errors of statements that wanted what isn't here.
    """
    first = found.findings[0] if found.findings else None
    if first is None or first.values.get("type") != "NameError":
        return found
    unknown = _UNKNOWN.search(str(first.values.get("message", "")))
    if not unknown:
        return found
    word = re.compile(rf"\b{re.escape(unknown[1])}\b")
    for k, cell in enumerate(cells):
        for error in (*absent.get(k, ()), *([errors[k]] if k in errors else [])):
            if error.get("type") != "NameError" and not error.get("stub") and word.search(cell.source):
                cause = Finding("answer.earlier_cell_raised", plain(error) | {"unknown": unknown[1]}, cost=first.cost)
                return replace(found, findings=(cause, replace(first, cost=0), *found.findings[1:]))
    return found


def missing(exercise: Exercise, errors: Sequence[dict | None]) -> Verdict:
    """The verdict where the answer's name is not there.

    Args:
        errors: of each cell that should give it, what ended it.
    """
    values = {"exercise": exercise.id, "name": exercise.answer}
    error = next(filter(None, errors), None)
    if error is None:
        key = "answer.not_defined" if errors else "submission.cell_missing"
        found = verdict(exercise.id, exercise.points, [Finding(key, values)])
        return found if errors else replace(found, status="not_found")
    if error.get("stub"):
        finding = Finding("answer.not_attempted", values)
    else:
        finding = Finding("answer.cell_raised", values | plain(error))
    return verdict(exercise.id, exercise.points, [finding])


def dead(exercise: Exercise, why: str, seconds: float, memory: int) -> Verdict:
    """The verdict on an answer whose kernel died.

    Args:
        why: "timeout" or "killed".
        seconds, memory: that it may take, and use (MiB).
    """
    values = {"name": exercise.answer, "seconds": round(seconds), "memory": memory}
    return replace(verdict(exercise.id, exercise.points, [Finding(_FAULTS[why], values)]), status=why)


def failed(exercise: Exercise, why: str) -> Verdict:
    """The verdict on an answer whose grading raised something that nobody foresaw."""
    found = Finding("run.failed", {"name": exercise.answer, "reason": why})
    return replace(bounded(verdict(exercise.id, exercise.points, [found])), status="error")


def plain(error: dict) -> dict:
    """An error as the kernel told it, as text and number."""
    line = error.get("line")
    texts = {key: str(error.get(key, ""))[:600] for key in ("type", "message", "code")}
    return texts | {"line": line if isinstance(line, int) else 0}


def to_look_at(
    tried: Tried, absent: Mapping[int, Sequence[dict]], fits: Sequence[str] = ()
) -> list[tuple[str, str, Finding]]:
    """What a person should look at in an exercise: its id, the cause, and a finding that says it.

    Args:
        fits: learners whose own numbers the answer is right for.
    """
    exercise, best = tried.answer.exercise, tried.best
    values = {"exercise": exercise.id, "name": exercise.answer}
    found = []
    if best is None:
        return []
    if best.status in ("not_found", "killed"):
        found.append((best.status, replace(best.findings[0], cost=0)))
    if tried.second:
        found.append(("second_way", Finding("look.second_way", values, cost=0)))
    if tried.several:
        scores = sorted(set(tried.scores.values()))
        more = {"least": f"{scores[0]:g}", "most": f"{scores[-1]:g}"}
        found.append(("several", Finding("look.several", values | more, cost=0)))
    if any(note.key == "submission.as_text" for note in tried.answer.notes):
        found.append(("as_text", Finding("submission.as_text", values, cost=0)))
    failed = [error for errors in absent.values() for error in errors]
    failed += [finding.values for finding in best.findings]
    failed = [error for error in failed if error.get("type") in _IMPORTS]
    if failed and not best.correct:
        found.append(("import_failed", Finding("look.import_failed", plain(failed[0]), cost=0)))
    if fits and not best.correct:
        whose = {"exercise": exercise.id, "whose": listed(fits)}
        found.append((OTHERS, Finding("look.fits_others", whose, cost=0)))
    return [(exercise.id, cause, finding) for cause, finding in found]


def others_notebook(said: Mapping[str, Mapping]) -> tuple[str, str, Finding]:
    """That a notebook shows other numbers than its learner's, with whose they are; `said`: the numbers, by exercise."""
    whose: set[str] | None = None
    for exercise, values in said.items():
        found = {n for theirs, names in variants.others(exercise) if theirs == values for n in names}
        whose = found if whose is None else whose & found
    values = {"whose": listed(sorted(whose or ()))}
    return "", OTHERS, Finding("look.others_notebook" if whose else "look.nobodys_notebook", values, cost=0)


def listed(names: Sequence[str]) -> str:
    """The first of the names, and that there are more."""
    return ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")

"""How an answer stands in its notebook: whether it is what the learner means, and what of the notebook is the cause."""

import types
from typing import Any

from autograder.exercises import Exercise
from autograder.judging.verdict import Verdict
from autograder.learner.cells import Cells, Run
from autograder.learner.lesson import Lesson
from helpers.language import translate as _


class Standing:
    """What the notebook says of an answer; of one that does not come from it, nothing.

    Args:
        answer: what was given to the check.
        cells: None where nothing is recorded.
    """

    def __init__(self, asked: Exercise, answer: Any, cells: Cells | None, lesson: Lesson) -> None:
        self.asked, self.cells, self.lesson = asked, cells, lesson
        space = cells.shell.user_ns if cells else {}
        there = asked.answer in space and space[asked.answer] is answer
        self.space: dict[str, Any] = space if there else {}
        self.given = cells.gave.get(asked.answer) if cells and there else None

    def not_to_be_judged(self) -> str:
        """Why what stands under the answer's name is not what the learner means; "" where it is."""
        name = self.asked.answer
        failed = self._failed()
        if failed:
            where = told(failed, _("The cell of `{name}`", name=name))
            return _("{where}. Mend it and run it again: the `{name}` from before is not judged.", name=name, where=where)  # fmt: skip
        if self.given is None:
            return ""
        other = self.lesson.exercise_of(self.given)
        if other and other != self.asked.id:
            return _("The cell of {id} has not been run yet: `{name}` is still that of {other}, {cell}.",
                     id=self.asked.id, name=name, other=other, cell=called(self.given))  # fmt: skip
        if self.lesson.own(self.given):
            return _("`{name}` is the lesson's own, from {cell}. Run the cell of your answer, then this one again.",
                     name=name, cell=called(self.given))  # fmt: skip
        return ""

    def said_first(self) -> str:
        """What to say before the verdict: that the last cell failed, or the answer's own, behind the answer."""
        last = self.cells.last if self.cells and self.space else None
        if last is None or not last.error or last.source.lstrip().startswith("check("):
            return ""
        if last is self.given:
            where = told(last, _("Your cell"))
            return _("{where}; what follows is about what stands above that line.", where=where)
        return told(last, _("Your last cell")) + "."

    def missing(self, verdict: Verdict) -> str:
        """What to run, where the answer stopped at a name that the lesson's cells give and this kernel does not have."""
        for finding in verdict.findings[:2]:
            if finding.values.get("type") not in ("NameError", "UnboundLocalError"):
                continue
            name = str(finding.values.get("message", "")).split("'")[1:2]
            if name and self.space and name[0] not in self.space and name[0] in self.lesson.names_above(self.asked.id):
                return _("`{name}` is not there yet: a cell above makes it, which has not run since the kernel started. "
                         "Run ▸ Run All Above Selected Cell, then this check again.", name=name[0])  # fmt: skip
        return ""

    def taken(self, verdict: Verdict) -> str:
        """What the answer takes from the notebook by mistake, such as the lesson's `inputs`; "" where it takes nothing."""
        for name in _read(self.space.get(self.asked.answer)) if not verdict.correct else ():
            if name != self.asked.answer and name in self.space and _made(self.space[name]):
                run = self.cells.gave.get(name) if self.cells else None
                where = _(" from {cell}", cell=called(run)) if run else ""
                return _("`{answer}` uses `{name}`, which it does not make: it takes that of the notebook{where}. Make it inside "
                         "of the function, or write the name that you mean.", answer=self.asked.answer, name=name,
                         where=where)  # fmt: skip
        return ""

    def unused(self, verdict: Verdict) -> str:
        """The first line of the answer whose calls lead nowhere; "" where all are used, or the graph is not known."""
        function = getattr(self.space.get(self.asked.answer), "__code__", None)
        graph = verdict.graph or {}
        used = {(n["at"]["function"], n["at"]["line"]) for n in _nodes(graph) if "at" in n}
        if verdict.correct or function is None:
            return ""
        places = [n["at"] for n in graph.get("unused", ()) if "at" in n]
        for made in sorted(places, key=lambda at: at["line"]):
            if made["function"] == function.co_name and (made["function"], made["line"]) not in used:
                return _("Nothing uses what line {line} makes, `{code}`. Should a line below take it?",
                         line=made["line"], code=made["code"].replace("`", "'"))  # fmt: skip
        return ""

    def overwritten(self) -> str:
        """Which of the lesson's names the answer's cell gives another value, though cells below read them; "" for none."""
        if self.given is None or self.lesson.own(self.given):
            return ""
        below = self.lesson.read_below(self.asked.id) & self.lesson.names_above(self.asked.id)
        names = [n for n in self.given.names if n in below and n != self.asked.answer]
        names = [n for n in names if not isinstance(self.space.get(n), types.ModuleType)]
        if not names:
            return ""
        return _("Your cell also gives {names} a new value, which the lesson's cells below read. Inside of the function such names "
                 "harm nothing; to have the lesson's back, Run ▸ Run All Above Selected Cell.",
                 names=", ".join(f"`{n}`" for n in names))  # fmt: skip

    def _failed(self) -> Run | None:
        """The last run of a cell that was to give the answer, where it failed and gave nothing."""
        name = self.asked.answer
        for run in reversed(self.cells.runs if self.cells and self.space else ()):
            if name in run.names:
                return None
            if run.error and run.means(name) and self.lesson.exercise_of(run) in ("", self.asked.id):
                return run
        return None


def _nodes(graph: dict) -> list[dict]:
    """The calls of a graph, those of its nested models too."""
    nodes = graph.get("nodes", [])
    return [*nodes, *(n for node in nodes if isinstance(node.get("graph"), dict) for n in _nodes(node["graph"]))]


def told(run: Run, subject: str) -> str:
    """How a cell ended, as the beginning of a sentence without its stop."""
    subject = _("{subject}, {cell},", subject=subject, cell=called(run)) if run.number else subject
    if run.error == "KeyboardInterrupt":
        return _("{subject} was interrupted in line {line}, `{code}`", subject=subject, line=run.line, code=_code(run))
    if run.line:
        text = _("{subject} stopped with {error} in line {line}, `{code}`: {reason}", subject=subject, error=run.error,
                 line=run.line, code=_code(run), reason=run.message)  # fmt: skip
    else:
        text = _("{subject} stopped with {error}: {reason}", subject=subject, error=run.error, reason=run.message)
    return text.rstrip(".。")


def called(run: Run) -> str:
    """A cell as the notebook's margin calls it."""
    return f"[{run.number}]" if run.number else _("another cell")


def _code(run: Run) -> str:
    return run.code.replace("`", "'")


def _read(answer: Any) -> list[str]:
    """The global names that a function's own code reads; a class's, in its methods."""
    codes = [getattr(answer, "__code__", None)]
    if isinstance(answer, type):
        codes = [getattr(value, "__code__", None) for value in vars(answer).values()]
    found: list[str] = []
    stack = [code for code in codes if isinstance(code, types.CodeType)]
    while stack:
        code = stack.pop()
        stack.extend(part for part in code.co_consts if isinstance(part, types.CodeType))
        import dis

        found.extend(i.argval for i in dis.get_instructions(code) if i.opname in ("LOAD_GLOBAL", "LOAD_NAME"))
    return list(dict.fromkeys(found))


def _made(value: Any) -> bool:
    """Whether a value is a tensor or a layer, which an answer makes itself; functions and classes may be the lesson's."""
    import keras

    return isinstance(value, (keras.KerasTensor, keras.Layer))

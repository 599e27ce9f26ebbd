"""An exercise: what is asked, how the evidence on an answer is judged, its hints."""

import functools
import linecache
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

import numpy as np

from autograder import questions
from autograder.asking import collect, evidence, global_settings, heldout
from autograder.asking.collect import Answer
from autograder.exercises.variants import Variants
from autograder.graphs import sizes
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.unused import with_unused
from autograder.judging.verdict import Verdict, verdict

SEED = 20220630
"""The draw in a notebook; a grader draws another."""
_TRIES = 2
"""A trained model that misses its accuracy is trained once more, with another seed, before that counts."""
HeldOut = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Exercise:
    """One exercise of the course.

    Args:
        id: such as "ex01a".
        answer: the name that the learner's function, class or value must have.
        points: what it is worth.
        reference: source of the reference answer, the same as in the chapter.
        judge: `judge(items, parameters)` returns findings (trusted side).
        hints: sentences marked for translation, from a nudge to nearly the answer.
        parameters: numbers that the questions use; a grader may draw others.
        hidden: numbers that the judge alone uses; the learner's side never sees them.
        unseen: for a trained model: `unseen(parameters)` gives the rows that it is run on, by label (trusted side).
        elsewhere: `elsewhere(items, parameters)` gives what of the evidence is looked at where no code of the learner's
            is (`autograder.questions.look`), which the judge finds under "elsewhere"; None for nothing.
        twice: a right answer is asked once more, with another draw, before that counts: a grader does it in a process
            that knows nothing of the first. `carried(items)` gives what of the first evidence the second asking gets.
        seconds: time limit of one question.
        shown: label of the evidence whose graph is drawn in the feedback.
        one_by_one: of several faults a notebook tells one at a time: all of them together would be the solution.
        before: source of what the chapter defines before, that an answer may use, such as an earlier answer's class.
        question: the question that it asks, where it shares one with others; else the one of its own id.
        ticks: of a checklist: `ticks(items, parameters)` tells what is done already, whatever else is not; there is no one
            right graph then.
        variants: how it differs from learner to learner, where it may (`autograder.exercises.variants`).
    """

    id: str
    answer: str
    points: float
    reference: str
    judge: Callable[[dict, dict], list[Finding]]
    hints: tuple[str, ...]
    parameters: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    hidden: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    unseen: Callable[[dict], dict[str, Any]] | None = None
    elsewhere: Callable[[dict, dict], dict | None] | None = None
    twice: bool = False
    carried: Callable[[dict], dict] | None = None
    seconds: float = 60.0
    shown: str = "model"
    before: str = ""
    one_by_one: bool = False
    question: str = ""
    ticks: Callable[[dict, dict], list[Finding]] | None = None
    variants: Variants | None = field(default=None, compare=False, repr=False)

    def collect(self, value: Any, parameters: Mapping[str, Any] | None = None) -> bytes:
        """Question the answer `value` on the learner's side; returns evidence."""
        ask = questions.find(self.question or self.id)
        return collect.gather(ask, Answer(value, self.answer, self.seconds), self.asked(parameters))

    def examine(
        self,
        ask: Callable[[dict], bytes],
        parameters: Mapping[str, Any] | None = None,
        hidden: Mapping[str, Any] | None = None,
        held_out: HeldOut = questions.look,
        limit: Callable[[], AbstractContextManager] = nullcontext,
    ) -> Verdict:
        """Ask and decide: a trained model that misses the accuracy alone is trained once more before that counts.

        Args:
            ask: gives the evidence for these parameters.
            parameters, hidden: in place of the exercise's own.
            held_out: runs a trained model on unseen rows, where no learner's code is (`autograder.asking.heldout`).
            limit: makes a context that ends a decision that takes too long, with TimeoutError.
        """
        found, changed = self._examined(ask, parameters, hidden, held_out, limit)
        if found.correct or not changed:
            return found
        # the notebook has changed Keras's global settings, and the answer may be right but for them
        usual, _changed = self._examined(ask, {"usual": 1, **(parameters or {})}, hidden, held_out, limit)
        if usual.score > found.score:
            return usual
        note = Finding("answer.settings", {"settings": [f"{k}={v}" for k, v in sorted(changed.items())]}, cost=0)
        return replace(found, findings=(*found.findings, note))

    def _examined(
        self, ask: Callable, parameters: Any, hidden: Any, held_out: HeldOut, limit: Callable
    ) -> tuple[Verdict, dict]:
        """The verdict, and the global settings under which the answer was asked, where they are not Keras's own."""
        for attempt in range(_TRIES):
            data = ask(self.asked({"attempt": attempt, **(parameters or {})}))
            found = self._decided(data, parameters, hidden, held_out, limit)
            if self.unseen is None or not _missed(found):
                break
        changed = global_settings.of(data)
        if not self.twice or not found.correct:
            return found, changed
        other = self.again(data, parameters, hidden)
        # what the judge alone knows of the first asking: its draw, of which the second process learns nothing
        known = dict(hidden or {}) | {"first_seed": self.asked(parameters)["seed"]}
        second = self._decided(ask(self.asked(other)), other, known, held_out, limit)
        return (found if second.correct else second), changed

    def again(
        self, data: bytes, parameters: Mapping[str, Any] | None = None, hidden: Mapping[str, Any] | None = None
    ) -> dict:
        """The parameters of the second asking, marked by "again": another draw, and what the first evidence gives on."""
        seed = (hidden or {}).get("again_seed", self.asked(parameters)["seed"] + 1)
        carried = self.carried(evidence.decode(data)) if self.carried else {}
        return dict(parameters or {}) | {"seed": seed, "again": 1} | carried

    def _decided(self, data: bytes, parameters: Any, hidden: Any, held_out: HeldOut, limit: Callable) -> Verdict:
        try:
            with limit():
                return self.decide(data, parameters, hidden, held_out)
        except TimeoutError as error:
            return verdict(self.id, self.points, [Finding("evidence.refused", {"reason": str(error)})])

    def check(self, value: Any) -> Verdict:
        """The verdict on an answer in this very process, with the exercise's own parameters."""
        return self.examine(lambda parameters: self.collect(value, parameters))

    def decide(
        self,
        data: bytes,
        parameters: Mapping[str, Any] | None = None,
        hidden: Mapping[str, Any] | None = None,
        held_out: HeldOut = questions.look,
    ) -> Verdict:
        """The verdict on evidence, on the trusted side."""
        known = self.asked(parameters) | self.hidden | dict(hidden or {})
        with global_settings.under(global_settings.of(data)):
            try:
                items = self.items(data, known, held_out)
            except evidence.EvidenceError as error:
                return verdict(self.id, self.points, [Finding("evidence.refused", {"reason": str(error)})])
            return self._verdict(items, known)

    def _verdict(self, items: dict, known: dict) -> Verdict:
        for item in items.values():
            there = isinstance(item, dict) and "graph" in item
            found = sizes.too_large(item["graph"], [item.get("given"), item.get("held")]) if there else []
            if found:
                return verdict(self.id, self.points, judge.faults(items) or found)
        findings = self._findings(items, known)
        second = bool(findings) and findings[0].key == "arguments.ignored"  # the first call's model is right
        shown = items.get("other" if second else self.shown)
        graph = with_unused(shown, findings)
        if graph is None:
            return verdict(self.id, self.points, findings)
        graph = graph if sizes.drawable(graph) else None
        facts = self._ticked(items, known, findings) if self.ticks else [] if findings else judge.describe(shown)
        return verdict(self.id, self.points, [_within(f, graph) for f in findings], facts, graph)

    def _ticked(self, items: dict, known: dict, findings: list[Finding]) -> list[Finding]:
        """What of a checklist is done; nothing where the answer could not be asked to its end."""
        return [] if self.ticks is None or any(f.cost >= 1 for f in findings) else self.ticks(items, known)

    def items(self, data: bytes, known: dict, held_out: HeldOut = questions.look) -> dict:
        """The evidence, decoded; that of a trained model with what it gives for unseen rows.

        Raises:
            EvidenceError: the data is no evidence.
        """
        items = evidence.decode(data)
        if judge.faults(items):
            return items
        try:
            asked = self.elsewhere(items, known) if self.elsewhere else None
        except Exception as error:  # of many kinds: evidence of a form that no collector of ours writes
            raise evidence.EvidenceError(f"{type(error).__name__}: {error}"[:200]) from None
        if asked is not None:
            items["elsewhere"] = heldout.tell(held_out, self.id, asked)
        if self.unseen is None:
            return items
        trained = items.get("model")
        if not isinstance(trained, dict):
            raise evidence.EvidenceError("there is no model")
        return items | heldout.ask(held_out, trained, self.unseen(known))

    def draw(self, random: np.random.Generator) -> tuple[dict, dict]:
        """A grader's parameters and hidden ones."""
        hidden = {name: _drawn(random) for name in self.hidden if name.endswith("seed")}
        parameters = {"seed": _drawn(random)}
        # drawn last: what was drawn before stays what it was
        return parameters, hidden | {"again_seed": _drawn(random)} if self.twice else hidden

    def _findings(self, items: dict, parameters: dict) -> list[Finding]:
        found = judge.faults(items)
        if found:
            return found
        try:
            return self.judge(items, parameters)
        except Exception as error:  # of many kinds: evidence of a form that no collector of ours writes
            return [Finding("evidence.refused", {"reason": f"{type(error).__name__}: {error}"[:200]})]

    def asked(self, parameters: Mapping[str, Any] | None) -> dict:
        """What the learner's side is asked with: the exercise's own numbers, or these in their place."""
        return {"seed": SEED, "attempt": 0} | dict(self.parameters) | dict(parameters or {})

    def solved(self) -> Any:
        """The reference answer itself."""
        return self.answered(self.reference)

    def expected(self) -> dict | None:
        """A right graph (`helpers.graph`); None where any model may be trained, and where there is nothing to see."""
        if self.unseen is not None or self.ticks is not None:
            return None
        shown = evidence.decode(self.collect(self.solved())).get(self.shown)
        graph = shown.get("graph") if isinstance(shown, dict) else None
        return graph if isinstance(graph, dict) and len(graph["nodes"]) > 2 else None

    def answered(self, source: str) -> Any:
        """What `source` defines as the answer, run after what the chapter defines before."""
        return answer_of(self.before + source, self.answer)


def _within(finding: Finding, graph: dict | None) -> Finding:
    """The finding without marks on what is not in the graph that is shown with it."""
    nodes = [] if graph is None else graph.get("nodes", [])
    there = {node.get("id") for node in nodes if isinstance(node, dict)}
    if there.issuperset([*finding.nodes, *chain(*finding.edges, *finding.expected)]):
        return finding
    return replace(finding, nodes=(), edges=(), expected=())


def _drawn(random: np.random.Generator) -> int:
    return int(random.integers(1, 2**31 - 10))


def _missed(found: Verdict) -> bool:
    """Whether the accuracy alone is missed: another seed may reach it."""
    return bool(found.findings) and all(f.key.split(".")[1] in ("accuracy", "chance", "low") for f in found.findings)


@functools.cache
def answer_of(source: str, name: str) -> Any:
    """Run the source of an answer, as a notebook would, and return what it calls `name`.

    A class that the source registers does not take the place of one that is registered under the same name.
    """
    import keras
    import numpy as np
    import tensorflow as tf

    filename = f"<answer {name} {abs(hash(source))}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(keepends=True), filename)
    space = {"keras": keras, "layers": keras.layers, "ops": keras.ops, "np": np, "tf": tf, "__name__": "__main__"}
    known = keras.saving.get_custom_objects()
    before = dict(known)
    try:
        exec(compile(source, filename, "exec"), space)
    finally:
        known.update(before)
    return space[name]


def edited(source: str, *changes: tuple[str, str]) -> str:
    """A source in which each `(old, new)` is replaced, one after the other: an answer that differs in few places.

    Raises:
        ValueError: when a source has no such place.
    """
    for old, new in changes:
        if old not in source:
            raise ValueError(f"{old!r} is not in the source:\n{source}")
        source = source.replace(old, new)
    return source

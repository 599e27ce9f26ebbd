"""The registry of rules: what each looks for, why that is suspicious, what to do, and where the claim comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.doubts.calls import Call
from autograder.doubts.subject import Subject

FAULT, WASTE = "fault", "waste"
"""Levels: what makes training fail or worse; what only costs, and is said of a model that is compiled."""


@dataclass(frozen=True)
class At:
    """A place at which a rule found something.

    Args:
        calls: those that the finding is about, the one to change first.
        values: what the rule's sentences name.
        edge: `(source, target)` to be marked, where the finding is about what lies between.
    """

    calls: tuple[Call, ...] = ()
    values: dict[str, Any] = field(default_factory=dict)
    edge: tuple[Call, Call] | None = None


def at(*calls: Call, edge: tuple[Call, Call] | None = None, **values: Any) -> At:
    """A place; `{layer}` and `{other}` of the sentences are the first two calls, if not given."""
    names = dict(zip(("layer", "other"), (c.name for c in calls), strict=False))
    return At(calls, names | values, edge)


@dataclass(frozen=True)
class Rule:
    """One thing that is suspicious.

    Args:
        id: family and name, such as "loss.softmax-missing".
        says: what is there, a sentence with fields.
        because: why that is suspicious.
        remedy: what to do.
        sources: where the claim comes from.
        needs: what the rule looks at: "graph", "compile", "data".
        level: `FAULT` or `WASTE`.
        look: finds the places.
    """

    id: str
    says: str
    because: str
    remedy: str
    sources: tuple[str, ...]
    needs: tuple[str, ...]
    level: str
    look: Callable[[Subject], Iterator[At]]


@dataclass(frozen=True)
class Doubt:
    """One finding: a rule and the place where it looked.

    Args:
        rule: what was found.
        at: where.
        place: the place by number, as it is kept when a person calls it intended.
    """

    rule: Rule
    at: At
    place: str

    @property
    def id(self) -> str:
        return self.rule.id

    @property
    def layers(self) -> tuple[str, ...]:
        """The names of the layers that it is about, the one to change first."""
        return tuple(call.name for call in self.at.calls)


RULES: dict[str, Rule] = {}
"""All rules by id, in the order in which their families are imported (`autograder.doubts.rules`)."""


def rule(
    id: str, *, says: str, because: str, remedy: str, sources: tuple[str, ...], needs: tuple[str, ...] = ("graph",),
    level: str = FAULT,
) -> Callable:  # fmt: skip
    """Enter the decorated function, `(subject) -> places`, into the registry."""

    def enter(look: Callable[[Subject], Iterator[At]]) -> Callable[[Subject], Iterator[At]]:
        RULES[id] = Rule(id, says, because, remedy, sources, needs, level, look)
        return look

    return enter

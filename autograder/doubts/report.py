"""The findings of `lint` as a card: sentence, reason, remedy, and the picture on which each has its number."""

from collections.abc import Iterator
from typing import Any

from autograder.doubts.doubt import WASTE, Doubt
from autograder.doubts.intended import Intended, name_of
from autograder.doubts.subject import Subject
from autograder.feedback.card import Card
from autograder.feedback.visible import visible
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _

MOST = 12
"""Findings that are told in full; of more only the count."""
_CIRCLES = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


class Doubts(Card):
    """What `lint` found: a card, a list of findings, and the way to call one of them intended.

    Attributes:
        subject: the model as the rules saw it.
        findings: what is told; `kept` is what a person called intended.
    """

    def __init__(self, subject: Subject, findings: list[Doubt], kept: list[Doubt]) -> None:
        self.subject, self.findings, self.kept = subject, findings, kept
        name = str(subject.model.name)
        title = "✓ " if not findings else "→ "
        side = _("{count} findings", count=len(findings)) if len(findings) != 1 else _("1 finding")
        super().__init__("note" if findings else "ok", f"{title}lint · `{name}`", side, self._lines())
        if findings and (place := _picture(subject, findings)):
            self.with_pictures({_("Where: the numbers are those of the findings"): place})
        if findings:
            self.with_note(
                _("Meant so? `lint(model).intended(1)` keeps it with the model's name and tells it no more.")
            )
        self._kind = "no" if any(f.rule.level != WASTE for f in findings) else self._kind

    def _lines(self) -> list[str]:
        lines = [text(doubt, number) for number, doubt in enumerate(self.findings[:MOST], 1)]
        if len(self.findings) > MOST:
            lines.append(_("And {more} more; mend these first.", more=len(self.findings) - MOST))
        if not self.findings:
            lines.append(_("Nothing suspicious found."))
        lines += [visible(note) for note in _notes(self.subject, len(self.kept))]
        return lines

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        return bool(self.findings)

    def __iter__(self) -> Iterator[Doubt]:
        return iter(self.findings)

    def __getitem__(self, number: int) -> Doubt:
        return self.findings[number]

    def intended(self, *numbers: int | str) -> "Doubts":
        """Keep findings as intended, by their numbers or by the names of their rules: they are told no more.

        Returns:
            what is left.

        Raises:
            CourseError: there is no such finding.
        """
        meant = [doubt for number in numbers for doubt in self._found(number)]
        keeping = Intended()
        for doubt in meant:
            keeping.add(name_of(self.subject), doubt.id, doubt.place)
        if not keeping.saved:
            raise CourseError(_("This can't be kept: {path} can't be written.", path=keeping.path))
        left = [doubt for doubt in self.findings if doubt not in meant]
        return Doubts(self.subject, left, [*self.kept, *meant])

    def forget(self) -> "Doubts":
        """Tell everything of this model again."""
        Intended().forget(name_of(self.subject))
        return Doubts(self.subject, [*self.findings, *self.kept], [])

    def _found(self, number: int | str) -> list[Doubt]:
        if isinstance(number, int) and 1 <= number <= len(self.findings):
            return [self.findings[number - 1]]
        named = [doubt for doubt in self.findings if doubt.id == number]
        if not named:
            raise CourseError(
                _("There is no finding {number}. There are: {all}.", number=number,
                  all=", ".join(f"{k} ({d.id})" for k, d in enumerate(self.findings, 1)) or "-")
            )  # fmt: skip
        return named


def report(subject: Subject, found: list[Doubt], kept: dict[str, list[str]]) -> Doubts:
    """The card of what was found, without what was called intended."""
    meant = [d for d in found if d.place in kept.get(d.id, ())]
    return Doubts(subject, [d for d in found if d not in meant], meant)


def text(doubt: Doubt, number: int = 0) -> str:
    """A finding in words: what, why, what to do, and its name."""
    rule = doubt.rule
    parts = [filled(words, doubt.at.values) for words in (rule.says, rule.because, rule.remedy)]
    gap = "" if current() == "zh" else " "
    return visible((f"{_sign(number)} " if number else "") + gap.join(parts) + f" [{rule.id}]")


def filled(words: str, values: dict[str, Any]) -> str:
    """A sentence in the reader's language with its fields filled in."""
    return _(words).format_map({k: _shown(v) for k, v in values.items()})


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float):
        return f"{value:,.0f}" if value.is_integer() else f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _sign(number: int) -> str:
    return _CIRCLES[number - 1] if number <= len(_CIRCLES) else f"{number}."


def _notes(subject: Subject, kept: int) -> Iterator[str]:
    if not subject.whole:
        yield _(
            "`{name}` is a subclassed model: it has no graph, so that only its layers and its compilation were looked at.",
            name=type(subject.model).__name__,
        )
    if subject.batch and subject.batch.trouble:
        words, values = subject.batch.trouble
        yield _(words, **values)
    if kept:
        yield _("{count} findings are called intended: `lint(model).forget()` tells them again.", count=kept)


class Later:
    """A picture that is drawn when it is shown: to look for doubts takes less time than to draw."""

    def __init__(self, subject: Subject, findings: list[Doubt]) -> None:
        self._subject, self._findings = subject, findings

    def _drawn(self) -> Any:
        from helpers import draw

        read = self._subject.read
        found = draw(read, marks=self._marks(), expand=self._open())
        found.svg, found.text, found.heading = visible(found.svg), visible(found.text), visible(found.heading)
        return found

    def _open(self) -> list:
        """The nested models around what is marked."""
        inside = {str(call.key) for doubt in self._findings for call in doubt.at.calls if "/" in str(call.key)}
        opened: list = []
        for key in inside:
            parts = key.split("/")[:-1]
            opened += [int(parts[0]), *("/".join(parts[:k]) for k in range(2, len(parts) + 1))]
        return opened

    def _marks(self) -> dict:
        nodes: dict = {}
        edges: dict = {}
        labels: dict = {}
        for number, doubt in enumerate(self._findings[:MOST], 1):
            if doubt.at.edge:
                pair = tuple(call.key for call in doubt.at.edge)
                edges[pair] = "wrong"
                labels[pair] = labels.get(pair, "") + _sign(number)
            for call in doubt.at.calls[:1] if doubt.at.edge is None else ():
                nodes[call.key] = "wrong"
                labels[call.key] = labels.get(call.key, "") + _sign(number)
        return {"nodes": nodes, "edges": edges, "labels": labels}

    def _repr_html_(self) -> str:
        return self._drawn()._repr_html_()

    def __repr__(self) -> str:
        return self._drawn().text


def _picture(subject: Subject, findings: list[Doubt]) -> Later | None:
    if subject.read is None or not any(doubt.at.calls for doubt in findings):
        return None
    return Later(subject, findings)

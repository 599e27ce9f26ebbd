"""`review()`: three questions from earlier chapters, those first that are due; five minutes that can be skipped."""

from datetime import UTC, datetime

from autograder.feedback.card import Card
from autograder.learner import catalogue, drawn, schedule
from autograder.learner.ask import Asked
from autograder.learner.progress import Progress
from helpers.errors import CourseError
from helpers.language import translate as _

_ITEMS = 3
_LAST = 14


def review(chapter: int | None = None, now: datetime | None = None) -> "Review":
    """Three questions that are due.

    Args:
        chapter: take what comes before this chapter, and fill up with what was not asked yet; default: what you
            have answered.
        now: in place of the clock.

    Raises:
        CourseError: there is no such chapter.
    """
    if chapter is not None and (not isinstance(chapter, int) or not 0 <= chapter <= _LAST):
        raise CourseError(_("A chapter is a number from 0 to {most}, not {got}.", most=_LAST, got=repr(chapter)))
    kept, now = Progress(), now or datetime.now(UTC)
    alone = [name for name, told in catalogue.table().items() if told.get("review")]
    before = [name for name in alone if chapter is None or int(name[:2]) < chapter]
    dates = {name: schedule.due(kept.question(name)) for name in before}
    answered = {name: date or now for name, date in dates.items() if kept.question(name)}
    names = sorted((name for name, date in answered.items() if date <= now), key=lambda name: answered[name])
    if chapter is not None:
        names = _filled(names, [name for name in before if name not in answered], chapter, kept)
    later = min((date for date in answered.values() if date > now), default=None)
    return Review([Asked(catalogue.find(name), again=True) for name in names[:_ITEMS]], later)


def _filled(names: list[str], fresh: list[str], chapter: int, kept: Progress) -> list[str]:
    """With what was not asked yet, the last chapters first, and with one question that is drawn anew."""
    kinds = [kind for kind, (taught, _draw) in drawn.KINDS.items() if taught < chapter]
    if not kinds:
        return names + fresh
    kind = min(kinds, key=lambda kind: (kept.question(f"drawn-{kind}").get("count", 0), -drawn.KINDS[kind][0]))
    numbered = f"drawn-{kind}-{kept.question(f'drawn-{kind}').get('count', 0)}"
    names = names[: _ITEMS - 1]
    taken = {name[:2] for name in names}
    for name in sorted(fresh, key=lambda name: -int(name[:2])):  # stable: the first of each chapter
        if len(names) < _ITEMS - 1 and name[:2] not in taken:
            names, taken = [*names, name], taken | {name[:2]}
    return [*names, *[name for name in fresh if name not in names][: _ITEMS - 1 - len(names)], numbered]


class Review:
    """Questions as a cell shows them, below a line that says what they are."""

    def __init__(self, items: list[Asked], later: datetime | None) -> None:
        self.items, self._later = items, later

    def head(self) -> Card:
        """The line above the questions, which says what they are or why there are none."""
        title, side = "→ " + _("Review"), _("five minutes, or skip it") if self.items else ""
        if self.items:
            words = _("Before you begin: what do you still know of the chapters before?")
        elif self._later:
            words = _("Nothing is due. The next question is due on {day}.", day=self._later.date().isoformat())
        else:
            words = _("There is nothing to review yet: questions come back here after you have answered them.")
        return Card("note", title, side, [words])

    def __repr__(self) -> str:
        return "\n\n".join([repr(self.head()), *(item.text for item in self.items)])

    def _repr_html_(self) -> str:
        return self.head()._repr_html_() + "".join(item._repr_html_() for item in self.items)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        head = self.head()
        display({"text/html": head._repr_html_(), "text/plain": repr(head)}, raw=True)
        for item in self.items:
            item._ipython_display_()

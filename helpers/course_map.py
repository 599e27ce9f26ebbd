"""The map of the course: what each chapter takes for granted, how long it takes, and three routes through it."""

from collections.abc import Sequence

from helpers.contents import Chapter, chapters
from helpers.drawing import Diagram, Picture, picture
from helpers.drawing.boxes import Edge, Node
from helpers.errors import CourseError
from helpers.language import current
from helpers.language import translate as _
from helpers.workspace import ROOT

NEEDS: dict[str, tuple[str, ...]] = {
    "00": (),
    "01": ("00",),
    "02": ("01",),
    "03": ("02",),
    "04": ("02",),
    "05": ("04",),
    "06": ("02",),
    "07": ("02",),
    "08": ("05", "06"),
    "09": ("07", "08"),
    "10": ("03",),
    "11": ("09", "10"),
    "12": ("11",),
    "13": ("07", "08", "10"),
    "14": ("03", "08"),
}
"""By a chapter's number those that it builds on; what these build on is understood."""


def course_map(lang: str | None = None) -> Picture:
    """The chapters as a graph: an arrow leads from what one should know to what builds on it.

    Raises:
        CourseError: the chapters are not on this machine.
    """
    lang = lang or current()
    known = chapters(ROOT / "notebooks" / lang)
    if not known:
        raise CourseError(_("The course's chapters are not on this machine: the map is in its repository.", lang))
    return picture(_diagram(known, lang), fold=False)


def needed(number: str) -> set[str]:
    """All chapters that one builds on, directly or not."""
    found = set(NEEDS[number])
    return found.union(*(needed(other) for other in found))


def _diagram(known: Sequence[Chapter], lang: str) -> Diagram:
    there = {c.number for c in known}
    times = {c.number: _("{minutes} min", lang, minutes=c.minutes) for c in known}
    nodes = tuple(
        Node(
            c.number,
            f"{c.number} · {times[c.number]}",
            "",
            ((c.title.partition(" · ")[2], ""),),
            kind={"00": "input", "14": "model"}.get(c.number, "layer"),
        )
        for c in known
    )
    needs = {c.number: [n for n in NEEDS.get(c.number, ()) if n in there] for c in known}
    edges = tuple(Edge(other, number) for number, others in needs.items() for other in others)
    lines = tuple(
        f"{c.title}  {times[c.number]}" + (f"  <- {', '.join(needs[c.number])}" if needs[c.number] else "")
        for c in known
    )
    hours = f"{sum(c.minutes for c in known) / 60:.0f}"
    summary = _("{count} chapters, about {hours} h", lang, count=len(known), hours=hours)
    return Diagram(_("The map of the course", lang), summary, nodes, edges, lines=lines, lang=lang)

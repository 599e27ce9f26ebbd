"""The course's contents as a page: titles, minutes, what is solved, where to go on; Markdown, for JupyterLab and GitHub."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from helpers import whole_file
from helpers.language import translate as _

PAGE = "index.md"
_MARK = "<!-- kfa -->"
"""What a page of ours begins with: one that a learner wrote under this name stays."""
_EVENING = ("00", "01", "02", "06")
_WEEKEND = ("00", "01", "02", "03", "04", "05", "06", "07", "08")


@dataclass(frozen=True)
class Chapter:
    """A chapter: its file, title (`01 · Introduction`), minutes, and the points of each of its exercises."""

    stem: str
    title: str
    minutes: int
    exercises: dict[str, float]

    @property
    def number(self) -> str:
        return self.stem[:2]

    @property
    def file(self) -> str:
        return f"{self.stem}.ipynb"


def chapters(folder: Path) -> list[Chapter]:
    """The chapters whose notebooks lie in a folder, in their order; a notebook that can't be read is left out."""
    found = []
    for path in sorted(folder.glob("[0-9][0-9]_*.ipynb")):
        try:
            found.append(_chapter(path))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            continue
    return found


def _chapter(path: Path) -> Chapter:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    first = next(("".join(c["source"]) for c in cells if c["cell_type"] == "markdown"), "")
    heading = re.search(r"^# (.+)$", first, re.MULTILINE)
    minutes = re.search(r"(\d+)\s*(?:minutes|分钟)", first)
    marks = [(c["id"], c["metadata"].get("nbgrader", {})) for c in cells if c["cell_type"] == "code"]
    exercises = {i.removeprefix("check-"): float(m["points"]) for i, m in marks if m.get("grade") and "points" in m}
    title = heading[1] if heading else path.stem.replace("_", " ")
    return Chapter(path.stem, title, int(minutes[1]) if minutes else 0, exercises)


def sign(best: float, points: float) -> str:
    """✓ for a solved exercise, ◐ for one that is partly right, ○ for one to come."""
    return "✓" if best >= points else "◐" if best else "○"


def next_open(known: list[Chapter], best: Mapping[str, float]) -> tuple[Chapter, str] | None:
    """The exercise to go on with: the first open one behind the last that was begun, else the first open one."""
    everything = [(c, e, best.get(e, 0.0) >= p) for c in known for e, p in c.exercises.items()]
    begun = max((k for k, (_c, e, _done) in enumerate(everything) if best.get(e)), default=-1)
    order = everything[max(begun, 0) :] + everything[: max(begun, 0)]
    return next(((c, e) for c, e, done in order if not done), None)


def page(known: list[Chapter], best: Mapping[str, float], lang: str) -> str:
    """The page in Markdown.

    Args:
        best: the points that an exercise has got, by its id.
    """
    count = sum(len(c.exercises) for c in known)
    done = sum(best.get(e, 0.0) >= p for c in known for e, p in c.exercises.items())
    lines = [_MARK, "", "# " + _("The Keras functional API", lang), ""]
    ahead = next_open(known, best)
    if ahead and any(best.values()):
        words = _("Continue with {id}", lang, id=ahead[1])
    elif ahead:
        words = _("Begin here", lang)
    if ahead:
        title = known[0].title if not any(best.values()) else ahead[0].title
        file = known[0].file if not any(best.values()) else ahead[0].file
        lines += [f"**[{words} → {title}]({file})**", ""]
    else:
        lines += ["**" + _("The whole course is solved.", lang) + "**", ""]
    lines += [_("{done} of {all} exercises solved.", lang, done=done, all=count), ""]
    lines += ["| " + " | ".join([_("chapter", lang), _("minutes", lang), _("exercises", lang)]) + " |", "|---|--:|---|"]
    for c in known:
        marks = " ".join(f"{sign(best.get(e, 0.0), p)} {e}" for e, p in c.exercises.items())
        lines.append(f"| [{c.title}]({c.file}) | {c.minutes or ''} | {marks} |")
    lines += ["", _("✓ solved · ◐ partly right · ○ to come", lang), "", "## " + _("Three ways through", lang), ""]
    lines += [_route(known, words, numbers, lang) for words, numbers in routes(known, lang)]
    return "\n".join(lines) + "\n"


def routes(known: list[Chapter], lang: str) -> list[tuple[str, tuple[str, ...]]]:
    """Three ways through the course: words, and the numbers of the chapters."""
    return [
        (_("An evening", lang), _EVENING),
        (_("A weekend", lang), _WEEKEND),
        (_("Everything", lang), tuple(c.number for c in known)),
    ]


def _route(known: list[Chapter], words: str, numbers: tuple[str, ...], lang: str) -> str:
    mine = [c for c in known if c.number in numbers]
    hours = _("about {hours} h", lang, hours=f"{sum(c.minutes for c in mine) / 60:.0f}")
    links = " · ".join(f"[{c.number}]({c.file})" for c in mine)
    return _("- **{words}** ({hours}): {links}", lang, words=words, hours=hours, links=links)


def write(folder: Path, best: Mapping[str, float], lang: str) -> bool:
    """Write the page of the chapters in a folder; False where a learner's own file has its name, or it can't be written."""
    path = folder / PAGE
    try:
        if path.exists() and not path.read_text(encoding="utf-8", errors="replace").startswith(_MARK):
            return False
        text = page(chapters(folder), best, lang)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            whole_file.write(path, text)
        return True
    except OSError:
        return False

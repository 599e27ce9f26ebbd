"""What comes after a right answer: how far the chapter is, what is next, a picture for who has finished it."""

from typing import Any

from autograder.exercises import Exercise, every
from autograder.feedback.keepsake import keepsake
from autograder.learner.progress import Progress
from helpers import contents
from helpers.language import current
from helpers.language import translate as _
from helpers.workspace import ROOT


def onward(asked: Exercise) -> str:
    """How far the chapter is, and what comes next."""
    kept, mine = Progress(), [e for e in every() if e.id[2:4] == asked.id[2:4]]
    solved = [e for e in mine if float(kept.of(e.id).get("best", 0)) >= e.points]
    behind = [e for e in mine if e not in solved]
    if asked not in mine:  # one of a pack of somebody's own
        return ""
    counts = {"done": len(solved), "all": len(mine)}
    if not behind:
        return _("{done} of {all} in this chapter. The chapter is done.", **counts)
    return _("{done} of {all} in this chapter. Next: {id}.", id=behind[0].id, **counts)


def next_chapter(asked: Exercise) -> dict[str, str]:
    """The way to the next chapter, where this one's exercises are all solved; else to nothing."""
    kept = Progress().points()
    known = contents.chapters(ROOT / "notebooks" / current())
    place = next((k for k, c in enumerate(known) if asked.id in c.exercises), len(known))
    if any(kept.get(e, 0) < p for c in known[place : place + 1] for e, p in c.exercises.items()):
        return {}
    return {c.file: f"→ {c.title}" for c in known[place + 1 : place + 2]}


def finished(asked: Exercise) -> dict[str, Any]:
    """A picture to keep and to share, by its caption, where the chapter or the course is finished."""
    best = Progress().points()

    def solved(exercises: dict[str, float]) -> bool:
        return all(best.get(e, 0) >= points for e, points in exercises.items())

    if not solved({e.id: e.points for e in every() if e.id[2:4] == asked.id[2:4]}):
        return {}  # before the notebooks are read, which takes longer than a check
    known = [c for c in contents.chapters(ROOT / "notebooks" / current()) if c.exercises]
    mine = next((c for c in known if asked.id in c.exercises and solved(c.exercises)), None)
    if mine is None:
        return {}
    shown = {_("To keep or to share: right click, then save or copy."): keepsake(mine.title, list(mine.exercises))}
    if all(solved(c.exercises) for c in known):
        title = _("All {count} chapters", count=len(known))
        shown[_("And the course is finished.")] = keepsake(title, [c.number for c in known], whole=True)
    return shown

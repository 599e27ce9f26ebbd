"""Exercises that are not the course's own: those of the packs in use, each with the notebook that it stands in."""

from collections.abc import Mapping
from dataclasses import dataclass

from autograder.exercises.exercise import Exercise


@dataclass(frozen=True)
class Pack:
    """A notebook of somebody's own exercises.

    Args:
        name: of the notebook, such as "week1".
        cells: by language, the cells as they are handed out, as a notebook's file has them.
        data: the pack as it is written to a file (`autograder.authoring.pack`).
    """

    name: str
    exercises: tuple[Exercise, ...]
    cells: Mapping[str, list[dict]]
    data: bytes


_packs: dict[str, Pack] = {}


def use(pack: Pack) -> bool:
    """Know the exercises of a pack from now on; whether that is news."""
    news = pack.name not in _packs or _packs[pack.name].data != pack.data
    _packs[pack.name] = pack
    return news


def forget() -> None:
    """Know the course's own exercises alone."""
    _packs.clear()


def packs() -> list[Pack]:
    """The packs in use, by their names."""
    return [_packs[name] for name in sorted(_packs)]


def pack(name: str) -> Pack | None:
    """The pack whose notebook has this name."""
    return _packs.get(name)


def find(exercise: object) -> Exercise | None:
    """The exercise of a pack with this id; None where there is none."""
    return next((e for pack in packs() for e in pack.exercises if e.id == exercise), None)

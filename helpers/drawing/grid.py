"""What a layered layout works on and gives back: links, ranks of items, places."""

from collections.abc import Hashable
from dataclasses import dataclass, field

Point = tuple[float, float]


@dataclass
class Link:
    """An edge to route. `source_at`, `target_at`: where it meets a box, right of the box's middle (None: free)."""

    source: Hashable
    target: Hashable
    source_at: float | None = None
    target_at: float | None = None
    room: float = 0.0  # width to keep free beside it, for a word


@dataclass
class Placement:
    """Middles of boxes, points of edges (in the order of the links), and the size of the whole, in pixels."""

    middle: dict[Hashable, Point] = field(default_factory=dict)
    routes: list[list[Point]] = field(default_factory=list)
    size: Point = (0.0, 0.0)


@dataclass
class Grid:
    """Ranks of items: ints below `real` are nodes, the others dummies on long edges."""

    real: int
    width: list[float]
    height: list[float]
    ranks: list[list[int]]
    below: dict[int, list[tuple[int, float, float]]]  # item -> (item on the next rank, own offset, its offset)
    above: dict[int, list[tuple[int, float, float]]]  # item -> (item on the rank before, own offset, its offset)
    chains: list[list[int]]  # of each link: its items from upper to lower end
    line: dict[int, float] = field(default_factory=dict)  # dummy -> its edge, right of its middle: a word needs room

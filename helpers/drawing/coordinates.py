"""Horizontal coordinates of a layered layout: near the neighbours, never overlapping, long edges straight."""

from helpers.drawing.grid import Grid

# How much a box's place counts against a passing edge's: edges give way to boxes, not boxes to edges.
_BOX, _EDGE = 100_000.0, 1.0


def across(grid: Grid, apart: float, sweeps: int = 8) -> list[float]:
    """x of the middle of each item of `grid`.

    Sweeps down and up: each rank wants to stand below (above) its neighbours' mean, and gets the nearest
    places, in least squares, that keep its order and its distances.
    """
    x = [0.0] * len(grid.width)
    for rank in grid.ranks:
        at = 0.0
        for before, v in zip([None, *rank], rank, strict=False):
            at += _distance(grid, before, v, apart) if before is not None else 0.0
            x[v] = at
    for _sweep in range(sweeps):
        _pass(grid, x, grid.ranks, grid.above, apart)
        _pass(grid, x, grid.ranks[::-1], grid.below, apart)
    _pass(grid, x, grid.ranks, grid.above, apart)
    _straighten(grid, x, apart)
    return x


def _distance(grid: Grid, left: int, right: int, apart: float) -> float:
    # two passing edges may run closer than two boxes
    space = apart * (0.55 if left >= grid.real and right >= grid.real else 0.8 if max(left, right) >= grid.real else 1)
    return (grid.width[left] + grid.width[right]) / 2 + space


def _pass(grid: Grid, x: list[float], ranks: list[list[int]], near: dict, apart: float) -> None:
    for rank in ranks:
        wish, weight, shift, at = [], [], [], 0.0
        for k, v in enumerate(rank):
            at += _distance(grid, rank[k - 1], v, apart) if k else 0.0
            shift.append(at)
            total = place = 0.0
            for u, own, its in near.get(v, ()):
                pull = _BOX if (u < grid.real) == (v < grid.real) else _EDGE
                total += pull
                place += pull * (x[u] + its - own)
            wish.append((place / total if total else x[v]) - at)
            weight.append(_BOX if v < grid.real and total else _EDGE)
        for k, place in enumerate(_monotone(wish, weight)):
            x[rank[k]] = place + shift[k]


def _monotone(wish: list[float], weight: list[float]) -> list[float]:
    """The non-decreasing sequence nearest to `wish` in weighted least squares (pool adjacent violators)."""
    blocks: list[list[float]] = []  # mean, weight, length
    for value, w in zip(wish, weight, strict=True):
        blocks.append([value, w, 1])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            b, a = blocks.pop(), blocks.pop()
            mass = a[1] + b[1]
            blocks.append([(a[0] * a[1] + b[0] * b[1]) / mass, mass, a[2] + b[2]])
    return [mean for mean, _mass, length in blocks for _ in range(int(length))]


def _straighten(grid: Grid, x: list[float], apart: float) -> None:
    """Give all dummies of a long edge one x, if its neighbours leave room for that."""
    limits = {}
    for rank in grid.ranks:
        for k, v in enumerate(rank):
            limits[v] = (rank[k - 1] if k else None, rank[k + 1] if k + 1 < len(rank) else None)
    for chain in grid.chains:
        dummies = [v for v in chain if v >= grid.real]
        if len(dummies) < 2:
            continue
        low = max(
            (x[a] + _distance(grid, a, v, apart) for v in dummies if (a := limits[v][0]) is not None),
            default=float("-inf"),
        )
        high = min(
            (x[b] - _distance(grid, v, b, apart) for v in dummies if (b := limits[v][1]) is not None),
            default=float("inf"),
        )
        if low <= high:
            middle = sorted(x[v] for v in dummies)[len(dummies) // 2]
            for v in dummies:
                x[v] = min(max(middle, low), high)

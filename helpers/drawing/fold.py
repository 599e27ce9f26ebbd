"""Folding of a long layout into columns side by side, as a text runs on in the next column."""

from math import ceil

from helpers.drawing.grid import Link, Placement, Point

_GUTTER, _TURN = 34.0, 14.0


def fold(placed: Placement, sizes: dict, links: list[Link], most: float) -> Placement:
    """`placed` in columns of about `most` pixels, cut where one tensor alone passes; itself where that can't be.

    `links`: of each route; edges of one source cross a fold as one line.
    """
    cuts = _cuts(placed, sizes, links, most)
    if not cuts:
        return placed
    column_of = {key: _column(y, cuts) for key, (_x, y) in placed.middle.items()}
    pieces = [_pieces(route, cuts) for route in placed.routes]
    left, lefts, gutters = 0.0, [], []
    starts, ends = [], []
    for c in range(len(cuts) + 1):
        inside = [
            (y - sizes[k][1] / 2, y + sizes[k][1] / 2) for k, (_x, y) in placed.middle.items() if column_of[k] == c
        ]
        starts.append(min(low for low, _high in inside))
        ends.append(max(high for _low, high in inside))
    for c in range(len(cuts) + 1):
        spans = [
            (x - sizes[k][0] / 2, x + sizes[k][0] / 2) for k, (x, _y) in placed.middle.items() if column_of[k] == c
        ]
        for parts, link in zip(pieces, links, strict=True):
            spans += [(p[0], p[0] + link.room) for k, points in parts if k == c for p in points]
        low, high = min(s[0] for s in spans), max(s[1] for s in spans)
        lefts.append(left - low)
        gutters.append(left + high - low + _GUTTER / 2)
        left += high - low + _GUTTER
    top = _TURN
    floor = max(e - s for s, e in zip(starts, ends, strict=True)) + top

    def move(point: Point, column: int) -> Point:
        return (point[0] + lefts[column], point[1] - starts[column] + top)

    middle = {k: move(p, column_of[k]) for k, p in placed.middle.items()}
    routes = []
    for parts in pieces:
        backwards = parts[0][0] > parts[-1][0]
        if backwards:
            parts = [(k, points[::-1]) for k, points in reversed(parts)]
        route: list[Point] = []
        for n, (column, points) in enumerate(parts):
            if n:
                last, first = route[-1], move(points[0], column)
                low = max(ends[column - 1] - starts[column - 1] + top + _TURN, last[1])
                x, high = gutters[column - 1], top - _TURN
                route += [(last[0], low), (x, low), (x, high), (first[0], high)]
            route += [move(p, column) for p in points]
        routes.append(route[::-1] if backwards else route)
    return Placement(middle, routes, (left - _GUTTER, floor + _TURN))


def _column(y: float, cuts: list[float]) -> int:
    return sum(y > cut for cut in cuts)


def _cuts(placed: Placement, sizes: dict, links: list[Link], most: float) -> list[float]:
    """Heights at which to cut: between ranks, where the edges that pass have one source, near equal parts."""
    height = placed.size[1]
    parts = ceil(height / most)
    spans = sorted((y - sizes[k][1] / 2, y + sizes[k][1] / 2) for k, (_x, y) in placed.middle.items())
    possible, reach = [], spans[0][1]
    for low, high in spans:
        if low > reach:
            possible.append((reach + low) / 2)
        reach = max(reach, high)
    extents = [(min(p[1] for p in r), max(p[1] for p in r)) for r in placed.routes]

    def tensors(cut: float) -> int:
        passing = [link for link, (low, high) in zip(links, extents, strict=True) if low < cut < high]
        return len({link.source for link in passing}) + sum(2 for link in passing if link.room)  # no cut through a mark

    possible = [cut for cut in possible if tensors(cut) <= 1]
    cuts: list[float] = []
    for part in range(1, parts):
        wish = height * part / parts
        near = [c for c in possible if abs(c - wish) < height / parts * 0.6 and (not cuts or c > cuts[-1] + 60)]
        if near:
            cuts.append(min(near, key=lambda c, wish=wish: abs(c - wish)))
    return cuts


def _pieces(route: list[Point], cuts: list[float]) -> list[tuple[int, list[Point]]]:
    """The points of a route by column."""
    parts: list[tuple[int, list[Point]]] = []
    for point in route:
        column = _column(point[1], cuts)
        if parts and parts[-1][0] == column:
            parts[-1][1].append(point)
        else:
            parts.append((column, [point]))
    return parts

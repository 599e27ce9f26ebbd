"""Paths of edges through a layered layout: where they leave and enter boxes, and the points between."""

from helpers.drawing.grid import Grid, Link, Placement, Point


def route(grid: Grid, x: list[float], keys: list, links: list[Link], flipped: set[int], gap: float) -> Placement:
    """Middles of boxes, and each link's points: straight through the ranks, aslant between them."""
    tops, y = [], 0.0
    heights = [max((grid.height[v] for v in rank), default=0.0) for rank in grid.ranks]
    for upper, tall in enumerate(heights):
        tops.append(y)
        reach = max(
            (abs(x[u] + b - x[v] - a) for v in grid.ranks[upper] for u, a, b in grid.below.get(v, ())), default=0
        )
        y += tall + gap + min(26.0, max(0.0, reach - 120) / 12)
    row = {v: r for r, rank in enumerate(grid.ranks) for v in rank}
    middle = {key: (x[v], tops[row[v]] + heights[row[v]] / 2) for v, key in enumerate(keys)}

    starts, ends = _ports(grid, x, links, flipped)
    routes: list[list[Point]] = []
    for k, chain in enumerate(grid.chains):
        points: list[Point] = []
        for v in chain:
            r = row[v]
            if v >= grid.real:
                at = x[v] + grid.line[v]
                points += [(at, tops[r]), (at, tops[r] + heights[r])]
                continue
            centre = tops[r] + heights[r] / 2
            if v == chain[0]:
                at = x[v] + starts[k]
                points += [(at, centre + grid.height[v] / 2), (at, tops[r] + heights[r])]
            else:
                at = x[v] + ends[k]
                points += [(at, tops[r]), (at, centre - grid.height[v] / 2)]
        points = [(round(px, 2), round(py, 2)) for px, py in points]
        points = [p for n, p in enumerate(points) if n == 0 or p != points[n - 1]]
        routes.append(points[::-1] if k in flipped else points)
    return _at_origin(Placement(middle, routes), grid, keys, links, tops[-1] + heights[-1])


def _ports(grid: Grid, x: list[float], links: list[Link], flipped: set[int]) -> tuple[list[float], list[float]]:
    """Where each edge leaves and enters its boxes: a straight one at the middle, the others beside it."""
    leaving: dict[int, list[int]] = {}
    entering: dict[int, list[int]] = {}
    for k, chain in enumerate(grid.chains):
        leaving.setdefault(chain[0], []).append(k)
        entering.setdefault(chain[-1], []).append(k)
    found = []
    for side, groups in ((0, leaving), (1, entering)):
        at = [0.0] * len(links)
        for v, ks in groups.items():
            pinned = [(links[k].target_at if (side == 1) != (k in flipped) else links[k].source_at) for k in ks]
            if any(p is not None for p in pinned):
                for k, p in zip(ks, pinned, strict=True):
                    at[k] = p or 0.0
                continue

            def other(k: int, side: int = side, v: int = v) -> float:
                chain = grid.chains[k]
                if len(chain) < 2:
                    return 0.0
                near = chain[1] if side == 0 else chain[-2]
                return x[near] + grid.line.get(near, 0.0) - x[v]

            ks.sort(key=lambda k: (other(k), k))
            straight = [n for n, k in enumerate(ks) if abs(other(k)) < 1]
            zero = straight[len(straight) // 2] if straight else (len(ks) - 1) / 2
            step = min(22.0, (grid.width[v] / 2 - 7) / max(1.0, zero, len(ks) - 1 - zero))
            for n, k in enumerate(ks):
                at[k] = (n - zero) * step
        found.append(at)
    return found[0], found[1]


def _at_origin(placed: Placement, grid: Grid, keys: list, links: list[Link], height: float) -> Placement:
    boxes = [(placed.middle[key][0], grid.width[v] / 2) for v, key in enumerate(keys)]
    points = [
        (p[0], link.room + 8 if link.room else 0)
        for route, link in zip(placed.routes, links, strict=True)
        for p in route
    ]
    left = min([c - w for c, w in boxes] + [p for p, _room in points])
    right = max([c + w for c, w in boxes] + [p + room for p, room in points])
    placed.middle = {k: (px - left, py) for k, (px, py) in placed.middle.items()}
    placed.routes = [[(px - left, py) for px, py in route] for route in placed.routes]
    placed.size = (right - left, height)
    return placed

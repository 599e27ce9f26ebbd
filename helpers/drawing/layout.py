"""Layered (Sugiyama) layout of a directed graph: where boxes stand and how edges run round them.

The steps, each a function below or in `coordinates.py` and `routing.py`: rank every node by its longest path, put a dummy on
every rank that a long edge passes, order each rank for few crossings, choose coordinates, route.
Ranks grow downwards here; the caller swaps axes for a drawing from left to right.
"""

import itertools
from bisect import bisect_left, bisect_right, insort
from collections.abc import Hashable

from helpers.drawing.coordinates import across
from helpers.drawing.grid import Grid, Link, Placement, Point
from helpers.drawing.routing import route


def layered(
    sizes: dict[Hashable, Point],
    links: list[Link],
    top: tuple = (),
    bottom: tuple = (),
    gap: float = 34,
    apart: float = 26,
) -> Placement:
    """Place boxes of `sizes` (width, height). Nodes in `top` and `bottom` stand alone on the first and last rank."""
    if not sizes:
        return Placement()
    keys = list(sizes)
    number = {key: k for k, key in enumerate(keys)}
    pairs = [(number[e.source], number[e.target]) for e in links]
    flipped = _back_edges(len(keys), pairs)
    forward = [(t, s) if k in flipped else (s, t) for k, (s, t) in enumerate(pairs)]
    rank = _rank(len(keys), forward, {number[k] for k in top}, {number[k] for k in bottom})
    grid = _grid([sizes[k] for k in keys], links, forward, flipped, rank)
    _order(grid)
    x = across(grid, apart)
    return route(grid, x, keys, links, flipped, gap)


def _back_edges(count: int, pairs: list[tuple[int, int]]) -> set[int]:
    """Indices of edges to turn round so that no cycle is left (expected edges of a marked graph may close one)."""
    out: list[list[int]] = [[] for _ in range(count)]
    for k, (source, _target) in enumerate(pairs):
        out[source].append(k)
    state, back = [0] * count, set()
    for root in range(count):
        if state[root]:
            continue
        state[root], stack = 1, [(root, iter(out[root]))]
        while stack:
            node, edges = stack[-1]
            for k in edges:
                target = pairs[k][1]
                if state[target] == 1:
                    back.add(k)
                elif state[target] == 0:
                    state[target] = 1
                    stack.append((target, iter(out[target])))
                    break
            else:
                state[node] = 2
                stack.pop()
    return back


def _rank(count: int, edges: list[tuple[int, int]], top: set[int], bottom: set[int]) -> list[int]:
    """Longest path from the sources; then a node with more users than sources moves down to its users."""
    out: list[list[int]] = [[] for _ in range(count)]
    into: list[list[int]] = [[] for _ in range(count)]
    for s, t in edges:
        if s != t:
            out[s].append(t)
            into[t].append(s)
    waiting = [len(v) for v in into]
    ready = [v for v in range(count) if not waiting[v]]
    rank, order = [0] * count, []
    for v in ready:  # grows while it is read: Kahn's algorithm
        order.append(v)
        for t in out[v]:
            rank[t] = max(rank[t], rank[v] + 1)
            waiting[t] -= 1
            if not waiting[t]:
                ready.append(t)
    for v in reversed(order):
        if out[v] and v not in top and len(out[v]) > len(into[v]):
            rank[v] = max(rank[v], min(rank[t] for t in out[v]) - 1)
    if top:
        shift = 0 if all(rank[v] > 0 for v in range(count) if v not in top) else 1
        rank = [0 if v in top else r + shift for v, r in enumerate(rank)]
    if bottom:
        inner = max((r for v, r in enumerate(rank) if v not in bottom), default=0)
        rank = [inner + 1 if v in bottom else r for v, r in enumerate(rank)]
    return rank


def _grid(sizes: list[Point], links: list[Link], edges: list, flipped: set[int], rank: list[int]) -> Grid:
    width, height = [s[0] for s in sizes], [s[1] for s in sizes]
    ranks: list[list[int]] = [[] for _ in range(max(rank) + 1)]
    for v in _reading_order(len(sizes), edges):
        ranks[rank[v]].append(v)
    grid = Grid(len(sizes), width, height, ranks, {}, {}, [])
    for k, (s, t) in enumerate(edges):
        link, chain = links[k], [s]
        for r in range(rank[s] + 1, rank[t]):
            grid.line[len(width)] = -link.room / 2
            ranks[r].append(len(width))
            chain.append(len(width))
            width.append(6 + link.room)
            height.append(0.0)
        if rank[s] != rank[t]:
            chain.append(t)
        start, end = (link.target_at, link.source_at) if k in flipped else (link.source_at, link.target_at)
        for i, (a, b) in enumerate(itertools.pairwise(chain)):
            at_a = (start or 0.0) if i == 0 else grid.line.get(a, 0.0)
            at_b = (end or 0.0) if i == len(chain) - 2 else grid.line.get(b, 0.0)
            grid.below.setdefault(a, []).append((b, at_a, at_b))
            grid.above.setdefault(b, []).append((a, at_b, at_a))
        grid.chains.append(chain)
    return grid


def _reading_order(count: int, edges: list[tuple[int, int]]) -> list[int]:
    """Nodes as the code reads: what feeds a node comes before it, first argument first."""
    feeds: list[list[int]] = [[] for _ in range(count)]
    users = [0] * count
    for s, t in edges:
        feeds[t].append(s)
        users[s] += 1
    seen, order = [False] * count, []
    for end in [v for v in range(count) if not users[v]]:
        stack = [(end, False)]
        while stack:
            v, done = stack.pop()
            if done:
                order.append(v)
            elif not seen[v]:
                seen[v] = True
                stack.append((v, True))
                stack.extend((u, False) for u in reversed(feeds[v]) if not seen[u])
    return order


def _order(grid: Grid, sweeps: int = 12) -> None:
    """Order each rank: barycentre sweeps, then swaps of neighbours, keeping the best order met."""
    best, fewest = [list(r) for r in grid.ranks], _crossings(grid)
    for sweep in range(sweeps):
        if not fewest:
            break
        down = sweep % 2 == 0
        near = grid.above if down else grid.below
        ranks = grid.ranks if down else grid.ranks[::-1]
        for before, rank in itertools.pairwise(ranks):
            place = {v: k for k, v in enumerate(before)}
            own = {v: k for k, v in enumerate(rank)}

            def weight(v: int, place: dict = place, own: dict = own, near: dict = near) -> float:
                found = [place[u] for u, _own, _its in near.get(v, ())]
                return sum(found) / len(found) if found else own[v]

            rank.sort(key=lambda v: (weight(v), v >= grid.real))
        if sweep % 4 == 3:
            _swap(grid)
        count = _crossings(grid)
        if count < fewest:
            best, fewest = [list(r) for r in grid.ranks], count
    grid.ranks[:] = best


def _crossings(grid: Grid) -> int:
    total = 0
    for upper, lower in zip(grid.ranks, grid.ranks[1:], strict=False):
        place = {v: k for k, v in enumerate(lower)}
        seen: list[int] = []
        for v in upper:
            ends = sorted(place[u] for u, _a, _b in grid.below.get(v, ()))
            total += sum(len(seen) - bisect_right(seen, e) for e in ends)
            for e in ends:
                insort(seen, e)
    return total


def _swap(grid: Grid) -> None:
    for r, rank in enumerate(grid.ranks):
        ends = []
        for near, other in ((grid.above, r - 1), (grid.below, r + 1)):
            if 0 <= other < len(grid.ranks):
                place = {v: k for k, v in enumerate(grid.ranks[other])}
                ends.append({v: sorted(place[u] for u, _a, _b in near.get(v, ())) for v in rank})
        for k in range(len(rank) - 1):
            a, b = rank[k], rank[k + 1]
            if sum(_cross(e[a], e[b]) for e in ends) > sum(_cross(e[b], e[a]) for e in ends):
                rank[k], rank[k + 1] = b, a


def _cross(left: list[int], right: list[int]) -> int:
    """Crossings between the edges of two neighbours, `left` standing left of `right`."""
    return sum(bisect_left(right, e) for e in left)

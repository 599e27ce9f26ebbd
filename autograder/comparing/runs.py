"""Long equal runs of two sequences that differ in few places, in time that grows with the places (Myers's algorithm)."""

from collections.abc import Sequence

MOST_EDITS = 600
"""Members in one sequence alone; of sequences with more nothing is said."""
_LONG = 8


def equal_runs(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int, int]]:
    """Runs of at least 8 equal members, `(place in a, place in b, length)`, rising in both; none where too much differs."""
    trace = _trace(a, b)
    if trace is None:
        return []
    x, y, steps = len(a), len(b), []
    for d in range(len(trace) - 1, 0, -1):
        v, k = trace[d - 1], x - y
        down = k == -d or (k != d and v.get(k - 1, -1) < v.get(k + 1, -1))
        before = k + 1 if down else k - 1
        start = v[before]
        steps.append((x, y))
        x, y = start, start - before
        end = (x + (not down), y + down)
        found = steps.pop()
        if found[0] - end[0] >= _LONG:
            steps.append((*end, found[0] - end[0]))
    if x >= _LONG:
        steps.append((0, 0, x))
    return [step for step in reversed(steps) if len(step) == 3]


def _trace(a: Sequence[int], b: Sequence[int]) -> list[dict[int, int]] | None:
    """How far each diagonal is reached with 0, 1, 2, ... edits, until the end is."""
    n, m = len(a), len(b)
    v = {1: 0}
    found = []
    for d in range(MOST_EDITS + 1):
        reached: dict[int, int] = {}
        for k in range(-d, d + 1, 2):
            down = k == -d or (k != d and v.get(k - 1, -1) < v.get(k + 1, -1))
            x = v.get(k + 1, 0) if down else v[k - 1] + 1
            y = x - k
            while x < n and y < m and a[x] == b[y]:
                x, y = x + 1, y + 1
            reached[k] = x
            if x >= n and y >= m:
                found.append(reached)
                return found
        found.append(reached)
        v = reached
    return None

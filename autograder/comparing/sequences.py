"""Sequences aligned: the best pairs that rise in both, the longest part that rises."""

from bisect import bisect_left
from collections.abc import Iterable

import numpy as np


def best_pairs(likeness: np.ndarray) -> list[tuple[int, int]]:
    """The pairs, rising in both, with the greatest sum."""
    likeness = likeness.astype("float32")
    rows, columns = likeness.shape
    best = np.zeros((rows + 1, columns + 1), "float32")
    for i in range(rows):
        best[i + 1, 1:] = np.maximum.accumulate(np.maximum(best[i, 1:], best[i, :-1] + likeness[i]))
    found, i, j = [], rows, columns
    while i and j:
        if likeness[i - 1, j - 1] > 0 and best[i, j] == best[i - 1, j - 1] + likeness[i - 1, j - 1]:
            i, j = i - 1, j - 1
            found.append((i, j))
        elif best[i, j] == best[i - 1, j]:
            i -= 1
        else:
            j -= 1
    return found[::-1]


def rising(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, rising in the first, that rises in the second, too."""
    tails: list[int] = []
    at: list[int] = []
    before: list[int] = []
    pairs = list(pairs)
    for n, (_i, j) in enumerate(pairs):
        k = bisect_left(tails, j)
        before.append(at[k - 1] if k else -1)
        tails[k : k + 1] = [j]
        at[k : k + 1] = [n]
    found, n = [], at[-1] if at else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return found[::-1]

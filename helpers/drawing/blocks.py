"""Large graphs folded: blocks that repeat in a row stand once, with how often; what is still long stands in sections.

A fold is a node of kind "fold" in the place of several that follow each other in the graph's order, so that no edge runs
backwards. Its id says which they are: "f12-47". A fold that is opened shows its nodes again.
"""

import json
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import takewhile

import numpy as np

from helpers.drawing.boxes import Id

LEAST = 60
"""Nodes of a graph that folds; a smaller one is drawn as it is."""
MOST = 64
"""Boxes of a folded graph."""
_PERIOD = 80
"""Nodes of a block that is looked for."""
_UNTOLD = ("filters", "units", "strides", "dtype", "name", "seed")


@dataclass(frozen=True)
class Fold:
    """Nodes `first` to `last` of a graph; `times`: how often a block of them repeats, 0 for a section."""

    first: int
    last: int
    times: int

    @property
    def key(self) -> str:
        return f"f{self.first}-{self.last}"


def folded(graph: dict, opened: Collection[Id] = (), keep: Collection[Id] = (), most: int = MOST) -> dict:
    """A graph as `helpers.graph.read` gives it, with folds where it is large.

    Args:
        opened: keys of folds that are shown open.
        keep: ids of nodes that must be seen.
        most: boxes, about.
    """
    if len(graph["nodes"]) <= LEAST:
        return graph
    found = [
        f for f in folds(graph, most) if f.key not in opened and not any(f.first <= k <= f.last for k in _numbers(keep))
    ]
    return _with(graph, found) if found else graph


def folds(graph: dict, most: int = MOST) -> list[Fold]:
    """The folds of a large graph: repeated blocks first, then sections of what is left."""
    repeats = _repeats(graph)
    ends = {n for side in ("inputs", "outputs") for n, _k in graph[side]["flat"]}
    repeats = [f for f in repeats if not any(f.first <= n <= f.last for n in ends)]
    items = _items(len(graph["nodes"]), repeats)
    return repeats if len(items) <= most else _sections(graph, items, ends, most)


def _numbers(keep: Collection[Id]) -> list[int]:
    return [int(part) for part in (str(key).partition("/")[0] for key in keep) if part.isdecimal()]


def _tokens(graph: dict) -> np.ndarray:
    """Numbers that are equal for nodes that do the same and take, seen from themselves, the same places."""
    known: dict[str, int] = {}
    found = []
    for node in graph["nodes"]:
        config = {k: v for k, v in node["config"].items() if k not in _UNTOLD and not k.endswith("_initializer")}
        places = [(node["id"] - n if node["id"] - n <= _PERIOD else -1, k) for n, k in node["inputs"]]
        text = json.dumps([node["op"], node["kind"], config, places], sort_keys=True, default=str)
        found.append(known.setdefault(text, len(known)))
    return np.array(found)


def _repeats(graph: dict) -> list[Fold]:
    """Runs of three and more equal blocks in a row; of a run the first block stays."""
    tokens, passing = _tokens(graph), _passing(graph)
    candidates = []
    for period in range(1, min(_PERIOD, len(tokens) // 3) + 1):
        equal = np.concatenate([[False], tokens[period:] == tokens[:-period], [False]]).astype(int)
        edges = np.flatnonzero(np.diff(equal))
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            start, times = _aligned(int(start), int(end), period, passing)
            if times >= 3 and times * period >= 6:
                candidates.append(((1 - times) * period, period, start, times))
    taken = np.zeros(len(tokens), bool)
    found = []
    for _size, period, start, times in sorted(candidates):
        if not taken[start : start + period * times].any():
            taken[start : start + period * times] = True
            found.append(Fold(start + period, start + period * times - 1, times - 1))
    return sorted(found, key=lambda f: f.first)


def _aligned(start: int, end: int, period: int, passing: np.ndarray) -> tuple[int, int]:
    """Where a run of equal blocks begins and how many they are, so that few tensors pass between them if they can."""

    def clear(n: int) -> int:
        return int(passing[n - 1]) if n else 0

    times = (end - start) // period + 1
    best = min(range(start, start + (end - start) % period + 1), key=lambda n: (clear(n), n))
    if clear(best) > 1 and times > 3:  # with one block less there is more room
        return min(range(start, start + period), key=lambda n: (clear(n), n)), times - 1
    return best, times


def _items(count: int, repeats: list[Fold]) -> list[Fold]:
    """What is drawn: folds, and single nodes as folds of one."""
    found, k = [], 0
    inside = {f.first: f for f in repeats}
    while k < count:
        found.append(inside.get(k, Fold(k, k, 0)))
        k = found[-1].last + 1
    return found


def _sections(graph: dict, items: list[Fold], ends: set[int], most: int) -> list[Fold]:
    """The items in sections, cut where one tensor alone passes: residual blocks, cells; the ends stay as they are."""
    passing = _passing(graph)
    groups: list[list[Fold]] = [[]]
    for place, item in enumerate(items):
        end = any(item.first <= n <= item.last for n in ends) or place < 4 or place >= len(items) - 5
        if end and groups[-1]:
            groups.append([])
        groups[-1].append(item)
        if end or passing[item.last] <= 1:
            groups.append([])
    groups = [part for group in groups if group for part in _cut(group, passing, max(16, len(items) // (most - 14)))]
    size = -(-len(groups) // (most - 10)) if len(groups) > most else 1
    merged = [groups[:4], *(groups[k : k + size] for k in range(4, len(groups) - 5, size)), groups[-5:]]
    found = []
    for number, several in enumerate(merged):
        apart = number in (0, len(merged) - 1)
        for part in several if apart else [[item for group in several for item in group]]:
            first, last = part[0].first, part[-1].last
            if last > first:
                found.append(part[0] if len(part) == 1 else Fold(first, last, 0))
    return found


def _cut(group: list[Fold], passing: np.ndarray, size: int) -> list[list[Fold]]:
    """A group in pieces of about so many items, each cut where the fewest tensors pass."""
    pieces = []
    while len(group) > size + size // 2:
        at = min(range(size // 2, size + size // 2), key=lambda k: (passing[group[k].last], abs(k - size)))
        pieces.append(group[: at + 1])
        group = group[at + 1 :]
    return [*pieces, group]


def _passing(graph: dict) -> np.ndarray:
    """How many tensors pass behind each node: made up to there, and taken later."""
    nodes = graph["nodes"]
    last_use = list(range(len(nodes)))
    for node in nodes:
        for n, _k in node["inputs"]:
            last_use[n] = max(last_use[n], node["id"])
    change = np.zeros(len(nodes) + 1, int)
    for n, last in enumerate(last_use):
        change[n] += 1
        change[last] -= 1
    return np.cumsum(change)


def _with(graph: dict, found: list[Fold]) -> dict:
    nodes = graph["nodes"]
    into = {n: f.key for f in found for n in range(f.first, f.last + 1)}

    def seen(reference: list) -> list:
        n, k = reference
        return [into[n], 0] if n in into else [n, k]

    starts = {f.first: f for f in found}
    drawn = []
    for node in nodes:
        if node["id"] in starts:
            drawn.append(_node(graph, starts[node["id"]], seen))
        elif node["id"] not in into:
            drawn.append(node | {"inputs": [seen(r) for r in node["inputs"]]})
    layers = len({n["layer"] for n in nodes if n["kind"] != "input"})
    ends = {side: graph[side] | {"flat": [seen(r) for r in graph[side]["flat"]]} for side in ("inputs", "outputs")}
    return graph | ends | {"nodes": drawn, "layers": layers}


def _stage(nodes: list[dict]) -> str:
    """What the names of a section's layers begin with."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*(node["name"] for node in nodes), strict=False))
    return "".join(letters[0] for letters in alike).rpartition("_")[0]


def _node(graph: dict, fold: Fold, seen) -> dict:
    nodes = graph["nodes"][fold.first : fold.last + 1]
    inputs = [seen(r) for node in nodes for r in node["inputs"] if not fold.first <= r[0] <= fold.last]
    params = {w["id"]: w["shape"] for node in nodes for w in node["weights"]}
    kinds = Counter(node["op"] for node in nodes)
    return {
        "id": fold.key,
        "kind": "fold",
        "op": "",
        "module": "keras",
        "name": "",
        "layer": -1 - fold.first,
        "call": 0,
        "config": {},
        "args": {},
        "inputs": [list(r) for r in dict.fromkeys(map(tuple, inputs))],
        "shapes": [nodes[-1]["shapes"][0]],
        "dtypes": [nodes[-1]["dtypes"][0]],
        "weights": [],
        "params": sum(int(np.prod(shape)) for shape in params.values()),
        "graph": None,
        "fold": {"times": fold.times, "layers": len(nodes), "kinds": kinds.most_common(3), "name": _stage(nodes)},
    }

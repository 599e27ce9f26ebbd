"""What two models have beside their graphs: how they are compiled, the values of their weights, names, initialisers."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograder.comparing.edit import Script
from autograder.comparing.likeness import numbered
from autograder.comparing.naming import fused
from autograder.comparing.source import Side
from autograder.comparing.stored import array

_UNTOLD = ("registered_name", "module", "shared_object_id", "build_config", "name")
_MISSING = object()


@dataclass(frozen=True)
class Change:
    """One value that differs: its place, such as `optimizer.learning_rate`, and what it is in either model."""

    place: str
    before: Any
    after: Any


@dataclass(frozen=True)
class Distance:
    """How far the weights of a layer are from those of its counterpart.

    Args:
        a, b: the layer's name in either model.
        count: how many of its arrays differ, `of` how many.
        most: the largest difference of two numbers; None where an array is not finite in one place of both.
        relative: length of the difference, divided by the length of what was before.
    """

    a: str
    b: str
    count: int
    of: int
    most: float
    relative: float


def compiled(a: Side, b: Side) -> list[Change]:
    """What differs in how two models are compiled; nothing where one of them isn't, or doesn't tell."""
    if a.compiled is None or b.compiled is None:
        return []
    return list(_changes(a.compiled, b.compiled, ""))


def _changes(before: Any, after: Any, place: str) -> Iterator[Change]:
    before, after = _short(before), _short(after)
    if isinstance(before, dict) and isinstance(after, dict) and before.get("class_name") == after.get("class_name"):
        for key in dict.fromkeys([*before, *after]):
            if key not in _UNTOLD:
                inner = place if key == "config" else f"{place}.{key}" if place else str(key)
                yield from _changes(before.get(key), after.get(key), inner)
    elif before != after:
        yield Change(place, _class(before), _class(after))


def _short(value: Any) -> Any:
    """A serialised object without what wraps it: one that has no options is its name."""
    if isinstance(value, dict) and value.get("class_name") == "function":
        return value.get("config")
    return value


def _class(value: Any) -> Any:
    return value["class_name"] if isinstance(value, dict) and "class_name" in value else value


def by_layer(read: dict) -> dict[int, dict]:
    """The nodes of a graph's layers by their numbers, those inside nested models too."""
    found: dict[int, dict] = {}
    waiting = [read]
    while waiting:
        for node in waiting.pop()["nodes"]:
            if node["kind"] == "model":
                waiting.append(node["graph"])
            found.setdefault(node["layer"], node)
    return found


def distances(script: Script, a: Side, b: Side) -> list[Distance] | None:
    """Where the weights of counterparts differ, the farthest first; None where one of the models has none to show."""
    if a.weights is None or b.weights is None:
        return None
    nodes = by_layer(a.read), by_layer(b.read)
    found, seen = [], set()
    for i, j in sorted(script.pairs.items()):
        layers = script.a.operations[i].layer, script.b.operations[j].layer
        if None in layers or layers in seen:
            continue
        seen.add(layers)
        left, right = (of[n] for of, n in zip(nodes, layers, strict=True))
        distance = _distance(left, right, a.weights(left), b.weights(right))
        if distance:
            found.append(distance)
    return sorted(found, key=lambda d: -d.relative)


def _distance(left: dict, right: dict, mine: dict, others: dict) -> Distance | None:
    count = most = square = whole = 0.0
    arrays = list(zip(mine.values(), others.values(), strict=False))
    for x, y in arrays:
        if x is y or tuple(x.shape) != tuple(y.shape):
            continue
        x, y = array(x), array(y)
        if np.array_equal(x, y, equal_nan=x.dtype.kind == "f" and y.dtype.kind == "f"):
            continue
        apart = np.abs(x.astype("float64") - y.astype("float64"))
        apart = apart[np.isfinite(apart)]
        count += 1
        most = max(most, float(apart.max()) if apart.size else float("inf"))
        square += float((apart**2).sum())
        whole += float((x.astype("float64")[np.isfinite(x)] ** 2).sum())
    if not count:
        return None
    relative = (square / whole) ** 0.5 if whole else float("inf")
    return Distance(left["name"], right["name"], int(count), len(arrays), most, relative)


def renamed(script: Script) -> list[tuple[str, str]]:
    """Layers that are called something else and are the same otherwise."""
    found = {}
    for i, j in sorted(script.pairs.items()):
        x, y = script.a.operations[i], script.b.operations[j]
        counted = numbered(x) and numbered(y)  # Keras counts on and on: such a name says nothing
        if x.name != y.name and not counted and x.op != "Input" and not fused(x):
            found[x.name] = y.name
    return list(found.items())


def initialisers(script: Script, a: Side, b: Side) -> list[str]:
    """Layers of the second model whose weights begin in another way."""
    nodes, found = (by_layer(a.read), by_layer(b.read)), []
    for i, j in sorted(script.pairs.items()):
        layers = script.a.operations[i].layer, script.b.operations[j].layer
        if None not in layers:
            left, right = (_begin(of[n]) for of, n in zip(nodes, layers, strict=True))
            if any(left[k] != right[k] for k in left.keys() & right.keys()):
                found.append(script.b.operations[j].name)
    return list(dict.fromkeys(found))


def _begin(node: dict) -> dict:
    return {k: _seedless(v) for k, v in node["config"].items() if k.endswith("_initializer")}


def _seedless(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _seedless(v) for k, v in value.items() if k not in ("seed", "input_axes", "output_axes")}
    return value

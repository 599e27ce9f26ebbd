"""Two drawn texts, a model of two texts, and the findings on its inputs and its Embedding."""

from typing import Any

from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph


def judge_both(items: dict, parameters: dict, name: str, one: Any) -> list[Finding]:
    """Findings of `one(item, arguments)` for the example's arguments, then for others."""
    for label in ("model", "other"):
        found = one(items[label], parameters[label])
        if found and label == "other":
            call = "{}({}, {})".format(name, *parameters[label])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


def not_integer(got: Graph) -> list[Finding]:
    """Findings on inputs that do not take integers: word ids are."""
    for entry in (got.operations[i] for i in got.inputs):
        if not entry.dtype.startswith(("int", "uint")):
            values = {"layer": entry.name, "got": entry.dtype, "expected": "int32"}
            return [Finding("graph.input_dtype", values, nodes=(entry.node,))]
    return []


def reached_from(got: Graph) -> list[set[int]]:
    """For each operation the places of the inputs that lead to it."""
    places = {i: k for k, i in enumerate(got.inputs)}
    found: list[set[int]] = []
    for op in got.operations:
        own = {places[op.id]} if op.id in places else set()
        found.append(own.union(*(found[s] for s, _k in op.inputs)))
    return found

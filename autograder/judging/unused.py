"""What a learner's answer made and did not use, for the words of a finding: a layer that is there is not missing."""

from dataclasses import replace
from typing import Any, cast

from autograder.graphs import sizes
from autograder.graphs.canonical import Rules, canonical
from autograder.graphs.difference import agreement, difference
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph
from helpers.plain_graph import Ends, Node, PlainGraph

_MISSING = ("graph.missing", "graph.edge_to_missing")


def whole(found: dict) -> PlainGraph:
    """The graph of the evidence on a model, with the calls behind it that lead nowhere."""
    return found["graph"] | {"nodes": [*found["graph"]["nodes"], *found.get("unused", ())]}


def retold(told: list[Finding], found: dict, expected: Graph, rules: Rules) -> list[Finding]:
    """Findings on a graph, told anew where what they call missing was made and is used by nothing."""
    if not isinstance(found.get("unused"), list) or not _missing(told) or sizes.too_large(whole(found)):
        return told
    beyond = len(found["graph"]["nodes"])
    try:
        again = difference(expected, _canonical(found, rules), together=True)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError):
        return told
    again = [f for f in again if f.key != "graph.surplus" or min(f.nodes, default=0) < beyond]
    if any(source == target for f in again for source, target in (*f.edges, *f.expected)):
        return told  # a layer and its activation were taken for two layers' parts
    taken = any(source >= beyond for f in again for source, _target in f.expected)
    return again if taken and _missing(again) < _missing(told) and len(again) <= len(told) + 2 else told


def _canonical(found: dict, rules: Rules) -> Graph:
    """The canonical graph with the calls that are not used, which are its outputs while it is made."""
    read = whole(found)
    taken = {source for node in read["nodes"] for source, _k in node["inputs"]}
    loose = [[node["id"], 0] for node in found["unused"] if node["id"] not in taken]
    outputs = read["outputs"]["flat"]
    ends: Ends = {**read["outputs"], "flat": [*outputs, *loose]}
    all_of_it: PlainGraph = {**read, "outputs": ends, "nodes": _as_written(read["nodes"])}
    made = canonical(all_of_it, rules, found.get("given"))
    return replace(made, outputs=made.outputs[: len(outputs)])


def _as_written(nodes: list[Node]) -> list[Node]:
    """Inputs, then the calls by their lines as far as each comes behind what it takes: of like places the first is met first."""
    ends = [node for node in nodes if node["kind"] == "input"]
    there, waiting = {node["id"] for node in ends}, [node for node in nodes if node["kind"] != "input"]
    made = []
    while waiting:
        ready = [node for node in waiting if there.issuperset(source for source, _k in node["inputs"])]
        first = min(ready, key=lambda node: (node.get("at", {}).get("line", 0), node["id"]))
        waiting.remove(first)
        there.add(first["id"])
        made.append(first)
    return [*ends, *made]


def counted(told: list[Finding], expected: Graph, got: Graph) -> list[Finding]:
    """The findings, of which the first says how many of the layers are right."""
    good, count = agreement(expected, got)
    return [replace(told[0], values=told[0].values | {"right": good, "of": count}), *told[1:]]


def with_unused(found: Any, findings: list[Finding]) -> PlainGraph | None:
    """The graph to show with findings: with what is not used, where they speak of it; None where there is none."""
    read = found.get("graph") if isinstance(found, dict) else None
    if not isinstance(read, dict):
        return None
    graph = cast(PlainGraph, read)
    named = [n for f in findings for n in (*f.nodes, *(k for pair in f.expected for k in pair))]
    if not (isinstance(found.get("unused"), list) and isinstance(graph.get("nodes"), list)):
        return graph
    return whole(found) if max(named, default=0) >= len(graph["nodes"]) else {**graph, "unused": found["unused"]}


def _missing(findings: list[Finding]) -> int:
    return sum(f.key.startswith(_MISSING) for f in findings)

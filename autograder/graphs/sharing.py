"""Layers that are called several times: shared where they should not be, or built anew where they should be shared."""

from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph


def sharing(expected: Graph, got: Graph, pairs: dict[int, int]) -> list[Finding]:
    findings = []
    for group in _groups(expected):
        layers = {got.operations[pairs[i]].layer: got.operations[pairs[i]] for i in group if i in pairs}
        if len(layers) > 1:
            names = [op.name for op in layers.values()]
            values = {"op": expected.operations[group[0]].written, "layers": names, "count": len(names)}
            findings.append(Finding("graph.not_shared", values, nodes=tuple(o.node for o in layers.values())))
    back = {j: i for i, j in pairs.items()}
    for group in _groups(got):
        wanted = {expected.operations[back[j]].layer for j in group if j in back}
        if len(wanted) > 1:
            op = got.operations[group[0]]
            values = {"layer": op.name, "op": op.written, "count": len(wanted)}
            findings.append(Finding("graph.shared", values, nodes=tuple(got.operations[j].node for j in group)))
    return findings


def _groups(graph: Graph) -> list[list[int]]:
    calls: dict[int, list[int]] = {}
    for op in graph.operations:
        if op.layer is not None:
            calls.setdefault(op.layer, []).append(op.id)
    return [group for group in calls.values() if len(group) > 1]

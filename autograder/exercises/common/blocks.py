"""Faults of residual blocks: sums that can't be made, and what a good teacher says first of a graph."""

from typing import Any

from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph
from helpers import graph


def first_cause(item: dict, wanted: Any) -> list[Finding]:
    """Faults of residual blocks that show in the graph as several differences, or as an unlucky one."""
    got, expected = canonical(item["graph"]), canonical(graph.read(wanted))
    return _after_sum(got) or _projected(got, expected) or _number_of_blocks(got, expected) or _no_skip(got, expected)


def _after_sum(got: Graph) -> list[Finding]:
    for op in got.operations:
        if op.op == "Activation" and got.operations[op.inputs[0][0]].op == "Add":
            values = {"layer": op.name, "got": str(op.config["activation"])}
            return [Finding("block.after_sum", values, nodes=(op.node,))]
    return []


def _projected(got: Graph, expected: Graph) -> list[Finding]:
    """Skips that go through a convolution of size 1, though the channels are equal."""

    def projections(whole: Graph) -> list:
        sources = {s for op in whole.operations if op.op == "Add" for s, _k in op.inputs}
        ends = (whole.operations[s] for s in sources)
        return [op for op in ends if op.op == "Conv2D" and op.config["kernel_size"] == [1, 1]]

    if projections(expected) or not projections(got):
        return []
    surplus = projections(got)
    return [Finding("block.projected", {"layers": [op.name for op in surplus]}, nodes=tuple(op.node for op in surplus))]


def _number_of_blocks(got: Graph, expected: Graph) -> list[Finding]:
    """Whole blocks, sum and convolutions, too few or too many."""
    sums, convolutions = (
        [sum(op.op == kind for op in whole.operations) for whole in (got, expected)] for kind in ("Add", "Conv2D")
    )
    lacking = sums[1] - sums[0]
    if lacking and convolutions[1] - convolutions[0] == 2 * lacking:
        return [Finding("resnet.blocks", {"got": sums[0], "expected": sums[1]})]
    return []


def _no_skip(got: Graph, expected: Graph) -> list[Finding]:
    """A plain chain, with all the convolutions asked for."""
    if any(len(op.inputs) > 1 for op in got.operations):
        return []
    convolutions = [sum(op.op == "Conv2D" for op in whole.operations) for whole in (got, expected)]
    return [Finding("block.no_skip")] if convolutions[0] == convolutions[1] else []

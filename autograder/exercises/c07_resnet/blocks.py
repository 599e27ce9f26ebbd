"""Faults of residual blocks: sums that can't be made, and what a good teacher says first of a graph."""

import re
from typing import Any

from autograder.collect import Answer, Stop
from autograder.graph import canonical
from autograder.operation import Graph
from autograder.verdict import Finding
from helpers import graph

_SHAPES = re.compile(r"[(\[]((?:None|\d+)(?:, (?:None|\d+))+)[)\]]")


def call_with_sums(answer: Answer, *args: Any, shown: str) -> Any:
    """Call the answer; a sum of tensors that don't fit is told as such, in place of Keras's message."""
    try:
        return answer.call(*args, shown=shown)
    except Stop:
        fault = answer.items["faults"][-1]
        message = str(fault["values"].get("message", ""))
        shapes = [found.split(", ")[-3:] for found in _SHAPES.findall(message)]
        if fault["key"] == "answer.raised" and len(shapes) == 2 and len(shapes[0]) == len(shapes[1]) == 3:
            key = "block.sizes" if shapes[0][:2] != shapes[1][:2] else "block.channels"
            ends = [" x ".join(s[:2]) if key == "block.sizes" else s[2] for s in shapes]
            values = {k: fault["values"].get(k) for k in ("call", "line", "code")} | {
                "first": ends[0],
                "second": ends[1],
            }
            answer.items["faults"] = [{"key": key, "values": values}]
        raise


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

"""The two ends of a graph: other inputs than expected, another order, other keys."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import permutations
from typing import Any

from autograder.graphs.canonical import same
from autograder.graphs.finding import Finding
from autograder.graphs.naming import tensor
from autograder.graphs.operation import Graph

_MAX_PERMUTED = 5


def other_inputs(expected: Graph, got: Graph) -> list[Finding]:
    """Findings on the number, shapes and dtypes of the inputs; their order does not count here."""
    if len(expected.inputs) != len(got.inputs):
        return [Finding("graph.input_count", {"got": len(got.inputs), "expected": len(expected.inputs)})]
    wanted = [expected.operations[i] for i in expected.inputs]
    given = [got.operations[i] for i in got.inputs]
    if Counter((w.shape[1:], w.dtype) for w in wanted) == Counter((g.shape[1:], g.dtype) for g in given):
        return []
    findings = []
    for want, have in zip(wanted, given, strict=True):
        if want.shape[1:] != have.shape[1:]:
            values = {"layer": have.name, "got": list(have.shape[1:]), "expected": list(want.shape[1:])}
            findings.append(Finding("graph.input_shape", values, nodes=(have.node,)))
        elif want.dtype != have.dtype:
            values = {"layer": have.name, "got": have.dtype, "expected": want.dtype}
            findings.append(Finding("graph.input_dtype", values, nodes=(have.node,)))
    return findings


def other_order(expected: Graph, got: Graph) -> list[Finding]:
    """One finding where inputs, outputs or both only stand in another order."""
    if expected.output_keys != got.output_keys and len(got.outputs) == len(expected.outputs):
        listed = not got.output_keys and 1 < len(got.outputs) <= _MAX_PERMUTED
        for order in permutations(got.outputs) if listed else [got.outputs]:  # a dict's outputs stand by their names
            if same(expected, replace(got, outputs=tuple(order), output_keys=expected.output_keys)):
                return [other_keys("output", expected.output_keys, got.output_keys)]
    if expected.input_keys != got.input_keys and same(expected, replace(got, input_keys=expected.input_keys)):
        return [other_keys("input", expected.input_keys, got.input_keys)]
    if len(expected.outputs) != len(got.outputs):
        return []
    for key, side in (("graph.inputs_permuted", "inputs"), ("graph.outputs_permuted", "outputs")):
        ends = getattr(got, side)
        if not 1 < len(ends) <= _MAX_PERMUTED:
            continue
        for order in permutations(ends):
            changed: dict[str, Any] = {side: order}
            if order != ends and same(expected, replace(got, **changed)):
                keys = got.input_keys if side == "inputs" else got.output_keys
                if keys:  # told apart by name: their order says nothing
                    moved = [k for k, a, b in zip(keys, ends, order, strict=True) if a != b]
                    return [Finding(f"graph.{side}_exchanged", {"names": moved})]
                return [Finding(key, {"got": _end_names(got, ends), "expected": _end_names(got, order)})]
    return []


def other_keys(side: str, expected: tuple[str, ...], got: tuple[str, ...]) -> Finding:
    """Other keys than the expected ones, or a dict where a list is expected, or the other way round."""
    if got and not expected:
        return Finding(f"graph.{side}s_dict" if len(got) > 1 else f"graph.{side}_dict", {"got": list(got)})
    if expected and not got:
        return Finding(f"graph.{side}s_list", {"expected": list(expected)})
    return Finding(f"graph.{side}_keys", {"got": list(got), "expected": list(expected)})


def _end_names(graph: Graph, ends: Iterable) -> list[str]:
    return [tensor(graph, e if isinstance(e, tuple) else (e, 0)) for e in ends]

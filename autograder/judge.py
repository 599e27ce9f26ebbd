"""The judge: evidence and an exercise's reference -> findings. Pure: no files, no Jupyter, no learner's code.

The rule of acceptance is that the same computation passes, however it is written. Graphs that are equal after
normalisation pass at once; where they differ, the oracle decides (`computes_the_same`), and the difference of the
graphs only supplies the words.
"""

from collections import Counter
from typing import Any

import numpy as np

from autograder import probe
from autograder.difference import difference
from autograder.graph import Graph, canonical, same
from autograder.verdict import Finding
from helpers import graph

_RTOL, _ATOL = 1e-3, 1e-4
_STOCHASTIC = ("Dropout", "Noise", "Random")


def faults(items: dict) -> list[Finding]:
    """Faults that the collector wrote down: the answer raised, returned nothing, is of a wrong type."""
    found = []
    for fault in items.get("faults", []) if isinstance(items.get("faults"), list) else []:
        if isinstance(fault, dict) and isinstance(fault.get("key"), str) and isinstance(fault.get("values"), dict):
            found.append(Finding(fault["key"], dict(fault["values"])))
    return found


def model(found: Any, reference: Any, seed: int, names: bool = False, opaque: bool = False) -> list[Finding]:
    """Findings on a model: none where it computes what the reference does.

    Args:
        found: what `Answer.model` wrote down: `{"graph", "outputs"}`.
        reference: the reference's functional model.
        seed: of the draw that the outputs were made with.
        names: layer names (of inputs not) must agree.
        opaque: nested models must be kept as single operations, calls of them compared as such.
    """
    try:
        got = canonical(found["graph"], opaque)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, RecursionError):
        return [Finding("evidence.refused", {"reason": "graph"})]
    read = graph.read(reference)
    expected = canonical(read, opaque)
    if same(expected, got, names):
        return []
    if not names and not opaque and computes_the_same(found, got, reference, read, expected, seed):
        return []
    return difference(expected, got)


def computes_the_same(found: dict, got: Graph, reference: Any, read: dict, expected: Graph, seed: int) -> bool:
    """The oracle: equal inputs, outputs, weights and randomness, and equal outputs for drawn weights and inputs."""
    outputs = found.get("outputs")
    if not isinstance(outputs, list) or not all(isinstance(o, np.ndarray) for o in outputs):
        return False
    if _signature(got) != _signature(expected):
        return False
    for order in probe.orders(read):
        wanted = probe.outputs(reference, read, seed, order)
        if len(wanted) == len(outputs) and all(_close(o, w) for o, w in zip(outputs, wanted, strict=True)):
            return True
    return False


def _signature(whole: Graph) -> tuple:
    inputs = [(whole.operations[i].shape[1:], whole.operations[i].dtype) for i in whole.inputs]
    weights = {i: (shape, trainable) for op in whole.operations for i, shape, trainable in op.weights}
    random = Counter(
        (op.op, str(sorted(op.config.items(), key=str)))
        for op in whole.operations
        if any(word in op.op for word in _STOCHASTIC)
    )
    return inputs, whole.input_keys, whole.output_keys, len(whole.outputs), Counter(weights.values()), random


def _close(got: np.ndarray, wanted: np.ndarray) -> bool:
    return got.shape == wanted.shape and bool(np.allclose(got, wanted, rtol=_RTOL, atol=_ATOL))


def describe(found: Any, expected: Graph | None = None) -> list[Finding]:
    """What is right about a model, to be shown with a tick beside what is not."""
    try:
        got = canonical(found["graph"])
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, RecursionError):
        return []
    facts = []
    if expected is None or _ends(got) == _ends(expected):
        facts.append(Finding("fact.ends", {"inputs": len(got.inputs), "outputs": len(got.outputs)}, cost=0))
    if expected is None or got.params == expected.params:
        facts.append(Finding("fact.params", {"params": got.params}, cost=0))
    return facts


def _ends(whole: Graph) -> tuple:
    inputs = [(whole.operations[i].shape[1:], whole.operations[i].dtype) for i in whole.inputs]
    outputs = [whole.operations[i].shape[1:] for i, k in whole.outputs if k == 0]
    return inputs, outputs


def value(found: Any, expected: Any, call: str, integer: bool = False) -> list[Finding]:
    """Findings on a plain value that `Answer.note` wrote down: a number, text or truth value."""
    if not isinstance(found, dict) or "value" not in found:
        kind = found.get("type", "nothing") if isinstance(found, dict) else "nothing"
        if kind == "NoneType":
            return [Finding("value.none", {"call": call})]
        return [Finding("value.type", {"call": call, "type": kind})]
    got = found["value"]
    got = got.item() if isinstance(got, np.ndarray) and got.size == 1 else got
    if isinstance(got, np.ndarray) or isinstance(got, str) != isinstance(expected, str):
        return [Finding("value.type", {"call": call, "type": found.get("type", "")})]
    if got != expected:
        return [Finding("value.wrong", {"call": call, "got": got, "expected": expected})]
    if integer and isinstance(got, float):
        return [Finding("value.not_integer", {"call": call, "got": got})]
    return []

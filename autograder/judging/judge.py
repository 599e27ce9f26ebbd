"""The judge: evidence and an exercise's reference -> findings. Pure: no files, no Jupyter, no learner's code.

The rule of acceptance is that the same computation passes, however it is written. Graphs that are equal after
normalisation pass at once; where they differ, the oracle decides (`computes_the_same`), and the difference of the
graphs only supplies the words.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any

import numpy as np

from autograder.asking import global_settings, probe
from autograder.graphs import restraints
from autograder.graphs.canonical import Rules, canonical, same
from autograder.graphs.difference import difference
from autograder.graphs.finding import Finding
from autograder.graphs.labels import between, skeleton
from autograder.graphs.operation import Graph, Operation
from autograder.judging import hidden, unused
from autograder.judging.wanted import Wanted
from helpers import graph
from helpers.plain_graph import PlainGraph

_MOST_FAULTS = 10
_RTOL, _ATOL = 1e-3, 1e-4
_HALF = 0.03  # of numbers of 16 bits; a bfloat16 has 8 of them for its digits


def faults(items: dict) -> list[Finding]:
    """Faults that the collector wrote down: the answer raised, returned nothing, is of a wrong type."""
    found = []
    for fault in items.get("faults", [])[:_MOST_FAULTS] if isinstance(items.get("faults"), list) else []:
        if isinstance(fault, dict) and isinstance(fault.get("key"), str) and isinstance(fault.get("values"), dict):
            found.append(Finding(fault["key"], dict(fault["values"])))
    return found


def model(
    found: Any,
    reference: Any,
    seed: int | None,
    rules: Rules = Rules(),  # noqa: B008
    given: dict[str, Any] | None = None,
    variants: Iterable[Any] = (),
) -> list[Finding]:
    """Findings on a model: none where it computes what the reference does.

    Args:
        found: what `Answer.model` wrote down: `{"graph", "outputs", "given"}`.
        reference: the reference's functional model; or it as `Wanted`, with its rules and what it was given.
        seed: of the draw that the outputs were made with; None where the graph alone was written down.
        rules: what the exercise demands or lets pass.
        given: the models that the reference was given (drawn as the answer's were), by name.
        variants: other models that are as right as the reference, for the oracle.
    """
    wanted = reference if isinstance(reference, Wanted) else Wanted(reference, rules, given or {})
    rules = wanted.rules
    try:
        got = canonical(found["graph"], rules, found.get("given"))
    except _MALFORMED:
        return [Finding("evidence.refused", {"reason": "graph"})]
    equal = same(wanted.graph, got, rules.names)
    custom = [op for op in got.operations if op.custom]
    every = chain([wanted], (Wanted(v, rules, given or {}) for v in variants))
    if equal and not custom:
        drawn = seed is None or any(is_of_this_draw(found, w, seed) for w in every)
        return restraints.findings(found, got, wanted) if drawn else [_undrawn(got, wanted.graph)]
    opened = _opened(wanted.graph, got) if rules.keep else []
    if seed is not None and (equal or not rules.names) and not opened:
        right = next((w for w in every if computes_the_same(found, got, w, seed)), None)
        if right is not None:
            beside = restraints.findings(found, got, right)
            return beside or (_in_training(found, custom, right, seed) if custom and not rules.noisy else [])
    if equal:  # the graphs are, but what a class of the learner's own computes stands in no graph
        values = {"layer": custom[0].name, "op": custom[0].written, "place": 0}
        return [Finding("layer.outputs", values, nodes=tuple(op.node for op in custom))]
    if rules.names and same(wanted.graph, got):
        return [_other_names(wanted.graph, got)]
    told = opened or unused.retold(difference(wanted.graph, got), found, wanted.graph, rules)
    told = [*hidden.out_of_sight(found["graph"]), *(told or [Finding("graph.differs")])]
    return unused.counted(told, wanted.graph, got)


def _undrawn(got: Graph, expected: Graph) -> Finding:
    """Why outputs of an equal graph are not those of the draw: it takes batches of one size only, or it was another draw."""
    for i, j in zip(got.inputs, expected.inputs, strict=True):
        have, want = got.operations[i], expected.operations[j]
        if have.shape[0] is not None and want.shape[0] is None:
            return Finding("graph.batch", {"layer": have.name, "got": have.shape[0]}, nodes=(have.node,))
    return Finding("evidence.refused", {"reason": "outputs"})


def _in_training(found: dict, custom: list[Operation], wanted: Wanted, seed: int) -> list[Finding]:
    """Findings where a class of the learner's own gives something else in training: no graph shows it.

    Where the reference has a Dropout, or draws something itself, two trainings of it differ, and nothing can be said.
    """
    if any(restraints.only_in_training(op) for op in wanted.graph.operations):
        return []
    rights = list(wanted.outputs(seed, training=True))
    right = any(all_close(found["training"], r) for r in rights)
    if right or not all_close(rights[0], next(wanted.outputs(seed, training=True, other=True))):
        return []
    values = {"layer": custom[0].name, "op": custom[0].written, "place": 0}
    return [Finding("layer.training", values, nodes=tuple(op.node for op in custom))]


_MALFORMED = (KeyError, TypeError, IndexError, ValueError, AttributeError, RecursionError)


def _other_names(expected: Graph, got: Graph) -> Finding:
    """What is said of a graph where nothing but names differs."""
    wanted, have = (["/".join((*op.path, op.name)) for op in g.operations if op.op != "Input"] for g in (expected, got))
    surplus, missing = Counter(have) - Counter(wanted), Counter(wanted) - Counter(have)
    nodes = tuple(op.node for op in got.operations if "/".join((*op.path, op.name)) in surplus)
    values = {"got": list(surplus or dict.fromkeys(have)), "expected": list(missing or dict.fromkeys(wanted))}
    return Finding("graph.names", values, nodes=nodes)


def _opened(expected: Graph, got: Graph) -> list[Finding]:
    """Given models that do not stand in the learner's graph as single nodes."""
    kept = Counter(op.given[0].split("/")[0] for op in got.operations if op.op == "Model" and op.given)
    wanted = Counter(op.given[0].split("/")[0] for op in expected.operations if op.op == "Model" and op.given)
    missing = list((wanted - kept).elements())
    return [Finding("nested.opened", {"models": missing})] if missing else []


def computes_the_same(found: dict, got: Graph, wanted: Wanted, seed: int) -> bool:
    """The oracle: equal inputs, outputs, weights, equal places of what acts in training alone; and equal outputs for
    drawn weights and inputs."""
    return _signature(got) == _signature(wanted.graph) and _gives(found.get("outputs"), wanted, seed)


def is_of_this_draw(found: dict, wanted: Wanted, seed: int) -> bool:
    """Whether the outputs of a graph that equals the reference's are those of this draw: no evidence of another one.

    True where that can't be told: where more orders of like layers are possible than are tried.
    """
    if found.get("outputs") is not None and not probe.few_orders(wanted.read, wanted.rules, wanted.given):
        return True
    return _gives(found.get("outputs"), wanted, seed)


def _gives(outputs: Any, wanted: Wanted, seed: int) -> bool:
    """Whether these are the reference's outputs for a draw."""
    return isinstance(outputs, list) and any(all_close(outputs, right) for right in wanted.outputs(seed))


def _signature(whole: Graph) -> tuple:
    inputs = [(whole.operations[i].shape[1:], whole.operations[i].dtype) for i in whole.inputs]
    weights = {i: (shape, trainable) for op in whole.operations for i, shape, trainable in op.weights}
    given = Counter(tag for op in whole.operations for tag in set(op.given))
    places = between(whole)
    random = Counter(
        (op.op, str(sorted(op.config.items(), key=str)), _numbers(op.shape), places[op.id])
        for op in whole.operations
        if restraints.only_in_training(op)
    )
    return (
        inputs,
        whole.input_keys,
        whole.output_keys,
        len(whole.outputs),
        Counter(weights.values()),
        set(given),
        random,
    )


def _numbers(shape: tuple[int | None, ...]) -> tuple[int, int]:
    """How many numbers a sample of this shape has, and axes of free length: the same however it is reshaped."""
    return math.prod(d for d in shape[1:] if d is not None), sum(d is None for d in shape[1:])


def close(got: Any, wanted: np.ndarray, rtol: float = _RTOL, atol: float = _ATOL) -> bool:
    """Whether evidence is an array of the wanted shape and, nearly, values; the shape is compared first.

    Arrays of other shapes would be spread to a common one, which may be of any size.
    """
    if global_settings.half():
        rtol, atol = max(rtol, _HALF), max(atol, _HALF)
    numeric = isinstance(got, np.ndarray) and got.dtype.kind in "biuf"
    return numeric and got.shape == np.shape(wanted) and bool(np.allclose(got, wanted, rtol=rtol, atol=atol))


def all_close(got: Any, wanted: list[np.ndarray]) -> bool:
    """Whether evidence is a list of arrays that are `close` to the wanted ones, one by one."""
    return isinstance(got, list) and len(got) == len(wanted) and all(map(close, got, wanted))


def suspect(found: dict, suspects: dict[str, Callable[[], tuple[Any, dict]]], seed: int) -> str | None:
    """The key of the wrong model that computes what the learner's does, to name the fault; None where none does.

    Args:
        suspects: for each key a function that makes a model with this fault, and the models that it was given.
    """
    got = canonical(found["graph"], Rules(), found.get("given"))
    for key, make in suspects.items():
        wrong, given = make()
        if computes_the_same(found, got, Wanted(wrong, Rules(), given), seed):
            return key
    return None


def own_weights(found: dict) -> list[dict]:
    """The weights of the learner's layers in their own order, without those of given models."""
    given = {w for g in found["given"].values() for w in g["weights"]}
    return [w for node in found["graph"]["nodes"] for w in node["weights"] if w["id"] not in given]


def given_missing(found: dict) -> list[str]:
    """The given models of which some weight is not the learner's model's."""
    there = {w["id"] for node in found["graph"]["nodes"] for w in node["weights"]}
    return [name for name, g in found["given"].items() if not there.issuperset(g["weights"])]


def unshared(part: dict, whole: dict, right_part: Any, right_whole: Any) -> list[str]:
    """Layers of one model that should be another's and are not, by the learner's names.

    Args:
        part, whole: what `Answer.models` wrote down of both; each alone computes what the reference's does.
        right_part, right_whole: the reference's models, which share layers.
    """
    (left, right), _objects = graph.read_together([right_part, right_whole])
    got = [_by_label(part["graph"]), _by_label(whole["graph"])]
    lost = set()
    for label, weights in _by_label(left).items():
        for other, others in _by_label(right).items():
            if weights <= others:
                lost |= got[0].get(label, set()) - got[1].get(other, set())
    operations = canonical(part["graph"]).operations
    return list(dict.fromkeys(op.name for op in operations if lost & {i for i, _s, _t in op.weights}))


def _by_label(read: PlainGraph) -> dict[str, set[int]]:
    """The weights of a graph by their place in it (`autograder.graphs.labels.skeleton`)."""
    found: dict[str, set[int]] = {}
    for weight, label in skeleton(canonical(read)).items():
        found.setdefault(label, set()).add(weight)
    return found


def describe(found: Any, expected: Graph | None = None) -> list[Finding]:
    """What is right about a model, to be shown with a tick beside what is not."""
    try:
        got = canonical(found["graph"])
    except _MALFORMED:
        return []
    facts = []
    if expected is None or _ends(got) == _ends(expected):
        facts.append(Finding("fact.ends", {"inputs": len(got.inputs), "outputs": len(got.outputs)}, cost=0))
    if not found.get("given") and (expected is None or got.params == expected.params):  # else the numbers are ours
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

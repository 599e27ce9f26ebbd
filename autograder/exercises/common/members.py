"""Members of an ensemble, and which share each has in its outputs: asked and judged alike with weights and without."""

from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.exercises.exercise import answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Operation
from autograder.judging import hidden, judge
from autograder.questions.common.members import SIZES, drawn_members, drawn_weights, shown_call
from helpers import graph

ENSEMBLE = """\
def build_ensemble(members):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    outputs = layers.average([member(inputs) for member in members])
    return keras.Model(inputs, outputs)
"""
WEIGHTED = """\
def build_weighted_ensemble(members, weights):
    inputs = keras.Input(shape=members[0].input_shape[1:])
    total = sum(weights)
    outputs = layers.add([member(inputs) * (weight / total) for member, weight in zip(members, weights)])
    return keras.Model(inputs, outputs)
"""


def judge_members(items: dict, parameters: dict, name: str, weighted: bool, ensemble: str = ENSEMBLE) -> list[Finding]:
    """Findings on the ensembles of `ask_members`, made by the function `name`.

    Args:
        ensemble: the reference without weights; where it is no average, nothing has a share in it.
    """
    seed = parameters["seed"]
    for label in SIZES:
        members, weights = drawn_members(label, seed), drawn_weights(label, seed) if weighted else None
        if weights is None:
            reference = answer_of(ensemble, name)(members)
            shares = np.full(len(members), 1 / len(members)) if ensemble == ENSEMBLE else None
        else:
            reference, shares = answer_of(WEIGHTED, name)(members, weights), np.array(weights) / sum(weights)
        given = {member.name: member for member in members}
        found = judge.model(items[label], reference, seed, given=given)
        if found and found[0].key in hidden.KEYS.values():
            return found
        fixed = bool(found) and _fixed(items[label], reference, seed)
        if not found or (fixed and weighted):
            continue
        if fixed:
            own = _own(items[label])
            named = [Finding("ensemble.weights", {"layer": own.name}, nodes=(own.node,))]
        else:
            named = _unlike(items[label], members, reference, shares, weights, seed)
        if label == "model":
            return named or found
        return [Finding("arguments.ignored", {"call": shown_call(name, label, weights)}), *(named or found)]
    return []


def _own(item: dict) -> Operation:
    """A layer with weights that are not the members'."""
    operations = canonical(item["graph"], given=item["given"]).operations
    return next(op for op in operations if op.weights and not op.given)


def _fixed(item: dict, reference: Any, seed: int) -> bool:
    """Whether the shares are weights that nothing trains, and the outputs are right with these."""
    own = judge.own_weights(item)
    if not own or any(w["trainable"] for w in own) or judge.given_missing(item):
        return False
    wanted = probe.one_draw(reference, graph.read(reference), seed)
    return judge.all_close(item["kept"], wanted)


def _unlike(
    item: dict, members: list, reference: Any, shares: np.ndarray | None, weights: list | None, seed: int
) -> list[Finding]:
    """Which share each member has in the learner's outputs, where it is a wrong one."""
    own, missing = judge.own_weights(item), judge.given_missing(item)
    names = [member.name for member in members]
    if own and missing == names:
        return [Finding("callable.copied", {"models": names})]
    if len(canonical(item["graph"]).inputs) != 1:
        return []
    if own and not missing:
        learned = _own(item)
        return [Finding("ensemble.learned", {"layer": learned.name}, nodes=(learned.node,))]
    if missing:
        return [Finding("ensemble.left_out", {"models": missing})]
    if shares is None:
        return []
    entry = np.asarray(probe.inputs(graph.read(reference), seed)[0])
    votes = np.stack([np.asarray(member(entry, training=False)).ravel() for member in members], axis=1)
    got = item["kept"]
    if len(got) != 1 or got[0].size != len(votes):
        return []
    found, *_rest = np.linalg.lstsq(votes.astype("float64"), got[0].ravel().astype("float64"), rcond=None)
    if not np.allclose(votes @ found, got[0].ravel(), rtol=1e-3, atol=1e-4):
        return []
    return [_shares(found, shares, weights, names)]


def _shares(found: np.ndarray, shares: np.ndarray, weights: list | None, names: list[str]) -> Finding:
    values = {"got": _rounded(found), "expected": _rounded(shares), "models": names}

    def close(wanted: Any) -> bool:
        return bool(np.allclose(found, wanted, atol=2e-3))

    if weights is None:
        return Finding("ensemble.sum" if close(1) else "ensemble.shares", values)
    if close(weights):
        return Finding("ensemble.not_normalised", values)
    if close(1 / len(weights)):
        return Finding("ensemble.weights_ignored", values)
    if np.allclose(np.sort(found), np.sort(shares), atol=2e-3):
        return Finding("ensemble.weights_permuted", values)
    whole = found.sum()
    in_proportion = abs(whole) > 1e-3 and np.allclose(found / whole, shares, atol=2e-3)
    return Finding("ensemble.scale" if in_proportion else "ensemble.shares", values)


def _rounded(numbers: Any) -> list[float]:
    return [round(float(n), 3) + 0.0 for n in numbers]

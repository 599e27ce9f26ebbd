"""Which losses, with which weights, a compiled router adds up: told by the values of its total loss (ex06b)."""

import itertools

import numpy as np

from autograder.graphs.finding import Finding
from autograder.questions.common.tickets import DRAWS, ROWS, drawn_logits, small_tickets


def judged(totals: np.ndarray, weights: tuple[float, float], seed: int) -> list[Finding]:
    """Findings on the totals for the drawn targets and logits, shape (DRAWS,): the weights are those of priority and department.

    Every pair of known losses is tried: the one whose weighted sum gives all totals is the one compiled.
    """
    targets = small_tickets(seed, ROWS)
    draws = [drawn_logits(seed, k) for k in range(DRAWS)]
    tables = {
        output: {
            kind: np.array([float(loss(targets[output], draw[output])) for draw in draws])
            for kind, loss in _KINDS[output].items()
        }
        for output in _KINDS
    }
    for (first, p), (second, d) in itertools.product(tables["priority"].items(), tables["department"].items()):
        columns = np.stack([p, d], axis=1)
        shares = np.linalg.lstsq(columns, totals, rcond=None)[0]
        if np.abs(columns @ shares - totals).max() < 1e-3 * (1e-3 + np.abs(totals).max()):
            return _explained({"priority": first, "department": second}, shares, weights)
    return [Finding("router.loss")]


def _explained(kinds: dict[str, str], shares: np.ndarray, weights: tuple[float, float]) -> list[Finding]:
    got, wanted = [float(round(s, 4)) for s in shares], [float(w) for w in weights]
    for output, share, weight in zip(kinds, got, wanted, strict=True):
        if abs(share) < 1e-3 < weight:
            kinds = kinds | {output: "nothing"}
    if kinds == {"priority": "nothing", "department": "binary"}:
        return [Finding("router.losses_swapped")]
    findings = [Finding(_KIND_KEYS[kind], {"output": output}) for output, kind in kinds.items() if kind in _KIND_KEYS]
    if findings:
        return findings
    if np.allclose(got, wanted, rtol=1e-2, atol=1e-3):
        return []
    counts = {"got_priority": got[0], "got_department": got[1]}
    if np.allclose(got, wanted[::-1], rtol=1e-2, atol=1e-3):
        return [Finding("router.weights_swapped", counts)]
    if np.allclose(got, 1, rtol=1e-2):
        return [Finding("router.weights_missing")]
    return [Finding("router.weights", counts | {"priority": wanted[0], "department": wanted[1]})]


_KIND_KEYS = {
    "probabilities": "router.from_logits",
    "nothing": "router.loss_nothing",
    "binary": "router.department_binary",
    "squares": "router.squares",
}


def _binary(y: np.ndarray, z: np.ndarray) -> float:
    return np.mean(np.maximum(z, 0) - z * y + np.log1p(np.exp(-np.abs(z))))


def _clipped(p: np.ndarray) -> np.ndarray:
    return np.clip(p, np.float32(1e-7), np.float32(1) - np.float32(1e-7))


def _binary_of_probabilities(y: np.ndarray, z: np.ndarray) -> float:
    p = _clipped(z)
    return -np.mean(y * np.log(p) + (1 - y) * np.log(np.float32(1) - p))


def _categorical(y: np.ndarray, z: np.ndarray) -> float:
    top = z.max(-1, keepdims=True)
    return np.mean(np.log(np.exp(z - top).sum(-1)) - (y * (z - top)).sum(-1))


def _categorical_of_probabilities(y: np.ndarray, z: np.ndarray) -> float:
    return -np.mean((y * np.log(_clipped(z / z.sum(-1, keepdims=True)))).sum(-1))


def _squares(y: np.ndarray, z: np.ndarray) -> float:
    return np.mean((y - z) ** 2)


def _nothing(_y: np.ndarray, _z: np.ndarray) -> float:
    """No loss at all, or the categorical cross-entropy of a single column."""
    return 0.0


_KINDS = {
    "priority": {
        "right": _binary, "probabilities": _binary_of_probabilities, "squares": _squares, "nothing": _nothing,
    },
    "department": {
        "right": _categorical, "probabilities": _categorical_of_probabilities, "binary": _binary,
        "squares": _squares, "nothing": _nothing,
    },
}  # fmt: skip

"""Whether a metric of the priority reads a logit as a probability: told by what it makes of drawn logits (ex06b)."""

import numpy as np

from autograder.graphs.finding import Finding
from autograder.questions.common.tickets import DRAWS, ROWS, drawn_logits, small_tickets


def judged(read: dict, seed: int) -> list[Finding]:
    """A finding where a metric of the priority says yes above 0.5, as for probabilities, and not above 0.

    `read` has an array (DRAWS,) for each metric by its name.
    """
    right = small_tickets(seed, ROWS)["priority"] > 0.5
    draws = [drawn_logits(seed, k)["priority"] for k in range(DRAWS)]
    for name, values in read.items():
        if not str(name).startswith("priority_") or np.shape(values) != (DRAWS,):
            continue
        for counted in _COUNTED:
            at_half, at_zero = (np.array([counted(right, draw > t) for draw in draws]) for t in (0.5, 0.0))
            if np.allclose(values, at_half, atol=1e-4) and not np.allclose(at_half, at_zero, atol=1e-4):
                return [Finding("router.threshold", {"metric": str(name).removeprefix("priority_")})]
    return []


def _accuracy(right: np.ndarray, said: np.ndarray) -> float:
    return np.mean(right == said)


def _precision(right: np.ndarray, said: np.ndarray) -> float:
    return np.sum(right & said) / max(np.sum(said), 1)


def _recall(right: np.ndarray, said: np.ndarray) -> float:
    return np.sum(right & said) / max(np.sum(right), 1)


_COUNTED = (_accuracy, _precision, _recall)

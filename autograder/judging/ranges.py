"""Accuracy ranges: what right answers reach on data that they have not seen, calibrated over seeds.

`ranges.json` beside this module is made by `python -m benchmarks.ranges` and holds, for each exercise that is judged by
an accuracy: the least accuracy that passes, the seeds it was set on and confirmed on, and what it refuses.
"""

import json
from functools import cache
from pathlib import Path

import numpy as np

_TABLE = Path(__file__).with_suffix(".json")
QUANTILE = 0.005
"""The share of right runs that the range may miss; a miss is trained once more with another seed."""
MARGIN = 0.5
"""How far below the quantile, as a share of the distance to the best wrong variant that it should refuse."""


def least(exercise: str, measure: str = "accuracy") -> float:
    """The accuracy (0..1) that an answer to `exercise` must reach on unseen data."""
    return float(table()[exercise][measure]["least"])


@cache
def table() -> dict:
    """All ranges, by exercise and measure."""
    return json.loads(_TABLE.read_text(encoding="utf-8"))


def least_of(right: list[float], wrong: list[float]) -> float:
    """The least accuracy that passes: halfway between what right runs reach and what refusable wrong ones do.

    Args:
        right: accuracies of right runs, at least 200.
        wrong: accuracies of wrong variants that are clearly worse; others are left to structure.
    """
    low = float(np.quantile(right, QUANTILE, method="lower"))
    below = [w for w in wrong if w < low]
    top = max(below, default=0.0)
    return round(low - MARGIN * (low - top) if below else low * 0.9, 3)

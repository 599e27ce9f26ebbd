"""Drawn weights for the models of chapter 03, and whether values are those of before."""

from typing import Any

import numpy as np


def alike(got: Any, wanted: list) -> bool:
    """Whether two lists of arrays are equal in number, shapes and, nearly, values."""
    return len(got) == len(wanted) and all(
        np.shape(g) == np.shape(w) and np.allclose(g, w, rtol=1e-4, atol=1e-5) for g, w in zip(got, wanted, strict=True)
    )

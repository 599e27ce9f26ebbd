"""Random streams: whatever is drawn from one seed has a name, and numbers of its own.

No draw depends on how many numbers another one took, and none on the order of the two.
"""

import numpy as np


def stream(seed: int, *name: str | int) -> np.random.Generator:
    """The random numbers of this name for a seed: always the same ones, and other than those of any other name."""
    return np.random.default_rng([seed, *" ".join(map(str, name)).encode()])

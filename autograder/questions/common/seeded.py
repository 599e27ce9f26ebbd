"""Whether a training sets the random seed that it is given."""

import contextlib
from collections.abc import Iterator

from autograder.asking.collect import Answer


@contextlib.contextmanager
def seeded(answer: Answer, seed: int) -> Iterator[None]:
    """Within: note as "seeded" whether the answer's code sets this seed; another one is set before.

    `keras.utils.set_random_seed` sets TensorFlow's seed beside Python's and NumPy's, so this one tells.
    """
    import keras
    from tensorflow.python.eager import context

    keras.utils.set_random_seed((seed + 1) % 2**31)
    yield
    answer.items["seeded"] = context.global_seed() == seed

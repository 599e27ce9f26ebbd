"""Looking leaves no trace: what Keras and Python count and draw for all is put back behind it."""

import contextlib
import copy
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

_COUNTS = ("object_name_uids", "global_seed_generator")


@contextlib.contextmanager
def untouched() -> Iterator[None]:
    """Within: names that Keras counts, seeds that it draws, random numbers of Python and NumPy are used, and put back."""
    state = _of_keras()
    before = {name: _copy(state.get_global_attribute(name)) for name in _COUNTS}
    numbers = random.getstate(), np.random.get_state()
    try:
        yield
    finally:
        for name, value in before.items():
            state.set_global_attribute(name, value)
        random.setstate(numbers[0])
        np.random.set_state(numbers[1])


def _of_keras() -> Any:
    from keras.src.backend.common import global_state

    return global_state


def _copy(value: Any) -> Any:
    return copy.copy(value) if isinstance(value, dict) else value

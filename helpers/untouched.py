"""Looking leaves no trace: what Keras and Python count and draw for all is put back behind it."""

import contextlib
import copy
import random
from collections.abc import Iterator
from typing import Any

import numpy as np

_COUNTS = ("object_name_uids", "global_seed_generator")


@contextlib.contextmanager
def untouched(seed: int | None = None) -> Iterator[None]:
    """Within: names that Keras counts, seeds that it draws, random numbers of Python and NumPy are used, and put back.

    Args:
        seed: what is drawn within follows from it.
    """
    state = _of_keras()
    before = {name: _copy(state.get_global_attribute(name)) for name in _COUNTS}
    drawing = before["global_seed_generator"]
    drawn = None if drawing is None else np.array(_numpy(drawing.state))
    numbers = random.getstate(), np.random.get_state()
    try:
        if seed is not None:
            random.seed(seed)
            np.random.seed(seed % 2**32)
            state.set_global_attribute("global_seed_generator", None)  # made anew, from Python's random numbers
        yield
    finally:
        for name, value in before.items():
            state.set_global_attribute(name, value)
        if drawing is not None and not np.array_equal(drawn, _numpy(drawing.state)):
            drawing.state.assign(drawn)
        random.setstate(numbers[0])
        np.random.set_state(numbers[1])


def _of_keras() -> Any:
    from keras.src.backend.common import global_state

    return global_state


def _numpy(variable: Any) -> Any:
    import keras

    return keras.ops.convert_to_numpy(variable)


def _copy(value: Any) -> Any:
    return copy.copy(value) if isinstance(value, dict) else value

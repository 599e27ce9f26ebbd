"""What an option of one of Keras's layers is where nobody gives it: a newer Keras has options that an older one didn't write."""

import inspect
from functools import cache
from typing import Any

from helpers.plain import plain


@cache
def usual(op: str) -> dict[str, Any]:
    """The options of a class of `keras.layers` that have a default, with these, as plain data; of other names nothing."""
    import keras

    made = getattr(keras.layers, op, None)
    if not isinstance(made, type):
        return {}
    try:
        parameters = inspect.signature(made.__init__).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {p.name: plain(p.default) for p in parameters if p.default is not inspect.Parameter.empty}

"""Layers that a `Lambda` or a class of somebody's own makes or calls out of the graph's sight, read from its code, not run."""

import inspect
import types
from collections.abc import Iterator
from typing import Any

from helpers.layers import module_of, sublayers

_MOST = 5


def hidden(operation: Any) -> dict:
    """`{"hides": {"made": [...], "used": [...]}}`: classes of layers with weights that its function names, and layers with
    weights that it reaches and does not hold. Empty where there are none."""
    import keras

    try:
        code = _function(operation)
        if code is None:
            return {}
        names = {name for part in _parts(code.__code__) for name in part.co_names}
        made = sorted(name for name in names if _weighted(getattr(keras.layers, name, None)))
        own = [operation, *(sublayers(operation) if isinstance(operation, keras.Layer) else [])]
        reached = {id(x): x for x in _reached(code, names) if isinstance(x, keras.Layer) and x.weights}
        used = [str(x.name) for x in reached.values() if not any(x is o for o in own)]
    except Exception:  # a class of a learner's own may do anything
        return {}
    found = {side: values[:_MOST] for side, values in (("made", made), ("used", used)) if values}
    return {"hides": found} if found else {}


def _function(operation: Any) -> types.FunctionType | None:
    if type(operation).__name__ == "Lambda":
        found = operation.function
    elif module_of(operation) != "keras":
        found = inspect.unwrap(type(operation).call)
    else:
        return None
    return found if isinstance(found, types.FunctionType) else None


def _parts(code: types.CodeType) -> Iterator[types.CodeType]:
    """The code of a function, and of those that it defines."""
    yield code
    for constant in code.co_consts:
        if isinstance(constant, types.CodeType):
            yield from _parts(constant)


def _weighted(thing: Any) -> bool:
    """Whether this is a class of Keras's layers that makes weights."""
    import keras

    return isinstance(thing, type) and issubclass(thing, keras.Layer) and "build" in vars(thing)


def _reached(function: types.FunctionType, names: set[str]) -> Iterator[Any]:
    """What a function reaches from outside: variables around it and global ones, and members of lists and dicts of these."""
    around = inspect.getclosurevars(function)
    there = [function.__globals__[n] for n in sorted(names) if n in function.__globals__]
    for value in [*around.nonlocals.values(), *there]:
        yield value
        if isinstance(value, (list, tuple)):
            yield from value[:100]
        elif isinstance(value, dict) and len(value) <= 100:
            yield from value.values()

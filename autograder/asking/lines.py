"""The line of a learner's code that made each call, taken down while the answer runs; and the calls that lead nowhere."""

import contextlib
import linecache
import sys
from collections.abc import Iterator
from functools import cache
from types import FrameType
from typing import Any

from autograder.asking.raised import is_learners
from helpers import graph

MOST_UNUSED = 30
"""Calls that lead nowhere and are written down."""
_calls: list[Any] = []
"""What is taken down now (Keras: nodes), in the order in which it was called."""


@contextlib.contextmanager
def taken_down() -> Iterator[None]:
    """Within: each call of a layer or operation remembers its line, which `helpers.graph.read` then writes as "at".

    Keras makes a `Node` for each call. Its constructor is wrapped for as long as this lasts, and is its own again after it.
    """
    from keras.src.ops.node import Node

    own = Node.__init__

    def noting(self: Any, *args: Any, **kwargs: Any) -> None:
        own(self, *args, **kwargs)
        with contextlib.suppress(Exception):  # a line is a help: an answer never fails for it
            place = _place(sys._getframe(1))
            if place:
                _calls.append(self)
                graph.PLACES[self] = place

    Node.__init__ = noting  # type: ignore[method-assign]
    try:
        yield
    finally:
        Node.__init__ = own  # type: ignore[method-assign]
        _calls.clear()


def beyond(model: Any) -> tuple[list, list] | None:
    """A model's ends, and behind its outputs what else was made of its inputs and leads nowhere; None without such calls."""
    import keras

    if not _calls:
        return None
    inputs, outputs = (keras.tree.flatten(end) for end in graph.ends(model)[:2])
    reached, taken = {id(t) for t in inputs}, {id(t) for t in outputs}
    mine = []
    for call in _calls:
        given = [id(t) for t in call.arguments.keras_tensors]
        if given and reached.issuperset(given):
            reached.update(map(id, call.outputs))
            taken.update(given)
            mine.append(call)
    unused = [call.outputs[0] for call in mine if taken.isdisjoint(map(id, call.outputs))][:MOST_UNUSED]
    return (inputs, [*outputs, *unused]) if unused else None


_known = cache(is_learners)


def _place(frame: FrameType | None) -> dict[str, Any] | None:
    """Line, text and function of the innermost frame that runs a learner's code.

    None where a question of ours calls a layer: what the answer is given, and what is asked of it, stands in no line.
    """
    while frame and not str(frame.f_globals.get("__name__")).startswith("autograder."):
        code = frame.f_code
        if _known(code.co_filename):
            text = linecache.getline(code.co_filename, frame.f_lineno).strip()[:200]
            return {"line": frame.f_lineno, "code": text, "function": code.co_name}
        frame = frame.f_back
    return None

"""What an answer is held against: a reference's model, read, with its canonical graph and its outputs for draws."""

import functools
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from autograder.asking import global_settings, probe
from autograder.graphs import restraints
from autograder.graphs.canonical import Rules, canonical, given_numbers
from helpers import graph

_KEPT = 32
_DRAWS = 8
"""Of a notebook's checks every draw is the same one; a grader draws anew for each submission."""


class Wanted:
    """A reference's model with its canonical graph, and its outputs for draws."""

    def __init__(self, reference: Any, rules: Rules, given: dict[str, Any]) -> None:
        (self.read, *_others), self._objects = graph.read_together([reference, *given.values()])
        self.model, self.rules = reference, rules
        self.given = given_numbers(given, self._objects)
        self.graph = canonical(self.read, rules, self.given)
        self.held = restraints.held(self.read, self._objects)
        self.losses = len(reference.losses)
        self._known: dict[tuple, list[list[np.ndarray]]] = {}

    def outputs(self, seed: int, training: bool = False, other: bool = False) -> Iterator[list[np.ndarray]]:
        """The outputs for the draw `seed`, for each way to lay it into layers that can't be told apart."""
        of = partial(probe.training, other=other) if training else probe.outputs
        if len(self._known) > _DRAWS:
            self._known.clear()
        known = self._known.setdefault((seed, training, other), [])
        for place, order in enumerate(probe.orders(self.read, self.rules, self.given)):
            if place == len(known):
                known.append(of(self.model, self.read, self._objects, seed, self.rules, self.given, order))
            yield known[place]


def made_once(make: Callable, arguments: tuple = (), rules: Rules = Rules()) -> Wanted:  # noqa: B008
    """What the function of a reference gives for these arguments, built once for each of Keras's global settings.

    Every judgement asks a model of the same layers, and puts back what it draws into them: one model does for all.
    """
    return _made(_Call(make, arguments), rules, tuple(sorted(global_settings.here().items())))


class _Call:
    """A call with plain arguments: the same function and the same code for its arguments are the same call."""

    def __init__(self, make: Callable, arguments: tuple) -> None:
        self.make, self.arguments = make, arguments
        self._key = (make, repr(arguments))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Call) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@functools.lru_cache(maxsize=_KEPT)
def _made(call: _Call, rules: Rules, _settings: tuple) -> Wanted:
    return Wanted(call.make(*call.arguments), rules, {})

"""A model as the rules see it: its calls, its heads, how it is compiled, the first batch; nothing of it is changed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from autograder.doubts.batch import Batch, batch_of
from autograder.doubts.calls import CONVOLUTIONS, DENSE, Call, laid_open, passes
from autograder.doubts.chain import described
from autograder.doubts.training import Kind, Training, training_of
from helpers import compiled, graph
from helpers.errors import CourseError
from helpers.layers import description


@dataclass(frozen=True)
class Head:
    """One output of a model.

    Args:
        name: of the output, as `compile` knows it.
        call: the last call.
        squashes: the activations at the end, the last first, each with the call that applies it.
        base: the call whose result is squashed.
        loss, metrics, weight, labels: what trains and tells it.
    """

    name: str
    call: Call
    squashes: tuple[tuple[Call, str], ...]
    base: Call
    loss: Kind | str | None = None
    metrics: tuple[Kind, ...] = ()
    weight: float | None = None
    labels: np.ndarray | None = None

    @property
    def activation(self) -> str | None:
        """The last activation: "linear" where a layer has none, None where what comes last isn't known."""
        if self.squashes:
            return self.squashes[0][1]
        return "linear" if self.base.op in DENSE | CONVOLUTIONS else None

    @property
    def units(self) -> int | None:
        return self.call.width

    @property
    def kind(self) -> str:
        """The name of the loss; empty where there is none."""
        return self.loss.name if isinstance(self.loss, Kind) else ""

    @property
    def from_logits(self) -> bool:
        return isinstance(self.loss, Kind) and self.loss.from_logits


@dataclass
class Subject:
    """A model to be doubted.

    Args:
        model: a model of Keras, of any kind.
        read: its graph (`helpers.graph.read`), or what is known of it; None where there is none to see.
        calls, inputs, outputs: laid open (`autograder.doubts.calls`).
        batch: the first batch; None where no data were given.
    """

    model: Any
    read: dict | None
    calls: list[Call] = field(default_factory=list)
    inputs: list[Call] = field(default_factory=list)
    outputs: list[Call] = field(default_factory=list)
    batch: Batch | None = None
    whole: bool = True

    @cached_property
    def training(self) -> Training | None:
        """How the model is compiled; None before it is."""
        arguments = compiled.compile_arguments(self.model)
        if not arguments:
            return None
        return training_of(arguments, self.output_names, self.model.optimizer)

    @property
    def input_names(self) -> list[str]:
        return _names(self.read, "inputs", self.inputs)

    @property
    def output_names(self) -> list[str]:
        return _names(self.read, "outputs", self.outputs) or ["output"]

    @cached_property
    def heads(self) -> list[Head]:
        told, labels = self.training, self.batch.labels if self.batch else ()
        found = []
        for k, (name, call) in enumerate(zip(self.output_names, self.outputs, strict=False)):
            squashes, base = _squashes(call)
            more = {}
            if told:
                more = {"loss": told.losses[k], "metrics": told.metrics[k], "weight": told.weights[k]}
            found.append(Head(name, call, squashes, base, labels=labels[k] if k < len(labels) else None, **more))
        return found

    @cached_property
    def things(self) -> list[tuple[Call, Any]]:
        """Each layer once, with its first call."""
        met: set[int] = set()
        found = []
        for call in self.calls:
            if call.thing is not None and not call.is_input and id(call.thing) not in met:
                met.add(id(call.thing))
                found.append((call, call.thing))
        return found

    def values(self) -> Iterator[tuple[Call, np.ndarray]]:
        """The inputs of which there are data."""
        for call, array in zip(self.inputs, self.batch.inputs if self.batch else (), strict=False):
            if array is not None:
                yield call, array


def _squashes(call: Call) -> tuple[tuple[tuple[Call, str], ...], Call]:
    found: list[tuple[Call, str]] = []
    here = call
    while True:
        squashing = here.squashing()
        if squashing:
            found.append((here, squashing))
        if (here.op == "Activation" or passes(here)) and len(here.inputs) == 1:
            here = here.inputs[0]
        else:
            return tuple(found), here


def _names(read: dict | None, side: str, calls: list[Call]) -> list[str]:
    """The names of inputs or outputs as `compile` and `fit` know them: keys of a dict, else what Keras calls them."""
    if read is None:
        return []
    tree = read[side]["tree"]
    if isinstance(tree, dict) and "tensor" not in tree:
        return [str(k) for k in sorted(tree)]
    names = read[side]["names"]
    return list(names) if len(names) == len(calls) else [c.entry["name"] for c in calls]


def subject_of(model: Any, data: Any = None) -> Subject:
    """What can be seen of a model.

    Raises:
        CourseError: `model` is no model of Keras.
    """
    import keras

    if isinstance(model, keras.Sequential) and not graph.is_functional(model):
        read, things = described(model, data), dict(enumerate(model.layers, 1))
    elif isinstance(model, keras.Model) and not graph.is_functional(model):
        return _unseen(model, data)
    else:
        reads, things = graph.read_together([model])
        read = reads[0]
    calls, inputs, outputs = laid_open(read, things)
    found = Subject(model, read, calls, inputs, outputs)
    found.batch = batch_of(data, found.input_names, found.output_names)
    return found


def _unseen(model: Any, data: Any) -> Subject:
    """A subclassed model: its layers are known, but not what leads where."""
    try:
        layers = graph.sublayers(model)
    except Exception as error:
        raise CourseError(str(error)) from None
    calls = [
        Call(key, entry, entry["op"], entry["config"], None, layer, index=key)
        for key, (layer, entry) in enumerate((layer, description(layer)) for layer in layers)
    ]
    return Subject(model, None, calls, batch=batch_of(data, ["input"], ["output"]), whole=False)

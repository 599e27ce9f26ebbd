"""The calls of a model, laid open: each layer of nested models too, with what it does whatever its spelling."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.graphs.meaning import meaning, split_activation

PASSING = frozenset(
    [
        "Dropout",
        "SpatialDropout1D",
        "SpatialDropout2D",
        "SpatialDropout3D",
        "GaussianNoise",
        "GaussianDropout",
        "AlphaDropout",
        "ActivityRegularization",
        "Reshape",
        "Permute",
        "Cropping1D",
        "Cropping2D",
        "Cropping3D",
        "ZeroPadding1D",
        "ZeroPadding2D",
        "ZeroPadding3D",
        "Identity",
        "Cast",
        "ExpandDims",
        "Squeeze",
        "GetItem",
    ]
)
"""Operations that neither have weights nor bend what they pass on."""
SCALING = frozenset({"BatchNormalization", "Rescaling", "Normalization"})
DENSE = frozenset({"Dense", "EinsumDense"})
CONVOLUTIONS = frozenset(
    [
        "Conv1D",
        "Conv2D",
        "Conv3D",
        "Conv1DTranspose",
        "Conv2DTranspose",
        "Conv3DTranspose",
        "SeparableConv1D",
        "SeparableConv2D",
    ]
)
DEPTHWISE = frozenset({"DepthwiseConv1D", "DepthwiseConv2D"})
RECURRENT = frozenset({"LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN"})
MASKS = ("mask", "attention_mask", "query_mask", "value_mask", "key_mask", "padding_mask")


@dataclass(eq=False)
class Call:
    """One call of a layer or an operation.

    Args:
        key: its id in a picture with nested models open, such as 3 or "3/2".
        entry: what `helpers.graph.read` says of it.
        op, config: what it does (`autograder.graphs.meaning.meaning`), without a fused activation.
        activation: the one that is fused into it; None without one.
        thing: the layer or operation itself; None where only its description is known.
        inputs: the calls whose outputs it takes, in order; `takers` are those that take its own.
        path: names of the nested models around it.
    """

    key: int | str
    entry: dict
    op: str
    config: dict
    activation: str | None
    thing: Any = None
    inputs: list["Call"] = field(default_factory=list)
    takers: list["Call"] = field(default_factory=list)
    path: tuple[str, ...] = ()
    index: int = 0

    @property
    def name(self) -> str:
        return "/".join((*self.path, self.entry["name"]))

    @property
    def shape(self) -> list:
        """Of its first output, the batch first; empty where it is unknown."""
        return self.entry["shapes"][0] if self.entry["shapes"] else []

    @property
    def width(self) -> int | None:
        return self.shape[-1] if self.shape else self._units()

    def _units(self) -> int | None:
        return next((self.entry["config"][k] for k in ("units", "filters") if k in self.entry["config"]), None)

    @property
    def weighted(self) -> bool:
        return bool(self.entry["weights"]) or self.op in DENSE | CONVOLUTIONS | DEPTHWISE | RECURRENT | {"Embedding"}

    @property
    def is_input(self) -> bool:
        return self.entry["kind"] == "input"

    def squashing(self) -> str | None:
        """The activation that its output went through, fused or as an operation of its own."""
        return str(self.config.get("activation")) if self.op == "Activation" else self.activation


def laid_open(read: dict, things: dict[int, Any] | None = None) -> tuple[list[Call], list[Call], list[Call]]:
    """The calls of what `helpers.graph.read` returned, in topological order; those of its inputs; of its outputs.

    Args:
        things: layers by the numbers that `read` gives them.
    """
    found: list[Call] = []
    tensors = _lay(read, {}, "", (), things or {}, found)
    for call in found:
        for source in dict.fromkeys(call.inputs):
            source.takers.append(call)
    return (
        found,
        [tensors[tuple(t)] for t in read["inputs"]["flat"]],
        [tensors[tuple(t)] for t in read["outputs"]["flat"]],
    )


def _lay(read: dict, given: dict, prefix: str, path: tuple[str, ...], things: dict, found: list[Call]) -> dict:
    tensors = dict(given)
    for entry in read["nodes"]:
        if (entry["id"], 0) in tensors:
            continue
        key = f"{prefix}{entry['id']}" if prefix else entry["id"]
        masks = [
            tuple(m["tensor"]) for k, m in entry["args"].items() if k in MASKS and isinstance(m, dict) and "tensor" in m
        ]
        sources = [tensors[tuple(t)] for t in entry["inputs"] if tuple(t) not in masks]
        if entry["kind"] == "model":
            inner = entry["graph"]
            ends = {tuple(t): source for t, source in zip(inner["inputs"]["flat"], sources, strict=False)}
            within = _lay(inner, ends, f"{key}/", (*path, entry["name"]), things, found)
            tensors |= {(entry["id"], k): within[tuple(t)] for k, t in enumerate(inner["outputs"]["flat"])}
            continue
        op, config = ("Input", {}) if entry["kind"] == "input" else meaning(entry)
        config, activation = split_activation(op, config)
        shown = activation if isinstance(activation, str) or activation is None else "custom"
        call = Call(key, entry, op, config, shown, things.get(entry["layer"]), sources, [], path, len(found))
        found.append(call)
        tensors |= {(entry["id"], k): call for k in range(max(1, len(entry["shapes"])))}
    return tensors


def back(call: Call, through: Callable[[Call], bool]) -> Call | None:
    """The nearest call before this one that `through` doesn't pass; None at a fork."""
    while len(call.inputs) == 1:
        call = call.inputs[0]
        if not through(call):
            return call
    return None


def onward(call: Call, through: Callable[[Call], bool]) -> Iterator[Call]:
    """The nearest calls behind this one that `through` doesn't pass."""
    waiting, met = list(call.takers), set()
    while waiting:
        here = waiting.pop(0)
        if id(here) in met:
            continue
        met.add(id(here))
        if through(here):
            waiting.extend(here.takers)
        else:
            yield here


def passes(call: Call) -> bool:
    """Whether a call only passes on what it takes, in the same order of size."""
    return call.op in PASSING and call.activation is None


def ancestors(call: Call) -> set[int]:
    """The ids (`id`) of all calls that lead to this one."""
    met: set[int] = set()
    waiting = [call]
    while waiting:
        here = waiting.pop()
        if id(here) not in met:
            met.add(id(here))
            waiting.extend(here.inputs)
    return met

"""Where the masks of padded rows go in a graph: as Keras hands them on, from what makes one to what reads it.

`Operation.__call__` hands nothing on: what an operator or a function of `keras.ops` returns has no mask, and no warning
says so. A layer hands on what its `compute_mask` returns: `Add` and its like None where one of their inputs has no mask.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from autograder.doubts.calls import MASKS, RECURRENT, Call

_ATTENTION = frozenset({"MultiHeadAttention", "GroupQueryAttention", "Attention", "AdditiveAttention"})
_MERGES = frozenset({"Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum"})
_REDUCING = frozenset({"Mean", "Sum", "Max", "Min"})
_TURNING = frozenset({"Transpose", "Permute", "Reshape", "Swapaxes", "Moveaxis", "Flip", "Roll"})


@dataclass(frozen=True)
class Lost:
    """A mask that gets lost: `maker` made it, at `end` it ends, where `source` still had it.

    Args:
        user: the first call behind that would read it and counts the padding; None where `end` says enough.
    """

    maker: Call
    source: Call
    end: Call
    user: Call | None = None


@dataclass
class Masks:
    """The masks of a model.

    Args:
        calls: of the model, in topological order.

    Attributes:
        ended: masks that a layer without masks dropped; Keras warns of them.
        unseen: those that an operation or a merging layer dropped in silence, and that somebody behind lacks.
    """

    calls: list[Call]
    ended: list[Lost] = field(default_factory=list)
    unseen: list[Lost] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._masked: dict[int, Call] = {}
        self._lost: dict[int, Lost] = {}
        for call in self.calls:
            if (call.op == "Embedding" and call.entry["config"].get("mask_zero")) or call.op == "Masking":
                self._masked[id(call)] = call
            else:
                self._follow(call)

    def _follow(self, call: Call) -> None:
        source = next((s for s in call.inputs if id(s) in self._masked), None)
        lost = next((self._lost[id(s)] for s in call.inputs if id(s) in self._lost), None)
        maker = self._masked[id(source)] if source else None
        read = [s for s in _read(call) if id(s) in self._lost]
        if read and not any(id(s) in self._masked for s in _read(call)) and not _given(call):
            found = self._lost[id(read[0])]
            self.unseen.append(Lost(found.maker, found.source, found.end, call))
            return
        if source and maker:
            self._hand_on(call, source, maker)
        if lost and id(call) not in self._masked and not self._by_hand(call, lost.maker) and _in_step(call):
            self._lost.setdefault(id(call), lost)

    def _hand_on(self, call: Call, source: Call, maker: Call) -> None:
        silent = call.entry["kind"] != "layer"
        if call.op in RECURRENT:
            if call.entry["config"].get("return_sequences"):
                self._masked[id(call)] = maker
        elif not silent and (call.entry["op"] == "GlobalAveragePooling1D" or call.op in _ATTENTION):
            if call.op in _ATTENTION and id(call.inputs[0]) in self._masked:
                self._masked[id(call)] = self._masked[id(call.inputs[0])]
        elif getattr(call.thing, "supports_masking", False):
            if call.op in _MERGES and not self._all_masked(call):
                self._drop(call, source, maker)
            else:
                self._masked[id(call)] = maker
        elif silent:
            self._drop(call, source, maker)
        else:
            self.ended.append(Lost(maker, source, call))

    def _drop(self, call: Call, source: Call, maker: Call) -> None:
        if self._by_hand(call, maker):
            return
        lost = Lost(maker, source, call)
        if source in _read(call):
            self.unseen.append(Lost(maker, source, call, call))
        elif _in_step(call):
            self._lost[id(call)] = lost

    def _all_masked(self, call: Call) -> bool:
        given = next(iter(call.entry["args"].values()), None)
        count = len(given) if isinstance(given, list) else len(call.inputs)
        return sum(id(s) in self._masked for s in call.inputs) == count

    def _by_hand(self, call: Call, maker: Call) -> bool:
        """Whether a mask of the author's own comes in here: something of the model's inputs that no weights have met."""
        waiting = [s for s in call.inputs if id(s) not in self._masked and id(s) not in self._lost]
        met: set[int] = set()
        while waiting:
            here = waiting.pop()
            if id(here) in met or here.weighted or here is maker:
                continue
            met.add(id(here))
            if here.is_input:
                return True
            waiting += here.inputs
        return False

    def __iter__(self) -> Iterator[Lost]:
        return iter([*self.ended, *self.unseen])


def _read(call: Call) -> list[Call]:
    """Those of its inputs whose padded time steps count here where no mask says which they are."""
    if call.entry["kind"] != "layer":
        whole = call.op in _REDUCING and call.inputs and len(call.inputs[0].shape) == 3
        return call.inputs if whole and _axis(call.config.get("axis")) == [1] else []
    if call.op in _ATTENTION:
        return [] if call.entry["args"].get("use_causal_mask") else call.inputs[1:]
    return call.inputs[:1] if call.op in RECURRENT or call.entry["op"] == "GlobalAveragePooling1D" else []


def _axis(axis: Any) -> list:
    return [a if a >= 0 else a + 3 for a in (axis if isinstance(axis, list) else [axis]) if isinstance(a, int)]


def _given(call: Call) -> bool:
    """Whether a mask is handed to it as an argument."""
    return any(_something(value) for name, value in call.entry["args"].items() if name in MASKS)


def _something(value: Any) -> bool:
    return any(_something(v) for v in value) if isinstance(value, list) else value is not None


def _in_step(call: Call) -> bool:
    """Whether the time steps behind a call are those before it: (batch, time, features), neither turned nor cut."""
    shape = call.shape
    return (
        call.op not in _TURNING
        and len(shape) == 3
        and any(len(s.shape) == 3 and s.shape[1] == shape[1] for s in call.inputs)
        and not (call.entry["kind"] == "layer" and not getattr(call.thing, "supports_masking", False))
    )

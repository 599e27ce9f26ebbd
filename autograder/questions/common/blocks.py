"""Faults of residual blocks: sums that can't be made, and what a good teacher says first of a graph."""

import re
from typing import Any

from autograder.asking.collect import Answer, Stop

_SHAPE = r"[(\[]((?:None|\d+)(?:, (?:None|\d+))+)[)\]]"
_UNEQUAL = re.compile(f"shapes (?:are: )?{_SHAPE} and {_SHAPE}")
"""What Keras says of a sum, by `layers.add` and by `+`; errors of convolutions and of joining name two shapes, too."""


def call_with_sums(answer: Answer, *args: Any, shown: str) -> Any:
    """Call the answer; a sum of tensors that don't fit is told as such, in place of Keras's message."""
    try:
        return answer.call(*args, shown=shown)
    except Stop:
        fault = answer.items["faults"][-1]
        message = str(fault["values"].get("message", ""))
        unequal = _UNEQUAL.search(message)
        shapes = [found.split(", ")[-3:] for found in unequal.groups()] if unequal else []
        if fault["key"] == "answer.raised" and shapes and len(shapes[0]) == len(shapes[1]) == 3:
            key = "block.sizes" if shapes[0][:2] != shapes[1][:2] else "block.channels"
            ends = [" x ".join(s[:2]) if key == "block.sizes" else s[2] for s in shapes]
            values = {k: fault["values"].get(k) for k in ("call", "line", "code")} | {
                "first": ends[0],
                "second": ends[1],
            }
            answer.items["faults"] = [{"key": key, "values": values}]
        raise

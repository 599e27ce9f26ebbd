"""Faults of residual blocks: sums that can't be made, and what a good teacher says first of a graph."""

import re
from typing import Any

from autograder.collect import Answer, Stop

_SHAPES = re.compile(r"[(\[]((?:None|\d+)(?:, (?:None|\d+))+)[)\]]")


def call_with_sums(answer: Answer, *args: Any, shown: str) -> Any:
    """Call the answer; a sum of tensors that don't fit is told as such, in place of Keras's message."""
    try:
        return answer.call(*args, shown=shown)
    except Stop:
        fault = answer.items["faults"][-1]
        message = str(fault["values"].get("message", ""))
        shapes = [found.split(", ")[-3:] for found in _SHAPES.findall(message)]
        if fault["key"] == "answer.raised" and len(shapes) == 2 and len(shapes[0]) == len(shapes[1]) == 3:
            key = "block.sizes" if shapes[0][:2] != shapes[1][:2] else "block.channels"
            ends = [" x ".join(s[:2]) if key == "block.sizes" else s[2] for s in shapes]
            values = {k: fault["values"].get(k) for k in ("call", "line", "code")} | {
                "first": ends[0],
                "second": ends[1],
            }
            answer.items["faults"] = [{"key": key, "values": values}]
        raise

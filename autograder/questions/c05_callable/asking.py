"""What the questions of chapter 05 have in common: models with drawn weights, and inputs of another shape."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer, Stop


def draw_weights(model: Any, seed: list[int]) -> Any:
    """Give a model drawn weights; returns it."""
    draw = np.random.default_rng(seed)
    model.set_weights([draw.normal(0.1, 0.4, w.shape).astype("float32") for w in model.get_weights()])
    return model


def ask_of_shape(answer: Answer, shape: tuple[int, ...], call: str, *args: Any) -> Any:
    """What the answer returns where the shape of the inputs is another than before; an error is told as that first."""
    try:
        return answer.call(*args, shown=call)
    except Stop:
        faults = answer.items["faults"]
        if faults[0]["key"] == "answer.raised":
            key = "callable.shape" if "shape" in faults[0]["values"]["message"] else "arguments.ignored"
            faults.insert(0, {"key": key, "values": {"call": call, "expected": list(shape)}})
        raise

"""What an answer returns for inputs of another shape than before."""

from typing import Any

from autograder.asking.collect import Answer, Stop


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

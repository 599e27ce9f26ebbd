"""Questions of an exercise of one's own that asks for a layer class."""

from autograder.asking.collect import Answer
from autograder.asking.layer import layer_class, record
from autograder.questions.own_model import label, rules


def shown_call(name: str, arguments: list) -> str:
    """The construction as a learner would write it."""
    return f"{name}({', '.join(map(repr, arguments))})"


def ask(answer: Answer, parameters: dict) -> None:
    layer_class(answer)
    for place, (arguments, shape) in enumerate(zip(parameters["arguments"], parameters["inputs"], strict=True)):
        shown = shown_call(answer.name, arguments)
        layer = answer.call(*arguments, shown=shown)
        record(answer, label(place), layer, tuple(shape), parameters["seed"], shown, rules=rules(parameters))

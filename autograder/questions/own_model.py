"""Questions of an exercise of one's own that asks for a function which builds a functional model."""

from autograder.asking.collect import Answer
from autograder.graphs.canonical import Rules


def label(place: int) -> str:
    """The label of the evidence of a case, by its place: the first is the one that is shown."""
    return "model" if not place else f"other {place}"


def rules(parameters: dict) -> Rules:
    """What the exercise demands, or lets pass, from its parameters."""
    known = parameters["rules"]
    return Rules(
        names=bool(known.get("names")),
        free=frozenset(known.get("free", ())),
        any_dtype=bool(known.get("any_dtype")),
        by_name=bool(known.get("by_name")),
        noisy=bool(known.get("noisy")),
    )


def ask(answer: Answer, parameters: dict) -> None:
    for place, arguments in enumerate(parameters["arguments"]):
        answer.model(label(place), answer.call(*arguments), parameters["seed"], rules(parameters))

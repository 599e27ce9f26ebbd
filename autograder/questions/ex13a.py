"""Questions of chapter 13: one model that needs everything, from its picture."""

from autograder.asking.collect import Answer
from autograder.graphs.canonical import Rules

RULES = Rules(by_name=True)


def ask(answer: Answer, parameters: dict) -> None:
    answer.model("model", answer.call(), parameters["seed"], RULES)
    other = parameters["other"]
    answer.model("other", answer.call(**other), parameters["seed"], RULES)

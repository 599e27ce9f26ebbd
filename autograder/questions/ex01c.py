"""Questions of exercise 01c: a model from its picture."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    answer.model("model", answer.call(), parameters["seed"])

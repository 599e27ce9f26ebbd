"""Questions of exercise 01a: a chain of Dense layers, as wide as asked for."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        arguments = parameters[label]
        answer.model(label, answer.call(*arguments), parameters["seed"])

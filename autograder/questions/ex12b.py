"""Questions of exercise 12b: the recurrent layer in a functional model."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        answer.model(label, answer.call(*parameters[label]), parameters["seed"])

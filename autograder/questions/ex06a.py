"""Questions of exercise 06a: a functional model with three inputs and two outputs."""

from autograder.asking.collect import Answer
from autograder.questions.common.tickets import RULES


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        answer.model(label, answer.call(*parameters[label]), parameters["seed"], RULES)

"""Questions of exercise 05b: the average of many models of one input."""

from autograder.asking.collect import Answer
from autograder.questions.common.members import ask_members


def ask(answer: Answer, parameters: dict) -> None:
    ask_members(answer, parameters, weighted=False)

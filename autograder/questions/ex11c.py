"""Questions of exercise 11c: a graph with four wrong wires, each told for itself."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    answer.model("model", answer.call(), parameters["seed"])

"""Questions of exercise 08c: an encoder that was made once for each text, repaired."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        answer.model(label, answer.call(*parameters[label]), parameters["seed"])

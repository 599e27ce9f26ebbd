"""Questions of chapter 01: a chain of Dense layers, its parameters, a model from its picture."""

from autograder.collect import Answer


def ask_mlp(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        arguments = parameters[label]
        answer.model(label, answer.call(*arguments), parameters["seed"])


SIZES = ([784, 64, 64, 10], [3, 1], [5, 4, 3, 2, 1], [100, 7])


def ask_count(answer: Answer, _parameters: dict) -> None:
    for place, sizes in enumerate(SIZES):
        answer.note(str(place), answer.call(list(sizes)))


def ask_picture(answer: Answer, parameters: dict) -> None:
    answer.model("model", answer.call(), parameters["seed"])

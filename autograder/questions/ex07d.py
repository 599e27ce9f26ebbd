"""Questions of exercise 07d: a residual network with two wrong skips, repaired."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        shape, classes = parameters[label]
        shown = f"{answer.name}({tuple(shape)}, {classes})"
        answer.model(label, answer.call(tuple(shape), classes, shown=shown), parameters["seed"])

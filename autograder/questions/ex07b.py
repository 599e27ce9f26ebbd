"""Questions of exercise 07b: the toy ResNet, with as many residual blocks as asked for."""

from autograder.asking.collect import Answer
from autograder.questions.common.blocks import call_with_sums


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        shape, classes, blocks = parameters[label]
        answer.model(
            label,
            call_with_sums(answer, tuple(shape), classes, blocks, shown=build_call(parameters[label])),
            parameters["seed"],
        )


def build_call(arguments: tuple) -> str:
    shape, classes, blocks = arguments
    return f"build_toy_resnet({tuple(shape)}, {classes}, {blocks})"

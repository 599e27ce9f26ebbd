"""Questions of exercise 07c: the toy ResNet is trained."""

from autograder.asking.collect import Answer
from autograder.questions.common.blocks import call_with_sums
from autograder.questions.common.seeded import seeded


def ask(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    (images, labels), _unseen = datasets.photo_crops(parameters["seed"], parameters["images"], 10)
    seed = parameters["seed"] + parameters["attempt"]
    with seeded(answer, seed):
        model = call_with_sums(answer, images.copy(), labels.copy(), seed, shown="train_toy_resnet(…)")
    answer.trained("model", model)

"""Questions of exercise 02b: a classifier is trained."""

from autograder.asking.collect import Answer


def ask(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    (images, labels), _unseen = datasets.fashion_mnist()
    images, labels = images[: parameters["images"]], labels[: parameters["images"]]
    seed = parameters["seed"] + parameters["attempt"]
    answer.trained("model", answer.call(images.copy(), labels.copy(), seed, shown="train_classifier(…)"))

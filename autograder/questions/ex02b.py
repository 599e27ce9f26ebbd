"""Questions of exercise 02b: a classifier is trained."""

from autograder.asking.collect import Answer
from autograder.questions.common.seeded import seeded


def ask(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    (images, labels), _unseen = datasets.fashion_mnist()
    images, labels = images[: parameters["images"]], labels[: parameters["images"]]
    seed = parameters["seed"] + parameters["attempt"]
    with seeded(answer, seed):
        model = answer.call(images.copy(), labels.copy(), seed, shown="train_classifier(…)")
    answer.trained("model", model)

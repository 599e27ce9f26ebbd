"""Questions of exercise 02c: classes are predicted from raw images."""

from autograder.asking.collect import Answer
from autograder.questions.common.small_classifier import CLASSES, PIXELS, drawn_images, small_classifier


def ask(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    model = small_classifier(PIXELS, 16, CLASSES, seed)
    answer.note("classes", answer.call(model, drawn_images(seed), shown="predict_classes(model, images)"))

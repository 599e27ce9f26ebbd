"""Questions of exercise 02c: classes are predicted from raw images."""

from autograder.asking.collect import Answer
from autograder.questions.c02_training.drawn import CLASSES, PIXELS, drawn_images, small_classifier


def ask_predict(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    model = small_classifier(PIXELS, 16, CLASSES, seed)
    answer.note("classes", answer.call(model, drawn_images(seed), shown="predict_classes(model, images)"))

"""Questions of exercise 02a: a given model is compiled, as its losses, its optimizer and its metrics tell."""

from autograder.collect import Answer
from autograder.questions.c02_training.drawn import drawn_labels, small_classifier


def ask_compile(answer: Answer, parameters: dict) -> None:
    for label, rate in parameters["rates"].items():
        model = small_classifier(12, 8, 5, parameters["seed"])
        answer.call(model, rate, shown=f"compile_classifier(model, {rate})")
        answer.compiled(label, model, drawn_labels(parameters["seed"], 5), parameters["seed"])

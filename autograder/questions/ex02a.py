"""Questions of exercise 02a: a given model is compiled, as its losses, its optimizer and its metrics tell."""

from autograder.asking import heldout
from autograder.asking.collect import Answer
from autograder.asking.raised import core
from autograder.questions.common.small_classifier import drawn_labels, small_classifier

WIDTHS = (12, 8, 5)
"""Of the model that is to be compiled: its rows, its hidden layer, its logits."""


def ask(answer: Answer, parameters: dict) -> None:
    for label, rate in parameters["rates"].items():
        model = small_classifier(*WIDTHS, parameters["seed"])
        answer.call(model, rate, shown=f"compile_classifier(model, {rate})")
        answer.compiled(label, model, drawn_labels(parameters["seed"], WIDTHS[-1]), parameters["seed"])


def look(asked: dict) -> dict:
    """What another model does, of another draw, that is compiled in the same way where no code of the learner's is.

    Args:
        asked: by label a configuration (`Answer.compiled`), and a "seed".

    Returns:
        by label what `Answer.compiled` writes down, or `{"error"}`; nothing where a configuration names what is not
        Keras's, such as a loss of the learner's own.
    """
    seed, found = asked["seed"], {}
    for label, configuration in asked["configurations"].items():
        try:
            heldout.of_keras(configuration)
        except ValueError:
            continue
        try:
            model = small_classifier(*WIDTHS, seed)
            model.compile_from_config(configuration)
            made = Answer(None, "compile_classifier", 60.0)
            made.compiled(label, model, drawn_labels(seed, WIDTHS[-1]), seed)
            found[label] = made.items[label]
        except Exception as error:  # a configuration may hold anything
            found[label] = {"compiled": False, "error": core(error)}
    return found

"""Questions of exercise 08b: the cosine of two texts, by one shared encoder of the learner's choice."""

import contextlib

from autograder.asking import heldout
from autograder.asking.collect import Answer
from autograder.asking.raised import core
from autograder.graphs.canonical import canonical
from autograder.questions.common.likeness import likeness
from autograder.questions.common.texts import drawn_texts, embedding_faults, input_faults
from helpers import graph


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, seed=None)
        got = canonical(answer.items[label]["graph"])
        if input_faults(got) or len(got.outputs) != 1 or embedding_faults(got, parameters[label]):
            return
        drawn = (model, drawn_texts(parameters["seed"], parameters[label][0]), parameters["seed"])
        answer.items[label] |= answer.run(lambda d=drawn: likeness(*d), "model([first, second])")
        with contextlib.suppress(Exception):  # a get_config of the learner's may raise anything
            answer.items[label]["architecture"] = heldout.architecture_of(model)


def look(asked: dict) -> dict:
    """The graph and the likeness of models made again of Keras's own layers, where no code of the learner's is.

    Args:
        asked: `{"models", "words", "seed"}`: by label an architecture and the number of words, and the draw.

    Returns:
        by label; "own" where an architecture names what is not Keras's, a `Lambda` too, and `{"error"}` where it can't
        be made.
    """
    import keras

    found = {}
    for label, architecture in asked["models"].items():
        try:
            heldout.of_keras(architecture)
        except ValueError:
            found[label] = "own"
            continue
        try:
            model = keras.saving.deserialize_keras_object(architecture, safe_mode=True)
            texts = drawn_texts(asked["seed"], asked["words"][label])
            found[label] = {"graph": graph.read(model)} | likeness(model, texts, asked["seed"])
        except Exception as error:  # an architecture may hold anything
            found[label] = {"error": core(error)}
    return found

"""Questions of exercise 08b: the cosine of two texts, by one shared encoder of the learner's choice."""

from autograder.collect import Answer
from autograder.graph import canonical
from autograder.questions.c08_shared.likeness import likeness
from autograder.questions.c08_shared.texts import (
    drawn_texts,
    embedding_faults,
    input_faults,
)


def ask_similarity(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        model = answer.call(*parameters[label])
        answer.model(label, model, seed=None)
        got = canonical(answer.items[label]["graph"])
        if input_faults(got) or len(got.outputs) != 1 or embedding_faults(got, parameters[label]):
            return
        drawn = (model, drawn_texts(parameters["seed"], parameters[label][0]), parameters["seed"])
        answer.items[label] |= answer.run(lambda d=drawn: likeness(*d), "model([first, second])")

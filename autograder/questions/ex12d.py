"""Questions of exercise 12d: a mask that gets lost on the way to the pooling, kept."""

from typing import Any

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.weights import draw_weights
from helpers import graph

ROWS, SHORT, LONG = 5, 4, 7


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        num_words, dim = parameters[label]
        model = answer.call(num_words, dim)
        answer.model(label, model, parameters["seed"])
        shown = f"{answer.name}({num_words}, {dim})"
        answer.items[f"{label} padded"] = answer.run(lambda m=model, n=num_words: _padded(m, n, parameters), shown)
        answer.items[f"{label} masks"] = _masks(model)


def _padded(model: Any, num_words: int, parameters: dict) -> list:
    """Outputs for drawn texts as they are, and filled up with zeros: equal where the mask arrives."""
    before = [np.array(weight) for weight in model.get_weights()]
    draw_weights(model, stream(parameters["seed"], "weights of the model"), -0.9, 0.9)
    words = stream(parameters["seed"], "words").integers(1, num_words, (ROWS, SHORT)).astype("int32")
    filled = np.pad(words, ((0, 0), (0, LONG - SHORT)))
    found = [np.asarray(model(text, training=False)) for text in (words, filled)]
    model.set_weights(before)
    return found


def _masks(model: Any) -> list:
    """Of each call, whether its layer lets a mask through; None of an operation, which knows none."""
    _inputs, _tensors, made = graph.tensors(model)
    return [getattr(thing, "supports_masking", None) for thing in made]

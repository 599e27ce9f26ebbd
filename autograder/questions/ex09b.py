"""Questions of exercise 09b: which channels of features go together, one matrix for each image."""

import numpy as np

from autograder.asking.collect import Answer, Stop
from autograder.asking.streams import stream

SHAPES = {"example": (3, 4, 6, 5), "other": (2, 7, 3, 4)}


def drawn_features(seed: int, label: str) -> np.ndarray:
    return stream(seed, "features").normal(0.3, 1, SHAPES[label]).astype("float32")


def ask(answer: Answer, parameters: dict) -> None:
    import keras

    for label in SHAPES:
        features = drawn_features(parameters["seed"], label)
        try:
            found = answer.call(features.copy(), shown="gram_matrix(features)")
        except Stop:
            if answer.items["faults"][0]["key"] != "answer.raised":
                raise
            del answer.items["faults"]  # features are an array or a tensor, as the answer likes best
            found = answer.call(keras.ops.convert_to_tensor(features), shown="gram_matrix(features)")
        answer.note(label, found)

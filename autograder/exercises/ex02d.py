"""Exercise 02d: three faults of a training are repaired, each told for itself."""

import numpy as np

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from autograder.questions.common.small_classifier import CLASSES, PIXELS, drawn_labels
from autograder.questions.ex02d import some_rows
from helpers.language import mark

_REPAIR = """\
def repair(images, labels):
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10)(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(rows, labels, batch_size=32, epochs=4, verbose=0)
    return model, rows
"""


def _unseen(parameters: dict) -> dict:
    from helpers import datasets

    _seen, (images, _labels) = datasets.mnist()
    return {"outputs": images[: parameters["unseen"]].reshape(-1, PIXELS).astype("float32") / 255}


def _judge_repair(items: dict, parameters: dict) -> list[Finding]:
    """Each of the three faults costs a third; what trains on nothing costs all."""
    from helpers import datasets

    count, seed = parameters["images"], parameters["seed"]
    (images, _), (_unseen, truth) = datasets.mnist()
    rows = images[:count].reshape(count, -1)[some_rows(seed, count)] / np.float32(255)
    ends = classifier.ends(items["model"], (PIXELS,), CLASSES)
    if ends:
        return ends
    faults = [
        *classifier.rows(items["rows"], rows, (count, PIXELS))[:1],
        *classifier.loss(items["compiled"], drawn_labels(seed, CLASSES), seed, CLASSES)[:1],
        *classifier.logits(items["model"])[:1],
    ]
    if faults:
        third = 1 / 3
        return [Finding(f.key, f.values, third, f.nodes, f.edges, f.expected) for f in faults]
    return classifier.accuracy(items["outputs"], truth[: parameters["unseen"]], parameters["least"])


EXERCISE = Exercise(
    id="ex02d",
    answer="repair",
    points=3,
    reference=_REPAIR,
    judge=_judge_repair,
    parameters={"images": 4_000},
    hidden={"unseen": 1_000, "least": ranges.least("ex02d")},
    unseen=_unseen,
    seconds=120,
    hints=(
        mark("Look at each step's numbers: what goes into the model, what comes out, what the loss believes it gets."),
        mark("Logits may be negative. Which activation of the last layer forbids that?"),
        mark("Three places: the pixels' scale, the last layer's activation, `from_logits` of the loss."),
    ),
)

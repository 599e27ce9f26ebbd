"""Exercise 07c: the toy ResNet is trained, as its accuracy on unseen crops tells."""

import numpy as np

from autograder.exercises.ex07b import TOY_RESNET
from autograder.exercises.exercise import SEED, Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from helpers.language import mark

_TRAIN_ONLY = """\
def train_toy_resnet(images, labels, seed):
    keras.utils.set_random_seed(seed)
    model = build_toy_resnet((32, 32, 3), 10, 2)
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(images.astype("float32") / 255, labels, batch_size=16, epochs=5, verbose=0)
    return model
"""
_SHAPE, _CLASSES = (32, 32, 3), 10


def _crops(parameters: dict) -> tuple[np.ndarray, np.ndarray]:
    from helpers import datasets

    _seen, unseen = datasets.photo_crops(parameters["unseen_seed"], 10, parameters["unseen"])
    return unseen


def _unseen(parameters: dict) -> dict:
    images = _crops(parameters)[0].astype("float32")
    return {"outputs": images / 255, "unscaled": images}


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    _images, truth = _crops(parameters)
    found = classifier.trained(items["model"], items["outputs"], truth, _SHAPE, _CLASSES, parameters["least"])
    missed = found and found[0].key.startswith("accuracy.")
    if missed and not classifier.accuracy(items["unscaled"], truth, parameters["least"]):
        return [Finding("resnet.unscaled", found[0].values)]
    return found or classifier.seed_set(items, "train_toy_resnet(…)")


EXERCISE = Exercise(
    id="ex07c",
    answer="train_toy_resnet",
    points=3,
    reference=_TRAIN_ONLY,
    before=TOY_RESNET,
    judge=_judge_train,
    parameters={"images": 500},
    hidden={"unseen": 500, "unseen_seed": SEED + 1, "least": ranges.least("ex07c")},
    unseen=_unseen,
    seconds=180,
    hints=(
        mark("Scale the images outside of the model, build the ResNet, compile it, fit it, return it."),
        mark("One epoch of 500 images is too few: the model still guesses. Try five or more, in batches of 16."),
    ),
)

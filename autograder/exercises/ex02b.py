"""Exercise 02b: a classifier is trained, as its accuracy on unseen images tells."""

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from autograder.questions.common.small_classifier import CLASSES, PIXELS
from helpers.language import mark


def unseen_images(_parameters: dict) -> dict:
    """The images on which a classifier of clothes is tried, as rows from 0 to 1 and as pixels."""
    from helpers import datasets

    _seen, (images, _labels) = datasets.fashion_mnist()
    pixels = images.reshape(-1, PIXELS).astype("float32")
    return {"outputs": pixels / 255, "unscaled": pixels}


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    from helpers import datasets

    _seen, (_images, truth) = datasets.fashion_mnist()
    found = classifier.trained(items["model"], items["outputs"], truth, (PIXELS,), CLASSES, parameters["least"])
    missed = found and found[0].key.startswith("accuracy.")
    if missed and classifier.knows_pixels(items["unscaled"], items["outputs"], truth):
        return [Finding("accuracy.unscaled", found[0].values)]
    return found or classifier.seed_set(items, "train_classifier(…)")


_TRAIN = """\
def train_classifier(images, labels, seed):
    keras.utils.set_random_seed(seed)
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
    model.fit(rows, labels, batch_size=64, epochs=5, verbose=0)
    return model
"""

EXERCISE = Exercise(
    id="ex02b",
    answer="train_classifier",
    points=4,
    reference=_TRAIN,
    judge=_judge_train,
    parameters={"images": 10_000},
    hidden={"least": ranges.least("ex02b")},
    unseen=unseen_images,
    seconds=120,
    hints=(
        mark("Four steps: rows of numbers from 0 to 1, the model, `compile`, `fit`. Each stands in this chapter."),
        mark('`images.reshape(-1, 784).astype("float32") / 255` makes the rows. The model itself sees only rows.'),
        mark("Two epochs are few for 10,000 images of clothes: five or more help. Return the model after `fit`."),
    ),
)

"""Exercise 02e: a training that ends when nothing more is learned, at its best weights."""

from autograder.exercises.ex02b import unseen_images
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from autograder.questions.common.small_classifier import CLASSES, PIXELS
from helpers.language import mark

_PATIENCE = 5
"""Epochs behind the best one that are still asked for by nobody, and granted."""
_SAME = 0.5
"""The share of held-out rows that may be trained on: a few images are there twice."""
_NEARLY = 1.02
"""How far the loss of the epoch that was kept may lie above the lowest: a stop may ask for a least gain."""

_TRAIN = """\
def train_until_done(images, labels, seed):
    keras.utils.set_random_seed(seed)
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    model = keras.Model(inputs, layers.Dense(10)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer="rmsprop", loss=loss, metrics=["accuracy"])
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    model.fit(
        rows, labels, batch_size=64, epochs=60, validation_split=0.2, callbacks=[stop], verbose=0
    )
    return model
"""


def _judge_training(items: dict, parameters: dict) -> list[Finding]:
    from helpers import datasets

    _seen, (_images, truth) = datasets.fashion_mnist()
    found = classifier.trained(items["model"], items["outputs"], truth, (PIXELS,), CLASSES, parameters["least"])
    if found and not found[0].key.startswith("accuracy."):
        return found
    return _course(items["epochs"], items["weights"]) or found or classifier.seed_set(items, "train_until_done(…)")


def _course(epochs: list[dict], weights: str) -> list[Finding]:
    """What is wrong with the course of the training: how it was watched, ended, and what was kept of it."""
    if not epochs:
        return [Finding("epochs.none")]
    if not all("val_loss" in epoch["logs"] for epoch in epochs):
        return [Finding("epochs.not_validated")]
    if epochs[-1]["seen"] > _SAME:
        return [Finding("epochs.same_rows", {"percent": round(100 * epochs[-1]["seen"])})]
    losses = [epoch["logs"]["val_loss"] for epoch in epochs]
    last, best = len(epochs), 1 + losses.index(min(losses))
    kept = max((k for k, epoch in enumerate(epochs, 1) if epoch["weights"] == weights), default=0)
    good = kept and (losses[kept - 1] <= _NEARLY * min(losses) or kept == _most_accurate(epochs))
    if kept == last == best:
        return [Finding("epochs.still_learning", {"last": last})]
    if kept == last or not good:
        return [Finding("epochs.not_restored", {"best": best, "last": last})]
    if last - kept > _PATIENCE:
        return [Finding("epochs.too_many", {"best": kept, "last": last, "most": _PATIENCE})]
    return []


def _most_accurate(epochs: list[dict]) -> int:
    """The epoch with the highest accuracy on the rows held out, counted from 1; 0 without one."""
    name = next((n for n in epochs[-1]["logs"] if n.startswith("val_") and "acc" in n), "")
    values = [epoch["logs"].get(name, 0.0) for epoch in epochs]
    return 1 + values.index(max(values)) if name else 0


EXERCISE = Exercise(
    id="ex02e",
    answer="train_until_done",
    points=3,
    reference=_TRAIN,
    judge=_judge_training,
    parameters={"images": 10_000},
    hidden={"least": ranges.least("ex02b")},  # a training that ends at its best is no worse than five epochs
    unseen=unseen_images,
    seconds=120,
    hints=(
        mark("Three things on top of ex02b: rows that are held out, many epochs, and a callback that ends them."),
        mark(
            "`validation_split=0.2` holds rows out. `EarlyStopping` watches `val_loss`: with `patience=2` it ends the training after "
            "two epochs without a gain."
        ),
        mark(
            'Give `fit` `callbacks=[keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)]` and so many '
            "epochs, 60 say, that it is the callback which ends it."
        ),
    ),
)

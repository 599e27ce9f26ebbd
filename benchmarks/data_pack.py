"""What can be learned from the data pack: the accuracies that the docstrings of `helpers.datasets` quote.

Run from the course's folder: `python benchmarks/data_pack.py` (about 6 minutes on two cores).
"""

import sys
import time
from pathlib import Path

import keras
import numpy as np
from keras import layers

sys.path.insert(0, str(Path(__file__).parents[1]))
from helpers import datasets

SEEDS = (0, 1, 2)


def ticket_router(mask_zero: bool) -> keras.Model:
    """The guide's router: 1,392,097 parameters."""
    title = keras.Input((None,), name="title")
    body = keras.Input((None,), name="body")
    tags = keras.Input((12,), name="tags")
    read_title = layers.LSTM(128)(layers.Embedding(10_000, 64, mask_zero=mask_zero)(title))
    read_body = layers.LSTM(32)(layers.Embedding(10_000, 64, mask_zero=mask_zero)(body))
    x = layers.concatenate([read_title, read_body, tags])
    outputs = {
        "priority": layers.Dense(1, name="priority")(x),
        "department": layers.Dense(4, name="department")(x),
    }
    model = keras.Model([title, body, tags], outputs)
    model.compile(
        optimizer="rmsprop",
        loss={
            "priority": keras.losses.BinaryCrossentropy(from_logits=True),
            "department": keras.losses.CategoricalCrossentropy(from_logits=True),
        },
        loss_weights={"priority": 1.0, "department": 0.2},
        metrics={"priority": [keras.metrics.BinaryAccuracy(threshold=0.0)], "department": ["accuracy"]},
    )
    return model


def tickets(number: int, epochs: int, mask_zero: bool, seed: int) -> dict[str, float]:
    """Accuracies of the router on 2,000 tickets of another seed."""
    train, test = datasets.tickets(number, seed=0), datasets.tickets(2000, seed=1)
    keras.utils.set_random_seed(seed)
    model = ticket_router(mask_zero)
    inputs, targets = ("title", "body", "tags"), ("priority", "department")
    model.fit({k: train[k] for k in inputs}, {k: train[k] for k in targets}, epochs=epochs, verbose=0)
    result = model.evaluate({k: test[k] for k in inputs}, {k: test[k] for k in targets}, verbose=0, return_dict=True)
    return {"priority": result["priority_binary_accuracy"], "department": result["department_accuracy"]}


def crops_by_trunk(seed: int) -> dict[str, float]:
    """One Dense layer on the frozen trunk's features of the crops."""
    (x_train, y_train), (x_test, y_test) = datasets.photo_crops()
    trunk = datasets.mobilenet_trunk((32, 32, 3))
    train, test = (trunk.predict(x, verbose=0) for x in (x_train, x_test))
    keras.utils.set_random_seed(seed)
    head = keras.Sequential([keras.Input(train.shape[1:]), layers.Flatten(), layers.Dense(10)])
    return {"photograph": _train(head, train, y_train, test, y_test, epochs=30)}


def crops_by_resnet(seed: int) -> dict[str, float]:
    """The guide's toy ResNet (223,242 parameters) from scratch on the crops, 10 epochs."""
    (x_train, y_train), (x_test, y_test) = datasets.photo_crops()
    keras.utils.set_random_seed(seed)
    image = keras.Input((32, 32, 3))
    x = layers.Conv2D(32, 3, activation="relu")(image)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    for _ in range(2):
        skip = x
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.add([x, skip])
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    model = keras.Model(image, layers.Dense(10)(x))
    return {"photograph": _train(model, x_train / 255.0, y_train, x_test / 255.0, y_test, epochs=10)}


def _train(model: keras.Model, x_train, y_train, x_test, y_test, epochs: int) -> float:
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer=keras.optimizers.RMSprop(1e-3), loss=loss, metrics=["accuracy"])
    model.fit(x_train, y_train, batch_size=64, epochs=epochs, verbose=0)
    return model.evaluate(x_test, y_test, verbose=0)[1]


def main() -> None:
    runs = {
        "4,000 tickets, 5 epochs, masked": lambda seed: tickets(4000, 5, True, seed),
        "4,000 tickets, 5 epochs": lambda seed: tickets(4000, 5, False, seed),
        "1,280 tickets, 2 epochs": lambda seed: tickets(1280, 2, False, seed),
        "1,000 crops, trunk and one Dense": crops_by_trunk,
        "1,000 crops, toy ResNet, 10 epochs": crops_by_resnet,
    }
    for name, run in runs.items():
        start = time.perf_counter()
        results = [run(seed) for seed in SEEDS]
        seconds = (time.perf_counter() - start) / len(SEEDS)
        for output in results[0]:
            figures = [result[output] for result in results]
            print(f"{name:36} {output:11} {np.min(figures):.3f} to {np.max(figures):.3f}   {seconds:5.1f} s a run")


if __name__ == "__main__":
    main()

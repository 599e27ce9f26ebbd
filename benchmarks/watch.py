"""What `watch` costs: `fit` with it beside `fit` without, by turns; and the time of `lint` and of `why`.

    python benchmarks/watch.py [--rounds 5]

Wanted: under 3% of `fit`; `lint` of 200 layers without data under 50 ms; `why` under 300 ms.
"""

import argparse
import sys
import time
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
from keras import layers

from autograder import lint, watch, why


def deep() -> keras.Model:
    """A chain of 200 layers."""
    x = y = keras.Input((32,))
    for _k in range(200):
        y = layers.Dense(8, activation="relu")(y)
    return keras.Model(x, y)


def wide() -> tuple[keras.Model, np.ndarray, np.ndarray]:
    """A model of some 270,000 parameters, with its data."""
    rows = np.random.default_rng(0).random((20_000, 784), dtype="float32")
    model = keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(256, activation="relu"),
            layers.Dense(256, activation="relu"),
            layers.Dense(2),
        ]
    )
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    return model, rows, (rows[:, 0] > 0.5).astype("int32")


def seconds(action: Callable[[], Any]) -> float:
    """Processor seconds: other programs of the machine don't count."""
    began = time.process_time()
    action()
    return time.process_time() - began


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    model, x, y = wide()
    model.fit(x, y, verbose=0)
    pairs = []
    for _k in range(rounds):
        without = seconds(lambda: model.fit(x, y, epochs=3, verbose=0))
        pairs.append((seconds(lambda: model.fit(x, y, epochs=3, verbose=0, callbacks=[watch()])), without))
    with_it, without = (sorted(column)[rounds // 2] for column in zip(*pairs, strict=True))
    print(f"fit with watch {with_it:.2f} s, without {without:.2f} s: {with_it / without - 1:+.1%} (median of {rounds})")
    chain = deep()
    lint(chain)
    print(
        f"lint of 200 layers {sorted(seconds(lambda: lint(chain)) for _k in range(rounds))[rounds // 2] * 1000:.0f} ms"
    )
    raised = None
    try:
        model.fit(x[:64, :700], y[:64], verbose=0)
    except Exception as error:
        raised = error
    print(f"why {seconds(lambda: why(raised)) * 1000:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

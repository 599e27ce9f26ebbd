"""How fast the model explorer answers: opening a picture, opening a nested model, a click.

    python benchmarks/explorer.py

Prints milliseconds in the kernel, the median of five; the browser's own share is not in them.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from keras import layers

from helpers import explore


def chain(count: int) -> keras.Model:
    """`count` layers: dense ones with a skip over each."""
    x = inputs = keras.Input((16,))
    for _k in range(count // 2):
        x = layers.Add()([x, layers.Dense(16)(x)])
    return keras.Model(inputs, x)


def median(act: Callable[[], object]) -> float:
    taken = []
    for _k in range(5):
        began = time.perf_counter()
        act()
        taken.append(time.perf_counter() - began)
    return 1000 * statistics.median(taken)


def main() -> int:
    long = chain(200)
    trunk = keras.applications.MobileNetV2(weights=None, input_shape=(96, 96, 3), include_top=False)
    inputs = keras.Input((96, 96, 3))
    outer = keras.Model(inputs, layers.Dense(2)(layers.GlobalAveragePooling2D()(trunk(inputs))))
    sample = np.zeros((1, 96, 96, 3))
    shown = explore(outer, sample)
    shown.send = lambda content, buffers=None: None

    def turn() -> None:
        shown.opened = [] if shown.opened else ["1"]

    print(f"200 layers open: {median(lambda: explore(long)):.0f} ms")
    print(f"MobileNetV2, {len(trunk.layers)} layers, opens or closes in place: {median(turn):.0f} ms")
    shown.opened = ["1"]
    for key in ("1/80", f"1/{len(trunk.layers) - 1}"):
        took = median(lambda key=key: shown._answer(None, {"ask": 1, "key": key, "row": 0}, None))
        print(f"a click on its layer {key[2:]}: {took:.0f} ms")
    return 0


if __name__ == "__main__":
    sys.exit(main())

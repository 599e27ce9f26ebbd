"""What the training display costs: `fit` with it beside `fit` without, in a kernel, by turns.

    python benchmarks/training.py [--rounds 5]

Prints the seconds of each and the share that the display adds; wanted: under 3%.
"""

import argparse
import sys
import tempfile
from pathlib import Path

import nbformat
from nbclient import NotebookClient

from tools.execute import environment
from tools.notebook import KERNEL

_SETUP = """
import time
import keras, numpy as np
from helpers.training import live
x = np.random.default_rng(0).random((20_000, 784), dtype="float32")
y = (x[:, 0] > 0.5).astype("int32")
inputs = keras.Input((784,))
hidden = keras.layers.Dense(256, activation="relu")(inputs)
model = keras.Model(inputs, keras.layers.Dense(2)(hidden))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
model.fit(x, y, verbose=0)

def seconds(callbacks):
    began = time.perf_counter()
    model.fit(x, y, epochs=3, verbose=0, validation_split=0.1, callbacks=callbacks)
    return time.perf_counter() - began
"""
_ROUND = "with_it, without = seconds([live('en')]), seconds([])\nprint(f'RESULT {with_it} {without}')"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    cells = [nbformat.v4.new_code_cell(text) for text in (_SETUP, *[_ROUND] * rounds)]
    notebook = nbformat.v4.new_notebook(cells=cells)
    with tempfile.TemporaryDirectory() as home:
        NotebookClient(notebook, kernel_name=KERNEL, timeout=600).execute(env=environment(Path(home)))
    texts = [out.text for cell in cells[1:] for out in cell.outputs if out.output_type == "stream"]
    found = [tuple(map(float, line.split()[1:])) for text in texts for line in text.splitlines() if "RESULT" in line]
    with_it, without = (sorted(column)[len(found) // 2] for column in zip(*found, strict=True))
    print(
        f"fit with the display {with_it:.2f} s, without {without:.2f} s: {with_it / without - 1:+.1%} (median of {rounds})"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())

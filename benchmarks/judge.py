"""How long the judge takes: reading a model, its canonical form, comparison, difference. Prints a table.

Wanted: under 30 ms for the toy ResNet, under 1 s for 175 layers, memory flat over a thousand judgements.
"""

import os
import random
import time
import tracemalloc
from collections.abc import Callable

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers

from autograder.comparing.grouping import groups
from autograder.comparing.script import script
from autograder.graphs.canonical import canonical, same
from autograder.graphs.difference import difference
from helpers import graph
from helpers.explorer.view import view
from tests import random_nets


def resnet(blocks: int, skip_from: int = -1) -> keras.Model:
    """A toy ResNet of `blocks` residual blocks; the skip of block `skip_from` comes from the wrong place."""
    entry = keras.Input((32, 32, 3))
    x = layers.Conv2D(32, 3, activation="relu")(entry)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    start = block = layers.MaxPooling2D(3)(x)
    for k in range(blocks):
        y = layers.Conv2D(64, 3, activation="relu", padding="same")(block)
        y = layers.Conv2D(64, 3, activation="relu", padding="same")(y)
        block = layers.add([y, start if k == skip_from else block])
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(64, 3, activation="relu")(block))
    x = layers.Dropout(0.5)(layers.Dense(256, activation="relu")(x))
    return keras.Model(entry, layers.Dense(10)(x))


def _milliseconds(times: int, action: Callable, *arguments: object) -> float:
    action(*arguments)
    start = time.perf_counter()
    for _ in range(times):
        action(*arguments)
    return 1000 * (time.perf_counter() - start) / times


def _in_a_notebook() -> None:
    """What a cell costs more where it is recorded, and a check of ex01a from call to card."""
    from IPython.core.interactiveshell import InteractiveShell

    from autograder.exercises import find
    from autograder.learner import cells
    from autograder.notebook import start

    shell = InteractiveShell.instance()
    check, *_others = start("en")
    shell.user_ns.update({f"name{k}": k for k in range(300)})
    shell.run_cell("import keras\nfrom keras import layers\n" + find("ex01a").reference, store_history=True)
    info = type("Info", (), {"raw_cell": "x = 1", "cell_id": "a", "silent": False, "store_history": True})
    known = cells.known()
    cell = _milliseconds(1_000, lambda: (known.begin(info), known.end(None)))
    card = _milliseconds(20, lambda: check("ex01a", shell.user_ns["build_mlp"])._repr_html_())
    print(f"\nA recorded cell costs {cell:.2f} ms more; a check of ex01a takes {card:.0f} ms")


def main() -> None:
    print("| model | layers | read | canonical | equal: compare | one wrong edge: difference | read + compare |")
    print("|---|---|---|---|---|---|---|")
    for name, blocks, times in (("toy ResNet", 2, 20), ("deep ResNet", 56, 3)):
        right, wrong = resnet(blocks), resnet(blocks, skip_from=blocks - 1)
        expected, got, other = (canonical(graph.read(m)) for m in (right, resnet(blocks), wrong))
        (finding,) = difference(expected, other)
        assert finding.key == "graph.edge" and same(expected, got)
        read = _milliseconds(times, graph.read, right)
        form = _milliseconds(times, canonical, graph.read(right))
        compare = _milliseconds(times, same, expected, got)
        differ = _milliseconds(times, difference, expected, other)
        row = [f"{v:.1f} ms" for v in (read, form, compare, differ, read + form + compare)]
        print(f"| {name} | {len(right.layers)} | " + " | ".join(row) + " |")
    _in_a_notebook()
    right, other = canonical(graph.read(resnet(2))), resnet(2, skip_from=1)
    tracemalloc.start()
    sizes = []
    for k in range(1001):
        difference(right, canonical(graph.read(other)))
        if k in (100, 1000):
            sizes.append(tracemalloc.get_traced_memory()[0] / 1024)
    print(f"\nMemory held after 100 and after 1,000 judgements: {sizes[0]:.0f} KB, {sizes[1]:.0f} KB")


def large() -> None:
    """Differences and explorers of large graphs: seconds of processor time, and the most memory that is held."""
    print("\n| calls | edits | canonical | script | groups | explorer's page | most memory |")
    print("|---|---|---|---|---|---|---|")
    for size in (100, 1_000, 10_000):
        calls = new = random_nets.net(2, size)
        draw, count = random.Random(1), 0
        for k in range(max(3, size // 200)):
            made = random_nets.edited(new, random_nets.EDITS[k % len(random_nets.EDITS)], draw)
            if made:
                new, count = made[0], count + 1
        reads = [random_nets.read(c) for c in (calls, new)]
        tracemalloc.start()
        _work(reads)
        most = tracemalloc.get_traced_memory()[1] / 2**20
        tracemalloc.stop()
        row = " | ".join(f"{s:.2f} s" for s in _work(reads))
        print(f"| {len(reads[0]['nodes']):,} | {count} | {row} | {most:.0f} MB |", flush=True)


def _work(reads: list[dict]) -> list[float]:
    """Seconds of the processor for each step on two graphs."""
    seconds, now = [], time.process_time

    def timed(action: Callable, *arguments: object) -> object:
        start = now()
        found = action(*arguments)
        seconds.append(now() - start)
        return found

    forms = timed(lambda: [canonical(r) for r in reads])
    timed(groups, timed(script, *forms))
    timed(view, reads[0], (), {}, "en")
    return seconds


if __name__ == "__main__":
    main()
    large()

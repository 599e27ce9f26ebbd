"""Models that others build, put before judge, pictures, explorer and lint: a row for each. By hand, in some minutes.

    python -m benchmarks.models                  the kinds, 15 applications, the reports
    python -m benchmarks.models --only unet VGG  those whose names hold one of these words
    python -m benchmarks.models --all            all of keras.applications

Weights are drawn, never loaded. `same`: as a file, a clone, a second build, with other names. Wanted: four times yes,
pictures at most 1,300 by 4,000 px, an explorer that answers each click and changes nothing, no doubts. It ends with 1
where something of that is missing.
"""

import argparse
import gc
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np

from autograder import diff, lint
from autograder.graphs.canonical import canonical, same
from benchmarks import images, rows
from benchmarks.reports import REPORTS
from helpers import draw, explore, graph

FIFTEEN = (
    "ConvNeXtTiny", "DenseNet121", "EfficientNetB0", "EfficientNetV2B0", "InceptionResNetV2", "InceptionV3", "MobileNet",
    "MobileNetV2", "MobileNetV3Large", "NASNetMobile", "ResNet50", "ResNet101", "ResNet50V2", "VGG16", "Xception",
)  # fmt: skip
_MOST_CLICKS = 60
_LARGE = 100
"""Layers of a model whose layers are opened without being computed."""


def applications() -> list[str]:
    """The names of all models in keras.applications."""
    found = vars(keras.applications)
    return sorted(name for name, make in found.items() if name[0].isupper() and callable(make))


def _renamed(read: dict) -> dict:
    nodes = [
        n | {"name": f"other_{n['name']}"} | ({"graph": _renamed(n["graph"])} if n["graph"] else {})
        for n in read["nodes"]
    ]
    return read | {"nodes": nodes, "name": "other"}


def _sames(model: keras.Model, make: Callable) -> list[bool]:
    """Whether the judge takes a model for the same as its file, its clone, a second build, itself with other names."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        found = [diff(model, path).equal(weights=True)]
    found += [diff(model, keras.models.clone_model(model)).same, diff(model, make()).same]
    read = graph.read(model)
    return [*found, same(canonical(read), canonical(_renamed(read)))]


def _sample(model: keras.Model) -> list:
    made = []
    for x in model.inputs:
        shape = [5 if size is None else size for size in x.shape]
        made.append(np.full(shape, "good") if x.dtype == "string" else np.ones(shape, x.dtype))
    return made


def _clicks(model: keras.Model) -> str:
    """How many nodes answered, of those clicked; ends with what was said where one did not, or where something moved."""
    large = len(model.layers) > _LARGE
    sample = None if large else _sample(model)
    before = [v.numpy() for v in model.variables] if not large else []
    shown, answers, said = explore(model, sample), [], ""
    shown.send = lambda content, buffers=None: answers.append(content)
    keys = [key for key, fact in shown.view["nodes"].items() if fact["layer"] >= 0][
        :_MOST_CLICKS
    ]  # a fold opens, no more
    for key in keys:
        shown._answer(None, {"ask": 1, "key": key, "row": 0}, None)
    for answer in answers:
        said = next((a["sentence"] for a in answer["activations"] if a["kind"] == "none"), said)
    if any(not np.array_equal(a, v.numpy()) for a, v in zip(before, model.variables, strict=False)):
        said = "a weight moved"
    return f"{len(answers)} of {len(keys)}" + (f": {said[:60]}" if said else "")


def row(name: str, make: Callable) -> tuple[list[str], bool]:
    """The table's row of one model, and whether all is as wanted."""
    begin = time.process_time()
    model = make()
    built = time.process_time() - begin
    sames, picture = _sames(model, make), draw(model)
    clicks = _clicks(model)
    doubts = [d.id for d in lint(model).findings]
    good = all(sames) and not doubts and ":" not in clicks and picture.width <= 1300 and picture.height <= 4000
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    spent = time.process_time() - begin - built
    told = " ".join("yes" if s else "NO" for s in sames)
    cells = [
        name,
        str(len(model.layers)),
        told,
        f"{picture.width} x {picture.height}",
        clicks,
        ", ".join(doubts) or "-",
    ]
    return [*cells, f"{built:.1f} s", f"{spent:.1f} s", f"{most:,} MB"], good


def models(chosen: dict[str, Callable]) -> bool:
    """The table of models; whether all are as wanted."""
    print(
        "\n| model | layers | same: file, clone, build, names | picture | clicks | doubts | built | looked at | most memory |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    every = True
    for name, make in chosen.items():
        try:
            cells, good = row(name, make)
        except Exception as error:  # one model that raises is a row, too
            cells, good = [name, f"RAISES {type(error).__name__}: {str(error)[:200]}".replace("\n", " ")], False
        every &= good
        print("| " + " | ".join(cells) + " |", flush=True)
        keras.backend.clear_session(free_memory=True)
        gc.collect()
    return every


def reports(chosen: dict[str, Callable]) -> bool:
    """The table of reports: what the tool says today."""
    print("\n| report | as it should be | what the tool says |\n|---|---|---|")
    every = True
    for name, look in chosen.items():
        try:
            good, said = look()
        except Exception as error:
            good, said = False, f"RAISES {type(error).__name__}: {error}"
        every &= bool(good)
        print(f"| {name} | {'yes' if good else 'NO'} | {str(said)[:160]} |".replace("\n", " "), flush=True)
    return every


def main() -> int:
    parser = argparse.ArgumentParser(description="Models and reports, a row for each.")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="names that hold one of these words")
    parser.add_argument("--all", action="store_true", help="all of keras.applications, not 15 of them")
    asked = parser.parse_args()

    def wanted(found: dict[str, Callable]) -> dict[str, Callable]:
        return {k: v for k, v in found.items() if not asked.only or any(word in k for word in asked.only)}

    large = {
        n: lambda n=n: getattr(keras.applications, n)(weights=None) for n in (applications() if asked.all else FIFTEEN)
    }
    chosen, told = wanted(images.KINDS | rows.KINDS | large), wanted(REPORTS)
    good = [models(chosen)] if chosen else []
    good += [reports(told)] if told else []
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

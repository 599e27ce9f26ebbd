"""Calibrates the accuracy ranges: trains right answers and wrong variants over seeds, writes `autograder/judging/ranges.json`.

    python benchmarks/ranges.py [EXERCISE ...] [--seeds 200] [--confirm 100] [--wrong 20]

Every run is written down in `build/ranges.jsonl` when it ends, so that the command resumes where it stopped; it may
take an hour or more. The table is made of what is there: nothing is set on fewer than the seeds asked for.
"""

import argparse
import json
import os
import sys
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import numpy as np

from autograder.exercises import find
from autograder.judging import ranges
from helpers import datasets
from tests import answers

ROOT = Path(__file__).resolve().parent.parent
JOURNAL = ROOT / "build" / "ranges.jsonl"
TABLE = ROOT / "autograder" / "judging" / "ranges.json"


def _share(outputs: np.ndarray, truth: np.ndarray) -> float:
    return float(np.mean(outputs.argmax(-1) == truth))


def _router(items: dict, parameters: dict) -> dict[str, float]:
    unseen = datasets.tickets(parameters["unseen"], parameters["unseen_seed"])
    said = items["logits"]["priority"].reshape(-1, 1) > 0
    department = _share(items["logits"]["department"], unseen["department"].argmax(-1))
    return {"priority": float(np.mean(said == (unseen["priority"] > 0.5))), "department": department}


def _crops(items: dict, parameters: dict) -> dict[str, float]:
    _seen, (_images, truth) = datasets.photo_crops(parameters["unseen_seed"], 10, parameters["unseen"])
    return {"accuracy": _share(items["outputs"], truth)}


MEASURES = {
    "ex02b": lambda items, _asked: {"accuracy": _share(items["outputs"], datasets.fashion_mnist()[1][1])},
    "ex02d": lambda items, _asked: {
        "accuracy": _share(items["outputs"], datasets.mnist()[1][1][: len(items["outputs"])]),
    },
    "ex06d": _router,
    "ex07c": _crops,
}
"""How the accuracies are counted from the evidence of an exercise and its parameters."""


def variants(exercise: str) -> dict[str, str]:
    """The sources that are trained: the reference, the other right answers, and the wrong ones."""
    asked = find(exercise)
    right = {f"right {k}": source for k, source in enumerate(answers.right(asked.id))}
    wrong = {f"wrong {k} ({w.key})": w.source for k, w in enumerate(answers.wrong(asked.id))}
    return {"right": asked.reference} | right | wrong


def run(exercise: str, source: str, seed: int) -> dict[str, float] | None:
    """The accuracies of one training; None where the answer yields none."""
    import keras

    keras.utils.clear_session()  # hundreds of models would fill the memory
    keras.utils.set_random_seed(seed)
    asked = find(exercise)
    known = asked.asked({"seed": seed}) | asked.hidden | {"unseen_seed": seed + 1}
    data = asked.collect(asked.answered(source), {"seed": seed})
    try:
        return MEASURES[exercise](asked.items(data, known), known)
    except (KeyError, ValueError, IndexError):
        return None


def known() -> dict[tuple[str, str, int], dict[str, float] | None]:
    """All runs written down so far, by exercise, variant and seed."""
    if not JOURNAL.exists():
        return {}
    lines = [json.loads(line) for line in JOURNAL.read_text().splitlines() if line.endswith("}")]
    return {(r["exercise"], r["variant"], r["seed"]): r["values"] for r in lines}


def calibrate(exercise: str, seeds: int, confirm: int, wrong: int) -> None:
    """Train what is not written down yet."""
    done = known()
    JOURNAL.parent.mkdir(exist_ok=True)
    for variant, source in variants(exercise).items():
        for seed in range(seeds + confirm if variant == "right" else wrong):
            if (exercise, variant, seed) in done:
                continue
            values = run(exercise, source, seed)
            if values is None and variant == "right":
                print(f"{exercise}, seed {seed}: no accuracy, the machine is too busy; run this again", file=sys.stderr)
                continue
            with JOURNAL.open("a") as journal:
                row = {"exercise": exercise, "variant": variant, "seed": seed, "values": values}
                journal.write(json.dumps(row) + "\n")
                journal.flush()
                os.fsync(journal.fileno())
            if values is None:
                break  # structure refuses this one before any accuracy


def tabulate(exercise: str, seeds: int, confirm: int, wrong: int) -> dict | None:
    """The row of the table for an exercise; None while runs are missing."""
    runs = {k[1:]: v for k, v in known().items() if k[0] == exercise and v is not None}
    if not all(("right", s) in runs for s in range(seeds + confirm)):
        return None
    row = {}
    for measure in runs[("right", 0)]:
        set_on = [runs[("right", s)][measure] for s in range(seeds)]
        others = {
            v: [runs[(v, s)][measure] for s in range(wrong) if (v, s) in runs]
            for v in variants(exercise)
            if v != "right"
        }
        others = {v: a for v, a in others.items() if a}
        clearly = [max(a) for v, a in others.items() if v.startswith("wrong") and max(a) < min(set_on)]
        least = ranges.least_of(set_on, clearly)
        confirmed = [runs[("right", s)][measure] for s in range(seeds, seeds + confirm)]
        row[measure] = {
            "least": least,
            "seeds": seeds,
            "lowest": round(min(set_on), 4),
            "quantiles": {q: round(float(np.quantile(set_on, float(q))), 4) for q in ("0.005", "0.05", "0.5")},
            "confirmed_on": confirm,
            "confirmed_missed": sum(a < least for a in confirmed),
            "refused": {v: round(float(np.mean(np.array(a) < least)), 3) for v, a in others.items()},
        }
    return row


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("exercises", nargs="*", default=list(MEASURES))
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--confirm", type=int, default=100)
    parser.add_argument("--wrong", type=int, default=20)
    chosen = parser.parse_args()
    table = json.loads(TABLE.read_text()) if TABLE.exists() else {}
    for exercise in chosen.exercises or MEASURES:
        calibrate(exercise, chosen.seeds, chosen.confirm, chosen.wrong)
        row = tabulate(exercise, chosen.seeds, chosen.confirm, chosen.wrong)
        if row:
            table[exercise] = row
            print(json.dumps({exercise: row}, indent=1))
    TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

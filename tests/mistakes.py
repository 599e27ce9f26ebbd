"""What is easily got wrong in each exercise: one of the wrong answers that the tests keep, as its finding and its graph.

`python -m tests.mistakes` writes them anew; `--check` says whether they are what the answers give today. The answers are not
shipped; what a learner sees after a right answer is made of this file.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import keras

from autograder.asking import lines
from autograder.exercises import every
from autograder.exercises.exercise import Exercise
from autograder.feedback.mistakes import PLACE
from helpers import whole_file
from tests import answers

_MOST_NODES = 16
_LEFT_OUT = ("ex06b",)  # its sentence has numbers that a notebook's comparison takes for those of a training
_SAYS_LITTLE = ("answer.", "arguments.", "model.", "evidence.", "sizes.", "class.", "layer.outputs")


def chosen(asked: Exercise) -> dict[str, Any] | None:
    """The first wrong answer whose fault can be pointed at in a small graph, else the first that is more than no answer."""
    words: dict[str, Any] | None = None
    for wrong in answers.wrong(asked.id) if asked.unseen is None and asked.id not in _LEFT_OUT else ():
        if wrong.key.startswith(_SAYS_LITTLE):
            continue
        keras.utils.clear_session()  # names are numbered from the beginning
        with lines.taken_down():
            verdict = asked.check(asked.answered(wrong.source))
        first = verdict.findings[0]
        if verdict.score >= asked.points or first.key.startswith(_SAYS_LITTLE) or first.key.endswith("not_attempted"):
            continue
        told = {"key": first.key, "values": first.values}
        pointed = {"nodes": first.nodes, "edges": first.edges, "expected": first.expected}
        if verdict.graph and any(pointed.values()) and len(verdict.graph["nodes"]) <= _MOST_NODES:
            return told | pointed | {"graph": _bare(verdict.graph)}
        words = words or told
    return words


def encode() -> str:
    """All of them, an exercise a line."""
    found = {asked.id: mistake for asked in every() if (mistake := chosen(asked))}
    rows = ",\n".join(f'"{k}": {json.dumps(v, separators=(",", ":"), sort_keys=True)}' for k, v in found.items())
    return "{\n" + rows + "\n}\n"


def _bare(graph: dict) -> dict:
    nodes = [_node(node) for node in graph["nodes"]]
    return {k: v for k, v in graph.items() if k != "unused"} | {"nodes": nodes}


def _node(node: dict) -> dict:
    from helpers.drawing.labels import configuration

    shown = " ".join(configuration(node))
    kept = {k: v for k, v in node["config"].items() if k in shown or k in ("activation", "units", "filters")}
    node = {k: v for k, v in node.items() if k != "at" or v["function"] != chosen.__name__}
    inner = {"graph": _bare(node["graph"])} if node.get("graph") else {}
    return node | {"config": kept} | {"weights": [], "args": {}} | inner


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mistakes", description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing: say whether the file is stale")
    options = parser.parse_args(arguments)
    text, path = encode(), Path(PLACE)
    if options.check:
        same = path.read_text(encoding="utf-8") == text
        print("Nothing is stale." if same else f"{path.name} is stale: run `python -m tests.mistakes`.")
        return 0 if same else 1
    whole_file.write(path, text)
    print(f"{path.name}: {len(json.loads(text))} exercises, {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())

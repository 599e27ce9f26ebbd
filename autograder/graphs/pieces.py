"""A graph in small pieces, as numbers: who has the same pieces built alike, in whatever words they wrote it."""

import hashlib
import json
from collections import Counter

from autograder.graphs.operation import Graph

MOST = 400
"""Pieces of one graph; a model of a learner's has fewer."""


def pieces(whole: Graph) -> list[int]:
    """A number for each operation with its options and what it takes, for each pair of neighbours, and for all together.

    Names, the order in which branches were written and sizes that follow from those of inputs play no part. Equal
    pieces are numbered through, so that two of a kind are not one.
    """
    consumers = whole.consumers()
    own = [f"{op.op} {json.dumps(op.config, sort_keys=True, default=str)}" for op in whole.operations]
    found: list[str] = []
    for op in whole.operations[:MOST]:
        sources = [own[i] for i, _k in op.inputs]
        found.append("takes " + "|".join([own[op.id], *(sorted(sources) if op.commutes else sources)]))
        found.append("goes to " + "|".join([own[op.id], *sorted(own[i] for i in consumers[op.id])]))
    found.append("whole " + "|".join(sorted(found)))
    counted: Counter[str] = Counter()
    numbers = set()
    for text in found:
        counted[text] += 1
        numbers.add(_number(f"{text} {counted[text]}"))
    return sorted(numbers)[:MOST]


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=6).digest(), "big")

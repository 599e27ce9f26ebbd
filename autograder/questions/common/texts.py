"""Two drawn texts, a model of two texts, and the findings on its inputs and its Embedding."""

from typing import Any

import numpy as np

from autograder.asking.streams import stream
from autograder.graphs.finding import Finding
from autograder.graphs.operation import Graph

ROWS = 6


LENGTHS = (19, 24)
"""Words in the first and in the second text: unlike, and long enough for a stack of convolutions."""


def drawn_texts(seed: int, num_words: int) -> list[np.ndarray]:
    """Two batches of drawn texts, word ids from 1 on: 0 is often taken for padding."""
    draw = stream(seed, "texts")
    return [draw.integers(1, num_words, (ROWS, length)).astype("int32") for length in LENGTHS]


def outputs_of(model: Any, texts: list[np.ndarray]) -> list[np.ndarray]:
    """What a model of two texts gives for them."""
    import keras

    found = model(keras.tree.pack_sequence_as(model.input, texts), training=False)
    return [np.asarray(keras.ops.convert_to_numpy(t)) for t in keras.tree.flatten(found)]


def input_faults(got: Graph) -> list[Finding]:
    """Findings on the inputs: two texts of any length."""
    if len(got.inputs) != 2:
        return [Finding("graph.input_count", {"got": len(got.inputs), "expected": 2})]
    for entry in (got.operations[i] for i in got.inputs):
        values = {"layer": entry.name, "got": list(entry.shape[1:])}
        if len(entry.shape) == 2 and entry.shape[1] is not None:
            return [Finding("texts.fixed_length", values | {"got": entry.shape[1]}, nodes=(entry.node,))]
        if len(entry.shape) != 2:
            return [Finding("texts.input_shape", values, nodes=(entry.node,))]
    return []


def embedding_faults(got: Graph, arguments: tuple[int, int]) -> list[Finding]:
    """Findings where there is no Embedding of the asked size; one inside of a layer is known by its weight."""
    if any(shape == tuple(arguments) for op in got.operations for _i, shape, _t in op.weights):
        return []
    options = dict(zip(("input_dim", "output_dim"), arguments, strict=True))
    for op in got.operations:
        if op.op == "Embedding":
            option = next(o for o in options if op.config.get(o) != options[o])
            values = {"layer": op.name, "op": op.op, "place": 0, "option": option}
            values |= {"got": op.config.get(option), "expected": options[option]}
            return [Finding("graph.config", values, nodes=(op.node,))]
    return [Finding("similarity.no_embedding", {"expected": "Embedding({}, {})".format(*arguments)})]

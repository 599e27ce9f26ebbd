"""Members of an ensemble, and which share each has in its outputs: asked and judged alike with weights and without."""

from typing import Any

import numpy as np

from autograder.asking import probe
from autograder.asking.collect import Answer
from autograder.asking.streams import stream
from autograder.questions.common.other_shape import ask_of_shape
from autograder.questions.common.weights import draw_weights
from helpers import graph

SIZES = {"model": (3, 128, 1), "two": (2, 20, 3), "five": (5, 20, 3)}
"""Of each question: number of members, width of their inputs and of their outputs."""


def drawn_members(label: str, seed: int) -> list[Any]:
    """Models over inputs of one shape with drawn weights; they need not be built alike."""
    import keras

    count, width, outputs = SIZES[label]
    made = []
    for place in range(1, count + 1):
        x = entry = keras.Input((width,), name=f"inputs_{place}")
        if place % 2 == 0:
            x = keras.layers.Dense(5, activation="tanh", name=f"hidden_{place}")(x)
        model = keras.Model(entry, keras.layers.Dense(outputs, name=f"vote_{place}")(x), name=f"member_{place}")
        made.append(draw_weights(model, stream(seed, "weights of a member", place), -0.6, 0.8))
    return made


def drawn_weights(label: str, seed: int) -> list[float]:
    """A drawn weight for each member: no two alike, the first larger than the second, their sum not 1."""
    draw = stream(seed, "weights of members", label)
    first, second, *others = (int(w) for w in draw.permutation(np.arange(1, 10))[: SIZES[label][0]])
    return [max(first, second), min(first, second), *others]


def shown_call(name: str, label: str, weights: list[float] | None) -> str:
    names = ", ".join(f"member_{k}" for k in range(1, SIZES[label][0] + 1))
    return f"{name}([{names}])" if weights is None else f"{name}([{names}], {weights})"


def ask_members(answer: Answer, parameters: dict, weighted: bool) -> None:
    """Ask for ensembles of each of the sizes, with weights for the members or without; notes what each gives."""
    seed = parameters["seed"]
    for label, (_count, width, _outputs) in SIZES.items():
        members, weights = drawn_members(label, seed), drawn_weights(label, seed) if weighted else None
        call = shown_call(answer.name, label, weights)
        args = (list(members), list(weights)) if weights is not None else (list(members),)
        model = answer.call(*args, shown=call) if label == "model" else ask_of_shape(answer, (width,), call, *args)
        if _in_a_row(model, [member.name for member in members]):
            raise answer.fault("ensemble.in_a_row")
        given = {member.name: member for member in members}
        answer.model(label, model, seed, given=given)
        answer.items[label]["kept"] = answer.run(lambda m=model: probe.one_draw(m, graph.read(m), seed), call)


def _in_a_row(model: Any, names: list[str]) -> bool:
    """Whether one member is called on what another gives; Keras builds such a model, and only running it fails."""
    nodes = graph.read(model)["nodes"] if graph.is_functional(model) else []
    ours = {node["id"] for node in nodes if node["name"] in names}
    return any(source in ours for node in nodes if node["id"] in ours for source, _k in node["inputs"])

"""A small router and drawn tickets: what the questions of chapter 06 that need no training are asked with."""

from typing import Any

import numpy as np

from autograder.asking.streams import stream
from autograder.graphs.canonical import Rules

INPUTS = ("body", "tags", "title")


OUTPUTS = ("department", "priority")


ROWS = 16


DRAWS = 6
"""How often logits are drawn: more than the two weights that are sought."""


DEPARTMENTS = 3


RULES = Rules(by_name=True, free=frozenset({"Concatenate"}), any_dtype=True)
"""Inputs go by their names, may be joined in any order, and have any dtype."""


def small_router() -> Any:
    """A router with the inputs and outputs of the chapter's, and less between them."""
    import keras

    layers = keras.layers
    title, body = keras.Input((None,), name="title"), keras.Input((None,), name="body")
    tags = keras.Input((4,), name="tags")
    texts = [layers.GlobalAveragePooling1D()(layers.Embedding(50, 3)(text)) for text in (title, body)]
    x = layers.Concatenate()([*texts, tags])
    outputs = {"priority": layers.Dense(1, name="priority")(x)}
    outputs["department"] = layers.Dense(DEPARTMENTS, name="department")(x)
    return keras.Model([title, body, tags], outputs)


def small_tickets(seed: int, count: int) -> dict[str, np.ndarray]:
    """Drawn tickets for `small_router`, by the names of inputs and outputs."""
    draw = stream(seed, "tickets")
    return {
        "title": draw.integers(1, 50, (count, 5)).astype("int32"),
        "body": draw.integers(1, 50, (count, 9)).astype("int32"),
        "tags": draw.integers(0, 2, (count, 4)).astype("float32"),
        "priority": draw.integers(0, 2, (count, 1)).astype("float32"),
        "department": np.eye(DEPARTMENTS, dtype="float32")[draw.integers(0, DEPARTMENTS, count)],
    }


def of(tickets: dict, names: tuple[str, ...]) -> dict:
    """These arrays of the tickets alone."""
    return {name: tickets[name] for name in names}


def drawn_logits(seed: int, k: int) -> dict[str, np.ndarray]:
    """The k-th draw of a router's outputs for `ROWS` tickets, float32."""
    draw = stream(seed, "logits of the router", k)
    sizes = {"priority": 1, "department": DEPARTMENTS}
    return {name: draw.normal(scale=2, size=(ROWS, n)).astype("float32") for name, n in sizes.items()}

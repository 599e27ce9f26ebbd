"""Questions of exercise 11d: rows that are too long are shortened, each by its own values."""

import contextlib
import logging
from collections.abc import Iterator

import numpy as np

from autograder.asking.collect import Answer
from autograder.asking.streams import stream

COUNT = 9


def drawn_rows(seed: int, dim: int, limit: float) -> np.ndarray:
    """Rows of drawn directions, shorter and longer than the limit; one of zeros. No two batches of them are alike."""
    draw = stream(seed, "directions")
    rows = draw.normal(size=(COUNT, dim))
    lengths = limit * draw.permutation([0.2, 0.6, 0.9, 0.97, 1.05, 1.5, 3.0, 8.0])
    rows[1:] *= (lengths / np.linalg.norm(rows[1:], axis=1))[:, None]
    rows[0] = 0
    return rows.astype("float32")


def ask(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        dim, limit = parameters[label]
        model = answer.call(dim, limit)
        answer.model(label, model, seed=None)
        ends = [tuple(t.shape[1:]) for t in (*model.inputs, *model.outputs)]
        if ends not in ([(dim,), (dim,)], [(None,), (dim,)]):
            return
        rows = drawn_rows(parameters["seed"], dim, limit)
        others = rows.copy()
        others[1::2] *= 5
        for name, batch in (("rows", rows), ("some", others)):
            shown = f"{answer.name}({dim}, {limit}).predict(rows)"
            with _quiet():
                found = answer.run(lambda m=model, r=batch: m.predict(r, verbose=0), shown)
            answer.items[f"{label} {name}"] = np.asarray(found)[:: 1 if name == "rows" else 2]


@contextlib.contextmanager
def _quiet() -> Iterator[None]:
    """Within: TensorFlow does not say that each new model is traced anew."""
    logger = logging.getLogger("tensorflow")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(before)

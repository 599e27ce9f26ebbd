"""Exercise 08c: an encoder that was made once for each text, repaired."""

from autograder.exercises.cases import LABELS, each, written
from autograder.exercises.common.planted import left_in
from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
from helpers.language import mark

_SHARING = """\
def repair_sharing(num_words, dim):
    titles = [keras.Input((None,), dtype="int32", name=name) for name in ("first", "second")]
    embedding = layers.Embedding(num_words, dim)
    convolution = layers.Conv1D(dim, 3, padding="same", activation="relu")
    vectors = []
    for title in titles:
        words = convolution(embedding(title))
        vectors.append(layers.GlobalAveragePooling1D()(words))
    return keras.Model(titles, layers.Subtract()(vectors))
"""
_TWICE = {
    "Embedding": ("(embedding(title))", "(layers.Embedding(num_words, dim)(title))"),
    "Conv1D": ("convolution(", 'layers.Conv1D(dim, 3, padding="same", activation="relu")('),
}
"""What is made once, and how it is made in each round of the loop instead."""


def _broken(*kinds: str) -> str:
    """The source in which layers of these kinds are made in the loop."""
    return edited(_SHARING, *(_TWICE[kind] for kind in kinds))


def _judge_sharing(items: dict, parameters: dict) -> list[Finding]:
    """Each of the two layers that is still made twice costs half."""
    seed = parameters["seed"]

    def judged(label: str, arguments: tuple) -> list[Finding]:
        def differs(kinds: tuple[str, ...]) -> list[Finding]:
            wanted = made_once(answer_of(_broken(*kinds), "repair_sharing"), arguments)
            return judge.model(items[label], wanted, seed)

        left, found = left_in(tuple(_TWICE), differs)
        return [_made_twice(items[label], kind) for kind in left] or found

    return each({label: parameters[label] for label in LABELS}, judged, written("repair_sharing"))


def _made_twice(item: dict, kind: str) -> Finding:
    nodes = [node for node in item["graph"]["nodes"] if node["op"] == kind]
    values = {"layers": [node["name"] for node in nodes], "op": kind, "count": 2}
    return Finding("sharing.in_loop", values, cost=0.5, nodes=tuple(node["id"] for node in nodes))


EXERCISE = Exercise(
    id="ex08c",
    answer="repair_sharing",
    points=2,
    reference=_SHARING,
    judge=_judge_sharing,
    parameters={"model": (1000, 16), "other": (50, 4)},
    hints=(
        mark("What makes new weights: the call of a class, as in `layers.Embedding(...)`, or the call of a layer?"),
        mark("Go through the loop line by line: which of its lines make a layer that has weights?"),
        mark(
            "Make `layers.Embedding(...)` and `layers.Conv1D(...)` before the loop, each with a name of its own, and call "
            "these two inside of it. The pooling has no weights: it may stay."
        ),
    ),
)

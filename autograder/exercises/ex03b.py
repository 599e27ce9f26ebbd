"""Exercise 03b: a new model of the same architecture, without the weights."""

from autograder.exercises.common.weights import alike
from autograder.exercises.exercise import Exercise
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex03b import NAMED, drawn_network
from helpers.language import mark

_ARCHITECTURE = """\
def same_architecture(model):
    return keras.Model.from_config(model.get_config())
"""


def _judge_architecture(items: dict, parameters: dict) -> list[Finding]:
    seed = parameters["seed"]
    for label in ("model", "other"):
        given = drawn_network(label, seed)
        before = given.get_weights()
        reused = [op.name for op in _operations(items[label]) if op.given]
        if reused:
            return [Finding("architecture.same_layers", {"layers": list(dict.fromkeys(reused))})]
        found = judge.model(items[label], given, None, NAMED)
        if found:
            return found
        if not alike(items[f"{label} source"], before):
            return [Finding("architecture.source_changed")]
        values = items[f"{label} values"]
        pairs = list(zip(values, before, given.weights, strict=True))
        copied = [w.path for value, old, w in pairs if alike([value], [old])]
        if copied:
            return [Finding("architecture.copied", {"got": len(copied), "expected": len(before)})]
        zero = [w.path for value, _old, w in pairs if value.ndim > 1 and not value.any()]
        if zero:
            return [Finding("architecture.zero", {"layers": zero})]
        again = items[f"{label} again"]
        if any(op.given for op in _operations(again)):
            return [Finding("architecture.same_twice")]
        found = judge.model(again, given, None, NAMED)
        if found:
            return [Finding("architecture.second_call"), *found]
    return []


def _operations(item: dict) -> tuple:
    return canonical(item["graph"], NAMED, item["given"]).operations


EXERCISE = Exercise(
    id="ex03b",
    answer="same_architecture",
    points=2,
    reference=_ARCHITECTURE,
    judge=_judge_architecture,
    hints=(
        mark("`model.get_config()` says everything about the graph and its layers, and nothing about the weights."),
        mark("A configuration becomes a model again by `keras.Model.from_config(config)`."),
        mark(
            "`from_config` empties the dict that it is given: ask the model for a new one at every call. "
            "`keras.models.clone_model(model)` does both steps in one, and compiles its copy as the model was."
        ),
    ),
)

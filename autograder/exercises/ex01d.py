"""Exercise 01d: a Sequential written as a functional model, over the same layers."""

from autograder.exercises.cases import each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex01d import LISTS, drawn_list
from helpers.language import mark

_FROM_SEQUENTIAL = """\
def from_sequential(model):
    inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)
    x = inputs
    for layer in model.layers:
        x = layer(x)
    return keras.Model(inputs, x)
"""


def _judge_list(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, _place: int) -> list[Finding]:
        given, seed = drawn_list(label, parameters["seed"]), parameters["seed"]
        wanted = answer_of(_FROM_SEQUENTIAL, "from_sequential")(given)
        found = _whole(items[label]["graph"]) or judge.model(items[label], wanted, seed, given={"model": given})
        lost = items[f"{label} lost"]
        if lost and (not found or judge.own_weights(items[label])):
            return [Finding("list.copied", {"layers": lost})]
        return found

    general = ("list.whole", "list.copied", "graph.input_dtype")
    return each({label: k for k, label in enumerate(LISTS)}, judged, lambda _k: "from_sequential(another)", general)


def _whole(read: dict) -> list[Finding]:
    """Findings where one call holds several layers: no layer of the lists has more than two weights."""
    for node in read["nodes"]:
        if node["kind"] == "model" or len(node["weights"]) > 2:
            return [Finding("list.whole", {"layer": node["name"]}, nodes=(node["id"],))]
    return []


EXERCISE = Exercise(
    id="ex01d",
    answer="from_sequential",
    points=2,
    reference=_FROM_SEQUENTIAL,
    judge=_judge_list,
    hints=(
        mark("The layers are there: `model.layers` has them in their order. Make no new ones."),
        mark(
            "What a list doesn't say by itself is its input. The built model knows it: `model.input_shape` begins with the "
            "batch, and `model.inputs[0].dtype` is the dtype."
        ),
        mark(
            "Begin with `x = inputs = keras.Input(shape=model.input_shape[1:], dtype=model.inputs[0].dtype)`, call each "
            "layer on `x`, and end with `keras.Model(inputs, x)`."
        ),
    ),
)

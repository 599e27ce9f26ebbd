"""Exercise 11b: a subclassed model made functional, with the same layers."""

from autograder.exercises.cases import each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex11b import WIDTHS, as_given, drawn_mlp
from helpers.language import mark

_FUNCTIONAL = """\
def to_functional(mlp):
    num_features = mlp.layers[0].kernel.shape[0]
    inputs = keras.Input(shape=(num_features,))
    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
"""


def _judge_functional(items: dict, parameters: dict) -> list[Finding]:
    def judged(label: str, _width: int) -> list[Finding]:
        mlp = drawn_mlp(parameters["seed"], label)
        wanted, given = answer_of(_FUNCTIONAL, "to_functional")(mlp), {"mlp": as_given(mlp)}
        return _same_layers(items[label]) or judge.model(items[label], wanted, parameters["seed"], given=given)

    return each(WIDTHS, judged, lambda _width: "to_functional(another_mlp)")


def _same_layers(item: dict) -> list[Finding]:
    """Findings where the layers of `mlp` are not the layers of the new model, or hide in one call of all of them."""
    got = canonical(item["graph"], given=item["given"])
    weighted = [op for op in got.operations if op.weights]
    whole = [op for op in weighted if op.custom and len(op.given) > 2]  # no single layer of these has three weights
    if whole:
        return [Finding("functional.whole", {"layer": whole[0].name}, nodes=(whole[0].node,))]
    copies = [op for op in weighted if not op.given]
    used = {tag for op in weighted for tag in op.given}
    if copies and len(used) < len(item["given"]["mlp"]["weights"]):
        names = list(dict.fromkeys(op.name for op in copies))
        return [Finding("functional.copied", {"layers": names}, nodes=tuple(op.node for op in copies))]
    return []


EXERCISE = Exercise(
    id="ex11b",
    answer="to_functional",
    points=2,
    reference=_FUNCTIONAL,
    judge=_judge_functional,
    hints=(
        mark(
            "The layers exist and have their weights: `mlp.layers` lists them in the order of the calls. Make no "
            "new ones."
        ),
        mark(
            "The only thing that a subclassed model does not say is the shape of its input. The kernel of the "
            "first Dense layer does: `mlp.layers[0].kernel.shape[0]`."
        ),
        mark(
            "Begin with `x = inputs = keras.Input(shape=(...,))`, call each layer on `x` in a loop, and end with "
            "`keras.Model(inputs, x)`."
        ),
    ),
)

"""Exercise 11c: a graph with four wrong wires, each told for itself."""

from autograder.exercises.common.planted import left_in, marked
from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
from helpers.language import mark

_WIRING = """\
def repair_wiring():
    image = keras.Input(shape=(32, 32, 3), name="image")
    stem = layers.Conv2D(16, 3, padding="same", activation="relu", name="stem")(image)
    fine = layers.Conv2D(16, 3, padding="same", name="fine")(stem)
    coarse = layers.Conv2D(16, 7, padding="same", name="coarse")(stem)
    detail = layers.Subtract(name="detail")([fine, coarse])
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_1")(detail)
    x = layers.Conv2D(16, 3, padding="same", activation="relu", name="conv_2")(x)
    total = layers.Add(name="total")([x, detail])
    pooled = layers.GlobalAveragePooling2D(name="pooled")(total)
    texture = layers.GlobalAveragePooling2D(name="texture")(detail)
    label = layers.Dense(10, name="label")(pooled)
    quality = layers.Dense(1, name="quality")(texture)
    return keras.Model(image, [label, quality])
"""
_FAULTS = (
    ("([fine, coarse])", "([coarse, fine])", "graph.argument_order", "detail", ["coarse", "fine"], ["fine", "coarse"]),
    ('"conv_2")(x)', '"conv_2")(detail)', "graph.edge", "conv_2", ["detail"], ["conv_1"]),
    ("([x, detail])", "([x, stem])", "graph.edge", "total", ["stem"], ["detail"]),
    ('"quality")(texture)', '"quality")(pooled)', "graph.edge", "quality", ["pooled"], ["texture"]),
)
"""What is right, what stands there instead, and the finding on it: key, layer, what it gets, what it should get."""


def _broken(faults: tuple) -> str:
    return edited(_WIRING, *((right, wrong) for right, wrong, *_finding in faults))


BROKEN = _broken(_FAULTS).replace("def repair_wiring", "def broken_wiring")
"""What the chapter gives to the learner: four wires are wrong, and every shape fits.

What the model should do: `detail` is `fine` minus `coarse`; `conv_2` follows `conv_1`; `total` adds `detail` to what the
two convolutions made of it; `label` is told from `pooled`, `quality` from `texture`.
"""


def _judge_wiring(items: dict, parameters: dict) -> list[Finding]:
    """Each of the four faults that is left costs a quarter."""
    item, seed = items["model"], parameters["seed"]

    def differs(left: tuple) -> list[Finding]:
        return judge.model(item, made_once(answer_of(_broken(left), "repair_wiring")), seed)

    left, found = left_in(_FAULTS, differs)
    return [_left(fault, item) for fault in left] or found


def _left(fault: tuple, item: dict) -> Finding:
    _right, _wrong, key, layer, got, expected = fault
    values = {"layer": layer, "op": "", "place": 0, "got": got, "expected": expected}
    shown = marked(item, layer, got, expected)
    return Finding(key, values, 1 / len(_FAULTS), **shown | ({} if key == "graph.edge" else {"expected": ()}))


EXERCISE = Exercise(
    id="ex11c",
    answer="repair_wiring",
    one_by_one=True,
    points=4,
    reference=_WIRING,
    judge=_judge_wiring,
    hints=(
        mark(
            "Every shape fits, so Keras can't object. Go through the code layer by layer: is what stands in the "
            "last brackets what the description says?"
        ),
        mark(
            "Two layers that are built and then not used are a trace: whose output should have come from them? "
            "And `Subtract` is the one join here whose order counts."
        ),
        mark(
            "Four calls are wrong: those of `detail`, `conv_2`, `total` and `quality`. The layers themselves are right."
        ),
    ),
)

"""Exercise 11b: a subclassed model made functional, with the same layers."""

from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c11_when.to_functional import WIDTHS, as_given, ask_functional, drawn_mlp
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
    for label in WIDTHS:
        mlp = drawn_mlp(parameters["seed"], label)
        wanted = answer_of(_FUNCTIONAL, "to_functional")(mlp)
        found = _same_layers(items[label]) or judge.model(
            items[label], wanted, parameters["seed"], given={"mlp": as_given(mlp)}
        )
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": "to_functional(another_mlp)"}), *found]
        if found:
            return found
    return []


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


_CALLS = """    x = inputs
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs, x)
"""

EXERCISE = Exercise(
    id="ex11b",
    answer="to_functional",
    points=2,
    reference=_FUNCTIONAL,
    ask=ask_functional,
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
    right=(
        """\
def to_functional(mlp):
    x = inputs = keras.Input(mlp.get_build_config()["input_shape"][1:])
    for layer in mlp.layers:
        x = layer(x)
    return keras.Model(inputs=[inputs], outputs=[x], name=mlp.name)
""",
        """\
import functools

def to_functional(mlp):
    inputs = keras.Input(shape=mlp.weights[0].shape[:1], name="rows")
    outputs = functools.reduce(lambda x, layer: layer(x), mlp.layers, inputs)
    return keras.models.Model(inputs, outputs)
""",
        # a Sequential of the same layers inside
        """\
def to_functional(mlp):
    inputs = keras.Input((mlp.layers[0].get_build_config()["input_shape"][-1],))
    return keras.Model(inputs, keras.Sequential(mlp.layers)(inputs))
""",
        """\
def to_functional(mlp):
    first, *others = mlp.layers
    inputs = keras.Input(batch_shape=(None, len(first.get_weights()[0])))
    x = first(inputs)
    for k in range(len(others)):
        x = others[k](x)
    return keras.Model(inputs, x)
""",
    ),
    wrong=(
        Wrong(edited(_FUNCTIONAL, (_CALLS, "    return keras.Model(inputs, mlp(inputs))\n")), "functional.whole"),
        Wrong(
            edited(_FUNCTIONAL, ("x = layer(x)", "x = layer.__class__.from_config(layer.get_config())(x)")),
            "functional.copied",
        ),
        Wrong(
            edited(
                _FUNCTIONAL,
                ("x = layer(x)", "x = layer.__class__.from_config(layer.get_config())(x)"),
                (
                    "    return keras.Model(inputs, x)",
                    "    model = keras.Model(inputs, x)\n    model.set_weights(mlp.get_weights())\n    return model",
                ),
            ),
            "functional.copied",
        ),
        Wrong("def to_functional(mlp):\n    return mlp\n", "model.subclassed"),
        Wrong("def to_functional(mlp):\n    return keras.Sequential(mlp.layers)\n", "model.sequential"),
        Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[:-1]:")), "graph.missing"),
        Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[::-1]:")), "answer.raised"),
        Wrong(edited(_FUNCTIONAL, ("(inputs, x)", "(inputs, layers.Softmax()(x))")), "graph.activation_surplus"),
        Wrong(edited(_FUNCTIONAL, ("in mlp.layers:", "in mlp.layers[:3]:")), "arguments.ignored"),
        Wrong(
            edited(_FUNCTIONAL, ("in mlp.layers:", "in [l for l in mlp.layers if l.weights]:")),
            "arguments.ignored",
        ),
        Wrong(edited(_FUNCTIONAL, ("mlp.layers[0].kernel.shape[0]", "784")), "answer.raised"),
        Wrong(edited(_FUNCTIONAL, ("    return keras.Model(inputs, x)\n", "")), "answer.returned_none"),
        Wrong(edited(_FUNCTIONAL, ("return keras.Model(inputs, x)", "return x")), "model.tensor"),
    ),
)

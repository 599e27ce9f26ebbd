"""Exercise 07a: two convolutions and a skip, as a function of a tensor."""

from autograder.exercises.c07_resnet.blocks import first_cause
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c07_resnet.residual_block import ask_block
from helpers.language import mark

_BLOCK = """\
def residual_block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1)(x)
    return layers.add([y, x])
"""


def _judge_block(items: dict, parameters: dict) -> list[Finding]:
    import keras

    block = answer_of(_BLOCK, "residual_block")
    for label in ("model", "other"):
        size, channels, filters = parameters[label]
        x = keras.Input((size, size, channels), name="x")
        wanted = keras.Model(x, block(x, filters))
        found = judge.model(items[label], wanted, parameters["seed"])
        if found:
            return first_cause(items[label], wanted) or found
    return []


_PROJECT = "        x = layers.Conv2D(filters, 1)(x)\n"
_IF = "    if x.shape[-1] != filters:\n" + _PROJECT
_SUM = "    return layers.add([y, x])\n"
_LAST = '    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)\n'
_RELU = ', activation="relu"'

EXERCISE = Exercise(
    id="ex07a",
    answer="residual_block",
    points=3,
    reference=_BLOCK,
    ask=ask_block,
    judge=_judge_block,
    parameters={"model": (9, 8, 8), "other": (10, 3, 8)},
    hints=(
        mark(
            "Keep `x`: give it to the first convolution, the result to the second, and add `x` to that. "
            "`x` is a tensor of a graph, and so is what you return."
        ),
        mark('A 3x3 convolution with `padding="same"` keeps height and width, so that the sum fits.'),
        mark(
            "`x.shape[-1]` is the number of channels. Where it is not `filters`, add `layers.Conv2D(filters, 1)(x)` "
            "in place of `x`: it changes the channels, nothing else."
        ),
    ),
    right=(
        """\
def residual_block(x, filters):
    skip = x if x.shape[3] == filters else layers.Conv2D(filters, kernel_size=(1, 1), padding="same")(x)
    for _ in range(2):
        x = layers.ReLU()(layers.Conv2D(filters, (3, 3), padding="same")(x))
    return skip + x
""",
        """\
def residual_block(x, filters):
    convolve = keras.Sequential([
        layers.Conv2D(filters, 3, 1, "same", activation="relu"), layers.Conv2D(filters, 3, 1, "same", activation="relu"),
    ])
    y = convolve(x)
    if x.shape[-1] == filters:
        return layers.Add()([x, y])
    return layers.Add()([layers.Conv2D(filters, 1, activation="linear")(x), y])
""",
        # padded by hand
        """\
def residual_block(x, filters):
    y = layers.Conv2D(filters, 3, activation="relu")(layers.ZeroPadding2D(1)(x))
    y = ops.relu(layers.Conv2D(filters, 3)(layers.ZeroPadding2D(((1, 1), (1, 1)))(y)))
    channels = ops.shape(x)[-1]
    return ops.add(y, x if channels == filters else layers.Conv2D(filters, 1, name="projection")(x))
""",
    ),
    wrong=(
        Wrong(edited(_BLOCK, (_IF, ""), (_SUM, "    return y\n")), "block.no_skip"),
        Wrong(edited(_BLOCK, (_IF, "")), "block.channels"),
        Wrong(edited(_BLOCK, (_IF, ""), (_SUM, "    return y + x\n")), "block.channels"),
        Wrong(edited(_BLOCK, (_IF, _PROJECT.replace("        x", "    x"))), "block.projected"),
        Wrong(edited(_BLOCK, (_SUM, '    return layers.Activation("relu")(layers.add([y, x]))\n')), "block.after_sum"),
        Wrong(
            edited(_BLOCK, (_LAST, _LAST.replace(_RELU, "")), (_SUM, "    return ops.relu(y + x)\n")),
            "block.after_sum",
        ),
        Wrong(edited(_BLOCK, (_LAST, _LAST.replace(_RELU, ""))), "graph.activation_missing"),
        Wrong(edited(_BLOCK, (', padding="same"', "")), "block.sizes"),
        Wrong(
            edited(_BLOCK, ("Conv2D(filters, 1)", "Conv2D(filters, 1, activation='relu')")),
            "graph.activation_surplus",
        ),
        Wrong(edited(_BLOCK, ("Conv2D(filters, 1)", "Conv2D(filters, 1, use_bias=False)")), "graph.config"),
        Wrong(edited(_BLOCK, ("Conv2D(filters, 1)", 'Conv2D(filters, 3, padding="same")')), "graph.config"),
        Wrong(edited(_BLOCK, ("layers.add(", "layers.concatenate(")), "graph.kind"),
        Wrong(edited(_BLOCK, ("Conv2D(filters, 1)(x)", "Conv2D(filters, 1)(y)")), "graph.edge"),
        Wrong(edited(_BLOCK, (_LAST, _LAST.replace("(y)", "(x)"))), "graph.missing"),
        Wrong(edited(_BLOCK, (_SUM, "    return keras.Model(x, layers.add([y, x]))\n")), "block.model"),
        Wrong(edited(_BLOCK, (_SUM, "    layers.add([y, x])\n")), "answer.returned_none"),
        Wrong(edited(_BLOCK, (_SUM, "    return layers.Add()\n")), "block.type"),
        Wrong(edited(_BLOCK, (_SUM, "    return layers.Dropout(0.5)(layers.add([y, x]))\n")), "graph.surplus"),
    ),
)

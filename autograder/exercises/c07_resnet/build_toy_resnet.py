"""Exercise 07b: the toy ResNet, with as many residual blocks as asked for."""

from autograder.exercises.c07_resnet.blocks import first_cause
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c07_resnet.build_toy_resnet import ask_build, build_call
from helpers.language import mark

TOY_RESNET = """\
def build_toy_resnet(input_shape, num_classes, num_blocks):
    inputs = keras.Input(shape=input_shape, name="img")
    x = layers.Conv2D(32, 3, activation="relu")(inputs)
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    for _ in range(num_blocks):
        skip = x
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)
        x = layers.add([x, skip])
    x = layers.Conv2D(64, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    x = layers.Dense(256, activation="relu")(x)
    x = layers.Dropout(0.5)(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs, name="toy_resnet")
"""


def _judge_build(items: dict, parameters: dict) -> list[Finding]:
    build = answer_of(TOY_RESNET, "build_toy_resnet")
    for label in ("model", "other"):
        shape, classes, blocks = parameters[label]
        wanted = build(tuple(shape), classes, blocks)
        found = judge.model(items[label], wanted, parameters["seed"])
        found = found and (first_cause(items[label], wanted) or found)
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": build_call(parameters[label])}), *found]
        if found:
            return found
    return []


EXERCISE = Exercise(
    id="ex07b",
    answer="build_toy_resnet",
    points=4,
    reference=TOY_RESNET,
    ask=ask_build,
    judge=_judge_build,
    parameters={"model": ((32, 32, 3), 10, 2), "other": ((28, 28, 1), 7, 3)},
    hints=(
        mark(
            "Three parts: the stem (two convolutions, 32 and 64 filters, and a pooling of 3), `num_blocks` residual blocks "
            "of 64 filters, the head. Only convolutions inside blocks are padded."
        ),
        mark(
            "A loop makes the blocks. Each begins with the sum of the one before: "
            "`skip = x`, two convolutions, `x = layers.add([x, skip])`."
        ),
        mark(
            "The head: a convolution of 64 filters, `GlobalAveragePooling2D`, 256 Dense units, `Dropout(0.5)`, "
            "and the Dense layer of the classes without an activation."
        ),
    ),
    right=(
        """\
def block(x):
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(64, 3, padding="same", activation="relu")(y)
    return x + y

def build_toy_resnet(input_shape, num_classes, num_blocks):
    image = keras.Input(input_shape)
    x = layers.MaxPool2D(3)(layers.Conv2D(64, 3, activation="relu")(layers.Conv2D(32, 3, activation="relu")(image)))
    for _ in range(num_blocks):
        x = block(x)
    x = ops.mean(layers.Conv2D(64, 3, activation="relu")(x), axis=[1, 2])
    x = layers.Dropout(0.5)(layers.Dense(256, "relu")(x))
    return keras.Model(image, layers.Dense(num_classes)(x))
""",
        # blocks as models of their own
        """\
def make_block(shape, k):
    x = keras.Input(shape)
    y = x
    for _ in range(2):
        y = layers.Activation("relu")(layers.Conv2D(64, 3, padding="same")(y))
    return keras.Model(x, layers.Add(name=f"sum_{k}")([x, y]), name=f"block_{k}")

def build_toy_resnet(input_shape, num_classes, num_blocks):
    stem = keras.Sequential([
        keras.Input(input_shape), layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D((3, 3), strides=3),
    ])
    x = stem.outputs[0]
    for k in range(num_blocks):
        x = make_block(x.shape[1:], k)(x)
    head = keras.Sequential([
        layers.Conv2D(64, 3, activation="relu"), layers.GlobalAveragePooling2D(), layers.Dense(256, "relu"),
        layers.Dropout(0.5), layers.Dense(num_classes),
    ])
    return keras.Model(stem.inputs[0], head(x))
""",
        # a relu of a sum that is never negative changes nothing
        edited(TOY_RESNET, ("layers.add([x, skip])", "ops.relu(ops.add(skip, x))")),
    ),
    wrong=(
        Wrong(edited(TOY_RESNET, ("        x = layers.add([x, skip])\n", "")), "block.no_skip"),
        Wrong(
            edited(
                TOY_RESNET,
                (
                    "    for _ in range(num_blocks):\n        skip = x\n",
                    "    skip = x\n    for _ in range(num_blocks):\n",
                ),
            ),
            "graph.edge",
        ),
        Wrong(
            edited(
                TOY_RESNET,
                (
                    '        skip = x\n        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n',
                    '        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n        skip = x\n',
                ),
            ),
            "graph.edge",
        ),
        Wrong(
            edited(
                TOY_RESNET,
                (
                    '        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n        x = layers.add([x, skip])\n',
                    '        x = layers.Conv2D(64, 3, padding="same")(x)\n        x = ops.relu(layers.add([x, skip]))\n',
                ),
            ),
            "block.after_sum",
        ),
        Wrong(
            edited(
                TOY_RESNET,
                ("    for _ in", "    for k in"),
                ("layers.add([x, skip])", "layers.add([x, skip]) if k else x"),
            ),
            "graph.missing_merge",
        ),
        Wrong(edited(TOY_RESNET, (', padding="same"', "")), "block.sizes"),
        Wrong(edited(TOY_RESNET, (', padding="same"', ""), ("add([x", "concatenate([x")), "answer.raised"),  # no sum
        Wrong(
            edited(TOY_RESNET, ("Dense(num_classes)", 'Dense(num_classes, activation="relu")')),
            "graph.activation_surplus",
        ),
        Wrong(
            edited(TOY_RESNET, ("Dense(num_classes)", 'Dense(num_classes, activation="softmax")')),
            "graph.activation_surplus",
        ),
        Wrong(edited(TOY_RESNET, ("    x = layers.Dropout(0.5)(x)\n", "")), "graph.missing"),
        Wrong(edited(TOY_RESNET, ("Dropout(0.5)", "Dropout(0.2)")), "graph.config"),
        Wrong(edited(TOY_RESNET, ("range(num_blocks)", "range(1)")), "resnet.blocks"),
        Wrong(edited(TOY_RESNET, ("range(num_blocks)", "range(2)")), "arguments.ignored"),
        Wrong(edited(TOY_RESNET, ("Dense(num_classes)", "Dense(10)")), "arguments.ignored"),
        Wrong(edited(TOY_RESNET, ("shape=input_shape", "shape=(32, 32, 3)")), "arguments.ignored"),
        Wrong(
            edited(
                TOY_RESNET,
                (
                    "    for _ in range",
                    '    first = layers.Conv2D(64, 3, activation="relu", padding="same")\n'
                    '    second = layers.Conv2D(64, 3, activation="relu", padding="same")\n    for _ in range',
                ),
                (
                    'x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)',
                    "x = second(first(x))",
                ),
            ),
            "graph.shared",
        ),
        Wrong(edited(TOY_RESNET, ("GlobalAveragePooling2D", "Flatten")), "graph.kind"),
        Wrong(edited(TOY_RESNET, ("GlobalAveragePooling2D", "GlobalMaxPooling2D")), "graph.kind"),
        Wrong(edited(TOY_RESNET, ("layers.add([", "layers.multiply([")), "graph.kind"),
        Wrong(edited(TOY_RESNET, ("MaxPooling2D(3)", "MaxPooling2D(2)")), "graph.config"),
        Wrong(edited(TOY_RESNET, ("Conv2D(32, 3, ", 'Conv2D(32, 3, padding="same", ')), "graph.config"),
        Wrong(edited(TOY_RESNET, ('"relu"', '"tanh"')), "graph.activation_everywhere"),
    ),
)

"""Exercises of chapter 07: a residual block, the toy ResNet made of such blocks, and its training."""

import re
from typing import Any

import numpy as np

from autograder import judge
from autograder.collect import Answer, Stop
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graph import Graph, canonical
from autograder.verdict import Finding
from helpers import graph
from helpers.language import mark

# what a sum says when it can't be made ---

_SHAPES = re.compile(r"[(\[]((?:None|\d+)(?:, (?:None|\d+))+)[)\]]")


def _call(answer: Answer, *args: Any, shown: str) -> Any:
    """Call the answer; a sum of tensors that don't fit is told as such, in place of Keras's message."""
    try:
        return answer.call(*args, shown=shown)
    except Stop:
        fault = answer.items["faults"][-1]
        message = str(fault["values"].get("message", ""))
        shapes = [found.split(", ")[-3:] for found in _SHAPES.findall(message)]
        if fault["key"] == "answer.raised" and len(shapes) == 2 and len(shapes[0]) == len(shapes[1]) == 3:
            key = "block.sizes" if shapes[0][:2] != shapes[1][:2] else "block.channels"
            ends = [" x ".join(s[:2]) if key == "block.sizes" else s[2] for s in shapes]
            values = {k: fault["values"].get(k) for k in ("call", "line", "code")} | {
                "first": ends[0],
                "second": ends[1],
            }
            answer.items["faults"] = [{"key": key, "values": values}]
        raise


# ex07a ---

_BLOCK = """\
def residual_block(x, filters):
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(x)
    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
    if x.shape[-1] != filters:
        x = layers.Conv2D(filters, 1)(x)
    return layers.add([y, x])
"""


def _ask_block(answer: Answer, parameters: dict) -> None:
    import keras

    for label in ("model", "other"):
        size, channels, filters = parameters[label]
        x = keras.Input((size, size, channels), name="x")
        shown = f"residual_block(x, {filters})"
        end = _call(answer, x, filters, shown=shown)
        if end is None:
            raise answer.fault("answer.returned_none", name=answer.name)
        if isinstance(end, keras.Model):
            raise answer.fault("block.model", name=answer.name)
        if not isinstance(end, keras.KerasTensor):
            raise answer.fault("block.type", name=answer.name, type=type(end).__name__)
        model = answer.run(lambda a=x, b=end: keras.Model(a, b), f"keras.Model(x, {shown})")
        answer.model(label, model, parameters["seed"])


def _judge_block(items: dict, parameters: dict) -> list[Finding]:
    import keras

    block = answer_of(_BLOCK, "residual_block")
    for label in ("model", "other"):
        size, channels, filters = parameters[label]
        x = keras.Input((size, size, channels), name="x")
        wanted = keras.Model(x, block(x, filters))
        found = judge.model(items[label], wanted, parameters["seed"])
        if found:
            return _first_cause(items[label], wanted) or found
    return []


# what a good teacher says first ---


def _first_cause(item: dict, wanted: Any) -> list[Finding]:
    """Faults of residual blocks that show in the graph as several differences, or as an unlucky one."""
    got, expected = canonical(item["graph"]), canonical(graph.read(wanted))
    return _after_sum(got) or _projected(got, expected) or _number_of_blocks(got, expected) or _no_skip(got, expected)


def _after_sum(got: Graph) -> list[Finding]:
    for op in got.operations:
        if op.op == "Activation" and got.operations[op.inputs[0][0]].op == "Add":
            values = {"layer": op.name, "got": str(op.config["activation"])}
            return [Finding("block.after_sum", values, nodes=(op.node,))]
    return []


def _projected(got: Graph, expected: Graph) -> list[Finding]:
    """Skips that go through a convolution of size 1, though the channels are equal."""

    def projections(whole: Graph) -> list:
        sources = {s for op in whole.operations if op.op == "Add" for s, _k in op.inputs}
        ends = (whole.operations[s] for s in sources)
        return [op for op in ends if op.op == "Conv2D" and op.config["kernel_size"] == [1, 1]]

    if projections(expected) or not projections(got):
        return []
    surplus = projections(got)
    return [Finding("block.projected", {"layers": [op.name for op in surplus]}, nodes=tuple(op.node for op in surplus))]


def _number_of_blocks(got: Graph, expected: Graph) -> list[Finding]:
    """Whole blocks, sum and convolutions, too few or too many."""
    sums, convolutions = (
        [sum(op.op == kind for op in whole.operations) for whole in (got, expected)] for kind in ("Add", "Conv2D")
    )
    lacking = sums[1] - sums[0]
    if lacking and convolutions[1] - convolutions[0] == 2 * lacking:
        return [Finding("resnet.blocks", {"got": sums[0], "expected": sums[1]})]
    return []


def _no_skip(got: Graph, expected: Graph) -> list[Finding]:
    """A plain chain, with all the convolutions asked for."""
    if any(len(op.inputs) > 1 for op in got.operations):
        return []
    convolutions = [sum(op.op == "Conv2D" for op in whole.operations) for whole in (got, expected)]
    return [Finding("block.no_skip")] if convolutions[0] == convolutions[1] else []


# ex07b ---

_BUILD = """\
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


def _ask_build(answer: Answer, parameters: dict) -> None:
    for label in ("model", "other"):
        shape, classes, blocks = parameters[label]
        answer.model(
            label,
            _call(answer, tuple(shape), classes, blocks, shown=_build_call(parameters[label])),
            parameters["seed"],
        )


def _build_call(arguments: tuple) -> str:
    shape, classes, blocks = arguments
    return f"build_toy_resnet({tuple(shape)}, {classes}, {blocks})"


def _judge_build(items: dict, parameters: dict) -> list[Finding]:
    build = answer_of(_BUILD, "build_toy_resnet")
    for label in ("model", "other"):
        shape, classes, blocks = parameters[label]
        wanted = build(tuple(shape), classes, blocks)
        found = judge.model(items[label], wanted, parameters["seed"])
        found = found and (_first_cause(items[label], wanted) or found)
        if found and label == "other":
            return [Finding("arguments.ignored", {"call": _build_call(parameters[label])}), *found]
        if found:
            return found
    return []


# ex07c ---

_TRAIN = (
    _BUILD
    + """\


def train_toy_resnet(images, labels, seed):
    keras.utils.set_random_seed(seed)
    model = build_toy_resnet((32, 32, 3), 10, 2)
    model.compile(
        optimizer=keras.optimizers.Adam(1e-3),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(images.astype("float32") / 255, labels, batch_size=16, epochs=5, verbose=0)
    return model
"""
)
_SHAPE, _CLASSES = (32, 32, 3), 10
_TRIES = 2
"""A miss of the range is trained once more, with another seed, before it counts."""


def _crops(parameters: dict) -> tuple:
    from helpers import datasets

    return datasets.photo_crops(parameters["seed"], parameters["images"], parameters["unseen"])


def _ask_train(answer: Answer, parameters: dict) -> None:
    (images, labels), (unseen, truth) = _crops(parameters)
    for attempt in range(_TRIES):
        model = _call(answer, images.copy(), labels.copy(), parameters["seed"] + attempt, shown="train_toy_resnet(…)")
        answer.model("model", model, seed=None)
        answer.predictions("outputs", model, unseen.astype("float32") / 255)
        outputs = answer.items["outputs"]
        # only saves time: the judge counts for itself
        if outputs.ndim != 2 or np.mean(outputs.argmax(-1) == truth) >= parameters["least"]:
            return
        answer.predictions("unscaled", model, unseen.astype("float32"))


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    (_images, _labels), (_unseen, truth) = _crops(parameters)
    found = judge.classifier(items["model"], items["outputs"], truth, _SHAPE, _CLASSES, parameters["least"])
    missed = found and found[0].key.startswith("accuracy.") and "unscaled" in items
    if missed and not judge.accuracy(items["unscaled"], truth, parameters["least"]):
        return [Finding("resnet.unscaled", found[0].values)]
    return found


_PROJECT = "        x = layers.Conv2D(filters, 1)(x)\n"
_IF = "    if x.shape[-1] != filters:\n" + _PROJECT
_SUM = "    return layers.add([y, x])\n"
_LAST = '    y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)\n'
_RELU = ', activation="relu"'
_FIT = '    model.fit(images.astype("float32") / 255, labels, batch_size=16, epochs=5, verbose=0)\n'

EXERCISES = (
    Exercise(
        id="ex07a",
        answer="residual_block",
        points=3,
        reference=_BLOCK,
        ask=_ask_block,
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
            Wrong(
                edited(_BLOCK, (_SUM, '    return layers.Activation("relu")(layers.add([y, x]))\n')), "block.after_sum"
            ),
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
    ),
    Exercise(
        id="ex07b",
        answer="build_toy_resnet",
        points=4,
        reference=_BUILD,
        ask=_ask_build,
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
            edited(_BUILD, ("layers.add([x, skip])", "ops.relu(ops.add(skip, x))")),
        ),
        wrong=(
            Wrong(edited(_BUILD, ("        x = layers.add([x, skip])\n", "")), "block.no_skip"),
            Wrong(
                edited(
                    _BUILD,
                    (
                        "    for _ in range(num_blocks):\n        skip = x\n",
                        "    skip = x\n    for _ in range(num_blocks):\n",
                    ),
                ),
                "graph.edge",
            ),
            Wrong(
                edited(
                    _BUILD,
                    (
                        '        skip = x\n        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n',
                        '        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n        skip = x\n',
                    ),
                ),
                "graph.edge",
            ),
            Wrong(
                edited(
                    _BUILD,
                    (
                        '        x = layers.Conv2D(64, 3, activation="relu", padding="same")(x)\n        x = layers.add([x, skip])\n',
                        '        x = layers.Conv2D(64, 3, padding="same")(x)\n        x = ops.relu(layers.add([x, skip]))\n',
                    ),
                ),
                "block.after_sum",
            ),
            Wrong(
                edited(
                    _BUILD,
                    ("    for _ in", "    for k in"),
                    ("layers.add([x, skip])", "layers.add([x, skip]) if k else x"),
                ),
                "graph.missing_merge",
            ),
            Wrong(edited(_BUILD, (', padding="same"', "")), "block.sizes"),
            Wrong(
                edited(_BUILD, ("Dense(num_classes)", 'Dense(num_classes, activation="relu")')),
                "graph.activation_surplus",
            ),
            Wrong(
                edited(_BUILD, ("Dense(num_classes)", 'Dense(num_classes, activation="softmax")')),
                "graph.activation_surplus",
            ),
            Wrong(edited(_BUILD, ("    x = layers.Dropout(0.5)(x)\n", "")), "graph.missing"),
            Wrong(edited(_BUILD, ("Dropout(0.5)", "Dropout(0.2)")), "graph.config"),
            Wrong(edited(_BUILD, ("range(num_blocks)", "range(1)")), "resnet.blocks"),
            Wrong(edited(_BUILD, ("range(num_blocks)", "range(2)")), "arguments.ignored"),
            Wrong(edited(_BUILD, ("Dense(num_classes)", "Dense(10)")), "arguments.ignored"),
            Wrong(edited(_BUILD, ("shape=input_shape", "shape=(32, 32, 3)")), "arguments.ignored"),
            Wrong(
                edited(
                    _BUILD,
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
            Wrong(edited(_BUILD, ("GlobalAveragePooling2D", "Flatten")), "graph.kind"),
            Wrong(edited(_BUILD, ("GlobalAveragePooling2D", "GlobalMaxPooling2D")), "graph.kind"),
            Wrong(edited(_BUILD, ("layers.add([", "layers.multiply([")), "graph.kind"),
            Wrong(edited(_BUILD, ("MaxPooling2D(3)", "MaxPooling2D(2)")), "graph.config"),
            Wrong(edited(_BUILD, ("Conv2D(32, 3, ", 'Conv2D(32, 3, padding="same", ')), "graph.config"),
            Wrong(edited(_BUILD, ('"relu"', '"tanh"')), "graph.activation_everywhere"),
        ),
    ),
    Exercise(
        id="ex07c",
        answer="train_toy_resnet",
        points=3,
        reference=_TRAIN,
        ask=_ask_train,
        judge=_judge_train,
        parameters={"images": 500, "unseen": 500, "least": 0.35},
        seconds=180,
        hints=(
            mark("Scale the images outside of the model, build the ResNet, compile it, fit it, return it."),
            mark("One epoch of 500 images is too few: the model still guesses. Try five or more, in batches of 16."),
        ),
        right=(
            # one-hot labels, another optimizer, images of any size
            edited(
                _TRAIN,
                ("build_toy_resnet((32, 32, 3), 10, 2)", "build_toy_resnet((None, None, 3), 10, 2)"),
                ("Adam(1e-3)", "RMSprop(1e-3)"),
                ("SparseCategoricalCrossentropy", "CategoricalCrossentropy"),
                ("labels, batch_size", "keras.utils.to_categorical(labels, 10), batch_size"),
            ),
            # slimmer, one block, a dataset
            """\
def train_toy_resnet(images, labels, seed):
    keras.utils.set_random_seed(seed)
    inputs = keras.Input((32, 32, 3))
    x = layers.MaxPooling2D(2)(layers.Conv2D(32, 3, activation="relu")(inputs))
    y = layers.Conv2D(32, 3, activation="relu", padding="same")(x)
    x = layers.MaxPooling2D(2)(x + layers.Conv2D(32, 3, activation="relu", padding="same")(y))
    x = layers.GlobalAveragePooling2D()(layers.Conv2D(64, 3, activation="relu")(x))
    model = keras.Model(inputs, layers.Dense(10)(x))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.Adam(2e-3), loss=loss, metrics=["accuracy"])
    rows = tf.data.Dataset.from_tensor_slices((images / np.float32(255), labels)).shuffle(1000, seed=seed)
    model.fit(rows.batch(16), epochs=10, verbose=0)
    return model
""",
            # mirrored images, no Dropout
            """\
def train_toy_resnet(images, labels, seed):
    keras.utils.set_random_seed(seed)
    x = keras.ops.cast(images, "float32") / 255.0
    inputs = keras.Input((32, 32, 3), name="img")
    y = layers.RandomFlip("horizontal", seed=seed)(inputs)
    y = layers.Conv2D(32, 3, strides=2, activation="relu")(y)
    for filters in (32, 48):
        skip = layers.Conv2D(filters, 1)(y)
        for _ in range(2):
            y = layers.Conv2D(filters, 3, padding="same", activation="relu")(y)
        y = layers.MaxPooling2D(2)(layers.add([y, skip]))
    model = keras.Model(inputs, layers.Dense(10)(layers.Flatten()(y)))
    model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    model.fit(x, labels, batch_size=32, epochs=10, verbose=0)
    return model
""",
        ),
        wrong=(
            Wrong(edited(_TRAIN, (_FIT, "")), "accuracy.chance"),
            Wrong(
                edited(_TRAIN, ("255, labels", "255, np.random.permutation(labels)"), ("epochs=5", "epochs=2")),
                "accuracy.chance",
            ),
            Wrong(
                edited(_TRAIN, ("Dense(num_classes)", 'Dense(num_classes, activation="softmax")'), (_FIT, "")),
                "output.probabilities",
            ),
            Wrong(
                edited(_TRAIN, ("Dense(num_classes)", 'Dense(num_classes, activation="relu")'), (_FIT, "")),
                "output.relu",
            ),
            Wrong(edited(_TRAIN, ("(32, 32, 3), 10, 2", "(32, 32, 3), 12, 2"), (_FIT, "")), "output.units"),
            Wrong(
                edited(
                    _TRAIN,
                    ("(inputs)\n", "(layers.Rescaling(1 / 255)(inputs))\n"),
                    ('images.astype("float32") / 255', 'images.astype("float32")'),
                ),
                "resnet.unscaled",
            ),
            Wrong(edited(_TRAIN, ("(32, 32, 3), 10, 2", "(3, 32, 32), 10, 2"), (_FIT, "")), "answer.raised"),
            Wrong(edited(_TRAIN, ("    return model\n", ""), (_FIT, "")), "answer.returned_none"),
            Wrong(
                edited(
                    _TRAIN, (_FIT + "    return model\n", "    return " + _FIT.strip() + "\n"), ("epochs=5", "epochs=1")
                ),
                "model.type",
            ),
        ),
    ),
)

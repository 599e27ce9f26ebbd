"""Exercises of chapter 01: a chain of Dense layers, its parameters, a model from its picture."""

import itertools

from autograder.exercises.exercise import Exercise, Wrong, answer_of
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c01_introduction import ask_count, ask_mlp, ask_picture, sizes_of
from helpers.language import mark

_MLP = """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(hidden_units, activation="relu")(inputs)
    x = layers.Dense(hidden_units, activation="relu")(x)
    outputs = layers.Dense(num_classes)(x)
    return keras.Model(inputs, outputs)
"""


def _judge_mlp(items: dict, parameters: dict) -> list[Finding]:
    build = answer_of(_MLP, "build_mlp")
    for label in ("model", "other"):
        found = judge.model(items[label], build(*parameters[label]), parameters["seed"])
        if found and label == "other":
            call = "build_mlp({}, {})".format(*parameters[label])
            return [Finding("arguments.ignored", {"call": call}), *found]
        if found:
            return found
    return []


_COUNT = """\
def count_dense_params(sizes):
    return sum(n_in * n_out + n_out for n_in, n_out in zip(sizes, sizes[1:]))
"""


def _judge_count(items: dict, parameters: dict) -> list[Finding]:
    for place, sizes in enumerate(sizes_of(parameters["seed"])):
        pairs = list(itertools.pairwise(sizes))
        expected = sum(a * b + b for a, b in pairs)
        found = judge.value(items[str(place)], expected, f"count_dense_params({sizes})", integer=True)
        if not found:
            continue
        got = found[0].values.get("got")
        named = {
            sum(a * b for a, b in pairs): "params.no_bias",
            sum(a * b + a for a, b in pairs): "params.input_bias",
            expected + sizes[0]: "params.input_counted",
        }
        if found[0].key == "value.wrong" and got in named:
            return [Finding(named[got], found[0].values)]
        return found
    return []


_PICTURE = """\
def build_from_picture():
    inputs = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(16, 3, activation="relu")(inputs)
    x = layers.MaxPooling2D(2)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.GlobalAveragePooling2D()(x)
    outputs = layers.Dense(10)(x)
    return keras.Model(inputs, outputs)
"""


def _judge_picture(items: dict, parameters: dict) -> list[Finding]:
    return judge.model(items["model"], answer_of(_PICTURE, "build_from_picture")(), parameters["seed"])


def _picture(old: str, new: str) -> str:
    assert old in _PICTURE
    return _PICTURE.replace(old, new)


def _mlp(old: str, new: str) -> str:
    assert old in _MLP
    return _MLP.replace(old, new)


EXERCISES = (
    Exercise(
        id="ex01a",
        answer="build_mlp",
        points=3,
        reference=_MLP,
        ask=ask_mlp,
        judge=_judge_mlp,
        parameters={"model": (64, 10), "other": (17, 5)},
        hints=(
            mark("Start with `keras.Input`: it says the shape of one sample, the batch is left out."),
            mark(
                "Call each layer on the result of the one before: `x = layers.Dense(...)(x)`. "
                "The two hidden layers have an activation, the last one has none: it gives logits."
            ),
            mark(
                "End with `keras.Model(inputs, outputs)` and return it. "
                "Take `hidden_units` and `num_classes` from the arguments, not from the example."
            ),
        ),
        right=(
            # operators and activations as layers of their own
            """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input((784,), name="pixels")
    x = inputs
    for _ in range(2):
        x = layers.Dense(hidden_units)(x)
        x = layers.Activation("relu")(x)
    return keras.Model(inputs=inputs, outputs=layers.Dense(num_classes, name="logits")(x), name="mlp")
""",
            # a Sequential inside a functional model
            """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(shape=(784,))
    hidden = keras.Sequential([layers.Dense(hidden_units, "relu"), layers.Dense(hidden_units, "relu")])
    return keras.Model(inputs, layers.Dense(num_classes, activation="linear")(hidden(inputs)))
""",
            # ops
            """\
def build_mlp(hidden_units, num_classes):
    inputs = keras.Input(batch_shape=(None, 784))
    x = ops.relu(layers.Dense(hidden_units)(inputs))
    x = ops.maximum(layers.Dense(hidden_units)(x), 0.0)
    return keras.Model([inputs], [layers.Dense(num_classes, activation=None)(x)])
""",
        ),
        wrong=(
            Wrong(_MLP.replace("relu", "tanh"), "graph.activation_everywhere"),
            Wrong(_mlp("(num_classes)", '(num_classes, activation="softmax")'), "graph.activation_surplus"),
            Wrong(_mlp('    x = layers.Dense(hidden_units, activation="relu")(x)\n', ""), "graph.missing"),
            Wrong(
                _mlp(
                    "def build_mlp(hidden_units, num_classes):\n",
                    "def build_mlp(hidden_units, num_classes):\n    hidden_units = 64\n",
                ),
                "arguments.ignored",
            ),
            Wrong(_mlp("(784,)", "(28, 28)"), "graph.input_shape"),
            Wrong(_mlp("    return keras.Model(inputs, outputs)\n", ""), "answer.returned_none"),
            Wrong(_mlp("return keras.Model(inputs, outputs)", "return outputs"), "model.tensor"),
            Wrong(_mlp("return keras.Model(inputs, outputs)", "return keras.Model"), "answer.returned_class"),
            Wrong(_mlp("(num_classes)(x)", "(num_classes)(inputs)"), "graph.missing_part"),
            Wrong(_mlp("(num_classes)", "(num_classes, use_bias=False)"), "graph.config"),
            Wrong(
                """\
def build_mlp(hidden_units, num_classes):
    return keras.Sequential([
        keras.Input((784,)), layers.Dense(hidden_units, "relu"),
        layers.Dense(hidden_units, "relu"), layers.Dense(num_classes),
    ])
""",
                "model.sequential",
            ),
            Wrong(
                """\
class MLP(keras.Model):
    def __init__(self, hidden_units, num_classes):
        super().__init__()
        self.chain = [layers.Dense(hidden_units, "relu"), layers.Dense(hidden_units, "relu"), layers.Dense(num_classes)]

    def call(self, x):
        for layer in self.chain:
            x = layer(x)
        return x

build_mlp = MLP
""",
                "model.subclassed",
            ),
        ),
    ),
    Exercise(
        id="ex01b",
        answer="count_dense_params",
        points=2,
        reference=_COUNT,
        ask=ask_count,
        judge=_judge_count,
        hints=(
            mark(
                "A Dense layer from `n` inputs to `m` units has a kernel of shape `(n, m)` and a bias of shape `(m,)`."
            ),
            mark("Walk over neighbouring pairs of `sizes`: `zip(sizes, sizes[1:])`."),
        ),
        right=(
            """\
def count_dense_params(sizes):
    total = 0
    for i in range(1, len(sizes)):
        total += (sizes[i - 1] + 1) * sizes[i]
    return total
""",
            """\
def count_dense_params(sizes):
    n = np.array(sizes)
    return (n[:-1] * n[1:]).sum() + n[1:].sum()
""",
            """\
def count_dense_params(sizes):
    if len(sizes) < 2:
        return 0
    return sizes[0] * sizes[1] + sizes[1] + count_dense_params(sizes[1:])
""",
        ),
        wrong=(
            Wrong(
                "def count_dense_params(sizes):\n    return sum(a * b for a, b in zip(sizes, sizes[1:]))\n",
                "params.no_bias",
            ),
            Wrong(
                "def count_dense_params(sizes):\n    return sum(a * b + a for a, b in zip(sizes, sizes[1:]))\n",
                "params.input_bias",
            ),
            Wrong(
                "def count_dense_params(sizes):\n"
                "    return sum(a * b for a, b in zip(sizes, sizes[1:])) + sum(sizes)\n",
                "params.input_counted",
            ),
            Wrong("def count_dense_params(sizes):\n    return 55050\n", "value.wrong"),
            Wrong(
                "def count_dense_params(sizes):\n    print(sum(a * b + b for a, b in zip(sizes, sizes[1:])))\n",
                "value.none",
            ),
            Wrong(
                "def count_dense_params(sizes):\n    return sum(a * b + b for a, b in zip(sizes, sizes[1:])) / 1\n",
                "value.not_integer",
            ),
            Wrong(
                "def count_dense_params(sizes):\n    return [a * b + b for a, b in zip(sizes, sizes[1:])]\n",
                "value.type",
            ),
        ),
    ),
    Exercise(
        id="ex01c",
        answer="build_from_picture",
        points=3,
        reference=_PICTURE,
        ask=ask_picture,
        judge=_judge_picture,
        hints=(
            mark("Read the picture from top to bottom: each box is one layer, each arrow one call."),
            mark("The picture says the options of each layer. What it does not say keeps Keras's default."),
            mark("A 3x3 convolution without padding takes 2 off height and width: compare your `model.summary()`."),
        ),
        right=(
            """\
def build_from_picture():
    image = keras.Input((28, 28, 1))
    x = layers.MaxPool2D((2, 2))(layers.Conv2D(16, (3, 3), activation="relu")(image))
    x = layers.GlobalAvgPool2D()(layers.ReLU()(layers.Conv2D(32, 3)(x)))
    return keras.Model(image, layers.Dense(10)(x))
""",
            """\
def build_from_picture():
    image = keras.Input((28, 28, 1))
    x = layers.Conv2D(16, 3, activation=keras.activations.relu, padding="valid")(image)
    x = layers.MaxPooling2D(pool_size=2, strides=2)(x)
    x = layers.Conv2D(32, 3, activation=ops.relu)(x)
    x = ops.mean(x, axis=(1, 2))
    return keras.Model(image, layers.Dense(units=10)(x), name="picture")
""",
            """\
def build_from_picture():
    body = keras.Sequential([
        keras.Input((28, 28, 1)), layers.Conv2D(16, 3, activation="relu"), layers.MaxPooling2D(),
        layers.Conv2D(32, 3, activation="relu"), layers.GlobalAveragePooling2D(),
    ])
    return keras.Model(body.inputs, layers.Dense(10)(body.outputs[0]))
""",
        ),
        wrong=(
            Wrong(_picture("GlobalAveragePooling2D", "GlobalMaxPooling2D"), "graph.kind"),
            Wrong(_picture("Conv2D(32", "Conv2D(16"), "graph.config"),
            Wrong(_picture("Conv2D(16, 3,", 'Conv2D(16, 3, padding="same",'), "graph.config"),
            Wrong(_picture("    x = layers.MaxPooling2D(2)(x)\n", ""), "graph.missing"),
            Wrong(_picture("MaxPooling2D(2)", "AveragePooling2D(2)"), "graph.kind"),
            Wrong(_picture("Conv2D(16, 3,", "Conv2D(16, 5,"), "graph.config"),
            Wrong(_picture("(28, 28, 1)", "(28, 28, 3)"), "graph.input_shape"),
            Wrong(_picture('Conv2D(32, 3, activation="relu")', "Conv2D(32, 3)"), "graph.activation_missing"),
            Wrong(
                _picture("layers.Dense(10)(x)", 'layers.Dense(10, activation="softmax")(x)'), "graph.activation_surplus"
            ),
            Wrong(
                _picture(
                    "x = layers.GlobalAveragePooling2D()(x)",
                    "x = layers.Dropout(0.5)(layers.GlobalAveragePooling2D()(x))",
                ),
                "graph.surplus",
            ),
        ),
    ),
)

"""Exercises of chapter 04: several models over one graph of layers."""

from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c04_one_graph import PARTS, ask_autoencoder, ask_classifier, drawn_encoder
from helpers.language import mark

# ex04a ---

_AUTOENCODER = """\
def build_autoencoder():
    image = keras.Input(shape=(28, 28, 1))
    x = layers.Conv2D(16, 3, activation="relu")(image)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(16, 3, activation="relu")(x)
    code = layers.GlobalMaxPooling2D()(x)
    encoder = keras.Model(image, code)

    x = layers.Reshape((4, 4, 1))(code)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(32, 3, activation="relu")(x)
    x = layers.UpSampling2D(3)(x)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    restored = layers.Conv2DTranspose(1, 3, activation="relu")(x)
    autoencoder = keras.Model(image, restored)
    return encoder, autoencoder
"""

_LINEAR = edited(_AUTOENCODER, ('(1, 3, activation="relu")', "(1, 3)"))
"""The last relu is the guide's. Without it, as in chapter 05, no training gets stuck at a black picture: both are right."""


def _judge_autoencoder(items: dict, parameters: dict) -> list[Finding]:
    found = _judged_by(_AUTOENCODER, items, parameters["seed"])
    return found and (found if _judged_by(_LINEAR, items, parameters["seed"]) else [])


def _judged_by(reference: str, items: dict, seed: int) -> list[Finding]:
    right = dict(zip(PARTS, answer_of(reference, "build_autoencoder")(), strict=True))
    found = judge.model(items["autoencoder"], right["autoencoder"], seed)
    if found:
        swapped = not judge.model(items["encoder"], right["autoencoder"], seed)
        if swapped and not judge.model(items["autoencoder"], right["encoder"], seed):
            return [Finding("models.swapped")]
        return found
    first = judge.model(items["encoder"], right["encoder"], seed)
    if first:  # told without marks: the picture shows the autoencoder
        return [Finding("models.encoder"), *(Finding(f.key, f.values) for f in first)]
    separate = judge.unshared(items["encoder"], items["autoencoder"], right["encoder"], right["autoencoder"])
    return [Finding("models.separate", {"layers": separate})] if separate else []


_NESTED = """\
def build_autoencoder():
    encoder = keras.Sequential([
        layers.Conv2D(16, (3, 3), activation="relu"),
        layers.Conv2D(32, (3, 3), activation="relu"),
        layers.MaxPooling2D(pool_size=(3, 3)),
        layers.Conv2D(32, (3, 3)), layers.ReLU(),
        layers.Conv2D(16, (3, 3)), layers.Activation("relu"),
        layers.GlobalMaxPooling2D(),
    ])
    image = keras.Input((28, 28, 1), name="img")
    encoder = keras.Model(image, encoder(image), name="encoder")
    code = keras.Input((16,), name="code")
    x = ops.reshape(code, (-1, 4, 4, 1))
    for filters in (16, 32):
        x = layers.Conv2DTranspose(filters, 3, activation=keras.activations.relu)(x)
    x = layers.UpSampling2D((3, 3))(x)
    for filters in (16, 1):
        x = layers.Conv2DTranspose(filters, 3, strides=1, padding="valid", activation="relu")(x)
    decoder = keras.Model(code, x, name="decoder")
    return encoder, keras.Model(encoder.input, decoder(encoder.output), name="autoencoder")
"""

# ex04b ---

_CLASSIFIER = """\
def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
"""


def _judge_classifier(items: dict, parameters: dict) -> list[Finding]:
    build = answer_of(_CLASSIFIER, "add_classifier")
    for label in ("model", "other"):
        encoder, classes = drawn_encoder(parameters["seed"]), parameters[label]
        found = judge.model(items[label], build(encoder, classes), parameters["seed"], given={"encoder": encoder})
        if not found:
            continue
        operations = canonical(items[label]["graph"], given=items[label]["given"]).operations
        copied = [op.name for op in operations if op.weights and not op.given and op.op != "Dense"]
        if copied and not any(op.given for op in operations):
            return [Finding("models.copied", {"layers": list(dict.fromkeys(copied))})]
        if label == "other":
            return [Finding("arguments.ignored", {"call": f"add_classifier(encoder, {classes})"}), *found]
        return found
    return []


EXERCISES = (
    Exercise(
        id="ex04a",
        answer="build_autoencoder",
        points=3,
        reference=_AUTOENCODER,
        ask=ask_autoencoder,
        judge=_judge_autoencoder,
        shown="autoencoder",
        hints=(
            mark(
                "Build one chain of layers, from the image to the restored image. The code is a tensor on the way: "
                "give it a name of its own."
            ),
            mark(
                "A model is two ends of a graph. `keras.Model(image, code)` is the encoder, "
                "`keras.Model(image, restored)` the autoencoder: the layers between are the same."
            ),
            mark(
                "After the code: `Reshape((4, 4, 1))`, `Conv2DTranspose` with 16 and 32 filters, `UpSampling2D(3)`, "
                "`Conv2DTranspose` with 16 and 1. All have size 3 and relu; the last one may do without. "
                "Return `encoder, autoencoder`."
            ),
        ),
        right=(
            _NESTED,
            _LINEAR,
            # the encoder called like a layer
            edited(
                _AUTOENCODER,
                (
                    "    x = layers.Reshape((4, 4, 1))(code)\n",
                    '    picture = keras.Input((28, 28, 1), name="picture")\n'
                    "    x = layers.Reshape((4, 4, 1))(encoder(picture))\n",
                ),
                ("keras.Model(image, restored)", "keras.Model(picture, restored)"),
                ("return encoder, autoencoder", "return [encoder, autoencoder]"),
            ),
            # cut out of the whole
            """\
def build_autoencoder():
    image = x = keras.Input((28, 28, 1))
    for layer in [
        layers.Conv2D(16, 3, activation="relu"), layers.Conv2D(32, 3, activation="relu"), layers.MaxPool2D(3),
        layers.Conv2D(32, 3, activation="relu"), layers.Conv2D(16, 3, activation="relu"),
    ]:
        x = layer(x)
    x = ops.max(x, axis=(1, 2))
    x = layers.Reshape((4, 4, 1), name="square")(x)
    for layer in [
        layers.Conv2DTranspose(16, 3, activation="relu"), layers.Conv2DTranspose(32, 3, activation="relu"),
        layers.UpSampling2D(3),
        layers.Conv2DTranspose(16, 3, activation="relu"), layers.Conv2DTranspose(1, 3, activation="relu"),
    ]:
        x = layer(x)
    autoencoder = keras.Model(image, x)
    return keras.Model(autoencoder.input, autoencoder.get_layer("square").input), autoencoder
""",
        ),
        wrong=(
            # all layers twice
            Wrong(
                """\
def encode(image):
    x = layers.Conv2D(16, 3, activation="relu")(image)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.MaxPooling2D(3)(x)
    x = layers.Conv2D(32, 3, activation="relu")(x)
    x = layers.Conv2D(16, 3, activation="relu")(x)
    return layers.GlobalMaxPooling2D()(x)

def build_autoencoder():
    image = keras.Input(shape=(28, 28, 1))
    encoder = keras.Model(image, encode(image))
    x = layers.Reshape((4, 4, 1))(encode(image))
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    x = layers.Conv2DTranspose(32, 3, activation="relu")(x)
    x = layers.UpSampling2D(3)(x)
    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)
    return encoder, keras.Model(image, layers.Conv2DTranspose(1, 3, activation="relu")(x))
""",
                "models.separate",
            ),
            Wrong(
                edited(_AUTOENCODER, ("return encoder,", "return keras.models.clone_model(encoder),")),
                "models.separate",
            ),
            Wrong(
                edited(
                    _AUTOENCODER,
                    ("    encoder = keras.Model(image, code)\n", ""),
                    (
                        "    return encoder,",
                        "    last = autoencoder.layers[5]\n"
                        "    again = layers.Conv2D(16, 3, activation='relu')(last.input)\n"
                        "    encoder = keras.Model(image, layers.GlobalMaxPooling2D()(again))\n    return encoder,",
                    ),
                ),
                "models.separate",
            ),
            Wrong(
                edited(_AUTOENCODER, ("return encoder, autoencoder", "return autoencoder, encoder")), "models.swapped"
            ),
            Wrong(edited(_AUTOENCODER, ("return encoder, autoencoder", "return autoencoder")), "models.pair"),
            Wrong(edited(_AUTOENCODER, ("    return encoder, autoencoder\n", "")), "answer.returned_none"),
            Wrong(edited(_AUTOENCODER, ("return encoder, autoencoder", "return code, restored")), "model.tensor"),
            Wrong(edited(_AUTOENCODER, ("keras.Model(image, code)", "keras.Model(image, x)")), "models.encoder"),
            Wrong(edited(_AUTOENCODER, ("return encoder,", "return autoencoder,")), "models.encoder"),
            Wrong(edited(_AUTOENCODER, ("GlobalMaxPooling2D", "GlobalAveragePooling2D")), "graph.kind"),
            Wrong(
                edited(
                    _AUTOENCODER,
                    ('(1, 3, activation="relu")', '(1, 3, activation="sigmoid")'),
                ),
                "graph.activation",
            ),
            Wrong(
                edited(
                    _AUTOENCODER,
                    (
                        '    x = layers.Conv2DTranspose(16, 3, activation="relu")(x)\n    restored',
                        '    x = layers.Conv2DTranspose(32, 3, activation="relu")(x)\n    restored',
                    ),
                ),
                "graph.config",
            ),
            Wrong(
                edited(_AUTOENCODER, ("MaxPooling2D(3)", "AveragePooling2D(3)")),
                "graph.kind",
            ),
        ),
    ),
    Exercise(
        id="ex04b",
        answer="add_classifier",
        points=2,
        reference=_CLASSIFIER,
        ask=ask_classifier,
        judge=_judge_classifier,
        parameters={"model": 10, "other": 3},
        hints=(
            mark("`encoder.output` is a tensor like any other: call a new layer on it, from `encoder.input` on."),
            mark("Freezing is one line, before or after the new model is made: `encoder.trainable = False`."),
            mark(
                "Freeze the encoder, not the new model: its Dense layer has to learn. That layer has no activation, "
                "since logits are asked for."
            ),
        ),
        right=(
            """\
def add_classifier(encoder, num_classes):
    model = keras.Model(inputs=encoder.inputs, outputs=layers.Dense(units=num_classes, name="head")(encoder.outputs[0]))
    for layer in encoder.layers:
        layer.trainable = False
    return model
""",
            # called like a layer
            """\
def add_classifier(encoder, num_classes):
    inputs = keras.Input(shape=encoder.input_shape[1:])
    outputs = layers.Dense(num_classes, activation="linear")(encoder(inputs, training=False))
    encoder.trainable = False
    return keras.Model(inputs, outputs)
""",
            # layer by layer
            """\
def add_classifier(encoder, num_classes):
    x = inputs = keras.Input(encoder.input.shape[1:])
    for layer in encoder.layers[1:]:
        layer.trainable = False
        x = layer(x)
    return keras.Model(inputs, layers.Dense(num_classes)(layers.Flatten()(x)))
""",
        ),
        wrong=(
            Wrong(edited(_CLASSIFIER, ("    encoder.trainable = False\n", "")), "graph.not_frozen_everywhere"),
            Wrong(
                edited(_CLASSIFIER, ("encoder.trainable", "encoder.layers[1].trainable")),
                "graph.not_frozen",
            ),
            Wrong(
                """\
def add_classifier(encoder, num_classes):
    model = keras.Model(encoder.input, layers.Dense(num_classes)(encoder.output))
    model.trainable = False
    return model
""",
                "graph.frozen",
            ),
            Wrong(
                edited(_CLASSIFIER, ("(num_classes)", '(num_classes, activation="softmax")')),
                "graph.activation_surplus",
            ),
            Wrong(edited(_CLASSIFIER, ("(num_classes)", "(10)")), "arguments.ignored"),
            Wrong(
                edited(
                    _CLASSIFIER, ("    encoder.t", "    encoder = keras.models.clone_model(encoder)\n    encoder.t")
                ),
                "models.copied",
            ),
            Wrong(edited(_CLASSIFIER, ("(encoder.output)", "(encoder.layers[-2].output)")), "graph.missing"),
            Wrong(
                edited(_CLASSIFIER, ("(encoder.output)", "(layers.Dense(32, 'relu')(encoder.output))")), "graph.surplus"
            ),
            Wrong(
                edited(_CLASSIFIER, ("return keras.Model(encoder.input, outputs)", "return outputs")), "model.tensor"
            ),
            Wrong(
                "def add_classifier(encoder, num_classes):\n    encoder.trainable = False\n"
                "    return keras.Sequential([encoder, layers.Dense(num_classes)])\n",
                "model.sequential",
            ),
            Wrong(
                "def add_classifier(encoder, num_classes):\n    encoder.trainable = False\n"
                "    encoder.add(layers.Dense(num_classes))\n    return encoder\n",
                "answer.raised",
            ),
        ),
    ),
)

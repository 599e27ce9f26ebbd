"""Exercises of chapter 02: compile, train, predict, repair."""

import numpy as np

from autograder import judge
from autograder.collect import Answer
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.verdict import Finding
from helpers.language import mark

_ROWS = 40
_PIXELS = 784
_CLASSES = 10

# ex02a ---


def _mlp(inputs: int, hidden: int, classes: int, seed: int):
    """A small functional model with drawn weights, biases too; gives logits."""
    import keras

    draw = np.random.default_rng([seed, 7])
    entry = keras.Input((inputs,))
    x = keras.layers.Dense(hidden, activation="relu")(entry)
    model = keras.Model(entry, keras.layers.Dense(classes)(x))
    model.set_weights([draw.normal(size=w.shape, scale=0.3).astype("float32") for w in model.get_weights()])
    return model


def _labels(seed: int, classes: int) -> np.ndarray:
    return np.random.default_rng([seed, 8]).integers(0, classes, _ROWS)


def _ask_compile(answer: Answer, parameters: dict) -> None:
    for label, rate in parameters["rates"].items():
        model = _mlp(12, 8, 5, parameters["seed"])
        answer.call(model, rate, shown=f"compile_classifier(model, {rate})")
        answer.compiled(label, model, _labels(parameters["seed"], 5), parameters["seed"])


def _judge_compile(items: dict, parameters: dict) -> list[Finding]:
    for label, rate in parameters["rates"].items():
        state = items[label]
        found = judge.loss(state, _labels(parameters["seed"], 5), parameters["seed"])
        if found:
            return found
        if state["optimizer"] != "RMSprop":
            return [Finding("compile.optimizer", {"got": state["optimizer"], "expected": "RMSprop"})]
        if abs(state["learning_rate"] - rate) > 1e-6 * rate:
            return [Finding("compile.learning_rate", {"got": state["learning_rate"], "expected": rate})]
        if not judge.reports_accuracy(state, _labels(parameters["seed"], 5)):
            return [Finding("compile.metrics")]
    return []


_COMPILE = """\
def compile_classifier(model, learning_rate):
    model.compile(
        optimizer=keras.optimizers.RMSprop(learning_rate),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
"""

# ex02b ---

_TRIES = 2
"""A miss of the range is trained once more, with another seed, before it counts."""


def _ask_train(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    (images, labels), (unseen, truth) = datasets.fashion_mnist()
    images, labels = images[: parameters["images"]], labels[: parameters["images"]]
    for attempt in range(_TRIES):
        model = answer.call(images.copy(), labels.copy(), parameters["seed"] + attempt, shown="train_classifier(…)")
        answer.model("model", model, seed=None)
        answer.predictions("outputs", model, unseen.reshape(len(unseen), -1).astype("float32") / 255)
        answer.items["attempts"] = attempt + 1
        outputs = answer.items["outputs"]
        # only saves time: the judge counts for itself
        if outputs.ndim == 2 and np.mean(outputs.argmax(-1) == truth) >= parameters["least"]:
            break


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    from helpers import datasets

    (_images, _labels), (_unseen, truth) = datasets.fashion_mnist()
    return judge.classifier(items["model"], items["outputs"], truth, (_PIXELS,), _CLASSES, parameters["least"])


_TRAIN = """\
def train_classifier(images, labels, seed):
    keras.utils.set_random_seed(seed)
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10)(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(rows, labels, batch_size=64, epochs=5, verbose=0)
    return model
"""

# ex02c ---

_PREDICT = """\
def predict_classes(model, images):
    rows = images.reshape(-1, 784).astype("float32") / 255
    logits = model.predict(rows, verbose=0)
    return logits.argmax(axis=-1)
"""


def _images(seed: int) -> np.ndarray:
    return np.random.default_rng([seed, 9]).integers(0, 256, (_ROWS, 28, 28)).astype("uint8")


def _ask_predict(answer: Answer, parameters: dict) -> None:
    seed = parameters["seed"]
    model = _mlp(_PIXELS, 16, _CLASSES, seed)
    answer.note("classes", answer.call(model, _images(seed), shown="predict_classes(model, images)"))


def _judge_predict(items: dict, parameters: dict) -> list[Finding]:
    call, found = "predict_classes(model, images)", items["classes"]
    got = found.get("value")
    if found.get("type") == "NoneType":
        return [Finding("value.none", {"call": call})]
    if not isinstance(got, np.ndarray):
        return [Finding("predict.type", {"call": call, "type": found.get("type")})]
    if got.shape == (_ROWS, _CLASSES):
        return [Finding("predict.logits", {"call": call, "got": _CLASSES})]
    if got.shape != (_ROWS,):
        return [Finding("predict.shape", {"call": call, "got": list(got.shape), "expected": [_ROWS]})]
    if got.dtype.kind not in "iu":
        return [Finding("predict.not_integer", {"call": call, "got": str(got.dtype)})]
    model, pixels = _mlp(_PIXELS, 16, _CLASSES, parameters["seed"]), _images(parameters["seed"]).reshape(_ROWS, -1)
    wanted = np.asarray(model(pixels / 255.0)).argmax(-1)
    if np.array_equal(got, wanted):
        return []
    if np.array_equal(got, np.asarray(model(pixels.astype("float32"))).argmax(-1)):
        return [Finding("predict.not_scaled", {"call": call})]
    return [Finding("predict.wrong", {"call": call, "got": int((got != wanted).sum()), "expected": _ROWS})]


# ex02d ---

_REPAIR = """\
def repair(images, labels):
    rows = images.reshape(-1, 784).astype("float32") / 255
    inputs = keras.Input(shape=(784,))
    x = layers.Dense(64, activation="relu")(inputs)
    x = layers.Dense(64, activation="relu")(x)
    outputs = layers.Dense(10)(x)
    model = keras.Model(inputs, outputs)
    model.compile(
        optimizer="rmsprop",
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    model.fit(rows, labels, batch_size=32, epochs=4, verbose=0)
    return model, rows
"""


def _ask_repair(answer: Answer, parameters: dict) -> None:
    from helpers import datasets

    count, seed = parameters["images"], parameters["seed"]
    (images, labels), (unseen, _truth) = datasets.mnist()
    result = answer.call(images[:count].copy(), labels[:count].copy(), shown="repair(images, labels)")
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        raise answer.fault("repair.answer")
    model, rows = result
    answer.model("model", model, seed=None)
    kind = {"type": type(rows).__name__}
    if hasattr(rows, "__array__"):
        rows = np.asarray(rows)
        if rows.dtype.kind in "biuf" and rows.ndim:
            kind |= {"shape": list(rows.shape), "top": float(rows.max()), "bottom": float(rows.min())}
            kind["some"] = rows[_some(seed, min(len(rows), count))].astype("float32")
    answer.items["rows"] = kind
    if model.inputs[0].shape[1:] != (_PIXELS,) or model.outputs[0].shape[1:] != (_CLASSES,):
        return
    answer.compiled("compiled", model, _labels(seed, _CLASSES), seed)
    some = unseen[: parameters["unseen"]]
    answer.predictions("outputs", model, some.reshape(len(some), -1).astype("float32") / 255)


def _some(seed: int, count: int) -> np.ndarray:
    return np.random.default_rng([seed, 10]).integers(0, count, 32)


def _judge_repair(items: dict, parameters: dict) -> list[Finding]:
    """Each of the three faults costs a third; what trains on nothing costs all."""
    from helpers import datasets

    count, seed = parameters["images"], parameters["seed"]
    (images, _), (_unseen, truth) = datasets.mnist()
    rows = images[:count].reshape(count, -1)[_some(seed, count)] / np.float32(255)
    ends = judge.ends(items["model"], (_PIXELS,), _CLASSES)
    if ends:
        return ends
    faults = [
        *judge.rows(items["rows"], rows, (count, _PIXELS))[:1],
        *judge.loss(items["compiled"], _labels(seed, _CLASSES), seed)[:1],
        *judge.logits(items["model"])[:1],
    ]
    if faults:
        third = 1 / 3
        return [Finding(f.key, f.values, third, f.nodes, f.edges, f.expected) for f in faults]
    return judge.accuracy(items["outputs"], truth[: parameters["unseen"]], parameters["least"])


_SCALED = ('.astype("float32") / 255', '.astype("float32")')
_PROBABILITIES = ("(from_logits=True)", "()")
_RELU_END = ("layers.Dense(10)(x)", 'layers.Dense(10, activation="relu")(x)')

EXERCISES = (
    Exercise(
        id="ex02a",
        answer="compile_classifier",
        points=2,
        reference=_COMPILE,
        ask=_ask_compile,
        judge=_judge_compile,
        parameters={"rates": {"first": 0.001, "second": 0.02}},
        hints=(
            mark(
                "`model.compile` takes `optimizer`, `loss` and `metrics`. Name them: the third place is no longer `metrics`."
            ),
            mark(
                "An optimizer given as a string has its default learning rate. Make the object: `keras.optimizers.RMSprop(...)`."
            ),
            mark("The labels are integers, the outputs are logits: `SparseCategoricalCrossentropy(from_logits=True)`."),
        ),
        right=(
            """\
def compile_classifier(model, learning_rate):
    optimizer = keras.optimizers.RMSprop(learning_rate=learning_rate)
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(optimizer, loss, metrics=[keras.metrics.SparseCategoricalAccuracy()])
    return model
""",
            """\
def compile_classifier(model, learning_rate):
    def loss(y_true, y_pred):
        return keras.losses.sparse_categorical_crossentropy(y_true, y_pred, from_logits=True)
    model.compile(optimizer=keras.optimizers.RMSprop(learning_rate), loss=loss, metrics=["acc"])
""",
            """\
def compile_classifier(model, learning_rate):
    model.compile(optimizer="rmsprop", metrics=["sparse_categorical_accuracy"],
                  loss=keras.losses.SparseCategoricalCrossentropy(True))
    model.optimizer.learning_rate = learning_rate
""",
        ),
        wrong=(
            Wrong(edited(_COMPILE, _PROBABILITIES), "compile.from_logits"),
            Wrong(
                edited(
                    _COMPILE,
                    (
                        "keras.losses.SparseCategoricalCrossentropy(from_logits=True)",
                        '"sparse_categorical_crossentropy"',
                    ),
                ),
                "compile.from_logits",
            ),
            Wrong(edited(_COMPILE, ("RMSprop(", "Adam(")), "compile.optimizer"),
            Wrong(edited(_COMPILE, ("RMSprop(learning_rate)", "RMSprop(0.001)")), "compile.learning_rate"),
            Wrong(edited(_COMPILE, ("Sparse", "")), "compile.one_hot"),
            Wrong(
                edited(_COMPILE, ("keras.losses.SparseCategoricalCrossentropy(from_logits=True)", '"mse"')),
                "compile.loss",
            ),
            Wrong(edited(_COMPILE, ('        metrics=["accuracy"],\n', "")), "compile.metrics"),
            Wrong("def compile_classifier(model, learning_rate):\n    pass\n", "compile.missing"),
            Wrong(
                edited(
                    _COMPILE, ("    model.compile", "    model = keras.models.clone_model(model)\n    model.compile")
                ),
                "compile.missing",
            ),
        ),
    ),
    Exercise(
        id="ex02b",
        answer="train_classifier",
        points=4,
        reference=_TRAIN,
        ask=_ask_train,
        judge=_judge_train,
        parameters={"images": 10_000, "least": 0.7},
        seconds=120,
        hints=(
            mark("Four steps: rows of numbers from 0 to 1, the model, `compile`, `fit`. Each stands in this chapter."),
            mark('`images.reshape(-1, 784).astype("float32") / 255` makes the rows. The model itself sees only rows.'),
            mark("Two epochs are few for 10,000 images of clothes: five or more help. Return the model after `fit`."),
        ),
        right=(
            edited(_TRAIN, ('optimizer="rmsprop"', 'optimizer="adam"'), ("epochs=5", "epochs=6")),
            edited(
                _TRAIN, ("layers.Dense(64", "layers.Dense(128"), (", verbose=0", ", validation_split=0.1, verbose=0")
            ),
            """\
def train_classifier(images, labels, seed):
    keras.utils.set_random_seed(seed)
    rows = images.reshape(len(images), 784) / 255.0
    inputs = keras.Input((784,))
    x = layers.BatchNormalization()(layers.Dense(100, "relu")(inputs))
    model = keras.Model(inputs, layers.Dense(10)(layers.Dropout(0.1)(x)))
    model.compile("adam", keras.losses.CategoricalCrossentropy(from_logits=True))
    model.fit(rows, keras.utils.to_categorical(labels, 10), epochs=6, batch_size=64, verbose=0)
    return model
""",
        ),
        wrong=(
            Wrong(
                edited(_TRAIN, ("    model.fit(rows, labels, batch_size=64, epochs=5, verbose=0)\n", "")),
                "accuracy.chance",
            ),
            Wrong(
                edited(_TRAIN, ("model.fit(rows, labels,", "model.fit(rows, np.random.permutation(labels),")),
                "accuracy.chance",
            ),
            Wrong(
                edited(_TRAIN, ("layers.Dense(10)", 'layers.Dense(10, activation="softmax")')), "output.probabilities"
            ),
            Wrong(edited(_TRAIN, ("    return model\n", "")), "answer.returned_none"),
            Wrong(edited(_TRAIN, ("layers.Dense(10)", "layers.Dense(12)")), "output.units"),
            Wrong(
                edited(
                    _TRAIN,
                    ("shape=(784,)", "shape=(28, 28)"),
                    (".reshape(-1, 784)", ""),
                    (
                        'layers.Dense(64, activation="relu")(inputs)',
                        'layers.Dense(64, activation="relu")(layers.Flatten()(inputs))',
                    ),
                ),
                "graph.input_shape",
            ),
            Wrong(edited(_TRAIN, ("return model", "return model.predict(rows, verbose=0)")), "model.type"),
            Wrong(edited(_TRAIN, ('.astype("float32") / 255', '.astype("float32")')), "accuracy.chance"),
        ),
    ),
    Exercise(
        id="ex02c",
        answer="predict_classes",
        points=2,
        reference=_PREDICT,
        ask=_ask_predict,
        judge=_judge_predict,
        hints=(
            mark("The images must look to the model as they did in training: rows of 784 numbers from 0 to 1."),
            mark(
                "`model.predict` gives ten logits for each image. The class is the place of the largest: `argmax(axis=-1)`."
            ),
        ),
        right=(
            """\
def predict_classes(model, images):
    x = keras.ops.reshape(keras.ops.cast(images, "float32") / 255, (-1, 784))
    return ops.argmax(model(x), axis=1)
""",
            """\
def predict_classes(model, images):
    rows = np.array([image.ravel() / 255.0 for image in images])
    return [int(np.argmax(row)) for row in model.predict(rows, verbose=0)]
""",
            """\
def predict_classes(model, images):
    probabilities = keras.activations.softmax(model(images.reshape((len(images), -1)) / 255.0))
    return np.asarray(probabilities).argmax(1).astype("int32")
""",
        ),
        wrong=(
            Wrong(edited(_PREDICT, _SCALED), "predict.not_scaled"),
            Wrong(edited(_PREDICT, ("logits.argmax(axis=-1)", "logits")), "predict.logits"),
            Wrong(edited(_PREDICT, ("axis=-1", "axis=0")), "predict.shape"),
            Wrong(edited(_PREDICT, ("logits.argmax(axis=-1)", "logits.max(axis=-1)")), "predict.not_integer"),
            Wrong(edited(_PREDICT, ("argmax", "argmin")), "predict.wrong"),
            Wrong(edited(_PREDICT, ("    return logits.argmax(axis=-1)\n", "")), "value.none"),
            Wrong(edited(_PREDICT, ("images.reshape(-1, 784)", "images")), "answer.raised"),
        ),
    ),
    Exercise(
        id="ex02d",
        answer="repair",
        points=3,
        reference=_REPAIR,
        ask=_ask_repair,
        judge=_judge_repair,
        parameters={"images": 4_000, "unseen": 1_000, "least": 0.8},
        seconds=120,
        hints=(
            mark(
                "Look at each step's numbers: what goes into the model, what comes out, what the loss believes it gets."
            ),
            mark("Logits may be negative. Which activation of the last layer forbids that?"),
            mark("Three places: the pixels' scale, the last layer's activation, `from_logits` of the loss."),
        ),
        right=(
            edited(_REPAIR, ('optimizer="rmsprop"', "optimizer=keras.optimizers.Adam()")),
            edited(_REPAIR, ('.astype("float32") / 255', " / 255.0"), ("epochs=4", "epochs=5")),
            edited(
                _REPAIR,
                ('layers.Dense(64, activation="relu")(x)', "layers.ReLU()(layers.Dense(64)(x))"),
                ("return model, rows", "return [model, rows]"),
            ),
        ),
        wrong=(
            Wrong(edited(_REPAIR, _SCALED), "rows.scale"),
            Wrong(edited(_REPAIR, _PROBABILITIES), "compile.from_logits"),
            Wrong(edited(_REPAIR, _RELU_END), "output.relu"),
            Wrong(edited(_REPAIR, _SCALED, _PROBABILITIES, _RELU_END), "rows.scale"),
            Wrong(
                edited(_REPAIR, ("    model.fit(rows, labels, batch_size=32, epochs=4, verbose=0)\n", "")),
                "accuracy.chance",
            ),
            Wrong(edited(_REPAIR, ("return model, rows", "return model")), "repair.answer"),
            Wrong(edited(_REPAIR, ("return model, rows", "return model, images")), "rows.shape"),
            Wrong(edited(_REPAIR, ("/ 255", "/ 255 / 255")), "rows.scale"),
        ),
    ),
)

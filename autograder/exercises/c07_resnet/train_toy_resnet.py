"""Exercise 07c: the toy ResNet is trained, as its accuracy on unseen crops tells."""

import numpy as np

from autograder.exercises.c07_resnet.build_toy_resnet import TOY_RESNET
from autograder.exercises.exercise import SEED, Exercise, Wrong, edited
from autograder.graphs.finding import Finding
from autograder.judging import classifier, ranges
from autograder.questions.c07_resnet.train_toy_resnet import ask_train
from helpers.language import mark

_TRAIN_ONLY = """\
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
_TRAIN = TOY_RESNET + "\n\n" + _TRAIN_ONLY
_SHAPE, _CLASSES = (32, 32, 3), 10


def _crops(parameters: dict) -> tuple[np.ndarray, np.ndarray]:
    from helpers import datasets

    _seen, unseen = datasets.photo_crops(parameters["unseen_seed"], 10, parameters["unseen"])
    return unseen


def _unseen(parameters: dict) -> dict:
    images = _crops(parameters)[0].astype("float32")
    return {"outputs": images / 255, "unscaled": images}


def _judge_train(items: dict, parameters: dict) -> list[Finding]:
    _images, truth = _crops(parameters)
    found = classifier.trained(items["model"], items["outputs"], truth, _SHAPE, _CLASSES, parameters["least"])
    missed = found and found[0].key.startswith("accuracy.")
    if missed and not classifier.accuracy(items["unscaled"], truth, parameters["least"]):
        return [Finding("resnet.unscaled", found[0].values)]
    return found


_FIT = '    model.fit(images.astype("float32") / 255, labels, batch_size=16, epochs=5, verbose=0)\n'

EXERCISE = Exercise(
    id="ex07c",
    answer="train_toy_resnet",
    points=3,
    reference=_TRAIN_ONLY,
    before=TOY_RESNET,
    ask=ask_train,
    judge=_judge_train,
    parameters={"images": 500},
    hidden={"unseen": 500, "unseen_seed": SEED + 1, "least": ranges.least("ex07c")},
    unseen=_unseen,
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
)

"""Exercise 02c: classes are predicted from raw images."""

import numpy as np

from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.exercises.faults import UNSCALED
from autograder.graphs.finding import Finding
from autograder.questions.c02_training.drawn import CLASSES, PIXELS, ROWS, drawn_images, small_classifier
from autograder.questions.c02_training.predict_classes import ask_predict
from helpers.language import mark

_PREDICT = """\
def predict_classes(model, images):
    rows = images.reshape(-1, 784).astype("float32") / 255
    logits = model.predict(rows, verbose=0)
    return logits.argmax(axis=-1)
"""


def _judge_predict(items: dict, parameters: dict) -> list[Finding]:
    call, found = "predict_classes(model, images)", items["classes"]
    got = found.get("value")
    if found.get("type") == "NoneType":
        return [Finding("value.none", {"call": call})]
    if not isinstance(got, np.ndarray):
        return [Finding("predict.type", {"call": call, "type": found.get("type")})]
    if got.shape == (ROWS, CLASSES):
        return [Finding("predict.logits", {"call": call, "got": CLASSES})]
    if got.shape != (ROWS,):
        return [Finding("predict.shape", {"call": call, "got": list(got.shape), "expected": [ROWS]})]
    if got.dtype.kind not in "iu":
        return [Finding("predict.not_integer", {"call": call, "got": str(got.dtype)})]
    model, pixels = (
        small_classifier(PIXELS, 16, CLASSES, parameters["seed"]),
        drawn_images(parameters["seed"]).reshape(ROWS, -1),
    )
    wanted = np.asarray(model(pixels / 255.0)).argmax(-1)
    if np.array_equal(got, wanted):
        return []
    if np.array_equal(got, np.asarray(model(pixels.astype("float32"))).argmax(-1)):
        return [Finding("predict.not_scaled", {"call": call})]
    return [Finding("predict.wrong", {"call": call, "got": int((got != wanted).sum()), "expected": ROWS})]


EXERCISE = Exercise(
    id="ex02c",
    answer="predict_classes",
    points=2,
    reference=_PREDICT,
    ask=ask_predict,
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
        Wrong(edited(_PREDICT, UNSCALED), "predict.not_scaled"),
        Wrong(edited(_PREDICT, ("logits.argmax(axis=-1)", "logits")), "predict.logits"),
        Wrong(edited(_PREDICT, ("axis=-1", "axis=0")), "predict.shape"),
        Wrong(edited(_PREDICT, ("logits.argmax(axis=-1)", "logits.max(axis=-1)")), "predict.not_integer"),
        Wrong(edited(_PREDICT, ("argmax", "argmin")), "predict.wrong"),
        Wrong(edited(_PREDICT, ("    return logits.argmax(axis=-1)\n", "")), "value.none"),
        Wrong(edited(_PREDICT, ("images.reshape(-1, 784)", "images")), "answer.raised"),
    ),
)

"""Exercise 02c: classes are predicted from raw images."""

import numpy as np

from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.common.small_classifier import CLASSES, PIXELS, ROWS, drawn_images, small_classifier
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
    judge=_judge_predict,
    hints=(
        mark("The images must look to the model as they did in training: rows of 784 numbers from 0 to 1."),
        mark(
            "`model.predict` gives ten logits for each image. The class is the place of the largest: `argmax(axis=-1)`."
        ),
    ),
)

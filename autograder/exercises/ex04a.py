"""Exercise 04a: an encoder and an autoencoder over one graph of layers."""

from autograder.exercises.exercise import Exercise, answer_of, edited
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex04a import PARTS
from helpers.language import mark

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


EXERCISE = Exercise(
    id="ex04a",
    answer="build_autoencoder",
    points=3,
    reference=_AUTOENCODER,
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
)

"""Exercise 04b: a classifier on a frozen encoder."""

from autograder.exercises.cases import LABELS, each
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.ex04b import drawn_encoder
from helpers.language import mark

_CLASSIFIER = """\
def add_classifier(encoder, num_classes):
    encoder.trainable = False
    outputs = layers.Dense(num_classes)(encoder.output)
    return keras.Model(encoder.input, outputs)
"""


def _judge_classifier(items: dict, parameters: dict) -> list[Finding]:
    build, seed = answer_of(_CLASSIFIER, "add_classifier"), parameters["seed"]

    def judged(label: str, classes: int) -> list[Finding]:
        encoder = drawn_encoder(seed)
        found = judge.model(items[label], build(encoder, classes), seed, given={"encoder": encoder})
        operations = canonical(items[label]["graph"], given=items[label]["given"]).operations if found else []
        copied = [op.name for op in operations if op.weights and not op.given and op.op != "Dense"]
        if copied and not any(op.given for op in operations):
            return [Finding("models.copied", {"layers": list(dict.fromkeys(copied))})]
        return found

    cases = {label: parameters[label] for label in LABELS}
    return each(cases, judged, lambda classes: f"add_classifier(encoder, {classes})", general=("models.copied",))


EXERCISE = Exercise(
    id="ex04b",
    answer="add_classifier",
    points=2,
    reference=_CLASSIFIER,
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
)

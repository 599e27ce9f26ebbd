"""Exercise 06c: a dataset of pairs of dicts for the router."""

from autograder.exercises.common import elements
from autograder.exercises.exercise import Exercise
from autograder.graphs.finding import Finding
from autograder.questions.common.tickets import small_tickets
from helpers.language import mark

_DATASET = """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = {"title": titles, "body": bodies, "tags": tags}
    targets = {"priority": priority, "department": department}
    return tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)
"""


def _judge_dataset(items: dict, parameters: dict) -> list[Finding]:
    for label in ("first", "other"):
        count, size = parameters[label]
        found = elements.judged(items[label], small_tickets(parameters["seed"], count), size)
        if found:
            return found
    return []


EXERCISE = Exercise(
    id="ex06c",
    answer="ticket_dataset",
    points=3,
    reference=_DATASET,
    judge=_judge_dataset,
    parameters={"first": (23, 8), "other": (5, 6)},
    shown="",
    hints=(
        mark(
            "Each element is a pair: a dict with the names of the model's inputs, and a dict with the names of its outputs."
        ),
        mark(
            "`tf.data.Dataset.from_tensor_slices` takes such a pair of dicts of arrays and cuts all of them into rows."
        ),
        mark("`.batch(batch_size)` puts rows together, in order; the last batch may be smaller."),
    ),
)

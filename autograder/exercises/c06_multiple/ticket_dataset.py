"""Exercise 06c: a dataset of pairs of dicts for the router."""

from autograder.exercises.c06_multiple import elements
from autograder.exercises.exercise import Exercise, Wrong, edited
from autograder.graphs.finding import Finding
from autograder.questions.c06_multiple.ticket_dataset import ask_dataset
from autograder.questions.c06_multiple.tickets import small_tickets
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


_SLICES = "tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(batch_size)"

EXERCISE = Exercise(
    id="ex06c",
    answer="ticket_dataset",
    points=3,
    reference=_DATASET,
    ask=ask_dataset,
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
    right=(
        """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    inputs = tf.data.Dataset.from_tensor_slices(dict(title=titles, body=bodies, tags=tags))
    targets = tf.data.Dataset.from_tensor_slices(dict(priority=priority, department=department))
    return tf.data.Dataset.zip((inputs, targets)).batch(batch_size).prefetch(tf.data.AUTOTUNE)
""",
        """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    def batches():
        for start in range(0, len(titles), batch_size):
            rows = slice(start, start + batch_size)
            yield ({"title": titles[rows], "body": bodies[rows], "tags": tags[rows]},
                   {"priority": priority[rows], "department": department[rows]})

    def spec(array):
        return tf.TensorSpec((None, *array.shape[1:]), array.dtype)

    signature = ({"title": spec(titles), "body": spec(bodies), "tags": spec(tags)},
                 {"priority": spec(priority), "department": spec(department)})
    return tf.data.Dataset.from_generator(batches, output_signature=signature)
""",
        """\
def ticket_dataset(titles, bodies, tags, priority, department, batch_size):
    rows = tf.data.Dataset.from_tensor_slices((titles, bodies, tags, priority, department))

    def name(title, body, tags, priority, department):
        inputs = {"title": tf.cast(title, tf.int64), "body": tf.cast(body, tf.float32), "tags": tf.cast(tags, tf.int32)}
        return inputs, {"department": department, "priority": priority}

    return rows.batch(batch_size, drop_remainder=False).map(name, num_parallel_calls=2).cache()
""",
    ),
    wrong=(
        Wrong(edited(_DATASET, (".batch(", ".shuffle(1000).batch(")), "dataset.order"),
        Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(batch_size, drop_remainder=True)")), "dataset.dropped"),
        Wrong(edited(_DATASET, (".batch(batch_size)", "")), "dataset.unbatched"),
        Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(batch_size).repeat()")), "dataset.repeated"),
        Wrong(edited(_DATASET, (".batch(batch_size)", ".repeat(2).batch(batch_size)")), "dataset.repeated"),
        Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(batch_size).batch(1)")), "dataset.batched_twice"),
        Wrong(edited(_DATASET, (".batch(batch_size)", ".batch(32)")), "dataset.batch_size"),
        Wrong(
            edited(_DATASET, ('{"title": titles, "body": bodies, "tags": tags}', "(titles, bodies, tags)")),
            "dataset.inputs_no_dict",
        ),
        Wrong(
            edited(_DATASET, ('{"priority": priority, "department": department}', "(priority, department)")),
            "dataset.targets_no_dict",
        ),
        Wrong(
            edited(_DATASET, ('{"title": titles, "body": bodies', '{"titles": titles, "bodies": bodies')),
            "dataset.input_keys",
        ),
        Wrong(edited(_DATASET, ('"department": department', '"departments": department')), "dataset.target_keys"),
        Wrong(edited(_DATASET, ("(inputs, targets)", "(targets, inputs)")), "dataset.swapped"),
        Wrong(edited(_DATASET, ("((inputs, targets))", "({**inputs, **targets})")), "dataset.no_pair"),
        Wrong(edited(_DATASET, (_SLICES, "inputs, targets")), "dataset.type"),
        Wrong(edited(_DATASET, (f"    return {_SLICES}\n", f"    {_SLICES}\n")), "answer.returned_none"),
        Wrong(
            edited(_DATASET, ('"title": titles, "body": bodies', '"title": bodies, "body": titles')),
            "dataset.shape",
        ),
        Wrong(edited(_DATASET, ('"title": titles', '"title": titles[::-1]')), "dataset.other_values"),
        Wrong(edited(_DATASET, ('"title": titles', '"title": titles.astype(str)')), "dataset.dtype"),
        Wrong(
            "def ticket_dataset(titles, bodies, tags, priority, department, batch_size):\n"
            "    for start in range(0, len(titles), batch_size):\n        yield titles[start:start + batch_size]\n",
            "answer.generator",
        ),
    ),
)

"""Exercise 08a: one Embedding for two texts."""

from autograder.exercises.common.texts import judge_both, not_integer, reached_from
from autograder.exercises.exercise import Exercise, answer_of
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.common.texts import LENGTHS, ROWS, input_faults
from autograder.questions.ex08a import RULES
from helpers.language import mark

_SHARED = """\
def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32", name="first")
    second = keras.Input(shape=(None,), dtype="int32", name="second")
    embedding = layers.Embedding(num_words, dim)
    return keras.Model([first, second], [embedding(first), embedding(second)])
"""


def _judge_shared(items: dict, parameters: dict) -> list[Finding]:
    return judge_both(items, parameters, "build_shared_embedding", lambda i, a: _shared(i, a, parameters["seed"]))


def _shared(item: dict, arguments: tuple[int, int], seed: int) -> list[Finding]:
    got = canonical(item["graph"])
    found = input_faults(got) or not_integer(got)
    if found:
        return found
    if len(got.outputs) != 2:
        return [Finding("graph.output_count", {"got": len(got.outputs), "expected": 2})]
    reaches = reached_from(got)
    sides = [reaches[i] for i, _k in got.outputs]
    if sides == [{1}, {0}]:
        return [Finding("texts.crossed")]
    if sides in ([{0}, {0}], [{1}, {1}]):
        return [Finding("texts.same")]
    found = judge.model(item, answer_of(_SHARED, "build_shared_embedding")(*arguments), seed, RULES)
    wanted = [[ROWS, length, arguments[1]] for length in LENGTHS]
    if not found and item["shapes"] != wanted:
        return [Finding("texts.shapes", {"got": str(item["shapes"]), "expected": str(wanted)})]
    return found


EXERCISE = Exercise(
    id="ex08a",
    answer="build_shared_embedding",
    points=2,
    reference=_SHARED,
    judge=_judge_shared,
    parameters={"model": (1000, 128), "other": (70, 6)},
    hints=(
        mark("Sharing needs no option: a layer that is created once and called twice is shared."),
        mark(
            'A text of any length is `keras.Input(shape=(None,), dtype="int32")`: one sample is a row of word ids, '
            "and word ids are integers."
        ),
        mark(
            "Create `embedding = layers.Embedding(num_words, dim)` before you call it on either text. The model's "
            "outputs are the list `[embedding(first), embedding(second)]`."
        ),
    ),
)

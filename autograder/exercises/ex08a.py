"""Exercise 08a: one Embedding for two texts."""

from functools import partial

from autograder.exercises.common.texts import judge_both, not_integer, reached_from
from autograder.exercises.exercise import Exercise, answer_of
from autograder.exercises.variants import varying
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.judging.wanted import made_once
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


def _judged(reference: str, items: dict, parameters: dict) -> list[Finding]:
    seed = parameters["seed"]
    return judge_both(items, parameters, "build_shared_embedding", lambda i, a: _shared(reference, i, a, seed))


def _shared(reference: str, item: dict, arguments: tuple[int, int], seed: int) -> list[Finding]:
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
    wanted = made_once(answer_of(reference, "build_shared_embedding"), arguments, RULES)
    found = judge.model(item, wanted, seed)
    shapes = [[ROWS, length, wanted.model.outputs[0].shape[-1]] for length in LENGTHS]
    if not found and item["shapes"] != shapes:
        return [Finding("texts.shapes", {"got": str(item["shapes"]), "expected": str(shapes)})]
    return found


def _exercise(reference: str) -> Exercise:
    return Exercise(
        id="ex08a",
        answer="build_shared_embedding",
        points=2,
        reference=reference,
        judge=partial(_judged, reference),
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


EXERCISE = varying(
    _exercise,
    _SHARED,
    choices={"reserved": (1, 2, 3, 4, 5, 6, 7, 8), "times": (2, 3, 4, 5)},
    changes=(("Embedding(num_words, dim)", "Embedding(num_words + {reserved}, {times} * dim)"),),
    words=(
        ("as vectors of `dim` numbers", "as vectors of `{times} * dim` numbers"),
        (
            "`Embedding` of `num_words` words.",
            "`Embedding` of `num_words + {reserved}` words: the last {reserved} are kept for words to come.",
        ),
        ("每个向量 `dim` 个数值", "每个向量 `{times} * dim` 个数值"),
        (
            "都出自同一个有 `num_words` 个词的 `Embedding`。",
            "都出自同一个有 `num_words + {reserved}` 个词的 `Embedding`：最后 {reserved} 个留给以后的新词。",
        ),
        ("128000", "{count}"),
        ("layers.Embedding(num_words, dim)", "layers.Embedding(num_words + {reserved}, {times} * dim)"),
    ),
    derived=lambda values: {"count": (1000 + values["reserved"]) * 128 * values["times"]},
)

"""Exercise 08a: one Embedding for two texts."""

from autograder.exercises.c08_shared.texts import judge_both, reached_from
from autograder.exercises.exercise import Exercise, Wrong, answer_of, edited
from autograder.graphs.canonical import canonical
from autograder.graphs.finding import Finding
from autograder.judging import judge
from autograder.questions.c08_shared.build_shared_embedding import RULES, ask_shared
from autograder.questions.c08_shared.texts import LENGTHS, ROWS, input_faults
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
    found = input_faults(got)
    if found:
        return found
    for entry in (got.operations[i] for i in got.inputs):
        if not entry.dtype.startswith(("int", "uint")):
            values = {"layer": entry.name, "got": entry.dtype, "expected": "int32"}
            return [Finding("graph.input_dtype", values, nodes=(entry.node,))]
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
    ask=ask_shared,
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
    right=(
        """\
def build_shared_embedding(num_words, dim):
    shared = layers.Embedding(num_words, dim, name="words")
    texts = [keras.Input((None,), dtype="int64", name=name) for name in ("query", "answer")]
    return keras.Model(texts, [shared(text) for text in texts])
""",
        # a shared nested model
        """\
def build_shared_embedding(num_words, dim):
    encoder = keras.Sequential([keras.Input((None,), dtype="int32"), layers.Embedding(num_words, dim)])
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    return keras.Model(inputs=(a, b), outputs=(encoder(a), encoder(b)))
""",
        # a layer of one's own, and a mask that changes no number
        """\
class Words(keras.layers.Layer):
    def __init__(self, num_words, dim):
        super().__init__()
        self.table = layers.Embedding(num_words, dim, mask_zero=True)

    def call(self, ids):
        return self.table(ids)

def build_shared_embedding(num_words, dim):
    a, b = keras.Input(shape=(None,), dtype="int32"), keras.Input(shape=(None,), dtype="int32")
    words = Words(num_words, dim)
    return keras.Model([a, b], [words(a), words(b)])
""",
        """\
def build_shared_embedding(num_words, dim):
    a = keras.Input(batch_shape=(None, None), dtype="uint16")
    b = keras.Input(batch_shape=(None, None), dtype="uint16")
    embed = layers.Embedding(input_dim=num_words, output_dim=dim, embeddings_initializer="normal")
    second = embed(b)
    first = embed(a)
    return keras.Model([a, b], [first, layers.Activation("linear")(second)])
""",
    ),
    wrong=(
        Wrong(edited(_SHARED, ("embedding(second)", "layers.Embedding(num_words, dim)(second)")), "graph.not_shared"),
        Wrong(
            """\
def build_shared_embedding(num_words, dim):
    texts = [keras.Input((None,), dtype="int32") for _ in range(2)]
    return keras.Model(texts, [layers.Embedding(num_words, dim)(text) for text in texts])
""",
            "graph.not_shared",
        ),
        Wrong(
            edited(_SHARED, ("[embedding(first), embedding(second)]", "[embedding(second), embedding(first)]")),
            "texts.crossed",
        ),
        Wrong(
            edited(
                _SHARED,
                (
                    "    return keras.Model([first, second], [embedding(first), embedding(second)])",
                    "    u, v = embedding(first), embedding(second)\n    return keras.Model([first, second], [u, u])",
                ),
            ),
            "texts.same",
        ),
        Wrong(edited(_SHARED, (', dtype="int32"', "")), "graph.input_dtype"),
        Wrong(edited(_SHARED, ("shape=(None,)", "shape=(100,)")), "texts.fixed_length"),
        Wrong(edited(_SHARED, ("shape=(None,)", "shape=(None, 1)")), "texts.input_shape"),
        Wrong(edited(_SHARED, ("(num_words, dim)\n", "(1000, 128)\n")), "arguments.ignored"),
        Wrong(edited(_SHARED, ("Embedding(num_words, dim)", "Embedding(dim, num_words)")), "graph.config"),
        Wrong(
            edited(
                _SHARED,
                (
                    "[embedding(first), embedding(second)]",
                    "layers.concatenate([embedding(first), embedding(second)], axis=1)",
                ),
            ),
            "graph.output_count",
        ),
        Wrong(
            edited(_SHARED, ("keras.Model([first, second],", 'keras.Model({"first": first, "second": second},')),
            "graph.inputs_dict",
        ),
        Wrong(
            edited(
                _SHARED,
                (
                    "[embedding(first), embedding(second)]",
                    '{"first": embedding(first), "second": embedding(second)}',
                ),
            ),
            "graph.outputs_dict",
        ),
        Wrong(
            edited(
                _SHARED,
                (
                    "embedding(first), embedding(second)",
                    "layers.GlobalAveragePooling1D()(t) for t in (embedding(first), embedding(second))",
                ),
            ),
            "graph.surplus",
        ),
        Wrong(
            """\
def build_shared_embedding(num_words, dim):
    first = keras.Input(shape=(None,), dtype="int32")
    return keras.Model(first, layers.Embedding(num_words, dim)(first))
""",
            "graph.input_count",
        ),
        Wrong(
            edited(
                _SHARED,
                (
                    "    return keras.Model([first, second], [embedding(first), embedding(second)])",
                    "    return [embedding(first), embedding(second)]",
                ),
            ),
            "model.type",
        ),
    ),
)

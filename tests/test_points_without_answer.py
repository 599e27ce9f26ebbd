"""No points without the answer: evidence of any size, models that only look right, answers that speak for themselves."""

import tracemalloc

import numpy as np
import pytest

from autograder.asking import archive, evidence
from autograder.exercises import every, find
from autograder.exercises.exercise import Exercise, edited
from autograder.feedback.words import sentence
from autograder.graphs import sizes
from autograder.graphs.normalisation import _sums
from autograder.graphs.operation import Graph, Operation
from autograder.pools.worker import Worker
from autograder.questions import ex03a, ex12c
from tests import answers, needs
from tests.attacks import SPOKEN_FOR
from tests.handed_in import IMPORTS, grade, handed_in, source
from tools.notebook import NOTEBOOKS

CHAPTERS = {path.stem[:2]: path.stem for path in (NOTEBOOKS / "en").glob("[01]*.ipynb")}
"""The notebooks by the numbers of their chapters."""

MOST_MEMORY = 200 * 2**20
"""Bytes that judging may take beyond what the evidence itself has: of each of these attacks it took 2 GB and more."""


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """Keras is imported, and has run, before memory is traced, which makes all of that many times slower."""
    find("ex01a").check(find("ex01a").solved())


# Sizes: evidence says how large something is; nothing is made of that size


def node(k: int, sources: list[int], **changes: object) -> dict:
    plain = {"kind": "layer" if sources else "input", "op": "Dense" if sources else "InputLayer", "module": "keras"}
    plain |= {
        "name": f"d{k}",
        "layer": k,
        "call": 0,
        "config": {},
        "args": {},
        "weights": [],
        "params": 0,
        "graph": None,
    }
    return (
        plain
        | {
            "id": k,
            "inputs": [[s, 0] for s in sources],
            "shapes": [[None, 4 if sources else 784]],
            "dtypes": ["float32"],
        }
        | changes
    )


def model(nodes: list[dict], **changes: object) -> dict:
    ends = [{"tree": {"tensor": [k, 0]}, "flat": [[k, 0]], "names": ["x"]} for k in (0, len(nodes) - 1)]
    read = {"version": 1, "name": "m", "nodes": nodes, "inputs": ends[0], "outputs": ends[1], "params": 0}
    return {"graph": read, "given": {}, "outputs": []} | changes


def additions(count: int) -> list[dict]:
    """A chain in which each adds the input to what was before: `x + x0 + x0 ...`."""
    return [node(0, []), *(node(k, [k - 1, 0], op="Add") for k in range(1, count))]


def diamonds(count: int) -> list[dict]:
    """Each takes both outputs of the two before it: paths double with each step."""
    return [node(0, []), node(1, [0]), *(node(k, [k - 1, k - 2], op="Subtract") for k in range(2, count))]


def nested(depth: int) -> list[dict]:
    whole = model([node(0, []), node(1, [0])])["graph"]
    for _level in range(depth):
        calls = [node(k, [k - 1], kind="model", op="Functional", graph=whole) for k in range(1, 9)]
        whole = model([node(0, []), *calls])["graph"]
    return whole["nodes"]


LARGE = {
    "a chain of 16,000 additions": model(additions(16_000)),
    "a chain of additions that is just read": model(additions(sizes.MOST_CALLS - 1)),
    "diamonds": model(diamonds(1_000)),
    "nested models": model(nested(4)),
    "many edges": model([*(node(k, []) for k in range(200)), *(node(k, list(range(200)), op="Add") for k in range(200, 400))]),
    "one name": model([node(0, []), *(node(k, [k - 1, 0], name="d", op="Add") for k in range(1, 1_000))]),
    "a sum that is divided again and again": model(
        [*(node(k, []) for k in range(120)), node(120, list(range(120)), op="Add")]
        + [node(k, [120], op="Divide", args={"x": {"tensor": [120, 0]}, "y": 120}) for k in range(121, 240)]
        + [node(240, list(range(121, 240)), op="Concatenate")]
    ),
    "a weight with many axes": model([node(0, []), node(1, [0], weights=[{"id": 1, "path": "w", "shape": [2**61] * 100_000, "dtype": "float32", "trainable": True}])]),
    "large numbers": model([node(0, []), node(1, [0], shapes=[[None, 10**4000]])]),
    "many weights given": model([node(k, [k - 1] if k else []) for k in range(500)], given={"encoder": {"layer": 1, "weights": list(range(500_000))}}),
    "a long config": model([node(0, []), node(1, [0], config={"units": "x" * 20_000_000})]),
}  # fmt: skip


def judged(exercise: Exercise, items: dict, wrong: bool = True) -> list:
    """The findings on evidence; fails where judging took far more memory than what was sent."""
    data = evidence.encode(items)
    tracemalloc.start()
    try:
        found = exercise.decide(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < MOST_MEMORY + 12 * len(data), f"{peak / 2**20:.0f} MB"
    assert not wrong or (found.score == 0 and found.findings and not found.correct)
    return list(found.findings)


SLOW = pytest.mark.thorough("ten seconds each; the other large graphs are quick")
_SLOW = ("nested models", "many weights given", "a chain of 16,000 additions")


@pytest.mark.parametrize("large", [pytest.param(k, marks=SLOW if k in _SLOW else ()) for k in LARGE])
def test_a_large_graph_is_a_finding_and_no_work(large):
    for finding in judged(find("ex01a"), {"model": LARGE[large]})[:20]:
        assert all("{" not in sentence(finding, lang) for lang in ("en", "zh"))


def test_a_model_that_is_too_large_is_told_as_such():
    exercise = find("ex01a")
    longer = "    x = layers.add([layers.Identity()(x) for _ in range(1_600)])\n    outputs ="
    finding = exercise.check(exercise.answered(edited(exercise.reference, ("    outputs =", longer)))).findings[0]
    assert finding.key == "graph.too_large" and "1,60" in sentence(finding), str(finding)


def test_only_small_graphs_are_drawn():
    exercise = find("ex01a")
    few, many = (
        exercise.decide(evidence.encode({"model": model(additions(count))})).graph
        for count in (50, sizes.MOST_DRAWN + 1)
    )
    assert few is not None and many is None


def test_a_chain_of_sums_is_flattened_in_its_length():
    def operation(k: int, sources: list[int]) -> Operation:
        op = "Add" if sources else "Input"
        return Operation(k, op, {}, tuple((s, 0) for s in sources), None, (), (None, 4), "float32", f"s{k}", op, k)

    count = 1_000
    chain = Graph(
        tuple([operation(0, []), *(operation(k, [k - 1, 0]) for k in range(1, count))]), (0,), ((count - 1, 0),)
    )
    flat = _sums(chain)
    assert len(flat.operations[-1].inputs) == count
    assert sum(len(op.inputs) for op in flat.operations) <= 4 * count  # not one longer list for each step


def test_features_are_those_of_the_exercise():
    for features in (4_000_000, 10**12, -1):
        state = {"compiled": True, "features": features, "loss_value": 1.0, "outputs": np.zeros((40, 5), "float32")}
        state |= {
            "optimizer": "RMSprop",
            "learning_rate": 0.001,
            "loss": {"name": "mse", "from_logits": True},
            "metrics": {},
        }
        assert judged(find("ex02a"), {"first": state, "second": state})[0].key == "compile.loss"


def test_outputs_of_another_shape_are_not_spread():
    exercise = find("ex02a")
    state = {
        "compiled": True,
        "loss_value": 1.0,
        "outputs": np.zeros((1, 2_000_000), "float32"),
        "optimizer": "RMSprop",
    }
    state |= {"learning_rate": 0.001, "loss": {"name": "x", "from_logits": True}, "metrics": {"accuracy": 0.1}}
    judged(exercise, {"first": state, "second": state})


@pytest.mark.parametrize("shape", [(1, 1_000_000), (30_000, 1, 1), (9_000_000,), (), (0, 5)])
def test_noise_of_another_shape_is_not_spread(shape):
    exercise = find("ex12c")
    items = evidence.decode(exercise.collect(exercise.solved()))
    assert exercise.decide(evidence.encode(items)).correct
    for keys in (("first",), ("second",), ("plain", "again"), ("plain", "again", "first", "second")):
        noise = items["model noise"] | dict.fromkeys(keys, np.zeros(shape, "uint8"))
        judged(exercise, items | {"model noise": noise})
    judged(exercise, items | {"mask": np.zeros(shape, "uint8")})


def test_totals_of_another_shape_are_not_spread():
    exercise = find("ex06b")
    items = evidence.decode(exercise.collect(exercise.solved()))
    for shape in ((6, 1_000_000), (3_000_000,), ()):
        judged(exercise, items | {"first": items["first"] | {"totals": np.zeros(shape, "float32")}})


def test_matrices_of_another_shape_are_not_spread():
    for shape in ((3, 2_000, 2_000), (4_000_000,), (1, 1, 1)):
        judged(find("ex09b"), {"example": {"type": "ndarray", "value": np.zeros(shape, "uint8")}})


@pytest.mark.thorough("all arrays of all exercises; those that were ever spread have quick tests of their own")
def test_every_array_of_an_exercise_may_be_of_any_shape():
    """Of each exercise each array of right evidence in turn, by one of another shape."""
    exercises = [e for e in every() if e.unseen is None]
    tried = 0
    for exercise in exercises:
        items = evidence.decode(exercise.collect(exercise.solved()))
        for label, item in items.items():
            places = [(k, v) for k, v in (item.items() if isinstance(item, dict) else ()) if _array(v)]
            for key, value in places:
                wide = np.zeros((1, 1_500_000), "uint8")
                other = [wide] * len(value) if isinstance(value, list) else wide
                judged(exercise, items | {label: item | {key: other}}, wrong=key != "kept")  # that serves words alone
                tried += 1
    assert tried > 40


def _array(value: object) -> bool:
    return isinstance(value, np.ndarray) or (isinstance(value, list) and bool(value) and _array(value[0]))


# Models that compute what the reference does, and can't be trained, or are trained to something else


FIRST = 'layers.Dense(hidden_units, activation="relu")(inputs)'
LAST = "(num_classes)(x)"
OWN = "class Own(layers.Layer):\n    def call(self, x, training=False):\n        {}\n\n"
BESIDE = {
    "an L2 of a million": ((FIRST, FIRST.replace("units,", "units, kernel_regularizer=keras.regularizers.L2(1e6),")), "graph.config"),
    "a norm of a billionth, with other spellings": (
        (FIRST, "ops.maximum(layers.Dense(hidden_units, kernel_constraint=keras.constraints.MaxNorm(1e-9))(inputs), 0.0)"),
        "graph.config",
    ),
    "a regularizer of the outputs": ((FIRST, FIRST.replace("units,", 'units, activity_regularizer="l2",')), "graph.config"),
    "a constraint of the variable alone": (
        ("    outputs", "    for w in keras.Model(inputs, x).weights:\n        w.constraint = keras.constraints.MaxNorm(1e-9)\n    outputs"),
        "graph.weight_held",
    ),
    "a layer that regularizes": ((FIRST, f"layers.ActivityRegularization(l2=1e6)({FIRST})"), "graph.surplus"),
    "a gradient that stops": ((LAST, "(num_classes)(ops.stop_gradient(x))"), "graph.surplus"),
    "a dropout at the end": (("layers.Dense(num_classes)(x)", "layers.Dropout(0.9)(layers.Dense(num_classes)(x))"), "graph.surplus"),
    "noise": ((LAST, "(num_classes)(layers.GaussianNoise(0.9)(x))"), "graph.surplus"),
    "a class that gives zeros in training": (
        (LAST, "(num_classes)(Own()(x))"), "layer.training", OWN.format("return x * 0 if training else x"),
    ),
    "a class that drops in training": (
        (LAST, "(num_classes)(Own()(x))"), "layer.training",
        OWN.format("return keras.random.dropout(x, 0.9) if training else x"),
    ),
    "a class that adds to the loss": (
        (LAST, "(num_classes)(Own()(x))"), "graph.losses", OWN.format("self.add_loss(1e6 * ops.sum(x)); return x"),
    ),
    "a class whose weights are held": (
        ("layers.Dense(num_classes)", "Own(num_classes)"), "graph.weight_held",
        "class Own(layers.Dense):\n    def __init__(self, n):\n        super().__init__(n, kernel_constraint='non_neg')\n\n",
    ),
}  # fmt: skip


@pytest.mark.parametrize("beside", BESIDE)
def test_what_acts_in_training_alone_belongs_to_the_answer(beside):
    exercise, (change, key, *before) = find("ex01a"), BESIDE[beside]
    found = exercise.check(exercise.answered("".join(before) + edited(exercise.reference, change)))
    assert found.score == 0 and found.findings[0].key == key, [str(f) for f in found.findings]
    named = ("{" not in sentence(found.findings[0]) and key in ("graph.losses",)) or found.findings[0].values["layer"]
    assert named


DROPPED = "    x = layers.Dropout(0.5)(x)\n"
DENSE = '    x = layers.Dense(256, activation="relu")(x)\n'


@pytest.mark.parametrize(
    ("changes", "right"),
    [
        ([(DROPPED, ""), ("layers.Dense(num_classes)(x)", "layers.Dropout(0.5)(layers.Dense(num_classes)(x))")], False),
        ([(DENSE + DROPPED, DROPPED + DENSE)], False),
        ([("    x = layers.MaxPooling2D(3)(x)\n", "    x = layers.MaxPooling2D(3)(x)\n" + DROPPED), (DENSE + DROPPED, DENSE)], False),
        ([("Dropout(0.5)", "SpatialDropout1D(0.5)"), ("layers.SpatialDropout1D(0.5)(x)", "layers.Reshape((256,))(layers.SpatialDropout1D(0.5)(layers.Reshape((1, 256))(x)))")], False),
        ([(DENSE + DROPPED, "    x = ops.maximum(layers.Dropout(0.5)(layers.Dense(256)(x)), 0.0)\n")], True),
        ([("layers.Dropout(0.5)(x)", "layers.Flatten()(layers.Dropout(0.5)(layers.Reshape((16, 16))(x)))")], True),
    ],
    ids=["behind the logits", "before the layer", "behind the pooling", "of channels", "before the activation", "reshaped"],
)  # fmt: skip
def test_a_dropout_has_its_place(changes, right):
    exercise = find("ex07b")
    found = exercise.check(exercise.answered(edited(exercise.reference, *changes)))
    assert found.correct == right, [str(f) for f in found.findings]


# Plain values: no table of them does


@pytest.mark.parametrize("exercise", ["ex00a", "ex01b"])
def test_a_table_of_constants_earns_nothing(exercise):
    exercise = find(exercise)
    taken = evidence.decode(exercise.collect(exercise.solved()))
    values = [item["value"] for item in taken.values() if isinstance(item, dict) and "value" in item]
    source = f"VALUES = iter({values})\ndef {exercise.answer}(*args):\n    return next(VALUES)\n"
    space: dict = {}
    exec(source, space)
    parameters, hidden = exercise.draw(np.random.default_rng(5))
    data = exercise.collect(space[exercise.answer], parameters)
    assert not exercise.decide(data, parameters, hidden).correct
    assert len(values) >= 8


# A layer of Keras's that a class hides


HIDDEN = {
    "where Keras does not look": """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        object.__setattr__(self, "hidden", layers.Dense(units, activation=activation))

    def build(self, input_shape):
        self.hidden.build(input_shape)
        self.kernel, self.bias = self.hidden.kernel, self.hidden.bias

    def call(self, inputs):
        return self.hidden(inputs)
""",
    "in a table outside": """\
HIDDEN = {}

class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        HIDDEN[id(self)] = layers.Dense(units, activation=activation)

    def build(self, input_shape):
        HIDDEN[id(self)].build(input_shape)
        self.kernel, self.bias = HIDDEN[id(self)].kernel, HIDDEN[id(self)].bias

    def call(self, inputs):
        return HIDDEN[id(self)].call(inputs)
""",
    "its call alone": """\
class CustomDense(layers.Layer):
    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.use_bias, self.activation = units, True, keras.activations.get(activation)

    def build(self, input_shape):
        self.kernel = self.add_weight(shape=(input_shape[-1], self.units))
        self.bias = self.add_weight(shape=(self.units,))

    call = layers.Dense.call
""",
    "all of its functions": """\
CustomDense = type("CustomDense", (layers.Layer,), {
    k: v for k, v in vars(layers.Dense).items()
    if k in ("build", "call", "quantized_build", "kernel", "lora_rank", "lora_enabled", "compute_output_shape")
} | {"__init__": lambda self, units, activation=None, **kwargs: (
    layers.Layer.__init__(self, **kwargs),
    [setattr(self, k, v) for k, v in vars(layers.Dense(units, activation=activation)).items() if not k.startswith("_")],
)[0]})
""",
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_a_hidden_dense_is_found(hidden):
    exercise = find("ex10a")
    found = exercise.check(exercise.answered(HIDDEN[hidden]))
    assert found.score == 0
    if hidden != "all of its functions":  # which may fail in another way, on another Keras
        assert found.findings[0].key == "layer.made_of", [str(f) for f in found.findings]


# Answers that speak for themselves: what a learner's process says of itself is looked at elsewhere, too


def forged(exercise: Exercise, **changes: object):
    """The verdict where the learner's process sends right evidence with something else in it."""
    items = evidence.decode(exercise.collect(exercise.solved()))
    assert exercise.examine(lambda p: exercise.collect(exercise.solved(), p)).correct
    return exercise.decide(evidence.encode(items | changes))


def test_a_file_is_opened_elsewhere():
    exercise = find("ex03a")
    items = evidence.decode(exercise.collect(exercise.solved()))
    other = exercise.decide(evidence.encode(items | {"model file": items["other file"]}))
    assert other.score == 0 and other.findings[0].key == "saving.file_outputs"
    state = ex03a.state_of(ex03a.trained_model("model", 20220630), "model", 20220630)
    for said in ({"exists": True, "elsewhere": [], "archive": True, "state": state}, {"exists": True, "elsewhere": []}):
        found = exercise.decide(evidence.encode(items | {"model file": said}))
        assert found.score == 0 and found.findings[0].key == "saving.not_archive"
    for data in (b"PK\x05\x06" + bytes(18), bytes(archive.MOST_BYTES + 1), b"text"):
        said = {"exists": True, "elsewhere": [], "bytes": np.frombuffer(data, "uint8")}
        assert exercise.decide(evidence.encode(items | {"model file": said})).score == 0


def test_an_archive_is_read_within_limits(tmp_path):
    import zipfile

    path = tmp_path / "bomb.keras"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("config.json", "{}")
        file.writestr("model.weights.h5", bytes(200 * 2**20))
    data = archive.bytes_of(path)
    assert archive.is_archive(data) and data.size < archive.MOST_BYTES
    tracemalloc.start()
    for read in (archive.read, lambda d: archive.checked(d).__enter__()):
        with pytest.raises(ValueError, match="more than a model"):
            read(data)
    assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    tracemalloc.stop()


def test_a_file_is_not_loaded_with_classes_of_others(tmp_path):
    import keras

    class Other(keras.layers.Layer):
        def call(self, x):
            return x

    entry = keras.Input((7,))
    keras.Model(entry, Other()(entry)).save(tmp_path / "other.keras")
    asked = {"model": archive.bytes_of(tmp_path / "other.keras"), "seed": 1}
    assert "not one of Keras's own" in ex03a.look(asked)["model"]["error"]


def test_a_layer_comes_back_in_another_process():
    exercise = find("ex10b")
    items = evidence.decode(exercise.collect(exercise.solved()))
    file = {k: v for k, v in items.items() if k != "loaded archive"}
    assert exercise.decide(evidence.encode(file)).findings[0].key == "serial.file"
    # weights of another draw, and no archive at all
    other = evidence.decode(exercise.collect(exercise.solved(), {"seed": 5}))["loaded archive"]
    for data in (other, np.frombuffer(b"PK" + bytes(100), "uint8")):
        found = exercise.decide(evidence.encode(items | {"loaded archive": data}))
        assert found.score == 0 and found.findings[0].key == "serial.file"


def test_what_a_process_remembers_does_not_come_back():
    """A class that keeps its weights in its process, not in the file: right in the first process, not in a second."""
    exercise = find("ex10b")
    seen = []

    def ask(parameters: dict) -> bytes:
        seen.append(parameters)
        data = exercise.collect(exercise.solved(), parameters)
        if "again" not in parameters:
            return data
        items = evidence.decode(data)
        ours = exercise.collect(
            exercise.solved(), {k: v for k, v in parameters.items() if k not in ("again", "archive")}
        )
        return evidence.encode(
            items | {"brought": evidence.decode(ours)["loaded"]}
        )  # what it knows, not what it was given

    found = exercise.examine(ask)
    assert [p.get("again") for p in seen] == [None, 1] and seen[0]["seed"] != seen[1]["seed"]
    assert "first_seed" not in seen[1] and found.score == 0 and found.findings[0].key == "serial.outputs"


TWICE = [e for e in every() if e.twice]


def test_classes_are_asked_twice():
    assert {"ex10a", "ex10b", "ex10c", "ex12a", "ex12c"} <= {e.id for e in TWICE}


@pytest.mark.parametrize("exercise", TWICE, ids=lambda e: e.id)
def test_evidence_of_the_first_draw_does_not_do_for_the_second(exercise):
    first = []

    def ask(parameters: dict) -> bytes:
        first.append(exercise.collect(exercise.solved(), parameters) if not first else first[0])
        return first[-1]

    found = exercise.examine(ask, *exercise.draw(np.random.default_rng(3)))
    assert len(first) == 2 and found.score == 0


def test_a_compiled_model_is_compiled_again_elsewhere():
    exercise = find("ex02a")
    right = evidence.decode(exercise.collect(exercise.solved()))
    for change, key in (
        (("keras.losses.SparseCategoricalCrossentropy(from_logits=True)", '"mse"'), "compile.loss"),
        (("(from_logits=True)", "()"), "compile.from_logits"),
        (("RMSprop(", "Adam("), "compile.optimizer"),
        (('        metrics=["accuracy"],\n', ""), "compile.metrics"),
    ):
        wrong = exercise.collect(exercise.answered(edited(exercise.reference, change)))
        said = {
            label: state | {"configuration": evidence.decode(wrong)[label]["configuration"]}
            for label, state in right.items()
        }
        found = exercise.decide(evidence.encode(said))
        assert found.score == 0 and found.findings[0].key == key, [str(f) for f in found.findings]


def test_a_likeness_is_asked_elsewhere():
    exercise = find("ex08b")
    right = evidence.decode(exercise.collect(exercise.solved()))
    for change, key in (
        ((", normalize=True", ""), "similarity.dot"),
        (("GlobalAveragePooling1D", "GlobalMaxPooling1D"), ""),
    ):
        wrong = evidence.decode(exercise.collect(exercise.answered(edited(exercise.reference, change))))
        said = {
            label: item | {k: right[label][k] for k in ("output", "turned", "equal", "vectors")}
            for label, item in wrong.items()
        }
        found = exercise.decide(evidence.encode(said))
        assert found.correct == (not key) and [f.key for f in found.findings] == ([key] if key else [])
        del said["model"]["architecture"]
        assert exercise.decide(evidence.encode(said)).findings[0].key == "similarity.not_rebuilt"


def test_noise_is_that_of_right_outputs():
    exercise = find("ex12c")
    draw = np.random.default_rng(1)

    def noise(width: int, stddev: float) -> dict:
        shape = (ex12c.ROWS, width)
        first, second = (draw.normal(0, stddev, shape).astype("float32") for _k in range(2))
        return {
            "plain": np.zeros(shape, "float32"),
            "again": np.zeros(shape, "float32"),
            "first": first,
            "second": second,
        }

    said = {"model noise": noise(5, 0.5), "other noise": noise(7, 0.2)}
    found = forged(exercise, **said)
    assert found.score == 0 and found.findings[0].key == "noise.inference"


def test_weights_are_copied_where_they_match_and_nowhere_else():
    """Facts that are the same for every pair that the exercise does not name."""
    exercise = find("ex03c")
    items = evidence.decode(exercise.collect(exercise.solved()))
    error = {"type": "ValueError", "value_error": True, "message": "no"}
    for said in ({"error": error}, {"error": None}):
        changed = {case: item | said for case, item in items.items() if case.startswith("drawn")}
        assert exercise.decide(evidence.encode(items | changed)).score == 0


# All of it through a worker, in the sandbox


@pytest.fixture(scope="module")
def worker():
    needs.sandbox()
    made = Worker()
    yield made
    made.close()


def spoken_for() -> list:
    cases = [(exercise, attack) for exercise, attacks in SPOKEN_FOR.items() for attack in attacks]
    rest = pytest.mark.thorough("more of the same exercise: its first way to speak for itself is quick")
    first = {exercise: next(iter(attacks)) for exercise, attacks in SPOKEN_FOR.items()}
    return [pytest.param(*case, id=" ".join(case), marks=() if case[1] == first[case[0]] else rest) for case in cases]


@pytest.mark.parametrize(("exercise", "attack"), spoken_for())
def test_nothing_that_speaks_for_itself_scores(worker, exercise, attack):
    chapter = CHAPTERS[exercise[2:4]]
    found = grade(worker, chapter, handed_in(chapter, {exercise: IMPORTS + SPOKEN_FOR[exercise][attack]}), memory=2048)
    assert found[exercise]["score"] == 0, found[exercise]
    assert found[exercise]["status"] in ("incorrect", "error"), found[exercise]


@pytest.mark.parametrize("exercise", SPOKEN_FOR)
def test_right_answers_are_right_where_evidence_is_looked_at_elsewhere(worker, exercise):
    chapter = CHAPTERS[exercise[2:4]]
    for answer in (find(exercise).reference, answers.right(exercise)[-1]):
        found = grade(worker, chapter, handed_in(chapter, {exercise: source(exercise, answer)}))
        assert found[exercise]["status"] == "correct", found[exercise]

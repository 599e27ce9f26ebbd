"""What the process of a learner's code knows of an exercise: its questions, and nothing that judges or answers."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import autograder
from autograder import questions
from autograder.asking import evidence, heldout
from autograder.exercises import every, find
from autograder.exercises.exercise import Exercise
from autograder.questions.common import small_classifier
from tests import answers

EXERCISES = every()
ROOT = Path(autograder.__file__).parent
TRAINED = {e.id for e in EXERCISES if e.unseen}
# What one must know is the same in every draw: words to be chosen.
FIXED = {"ex11a"}
# The encoder is the learner's choice, so nobody knows what it should give for a draw: one who has another's evidence can
# send it again. Its structure is in the graph all the same.
# A project is the learner's own, of whatever data.
FREE = {"ex08b", "ex14a"}


def test_what_a_kernel_has_loaded_judges_nothing():
    """The warm process itself, after all that it does before learners' code comes."""
    program = (
        "import sys; from autograder.questions.warm import WarmCourse; from autograder.sandbox import kernel, zygote;"
        "course = WarmCourse(); course.load(); course.begin({}); print(*sys.modules)"
    )
    command = [sys.executable, "-c", program]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    rooms = {name.split(".")[1] for name in found if name.startswith("autograder.")}
    assert rooms == {
        "graphs",
        "asking",
        "questions",
        "sandbox",
        "notebook",
    }  # the last stands for checks, and says nothing
    assert {f"autograder.questions.{e.id}" for e in EXERCISES} <= set(found)


def test_each_exercise_has_its_questions():
    for exercise in EXERCISES:
        assert questions.find(exercise.id).__module__ == f"autograder.questions.{exercise.id}"
    with pytest.raises(KeyError):
        questions.find("ex99z")


def _texts() -> str:
    """All that a learner's process can read of ours, without its layout."""
    outside = ("exercises", "classroom")
    paths = [*ROOT.rglob("*.py"), *(ROOT.parent / "helpers").rglob("*.py")]
    shown = [p for p in paths if p.relative_to(ROOT.parent).parts[1] not in outside]
    return "\n".join(p.read_text(encoding="utf-8") for p in shown)


def test_no_reference_can_be_read_beside_the_questions():
    texts = "".join(_texts().split())
    for exercise in EXERCISES:
        for node in ast.walk(ast.parse(exercise.reference)):
            if isinstance(node, ast.FunctionDef) and len(node.body) > 3:
                assert "".join(ast.unparse(node).split()) not in texts, exercise.id
        assert "".join(exercise.reference.split()) not in texts, exercise.id


def draw(exercise: Exercise, seed: int) -> tuple[dict, dict]:
    return exercise.draw(np.random.default_rng(seed))


DEAR = pytest.mark.thorough("seconds each; the other exercises go the same way")
_DEAR = ("ex03c", "ex06a", "ex08b", "ex12a", "ex12b", "ex13a", "ex14a")
ASKED = [pytest.param(e, id=e.id, marks=DEAR if e.id in _DEAR else ()) for e in EXERCISES if e.id not in TRAINED]


@pytest.mark.parametrize("exercise", ASKED)
def test_evidence_of_one_draw_earns_nothing_in_another(exercise):
    parameters, hidden = draw(exercise, 1)
    data = exercise.collect(exercise.solved(), parameters)
    assert exercise.decide(data, parameters, hidden).correct
    assert exercise.decide(data, *draw(exercise, 2)).correct == (exercise.id in FIXED | FREE)


@pytest.mark.parametrize("exercise", ASKED)
def test_another_draw_judges_alike(exercise):
    parameters, hidden = draw(exercise, 3)
    for source in answers.right(exercise.id)[:2]:
        assert exercise.examine(
            lambda p, s=source: exercise.collect(exercise.answered(s), p), parameters, hidden
        ).correct
    for wrong in answers.wrong(exercise.id)[:2]:
        found = exercise.examine(
            lambda p, w=wrong: exercise.collect(exercise.answered(w.source), p), parameters, hidden
        )
        assert found.findings and found.findings[0].key == wrong.key


def test_pixels_that_are_not_scaled_get_other_classes_whatever_the_draw():
    for seed in range(300):
        model = small_classifier.small_classifier(small_classifier.PIXELS, 16, small_classifier.CLASSES, seed)
        images = small_classifier.drawn_images(seed).reshape(small_classifier.ROWS, -1)
        one, two, three, four = (np.array(w) for w in model.get_weights())
        found = [(np.maximum(rows @ one + two, 0) @ three + four).argmax(-1) for rows in (images / 255, images * 1.0)]
        assert np.sum(found[0] != found[1]) > 2, seed


def test_what_is_hidden_never_reaches_the_questions():
    for exercise in EXERCISES:
        assert not set(exercise.asked(None)) & set(exercise.hidden)
        asked, hidden = draw(exercise, 1)
        assert not set(asked) & set(hidden)


# A trained model is made again where no learner's code is.


@pytest.fixture(scope="module")
def written() -> dict:
    import keras

    x = keras.Input((4,))
    model = keras.Model(x, keras.layers.Dense(3)(keras.layers.Dense(5, activation="relu")(x)))
    return heldout.written(model)


ROWS = {"outputs": np.ones((7, 4), "float32")}


def test_a_model_is_made_again(written):
    found = heldout.ask(questions.look, written, ROWS)
    first, bias, last, end = written["weights"]
    wanted = np.maximum(ROWS["outputs"] @ first + bias, 0) @ last + end
    np.testing.assert_allclose(found["outputs"], wanted, rtol=1e-5)
    assert [node["op"] for node in found["model"]["graph"]["nodes"]] == ["InputLayer", "Dense", "Dense"]


def test_rows_that_do_not_fit_give_nothing(written):
    assert heldout.ask(questions.look, written, {"outputs": np.ones((7, 5), "float32")})["outputs"].size == 0


def _own_layer():
    import keras

    class Own(keras.layers.Layer):
        def call(self, x):
            return x

    return Own()


@pytest.mark.parametrize("layer", ["Lambda", "own"])
def test_only_layers_of_keras_are_made_again(layer):
    import keras

    x = keras.Input((4,))
    made = keras.layers.Lambda(lambda t: t * 2) if layer == "Lambda" else _own_layer()
    model = heldout.written(keras.Model(x, made(x)))
    found = (
        heldout.ask(questions.look, model, ROWS)
        if "failed" not in model
        else {"faults": [{"key": "heldout.not_rebuilt"}]}
    )
    assert found["faults"][0]["key"] == "heldout.not_rebuilt"


@pytest.mark.parametrize(
    "change",
    [
        {"architecture": None},
        {"architecture": {"class_name": "system", "module": "os", "config": {}}},
        {"architecture": {"class_name": "Dense", "config": {"units": "many"}}},
        {"weights": []},
        {"weights": "none"},
    ],
    ids=str,
)
def test_a_forged_model_is_refused(written, change):
    found = heldout.ask(questions.look, written | change, ROWS)
    assert found["faults"][0]["key"] == "heldout.not_rebuilt"


def test_garbage_is_refused():
    assert "failed" in evidence.decode(questions.look(b"garbage"))


def test_a_learner_of_ex02b_is_told_why_a_lambda_is_refused():
    exercise = find("ex02b")
    source = exercise.reference.replace("layers.Dense(10)(x)", "layers.Lambda(lambda t: t)(layers.Dense(10)(x))")
    found = exercise.check(exercise.answered(source.replace("epochs=5", "epochs=1")))
    assert found.findings[0].key == "heldout.not_rebuilt" and found.score == 0

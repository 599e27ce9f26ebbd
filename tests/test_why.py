"""`why()`: what raised is placed and explained by its structure; nothing of ours raises, nothing of Keras is changed."""

import linecache
import sys

import keras
import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st
from keras import layers

from autograder import why
from autograder.errors.explanation import FAMILIES
from autograder.errors.stack import stack
from helpers.errors import CourseError
from tests import random_models
from tests.programs import programs
from tests.programs.names import NAMES

PROGRAMS = programs("crashing")
SAMPLE = [p for p in PROGRAMS if p.name.rpartition("/")[2] in {
    "an-input-left-out", "a-layer-on-a-layer", "a-function-of-tensorflow", "a-loop-over-steps", "predict-on-a-symbol",
    "get-output-at", "lr", "two-layers-of-one-name", "convolved-to-nothing", "a-sum-of-unlike-filters",
    "joined-along-the-wrong-axis", "images-into-rows", "never-flattened", "numbers-for-one-hot", "an-id-in-use",
    "tensors-for-options", "tensors-one-by-one", "no-super", "a-key-that-is-no-output", "a-class-that-is-not-known", "a-config-that-lacks-an-option",
}]  # fmt: skip


def run(source: str, folder: object = "") -> BaseException | None:
    """The error of a program, which runs as the cells of a notebook do."""
    name = "<answer>"
    linecache.cache[name] = (len(source), None, [f"{line}\n" for line in source.split("\n")], name)
    try:
        exec(compile(source, name, "exec"), dict(NAMES) | {"folder": str(folder)})
    except Exception as error:
        return error
    return None


def is_placed(program) -> bool:
    """The place that the repair changes is among those that are named, and in the words."""
    found = why(run(program.faulty))
    named = [p for p in program.places if p in found.places]
    return found.key == program.finds and bool(named) and any(p in found.text for p in named)


OLDER = tuple(map(int, keras.__version__.split(".")[:2])) < (3, 15)
"""Some of these programs raise nothing on an older Keras, which takes a graph that doesn't hang together."""


def raises(program) -> bool:
    return not OLDER or run(program.faulty) is not None


@pytest.mark.parametrize("program", SAMPLE, ids=lambda p: p.name)
def test_an_error_is_placed(program):
    assert is_placed(program) or not raises(program)


@pytest.mark.thorough("a sample of these programs is among the quick tests")
def test_all_programs(tmp_path):
    assert len(PROGRAMS) >= 60
    assert [p.name for p in PROGRAMS if run(p.repaired, tmp_path) is not None] == []
    missed = [p.name for p in PROGRAMS if not is_placed(p) and raises(p)]
    assert len(missed) <= 0.1 * len(PROGRAMS), missed
    assert [p.name for p in PROGRAMS if why(run(p.faulty)).key not in (p.finds, "")] == []  # never a wrong one


def test_two_to_five_sentences_and_the_way_there():
    program = next(p for p in PROGRAMS if p.name.endswith("convolved-to-nothing"))
    found = why(run(program.faulty))
    assert found.text.startswith("`last` (`Conv2D`) moves a window of 3 × 3 over an image of 1 × 1")
    assert 2 <= found.text.count(". ") <= 5
    assert "`input_layer" in found.text and "→ `max_pooling2d" in found.text
    assert "stops here" in repr(found) and found._repr_html_().count("<img") == 1


def test_in_chinese(monkeypatch):
    monkeypatch.setenv("KFA_LANG", "zh")
    found = why(run("x = keras.Input((6,))\nlayers.Add()([x, layers.Dense(3)(x)])"))
    assert "逐个位置计算" in found.text and "停在这里" in repr(found) and 'lang="zh"' in found._repr_html_()


def test_the_last_error_is_taken(monkeypatch):
    monkeypatch.setattr(sys, "last_exc", None, raising=False)
    monkeypatch.setattr(sys, "last_value", None, raising=False)
    assert "raised an error yet" in repr(why()) and why().key == ""
    monkeypatch.setattr(sys, "last_value", run("layers.Dense(activation='relu')"), raising=False)
    assert why().key == "rest.lacking"


@pytest.mark.parametrize("source", ["1 / 0", "{}['a']", "unknown", "import nowhere", "open('/no/such/file')"])
def test_what_is_not_of_keras(source):
    found = why(run(source))
    assert found.key == "" and "no error of Keras" in found.text


def test_an_error_of_the_course_is_its_own_explanation():
    assert why(CourseError("Do this.")).key == ""


@pytest.mark.parametrize("thing", [1, "text", ValueError, keras.Input((2,))])
def test_what_is_no_error(thing):
    with pytest.raises(CourseError, match="explains an error"):
        why(thing)


def test_an_error_that_was_never_raised():
    assert why(ValueError("made, not raised")).key == ""


OWN = """
class Own(keras.Model):
    def __init__(self):
        super().__init__()
        self.first, self.join = layers.Dense(4), layers.Add()
    def call(self, x):
        return self.join([self.first(x), x])
model = Own()
model.compile("adam", "mse", run_eagerly=EAGERLY)
model.fit(numbers(4, 3), numbers(4, 4), verbose=0)
"""


@pytest.mark.parametrize("eagerly", ["True", "False"])
def test_within_a_subclassed_model(eagerly):
    found = why(run(OWN.replace("EAGERLY", eagerly)))
    assert found.key == "shapes.merge" and found.places[0].startswith("add")


def test_a_layer_of_the_learners_own_that_raises():
    source = "class Odd(layers.Layer):\n    def call(self, x):\n        raise RuntimeError('odd')\nOdd(name='odd')(keras.Input((3,)))"
    found = why(run(source))
    assert found.key == "rest.call" and "odd" in found.places


def test_mixed_precision():
    keras.config.set_dtype_policy("mixed_float16")
    try:
        found = why(run("x = keras.Input((6,))\nlayers.Add(name='sum')([x, layers.Dense(3)(x)])"))
    finally:
        keras.config.set_dtype_policy("float32")
    assert found.places == ("sum",)


def test_nothing_is_changed():
    model = keras.Sequential([keras.Input((6,)), layers.Dense(3, name="kinds")])
    model.compile("adam", "mse")
    with pytest.raises(ValueError) as caught:
        model.fit(np.ones((4, 7)), np.ones((4, 3)), verbose=0)
    before = model.to_json(), [np.asarray(w).tobytes() for w in model.weights], np.random.get_state()[1].tobytes()
    number = int(layers.Dense(1).name.rpartition("_")[2] or 0)
    found = why(caught.value)
    repr(found), found._repr_html_()
    assert (
        model.to_json(),
        [np.asarray(w).tobytes() for w in model.weights],
        np.random.get_state()[1].tobytes(),
    ) == before
    assert int(layers.Dense(1).name.rpartition("_")[2]) == number + 1
    assert keras.config.is_traceback_filtering_enabled()


def test_keras_frames_are_found_again():
    """Keras cuts its frames out of a traceback; `f_back` and the first error's own traceback still lead to them."""
    error = run("x = keras.Input((6,))\nlayers.Add()([x, layers.Dense(3)(x)])")
    functions = [level.function for level in stack(error)]
    assert "__call__" in functions and "build" in functions


def test_without_keras_filter_of_frames():
    keras.config.disable_traceback_filtering()
    try:
        found = why(run("x = keras.Input((6,))\nlayers.Add(name='sum')([x, layers.Dense(3)(x)])"))
    finally:
        keras.config.enable_traceback_filtering()
    assert found.key == "shapes.merge" and found.places == ("sum",)


BREAKS = {
    "left out": lambda model, x: keras.Model(model.inputs[:1], keras.Model(model.inputs, model.outputs)([*x])),
    "width": lambda model, x: layers.Add()([layers.Dense(7)(model.outputs[0]), layers.Dense(5)(x[0])]),
    "rank": lambda model, x: layers.Conv2D(2, 3)(model.outputs[0]),
    "rows": lambda model, x: model.fit([np.ones((4, t.shape[-1])) for t in x], np.ones((3, 2))),
    "labels": lambda model, x: model.fit([np.ones((4, t.shape[-1])) for t in x], np.ones((4, 9))),
    "columns": lambda model, x: model.predict([np.ones((4, 11)) for t in x], verbose=0),
    "nothing": lambda model, x: layers.Dense(2)(None),
    "number": lambda model, x: float(model.outputs[0]),
    "Python": lambda model, x: [][model.outputs[0].shape[0] or 1],
}


def built(program, ends) -> keras.Model:
    try:
        return random_models.build(program, ends)[0]
    except ValueError:  # an older Keras wants every input used
        reject()


@settings(max_examples=20, deadline=None, database=None)
@given(random_models.programs(most=5), st.sampled_from(sorted(BREAKS)))
def test_random_models_raise_nothing_of_ours(program, how):
    model = built(program, random_models.outputs(program)[:1])
    model.compile("sgd", "categorical_crossentropy")
    try:
        BREAKS[how](model, model.inputs)
    except Exception as error:
        found = why(error)
        assert found.text and repr(found) and found._repr_html_()
        assert (found.key == "") == (how == "Python")


def test_each_family_is_tried_on_all_kinds_of_errors():
    """None of them raises where it isn't meant: `why` would only hide it."""
    from autograder.errors.scene import Scene

    for program in filter(raises, SAMPLE):
        scene = Scene(run(program.faulty))
        for recognised in FAMILIES:
            recognised(scene)

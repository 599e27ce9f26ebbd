"""Keras's global settings, warnings and NumPy's errors as a learner's notebook may have set them: the verdict stays."""

import warnings

import keras
import numpy as np
import pytest

from autograder.asking import global_settings
from autograder.exercises import find
from autograder.learner.notebook import Check
from tests import answers

SETTINGS = {
    "mixed_float16": lambda: keras.mixed_precision.set_global_policy("mixed_float16"),
    "bfloat16": lambda: keras.config.set_dtype_policy("bfloat16"),
    "float64": lambda: (keras.config.set_floatx("float64"), keras.config.set_dtype_policy("float64")),
}


@pytest.fixture(params=SETTINGS)
def changed(request):
    with global_settings.usual():
        SETTINGS[request.param]()
        yield request.param


@pytest.mark.parametrize("exercise", ["ex01a", "ex02a", "ex05c", "ex10b", "ex12c"])
def test_an_answer_is_judged_as_without(changed, exercise):
    """ex05c's weights are thirds, which no 16 bits are; ex02a, ex10b and ex12c are right under Keras's own settings."""
    asked = find(exercise)
    before = global_settings.here()
    found = asked.check(asked.answered(answers.right(asked.id)[0]))
    assert found.correct, [str(f) for f in found.findings]
    wrong = asked.check(asked.answered(answers.wrong(asked.id)[0].source))
    assert wrong.score < wrong.max_score and global_settings.here() == before


def test_the_settings_are_named_beside_what_is_wrong(changed):
    asked = find("ex01a")
    found = asked.check(asked.answered(answers.wrong(asked.id)[0].source))
    assert found.findings[0].key == answers.wrong(asked.id)[0].key
    note = found.findings[-1]
    assert note.key == "answer.settings" and note.cost == 0 and any(changed in text for text in note.values["settings"])


def test_a_function_that_changes_them_is_judged_under_them():
    source = answers.right("ex01a")[0].replace("def build_mlp", "def plain") + (
        "\n\ndef build_mlp(*args, **kwargs):\n    keras.config.set_dtype_policy('mixed_float16')\n"
        "    return plain(*args, **kwargs)\n"
    )
    with global_settings.usual():
        found = find("ex01a").check(find("ex01a").answered(source))
    assert found.correct, [str(f) for f in found.findings]


def test_only_settings_that_keras_has_are_taken():
    from autograder.asking import evidence

    data = evidence.encode({"settings": {"policy": "int8", "floatx": "float16", "epsilon": 1}})
    assert global_settings.of(data) == {"floatx": "float16"}
    assert global_settings.of(b"no evidence") == global_settings.of(evidence.encode({"settings": 5})) == {}


def test_warnings_and_errors_of_numpy_that_raise_are_a_learners_own_affair():
    asked = find("ex01a")
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        card = Check()("ex01a", asked.answered(answers.right(asked.id)[0]))
        assert "3" in card._repr_html_()
        assert warnings.filters[0][0] == "error"  # what the learner set is as it was

"""Which cells are run for an answer: those that give its names or change what they stand for, and no others."""

import pytest

from autograder.running.needed import names_of, needed


def plan(*sources: str, answers: dict[int, int] | None = None, own: tuple[int, ...] = ()) -> set[int]:
    last = len(sources) - 1
    return needed([names_of(s) for s in sources], answers or {last: len(sources)}, own)


def test_a_cell_that_gives_a_name_is_needed_and_another_is_not():
    assert plan("import keras", "print('long')", "def f():\n    return keras") == {0, 2}


def test_the_last_giver_counts():
    assert plan("x = 1", "x = 2", "y = x") == {1, 2}


def test_what_a_giver_needs_is_needed():
    assert plan("a = 1", "b = a", "unused = b", "c = b") == {0, 1, 3}


def test_a_function_finds_its_names_as_they_are_when_it_is_asked():
    assert plan("n = 1", "def f():\n    return n", "n = 2", answers={1: 3}) == {0, 1, 2}
    assert plan("n = 1", "def f():\n    return n", "n = 2", answers={1: 2}) == {0, 1}


def test_a_changed_object_is_needed_as_it_was_changed():
    assert plan("xs = []", "xs.append(1)", "ys = xs") == {0, 1, 2}
    assert plan("m = make()", "m.name = 'n'", "z = 1", "ys = m") == {0, 1, 3}


def test_a_method_of_a_module_changes_nothing():
    assert plan("import keras", "keras.utils.set_random_seed(1)", "f = keras") == {0, 2}


def test_what_a_learner_sets_in_a_module_is_run():
    sources = ("from keras import layers", "layers.Dense = None", "x = 1")
    assert plan(*sources, own=(1,)) == {0, 1, 2}
    assert plan(*sources) == {2}


@pytest.mark.parametrize("source", ["%matplotlib inline", "from keras import *", "exec('x = 1')", "globals()['x'] = 1"])
def test_what_can_not_be_read_is_run_where_a_learner_wrote_it(source):
    assert plan(source, "y = 1", own=(0,)) == {0, 1}


def test_names_of_a_class_and_a_comprehension():
    found = names_of(
        "class A(layers.Layer):\n    def call(self, x):\n        return helper(x)\nys = [g(x) for x in xs]"
    )
    assert found.given == {"A", "ys"}
    assert found.later >= {"helper"} and {"layers", "xs"} <= found.used


def test_a_broken_cell_is_opaque():
    assert names_of("def f(:").opaque and names_of("x = 1\x00").opaque

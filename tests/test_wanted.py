"""A reference is built once for the same call, and stays as it was whoever is held against it."""

import keras
import numpy as np

from autograder.asking import global_settings
from autograder.exercises import find
from autograder.judging.wanted import made_once


def _twin(units, noise=0.0):
    x = keras.Input((3,))
    y = keras.layers.GaussianNoise(noise)(keras.layers.BatchNormalization()(keras.layers.Dense(units)(x)))
    return keras.Model(x, y)


def test_the_same_call_is_made_once_for_each_of_the_global_settings():
    first = made_once(_twin, (4,))
    assert made_once(_twin, (4,)) is first and made_once(_twin, (5,)) is not first
    with global_settings.under({"floatx": "float64", "policy": "float64"}):
        wide = made_once(_twin, (4,))
        assert wide is not first and wide.model.weights[0].dtype == "float64"
        assert made_once(_twin, (4,)) is wide
    assert made_once(_twin, (4,)) is first


def test_each_draw_is_computed_once_and_leaves_the_model_as_it_was():
    wanted = made_once(_twin, (4, 0.5))
    before = [np.array(w) for w in wanted.model.variables]
    first = list(wanted.outputs(1))
    assert next(iter(wanted.outputs(1))) is first[0]
    others = [next(wanted.outputs(seed)) for seed in range(2, 14)]
    assert all(not np.allclose(first[0][0], other[0]) for other in others)
    again = next(iter(wanted.outputs(1)))
    assert again is not first[0] and all(map(np.array_equal, again, first[0]))
    list(wanted.outputs(1, training=True))
    assert all(map(np.array_equal, before, wanted.model.variables))


def test_who_comes_later_is_judged_as_who_came_first():
    exercise = find("ex01a")
    right = exercise.solved()
    wrong = exercise.answered(exercise.reference.replace('activation="relu"', 'activation="tanh"', 1))
    for _turn in range(2):
        assert exercise.check(right).correct
        assert [f.key for f in exercise.check(wrong).findings] == ["graph.activation"]
        assert exercise.examine(lambda given: exercise.collect(right, given), {"seed": 77}).correct

"""Exercises of chapter 10: a layer class of one's own, its serialisation, a layer that wraps another."""

from autograder.exercises.c10_custom import custom_dense, custom_dense_saved, scaled_residual

EXERCISES = (
    custom_dense.EXERCISE,
    custom_dense_saved.EXERCISE,
    scaled_residual.EXERCISE,
)

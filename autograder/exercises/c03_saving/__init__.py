"""Exercises of chapter 03: a model saved and restored whole, its architecture alone, its weights alone."""

from autograder.exercises.c03_saving import same_architecture, save_and_restore, transfer_weights

EXERCISES = (
    save_and_restore.EXERCISE,
    same_architecture.EXERCISE,
    transfer_weights.EXERCISE,
)

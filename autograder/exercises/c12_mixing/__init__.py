"""Exercises of chapter 12: a functional model inside a layer, the layer in a functional model, `training` and `mask`."""

from autograder.exercises.c12_mixing import build_sequence_model, custom_rnn, noisy_dense

EXERCISES = (
    custom_rnn.EXERCISE,
    build_sequence_model.EXERCISE,
    noisy_dense.EXERCISE,
)

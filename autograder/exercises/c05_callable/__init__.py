"""Exercises of chapter 05: models called like layers: one after the other, and many side by side."""

from autograder.exercises.c05_callable import build_ensemble, build_weighted_ensemble, chain

EXERCISES = (
    chain.EXERCISE,
    build_ensemble.EXERCISE,
    build_weighted_ensemble.EXERCISE,
)

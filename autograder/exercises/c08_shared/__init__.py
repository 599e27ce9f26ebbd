"""Exercises of chapter 08: one Embedding for two texts, and the likeness of two texts by one shared encoder."""

from autograder.exercises.c08_shared import build_shared_embedding, build_similarity

EXERCISES = (
    build_shared_embedding.EXERCISE,
    build_similarity.EXERCISE,
)

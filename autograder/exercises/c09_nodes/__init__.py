"""Exercises of chapter 09: reusing the nodes of a graph: feature extraction, Gram matrices, a head on a frozen trunk."""

from autograder.exercises.c09_nodes import feature_extractor, gram_matrix, transfer_head

EXERCISES = (
    feature_extractor.EXERCISE,
    gram_matrix.EXERCISE,
    transfer_head.EXERCISE,
)

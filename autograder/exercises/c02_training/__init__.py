"""Exercises of chapter 02: compile, train, predict, repair."""

from autograder.exercises.c02_training import compile_classifier, predict_classes, repair, train_classifier

EXERCISES = (
    compile_classifier.EXERCISE,
    train_classifier.EXERCISE,
    predict_classes.EXERCISE,
    repair.EXERCISE,
)

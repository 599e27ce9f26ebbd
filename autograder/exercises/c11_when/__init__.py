"""Exercises of chapter 11: which API for which model, a subclassed model made functional, a graph with wrong wires."""

from autograder.exercises.c11_when import api_for, repair_wiring, to_functional

EXERCISES = (
    api_for.EXERCISE,
    to_functional.EXERCISE,
    repair_wiring.EXERCISE,
)

"""Exercise 05b: the average of many models of one input."""

from autograder.exercises.common.members import ENSEMBLE, judge_members
from autograder.exercises.exercise import Exercise
from helpers.language import mark

EXERCISE = Exercise(
    id="ex05b",
    answer="build_ensemble",
    points=2,
    reference=ENSEMBLE,
    judge=lambda items, parameters: judge_members(items, parameters, "build_ensemble", weighted=False),
    hints=(
        mark("All members get the same input: make one `keras.Input`, call each member on it."),
        mark("Any number of members: a list comprehension calls them all, `[member(inputs) for member in members]`."),
        mark("`layers.average(tensors)` takes the list of what they give. The shape is that of `members[0]`."),
    ),
)

"""Exercise 05c: the weighted average of many models of one input."""

from autograder.exercises.common.members import WEIGHTED, judge_members
from autograder.exercises.exercise import Exercise
from helpers.language import mark

EXERCISE = Exercise(
    id="ex05c",
    answer="build_weighted_ensemble",
    points=3,
    reference=WEIGHTED,
    judge=lambda items, parameters: judge_members(items, parameters, "build_weighted_ensemble", weighted=True),
    hints=(
        mark("Multiply what each member gives by its weight, add the products. Operators work on tensors: `x * 0.5`."),
        mark("Normalised means that the shares add up to 1: divide each weight by the sum of all of them."),
        mark(
            "`zip(members, weights)` pairs each member with its weight; `layers.add([...])` adds a list of any length."
        ),
    ),
)

"""Sentences on plain values: numbers, counts of parameters."""

from helpers.language import mark

SENTENCES = {
    "value.none": mark("`{call}` returns nothing. End the function with `return` and the result."),
    "value.type": mark("`{call}` returns an object of type `{type}`; a number is asked for."),
    "value.wrong": mark("`{call}` gives {got}; it should give {expected}."),
    "value.not_integer": mark("`{call}` gives {got}: the number is right, but it should be an `int`, not a `float`."),
    "params.no_bias": mark(
        "`{call}` gives {got}; it should give {expected}. The biases are missing: one for each unit."
    ),
    "params.first_layer": mark(
        "`{call}` gives {got}; it should give {expected}. That is the first layer alone: a `return` inside of the loop "
        "ends the function after one round."
    ),
    "params.built": mark(
        "The numbers are right, but Keras is at work for them: `{got}`. Build nothing here: the sizes alone, and plain Python, "
        "give the number."
    ),
    "params.input_bias": mark(
        "`{call}` gives {got}; it should give {expected}. A layer has one bias for each of its units, not of its inputs."
    ),
    "params.input_counted": mark(
        "`{call}` gives {got}; it should give {expected}. The input is no layer: it has no parameters of its own."
    ),
}
